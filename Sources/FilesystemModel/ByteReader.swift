// SPDX-License-Identifier: MIT

/// Reads what `ByteWriter` wrote, from bytes that nobody vouches for. Never reads past the end, never allocates more
/// than what is there.
package struct ByteReader: Sendable {
    package enum Failure: Error, Hashable, Sendable {
        /// `offset` is where the bytes ended.
        case truncated(offset: Int)
        /// A varint of more than 64 bits at `offset`.
        case overlongVarint(offset: Int)
        /// `offset` is where reading should have ended.
        case trailingBytes(offset: Int)
    }

    private let bytes: ArraySlice<UInt8>
    private var next: Int

    package init(_ bytes: ArraySlice<UInt8>) {
        self.bytes = bytes
        next = bytes.startIndex
    }

    package init(_ bytes: [UInt8]) { self.init(bytes[...]) }

    /// From the first byte.
    package var offset: Int { next - bytes.startIndex }
    package var remaining: Int { bytes.endIndex - next }
    package var isAtEnd: Bool { remaining == 0 }

    package mutating func read<Value: FixedWidthInteger>(_: Value.Type = Value.self) throws(Failure) -> Value {
        let size = MemoryLayout<Value>.size
        guard remaining >= size else { throw .truncated(offset: bytes.count) }
        let value = bytes.withUnsafeBytes { all in
            all.loadUnaligned(fromByteOffset: next - bytes.startIndex, as: Value.self)
        }
        next += size
        return Value(littleEndian: value)
    }

    package mutating func readVarint() throws(Failure) -> UInt64 {
        let start = offset
        var value: UInt64 = 0
        var shift: UInt64 = 0
        while true {
            guard next < bytes.endIndex else { throw .truncated(offset: bytes.count) }
            let byte = bytes[next]
            next += 1
            guard shift < 63 || (shift == 63 && byte <= 1) else { throw .overlongVarint(offset: start) }
            value |= UInt64(byte & 0x7F) << shift
            if byte < 0x80 { return value }
            shift += 7
        }
    }

    package mutating func readBytes(_ count: Int) throws(Failure) -> ArraySlice<UInt8> {
        guard count >= 0, remaining >= count else { throw .truncated(offset: bytes.count) }
        defer { next += count }
        return bytes[next..<next + count]
    }

    package mutating func readCounted() throws(Failure) -> ArraySlice<UInt8> {
        let count = try readVarint()
        guard count <= UInt64(remaining) else { throw .truncated(offset: bytes.count) }
        return try readBytes(Int(count))
    }

    /// Nothing may follow what was read.
    package func expectEnd() throws(Failure) {
        guard isAtEnd else { throw .trailingBytes(offset: offset) }
    }
}
