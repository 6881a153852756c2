// SPDX-License-Identifier: MIT

extension Int32: TLReadable, TLWritable {
    package init(from reader: inout TLReader) throws(TLError) { self = try reader.fixed(Int32.self) }
    package func write(to writer: inout TLWriter) { writer.fixed(self) }
}

extension Int64: TLReadable, TLWritable {
    package init(from reader: inout TLReader) throws(TLError) { self = try reader.fixed(Int64.self) }
    package func write(to writer: inout TLWriter) { writer.fixed(self) }
}

extension Double: TLReadable, TLWritable {
    package init(from reader: inout TLReader) throws(TLError) {
        self = Double(bitPattern: try reader.fixed(UInt64.self))
    }

    package func write(to writer: inout TLWriter) { writer.fixed(bitPattern) }
}

extension Bool: TLReadable, TLWritable {
    package init(from reader: inout TLReader) throws(TLError) {
        switch try reader.word() {
        case TLConstructor.boolTrue: self = true
        case TLConstructor.boolFalse: self = false
        case let other: throw .unknownConstructor(other, in: "Bool")
        }
    }

    package func write(to writer: inout TLWriter) {
        writer.constructor(self ? TLConstructor.boolTrue : TLConstructor.boolFalse)
    }
}

/// Bytes that are no UTF-8 are repaired, not refused: a name that somebody else gave must not cost an answer.
extension String: TLReadable, TLWritable {
    package init(from reader: inout TLReader) throws(TLError) {
        let range = try reader.bytesRange()
        self = String(decoding: reader.source[range], as: UTF8.self)
    }

    package func write(to writer: inout TLWriter) { writer.bytes(utf8) }
}

extension Array: TLReadable where Element: TLReadable {
    package init(from reader: inout TLReader) throws(TLError) {
        let count = try reader.vectorCount()
        self = []
        // Grows with what is really there, not with what the count claims.
        reserveCapacity(Swift.min(count, 1024))
        for _ in 0..<count { append(try Element(from: &reader)) }
    }
}

extension Array: TLWritable where Element: TLWritable {
    package func write(to writer: inout TLWriter) {
        writer.vectorHead(count)
        for element in self { element.write(to: &writer) }
    }
}

/// `int128`: nonces and their hashes, in the order of the wire.
package struct Opaque128: TLReadable, TLWritable, Hashable {
    package static let byteCount = 16
    package let bytes: [UInt8]

    package init?(_ bytes: [UInt8]) {
        guard bytes.count == Self.byteCount else { return nil }
        self.bytes = bytes
    }

    package init(from reader: inout TLReader) throws(TLError) { bytes = try reader.raw(Self.byteCount) }
    package func write(to writer: inout TLWriter) { writer.raw(bytes) }
}

/// `int256`: the new nonce.
package struct Opaque256: TLReadable, TLWritable, Hashable {
    package static let byteCount = 32
    package let bytes: [UInt8]

    package init?(_ bytes: [UInt8]) {
        guard bytes.count == Self.byteCount else { return nil }
        self.bytes = bytes
    }

    package init(from reader: inout TLReader) throws(TLError) { bytes = try reader.raw(Self.byteCount) }
    package func write(to writer: inout TLWriter) { writer.raw(bytes) }
}

/// A type that no line of the schema declares. Where it is optional or a vector it may be absent; where it is there,
/// the rest of the answer cannot be read.
package enum Unlisted: TLBoxed, Hashable {
    package init(constructor: UInt32, from reader: inout TLReader) throws(TLError) {
        throw .unknownConstructor(constructor, in: "a type that is not listed")
    }

    package func write(to writer: inout TLWriter) {}
}

/// The answer to a query whose type only the caller knows.
package struct Remainder: TLReadable, Hashable {
    package let bytes: [UInt8]

    package init(from reader: inout TLReader) throws(TLError) { bytes = reader.remainder() }
}
