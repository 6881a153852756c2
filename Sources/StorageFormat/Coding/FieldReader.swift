// SPDX-License-Identifier: MIT

import FilesystemModel

/// `ByteReader` for the fields of one structure: its failures say of which.
struct FieldReader {
    let part: FormatError.Part
    private var reader: ByteReader

    init(_ bytes: ArraySlice<UInt8>, part: FormatError.Part) {
        self.part = part
        reader = ByteReader(bytes)
    }

    init(_ bytes: [UInt8], part: FormatError.Part) { self.init(bytes[...], part: part) }

    var remaining: Int { reader.remaining }
    var offset: Int { reader.offset }

    func malformed(_ reason: String) -> FormatError { .malformed(part, reason) }

    mutating func fixed<Value: FixedWidthInteger>(_ type: Value.Type = Value.self) throws(FormatError) -> Value {
        do { return try reader.read(type) } catch { throw translated(error) }
    }

    mutating func byte() throws(FormatError) -> UInt8 { try fixed() }

    mutating func varint() throws(FormatError) -> UInt64 {
        do { return try reader.readVarint() } catch { throw translated(error) }
    }

    /// A byte that is 0 or 1.
    mutating func flag() throws(FormatError) -> Bool {
        let byte = try byte()
        guard byte <= 1 else { throw malformed("flag out of range") }
        return byte == 1
    }

    /// A varint that fits `Value`.
    mutating func varint<Value: FixedWidthInteger>(_: Value.Type) throws(FormatError) -> Value {
        guard let value = Value(exactly: try varint()) else { throw malformed("number out of range") }
        return value
    }

    /// A number of things to come, each at least `bytesEach` long: more than fit is an error before anything is
    /// allocated for them.
    mutating func count(bytesEach: Int) throws(FormatError) -> Int {
        let count = try varint()
        guard count <= UInt64(remaining / bytesEach) else { throw .truncated(part) }
        return Int(count)
    }

    mutating func bytes(_ count: Int) throws(FormatError) -> ArraySlice<UInt8> {
        do { return try reader.readBytes(count) } catch { throw translated(error) }
    }

    mutating func counted(max: Int) throws(FormatError) -> ArraySlice<UInt8> {
        let bytes: ArraySlice<UInt8>
        do { bytes = try reader.readCounted() } catch { throw translated(error) }
        guard bytes.count <= max else { throw .tooLarge(part, bytes: UInt64(bytes.count), limit: UInt64(max)) }
        return bytes
    }

    mutating func timestamp() throws(FormatError) -> Timestamp {
        let zigzag = try varint()
        let seconds = Int64(bitPattern: zigzag >> 1) ^ -Int64(bitPattern: zigzag & 1)
        let nanoseconds = try varint(UInt32.self)
        guard nanoseconds < 1_000_000_000 else { throw malformed("nanoseconds out of range") }
        return Timestamp(seconds: seconds, nanoseconds: nanoseconds)
    }

    mutating func identifier() throws(FormatError) -> Identifier128 {
        let high = try fixed(UInt64.self).byteSwapped
        let low = try fixed(UInt64.self).byteSwapped
        return Identifier128(high: high, low: low)
    }

    mutating func inode() throws(FormatError) -> InodeNumber { InodeNumber(rawValue: try varint()) }
    mutating func sequence() throws(FormatError) -> SegmentSequence { SegmentSequence(rawValue: try varint()) }
    mutating func entry() throws(FormatError) -> EntryNumber { EntryNumber(rawValue: try varint(UInt32.self)) }
    mutating func position() throws(FormatError) -> LogPosition {
        LogPosition(sequence: try sequence(), entry: try entry())
    }

    mutating func name() throws(FormatError) -> FileName {
        let bytes = try counted(max: Limits.nameBytesMax)
        do { return try FileName(bytes) } catch { throw malformed("not a file name") }
    }

    mutating func string(max: Int) throws(FormatError) -> String {
        guard let string = String(validating: try counted(max: max), as: UTF8.self) else {
            throw malformed("not UTF-8")
        }
        return string
    }

    func expectEnd() throws(FormatError) {
        guard reader.isAtEnd else { throw malformed("bytes follow the end") }
    }

    private func translated(_ failure: ByteReader.Failure) -> FormatError {
        switch failure {
        case .truncated: .truncated(part)
        case .overlongVarint(let offset): .malformed(part, "number too long at offset \(offset)")
        case .trailingBytes(let offset): .malformed(part, "bytes follow the end at offset \(offset)")
        }
    }
}
