// SPDX-License-Identifier: MIT

import FilesystemModel

/// A stored segment as a root names it, for stores that cannot list.
package struct SegmentPointer: Hashable, Sendable {
    /// As `ObjectReference` promises.
    static let referenceBytesMax = 256
    static let bytesMin = 19

    package var sequence: SegmentSequence
    package var id: SegmentID
    /// What the store calls the object; opaque.
    package var reference: [UInt8]
    package var objectBytes: UInt64

    package init(sequence: SegmentSequence, id: SegmentID, reference: [UInt8], objectBytes: UInt64) {
        self.sequence = sequence
        self.id = id
        self.reference = reference
        self.objectBytes = objectBytes
    }

    func write(to writer: inout ByteWriter) {
        assert(reference.count <= Self.referenceBytesMax)
        writer.write(sequence)
        writer.write(id.value)
        writer.writeCounted(reference)
        writer.writeVarint(objectBytes)
    }

    init(_ reader: inout FieldReader) throws(FormatError) {
        self.init(
            sequence: try reader.sequence(), id: SegmentID(try reader.identifier()),
            reference: Array(try reader.counted(max: Self.referenceBytesMax)), objectBytes: try reader.varint())
    }

    /// A varint of how many, then each.
    static func write(_ pointers: [SegmentPointer], to writer: inout ByteWriter) {
        writer.writeVarint(UInt64(pointers.count))
        for pointer in pointers { pointer.write(to: &writer) }
    }

    static func readList(_ reader: inout FieldReader) throws(FormatError) -> [SegmentPointer] {
        let count = try reader.count(bytesEach: bytesMin)
        var pointers: [SegmentPointer] = []
        pointers.reserveCapacity(count)
        for _ in 0..<count { pointers.append(try SegmentPointer(&reader)) }
        return pointers
    }
}

/// Where a checkpoint entry is, and how to get the segment that holds it.
package struct CheckpointLocation: Hashable, Sendable {
    /// Of the checkpoint entry itself.
    package var position: LogPosition
    package var segment: SegmentPointer
    /// The other segments that hold its pieces.
    package var pieceSegments: [SegmentPointer]
    /// Every segment before it was stored when the checkpoint's position was taken, and the checkpoint says where;
    /// from it on segments are found by listing, or in the superblock's tail.
    package var firstUnstored: SegmentSequence
    /// The reference of an object that the store took in before any segment from `firstUnstored` on; empty for none.
    package var listAfter: [UInt8]

    package init(
        position: LogPosition, segment: SegmentPointer, pieceSegments: [SegmentPointer] = [],
        firstUnstored: SegmentSequence = .first, listAfter: [UInt8] = []
    ) {
        self.position = position
        self.segment = segment
        self.pieceSegments = pieceSegments
        self.firstUnstored = firstUnstored
        self.listAfter = listAfter
    }

    func write(to writer: inout ByteWriter) {
        writer.write(position)
        segment.write(to: &writer)
        SegmentPointer.write(pieceSegments, to: &writer)
        writer.write(firstUnstored)
        writer.writeCounted(listAfter)
    }

    init(_ reader: inout FieldReader) throws(FormatError) {
        self.init(
            position: try reader.position(), segment: try SegmentPointer(&reader),
            pieceSegments: try SegmentPointer.readList(&reader), firstUnstored: try reader.sequence(),
            listAfter: Array(try reader.counted(max: SegmentPointer.referenceBytesMax)))
    }
}
