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
}

/// Where a checkpoint entry is, and how to get the segment that holds it.
package struct CheckpointLocation: Hashable, Sendable {
    /// Of the checkpoint entry itself.
    package var position: LogPosition
    package var segment: SegmentPointer

    package init(position: LogPosition, segment: SegmentPointer) {
        self.position = position
        self.segment = segment
    }

    func write(to writer: inout ByteWriter) {
        writer.write(position)
        segment.write(to: &writer)
    }

    init(_ reader: inout FieldReader) throws(FormatError) {
        self.init(position: try reader.position(), segment: try SegmentPointer(&reader))
    }
}
