// SPDX-License-Identifier: MIT

/// Takes values of the schema off bytes. Nothing in the bytes is believed: every length is compared with what remains
/// before anything is allocated for it.
package struct TLReader: Sendable {
    /// Deeper than `JSONValue`, the one type that contains itself at will, is in any configuration of the server.
    package static let depthMax = 32

    package let source: [UInt8]
    package private(set) var offset: Int
    package let end: Int
    private var depth = 0

    package init(_ source: [UInt8]) {
        self.init(source[...])
    }

    package init(_ slice: ArraySlice<UInt8>) {
        source = Array(slice)
        offset = 0
        end = source.count
    }

    /// Reads `range` of `source` without a copy.
    package init(_ source: [UInt8], range: Range<Int>) {
        precondition(range.lowerBound >= 0 && range.upperBound <= source.count)
        self.source = source
        offset = range.lowerBound
        end = range.upperBound
    }

    package var remaining: Int { end - offset }

    /// One boxed value, or a vector of them, that the bytes hold and nothing else.
    package static func decode<Value: TLReadable>(
        _ type: Value.Type = Value.self, from bytes: [UInt8]
    ) throws(TLError) -> Value {
        var reader = TLReader(bytes)
        let value: Value = try reader.read()
        guard reader.remaining == 0 else { throw .trailingBytes(reader.remaining) }
        return value
    }

    package mutating func read<Value: TLReadable>() throws(TLError) -> Value {
        try Value(from: &self)
    }

    package mutating func optional<Value: TLReadable>(_ bit: UInt32) throws(TLError) -> Value? {
        guard bit != 0 else { return nil }
        return try Value(from: &self)
    }

    /// `#`, and every constructor: 32 bits, least significant byte first.
    package mutating func word() throws(TLError) -> UInt32 {
        try fixed(UInt32.self)
    }

    /// The next word, which stays to be read.
    package func peekWord() throws(TLError) -> UInt32 {
        var copy = self
        return try copy.word()
    }

    package mutating func fixed<Value: FixedWidthInteger>(_ type: Value.Type) throws(TLError) -> Value {
        let count = MemoryLayout<Value>.size
        try require(count)
        let value = source.withUnsafeBytes { $0.loadUnaligned(fromByteOffset: offset, as: Value.self) }
        offset += count
        return Value(littleEndian: value)
    }

    package mutating func raw(_ count: Int) throws(TLError) -> [UInt8] {
        try require(count)
        defer { offset += count }
        return Array(source[offset..<offset + count])
    }

    package mutating func skip(_ count: Int) throws(TLError) {
        try require(count)
        offset += count
    }

    /// Everything that is left: a query within a query.
    package mutating func remainder() -> [UInt8] {
        defer { offset = end }
        return Array(source[offset..<end])
    }

    /// `bytes`: a length of one byte, or `FE` and three; the bytes; zeros up to a multiple of four.
    package mutating func bytes() throws(TLError) -> [UInt8] {
        Array(source[try bytesRange()])
    }

    /// Where in `source` the bytes are, for who needs no copy of them.
    package mutating func bytesRange() throws(TLError) -> Range<Int> {
        let first = Int(try fixed(UInt8.self))
        var prefix = 1
        var count = first
        if first == 254 {
            let low = Int(try fixed(UInt16.self))
            count = low | Int(try fixed(UInt8.self)) << 16
            prefix = 4
        } else if first == 255 {
            // Not a length of this encoding at all.
            throw .truncated(needed: Int.max, remaining: remaining)
        }
        try require(count)
        let range = offset..<offset + count
        offset += count
        let padding = (4 - (prefix + count) & 3) & 3
        try skip(padding)
        return range
    }

    package mutating func optionalBytes(_ bit: UInt32) throws(TLError) -> [UInt8]? {
        guard bit != 0 else { return nil }
        return try bytes()
    }

    package mutating func bytesVector() throws(TLError) -> [[UInt8]] {
        let count = try vectorCount()
        var values: [[UInt8]] = []
        for _ in 0..<count { values.append(try bytes()) }
        return values
    }

    package mutating func optionalBytesVector(_ bit: UInt32) throws(TLError) -> [[UInt8]]? {
        guard bit != 0 else { return nil }
        return try bytesVector()
    }

    /// The head of a boxed vector. Every element takes four bytes at least, which bounds what a count may claim.
    package mutating func vectorCount() throws(TLError) -> Int {
        let constructor = try word()
        guard constructor == TLConstructor.vector else { throw .unknownConstructor(constructor, in: "Vector") }
        return try bareVectorCount(elementBytes: 4)
    }

    package mutating func bareVectorCount(elementBytes: Int) throws(TLError) -> Int {
        let count = Int(try fixed(Int32.self))
        guard count >= 0, count <= remaining / elementBytes else { throw .vectorTooLong(count: count) }
        return count
    }

    mutating func descend() throws(TLError) {
        guard depth < Self.depthMax else { throw .tooDeep }
        depth += 1
    }

    mutating func ascend() { depth -= 1 }

    private func require(_ count: Int) throws(TLError) {
        guard count <= end - offset else { throw .truncated(needed: count, remaining: end - offset) }
    }
}
