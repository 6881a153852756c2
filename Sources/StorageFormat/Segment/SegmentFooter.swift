// SPDX-License-Identifier: MIT

import FilesystemModel

/// The last 64 bytes of a finished segment, in clear: whoever knows the size of an object finds its summary with one
/// read of its end. Nothing of it is authentic; what it points to is.
///
///     offset size
///          0    8  magic, ASCII "GRAMFSND"
///          8    2  format version: 1
///         10    2  0
///         12    4  offset of the summary entry
///         16    4  bytes of the summary entry
///         20    4  offset of the newest key slots entry; 0 without
///         24    4  bytes of the key slots entry; 0 without
///         28    4  bytes of the segment with this footer
///         32   16  volume id
///         48   16  segment id
package struct SegmentFooter: Hashable, Sendable {
    package static let byteCount = 64
    private static let magic: StaticString = "GRAMFSND"

    package let volume: VolumeID
    package let segment: SegmentID
    package let summary: Range<UInt64>
    /// The entry that shows the key slots without a key, where the segment holds a checkpoint.
    package let keySlots: Range<UInt64>?
    package let segmentBytes: UInt64

    init(volume: VolumeID, segment: SegmentID, summary: Range<UInt64>, keySlots: Range<UInt64>?) {
        self.volume = volume
        self.segment = segment
        self.summary = summary
        self.keySlots = keySlots
        segmentBytes = summary.upperBound + UInt64(Self.byteCount)
    }

    var encoded: [UInt8] {
        var writer = ByteWriter(reserving: Self.byteCount)
        writer.write(bytes: Self.magic.withUTF8Buffer { $0 })
        writer.write(FormatVersion.current)
        writer.write(UInt16(0))
        writer.write(UInt32(summary.lowerBound))
        writer.write(UInt32(summary.count))
        writer.write(UInt32(keySlots?.lowerBound ?? 0))
        writer.write(UInt32(keySlots?.count ?? 0))
        writer.write(UInt32(segmentBytes))
        writer.write(volume.value)
        writer.write(segment.value)
        return writer.bytes
    }

    /// From the last 64 bytes of an object, of which `objectBytes` is the size.
    package init(decoding bytes: ArraySlice<UInt8>, objectBytes: UInt64) throws(FormatError) {
        var reader = FieldReader(bytes, part: .footer)
        guard reader.remaining == Self.byteCount else { throw .truncated(.footer) }
        guard try reader.bytes(8).elementsEqual(Self.magic.withUTF8Buffer { $0 }) else { throw .badMagic(.footer) }
        try FormatVersion.check(try reader.fixed())
        let reserved: UInt16 = try reader.fixed()
        let summary = try Self.range(&reader)
        let keySlots = try Self.range(&reader)
        let segmentBytes: UInt32 = try reader.fixed()
        self.init(
            volume: VolumeID(try reader.identifier()), segment: SegmentID(try reader.identifier()), summary: summary,
            keySlots: keySlots.lowerBound == 0 ? nil : keySlots)
        guard reserved == 0, segmentBytes == objectBytes, self.segmentBytes == objectBytes,
            summary.count >= EntryHeader.overhead, keySlots.upperBound <= summary.lowerBound
        else { throw reader.malformed("offsets contradict each other") }
        guard summary.count <= EntryKind.summary.plainBytesMax + EntryHeader.overhead,
            keySlots.count <= SealedDocument.keySlotsBytesMax + EntryHeader.overhead
        else { throw .tooLarge(.footer, bytes: UInt64(summary.count), limit: UInt64(EntryKind.summary.plainBytesMax)) }
    }

    private static func range(_ reader: inout FieldReader) throws(FormatError) -> Range<UInt64> {
        let start: UInt32 = try reader.fixed()
        let count: UInt32 = try reader.fixed()
        return UInt64(start)..<UInt64(start) + UInt64(count)
    }
}
