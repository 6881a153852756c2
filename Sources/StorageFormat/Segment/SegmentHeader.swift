// SPDX-License-Identifier: MIT

import FilesystemModel

/// The header of a segment: a `SealedDocument` whose sealed part is
///
///     sequence varint | epoch varint | previous chain 32 bytes | created | flags u8 (1: rewritten)
///     | [run id 16 bytes | index varint | count varint | replaced chain 32 bytes]
package struct SegmentHeader: Hashable, Sendable {
    /// Whatever the slots: the first 4 KiB of a segment hold its header.
    package static let bytesMax = 4096

    package var volume: VolumeID
    package var segment: SegmentID
    package var sequence: SegmentSequence
    package var epoch: Epoch
    /// The chain up to and with the segment before; `SegmentChain.start` for the first.
    package var previousChain: [UInt8]
    package var created: Timestamp
    /// Where the segment was rewritten before it was sent.
    package var run: SegmentRun?

    package init(
        volume: VolumeID, segment: SegmentID, sequence: SegmentSequence, epoch: Epoch, previousChain: [UInt8],
        created: Timestamp, run: SegmentRun? = nil
    ) {
        self.volume = volume
        self.segment = segment
        self.sequence = sequence
        self.epoch = epoch
        self.previousChain = previousChain
        self.created = created
        self.run = run
    }

    /// Every 16th segment carries the key slots: enough that scanning a chat without its root finds them soon.
    var carriesKeySlots: Bool { sequence.rawValue % 16 == 1 }

    func encoded(
        key: MasterKey, slots: KeySlots?, random: any RandomSource
    ) throws(FormatError) -> (bytes: [UInt8], key: SecretKey) {
        assert(
            previousChain.count == Digest.byteCount && run.map { $0.replacedChain.count == Digest.byteCount } ?? true)
        var out = ByteWriter()
        out.write(sequence)
        out.writeVarint(epoch.rawValue)
        out.write(bytes: previousChain)
        out.write(created)
        out.write(UInt8(run == nil ? 0 : 1))
        run?.write(to: &out)
        return try SealedDocument.seal(
            out.bytes, kind: .segmentHeader, volume: volume, segment: segment, slots: carriesKeySlots ? slots : nil,
            master: key, random: random)
    }

    init(_ document: SealedDocument, key: SecretKey) throws(FormatError) {
        var reader = FieldReader(try document.open(key: key), part: .segmentHeader)
        self.init(
            volume: document.volume, segment: document.segment, sequence: try reader.sequence(),
            epoch: Epoch(rawValue: try reader.varint()), previousChain: Array(try reader.bytes(Digest.byteCount)),
            created: try reader.timestamp(), run: try reader.flag() ? try SegmentRun(&reader) : nil)
        try document.expectEnd(reader)
    }
}

/// Segments that were rewritten together: they count all or not at all.
package struct SegmentRun: Hashable, Sendable {
    package var id: Identifier128
    /// From 0.
    package var index: UInt32
    package var count: UInt32
    /// The chain of the segment that this one stands for: what the segment after it names as its previous.
    package var replacedChain: [UInt8]

    package init(id: Identifier128, index: UInt32, count: UInt32, replacedChain: [UInt8]) {
        self.id = id
        self.index = index
        self.count = count
        self.replacedChain = replacedChain
    }

    func write(to writer: inout ByteWriter) {
        writer.write(id)
        writer.writeVarint(UInt64(index))
        writer.writeVarint(UInt64(count))
        writer.write(bytes: replacedChain)
    }

    init(_ reader: inout FieldReader) throws(FormatError) {
        self.init(
            id: try reader.identifier(), index: try reader.varint(UInt32.self), count: try reader.varint(UInt32.self),
            replacedChain: Array(try reader.bytes(Digest.byteCount)))
        guard index < count else { throw reader.malformed("run index beyond its count") }
    }
}
