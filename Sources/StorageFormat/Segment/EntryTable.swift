// SPDX-License-Identifier: MIT

import FilesystemModel

/// Where the entries of a segment are, in order of their numbers, without a gap between their bytes.
///
///     first offset varint | count varint | for each entry:
///         u8: bits 0-3 kind, bits 4-6 flags, bit 7: numbers were left out
///         [how many, varint] | plain bytes varint | [stored bytes varint, where compressed]
package struct EntryTable: Hashable, Sendable {
    package struct Entry: Hashable, Sendable {
        package let number: EntryNumber
        /// Of the entry's header in the segment.
        package let offset: UInt32
        package let plainBytes: UInt32
        package let storedBytes: UInt32
        package let kind: EntryKind
        package let flags: EntryFlags

        /// The whole entry in the segment: header, payload, tag.
        package var range: Range<UInt64> {
            UInt64(offset)..<UInt64(offset) + UInt64(storedBytes) + UInt64(EntryHeader.overhead)
        }
    }

    package private(set) var entries: [Entry]
    package let firstOffset: UInt32
    /// Where the next entry will begin.
    package private(set) var end: UInt64
    /// Plain bytes of frames and checkpoint pieces together.
    package private(set) var logicalBytes: UInt64
    /// Bytes of the entries in encoded form, without the two leading varints.
    private var encodedEntryBytes: Int

    package init(firstOffset: UInt32) {
        self.firstOffset = firstOffset
        entries = []
        end = UInt64(firstOffset)
        logicalBytes = 0
        encodedEntryBytes = 0
    }

    /// By bisection.
    package subscript(number: EntryNumber) -> Entry? {
        var low = 0
        var high = entries.count
        while low < high {
            let middle = (low + high) / 2
            if entries[middle].number < number { low = middle + 1 } else { high = middle }
        }
        guard low < entries.count, entries[low].number == number else { return nil }
        return entries[low]
    }

    /// The number after the last entry's.
    var nextNumber: EntryNumber {
        entries.last.map { EntryNumber(rawValue: $0.number.rawValue + 1) } ?? .init(rawValue: 0)
    }

    package func numbers(of kind: EntryKind) -> [EntryNumber] { entries.filter { $0.kind == kind }.map(\.number) }

    /// An upper bound of `encoded.count`.
    var encodedBytesMax: Int { encodedEntryBytes + 10 }

    /// `segmentFull` where the offsets would pass 32 bits or the numbers run out.
    mutating func append(_ header: EntryHeader) throws(FormatError) {
        assert(header.number >= nextNumber)
        let next = end + UInt64(header.entryBytes)
        guard next <= UInt64(UInt32.max), header.number.rawValue < .max, let offset = UInt32(exactly: end) else {
            throw .segmentFull
        }
        encodedEntryBytes += Self.encodedBytes(of: header, after: nextNumber)
        entries.append(
            Entry(
                number: header.number, offset: offset, plainBytes: header.plainBytes, storedBytes: header.storedBytes,
                kind: header.kind, flags: header.flags))
        end = next
        if header.kind == .frame || header.kind == .checkpointPiece { logicalBytes += UInt64(header.plainBytes) }
    }

    private static func encodedBytes(of header: EntryHeader, after next: EntryNumber) -> Int {
        var count = 1 + varintBytes(header.plainBytes)
        if header.number != next { count += varintBytes(header.number.rawValue - next.rawValue) }
        if header.flags.contains(.compressed) { count += varintBytes(header.storedBytes) }
        return count
    }

    private static func varintBytes(_ value: UInt32) -> Int { max(1, (38 - value.leadingZeroBitCount) / 7) }
}

extension EntryTable {
    private static let hasGap: UInt8 = 1 << 7

    /// For the index and the summary.
    package var encoded: [UInt8] {
        var writer = ByteWriter(reserving: encodedBytesMax)
        write(to: &writer)
        return writer.bytes
    }

    func write(to writer: inout ByteWriter) {
        writer.writeVarint(UInt64(firstOffset))
        writer.writeVarint(UInt64(entries.count))
        var next = UInt32(0)
        for entry in entries {
            let gap = entry.number.rawValue - next
            writer.write(entry.kind.rawValue | entry.flags.rawValue << 4 | (gap > 0 ? Self.hasGap : 0))
            if gap > 0 { writer.writeVarint(UInt64(gap)) }
            writer.writeVarint(UInt64(entry.plainBytes))
            if entry.flags.contains(.compressed) { writer.writeVarint(UInt64(entry.storedBytes)) }
            next = entry.number.rawValue + 1
        }
    }

    package init(decoding bytes: some Collection<UInt8>) throws(FormatError) {
        var reader = FieldReader(Array(bytes), part: .entryTable)
        try self.init(&reader)
        try reader.expectEnd()
    }

    init(_ reader: inout FieldReader) throws(FormatError) {
        self.init(firstOffset: try reader.varint(UInt32.self))
        let count = try reader.count(bytesEach: 2)
        entries.reserveCapacity(count)
        for _ in 0..<count { try appendEntry(&reader) }
    }

    private mutating func appendEntry(_ reader: inout FieldReader) throws(FormatError) {
        let lead = try reader.byte()
        let flags = EntryFlags(rawValue: lead >> 4 & 7)
        guard let kind = EntryKind(rawValue: lead & 15), flags.isSubset(of: .known) else {
            throw .unsupportedFeatures(.entryTable, bits: UInt64(lead))
        }
        let gap = lead & Self.hasGap == 0 ? 0 : try reader.varint(UInt32.self)
        let (number, overflow) = nextNumber.rawValue.addingReportingOverflow(gap)
        guard !overflow else { throw reader.malformed("entry number out of range") }
        let plainBytes = try reader.varint(UInt32.self)
        let storedBytes = flags.contains(.compressed) ? try reader.varint(UInt32.self) : plainBytes
        let header = EntryHeader(
            kind: kind, flags: flags, number: EntryNumber(rawValue: number),
            plainBytes: plainBytes, storedBytes: storedBytes)
        try header.check()
        try append(header)
    }
}
