// SPDX-License-Identifier: MIT

import FilesystemModel

/// The root record of a volume. In clear: volume id, feature bits, key slots. Sealed, in this order:
///
///     generation varint | epoch varint | writer flag u8, [writer] | checkpoint flag u8,
///     [position, pointer, count varint, pointers, first unstored varint, list after counted]
///     | stored position | tail count varint, pointers | segment bytes varint | default policy u8 | created
package struct Superblock: Hashable, Sendable {
    /// Room for some thousand pointers: a store that cannot list takes a checkpoint long before.
    package static let bytesMax = 1 << 20

    package var volume: VolumeID
    package var slots: KeySlots
    /// Rises with each version that is written.
    package var generation: UInt64
    package var epoch: Epoch
    /// Nil where nobody holds the volume.
    package var writer: WriterIdentity?
    package var checkpoint: CheckpointLocation?
    package var storedPosition: LogPosition
    /// Segments since the checkpoint, for stores that cannot list; empty elsewhere.
    package var tail: [SegmentPointer]
    package var settings: VolumeSettings
    package var created: Timestamp

    package init(
        volume: VolumeID, slots: KeySlots, generation: UInt64, epoch: Epoch,
        writer: WriterIdentity?, checkpoint: CheckpointLocation?, storedPosition: LogPosition,
        tail: [SegmentPointer], settings: VolumeSettings, created: Timestamp
    ) {
        self.volume = volume
        self.slots = slots
        self.generation = generation
        self.epoch = epoch
        self.writer = writer
        self.checkpoint = checkpoint
        self.storedPosition = storedPosition
        self.tail = tail
        self.settings = settings
        self.created = created
    }

    /// `tooLarge` beyond 1 MiB. Fields of compatible features that this version does not know are not carried on.
    package func encoded(key: MasterKey, random: any RandomSource) throws(FormatError) -> [UInt8] {
        assert(slots.volume == volume, "key slots of another volume")
        return try SealedDocument.seal(
            sealedPart, kind: .superblock, volume: volume, segment: nil, slots: slots, master: key,
            random: random
        ).bytes
    }

    private var sealedPart: [UInt8] {
        var out = ByteWriter()
        out.writeVarint(generation)
        out.writeVarint(epoch.rawValue)
        out.write(UInt8(writer == nil ? 0 : 1))
        writer?.write(to: &out)
        out.write(UInt8(checkpoint == nil ? 0 : 1))
        checkpoint?.write(to: &out)
        out.write(storedPosition)
        SegmentPointer.write(tail, to: &out)
        out.writeVarint(settings.segmentBytes)
        out.write(settings.defaultPolicy.rawValue)
        out.write(created)
        return out.bytes
    }

    /// What the superblock says without a key: nothing of it is authentic yet.
    package struct Peek: Hashable, Sendable {
        package let volume: VolumeID
        package let slots: KeySlots
        package let features: Features
    }

    package static func peek(_ bytes: [UInt8]) throws(FormatError) -> Peek {
        let document = try SealedDocument(peeking: bytes[...], kind: .superblock)
        let slots = document.slots ?? KeySlots(volume: document.volume)
        return Peek(volume: document.volume, slots: slots, features: document.features)
    }

    package init(decoding bytes: [UInt8], key: MasterKey) throws(FormatError) {
        let document = try SealedDocument(peeking: bytes[...], kind: .superblock)
        guard document.byteCount == bytes.count else { throw .malformed(.superblock, "bytes follow the end") }
        var reader = FieldReader(try document.open(key: try document.derivedKey(key)), part: .superblock)
        self.init(
            volume: document.volume, slots: document.slots ?? KeySlots(volume: document.volume),
            generation: try reader.varint(), epoch: Epoch(rawValue: try reader.varint()),
            writer: try reader.flag() ? try WriterIdentity(&reader) : nil,
            checkpoint: try reader.flag() ? try CheckpointLocation(&reader) : nil,
            storedPosition: try reader.position(), tail: try SegmentPointer.readList(&reader),
            settings: try VolumeSettings(&reader), created: try reader.timestamp())
        try document.expectEnd(reader)
    }

}

/// Who holds a volume, and since when: a state directory, and the process that works on it.
package struct WriterIdentity: Hashable, Sendable {
    package static let hostBytesMax = 255

    package var host: String
    package var since: Timestamp
    /// Of the state directory: every other one, also a copy of this one, has another.
    package var instance: Identifier128
    /// Within `scope` process numbers mean the same: one boot of one kernel, one process namespace.
    package var scope: Identifier128
    package var pid: UInt32
    /// When the process began, in the kernel's own count, which tells it from a later one of the same number.
    package var started: UInt64

    package init(
        host: String, since: Timestamp, instance: Identifier128, scope: Identifier128 = Identifier128(high: 0, low: 0),
        pid: UInt32 = 0, started: UInt64 = 0
    ) {
        self.host = host
        self.since = since
        self.instance = instance
        self.scope = scope
        self.pid = pid
        self.started = started
    }

    func write(to writer: inout ByteWriter) {
        // Whole characters, so that what is read back is UTF-8.
        var host = host
        while host.utf8.count > Self.hostBytesMax { host.removeLast() }
        writer.write(host)
        writer.write(since)
        writer.write(instance)
        writer.write(scope)
        writer.writeVarint(UInt64(pid))
        writer.writeVarint(started)
    }

    init(_ reader: inout FieldReader) throws(FormatError) {
        self.init(
            host: try reader.string(max: Self.hostBytesMax), since: try reader.timestamp(),
            instance: try reader.identifier(), scope: try reader.identifier(), pid: try reader.varint(UInt32.self),
            started: try reader.varint())
    }
}

/// What `format` decided for the whole volume.
package struct VolumeSettings: Hashable, Sendable {
    /// Target size of a segment.
    package var segmentBytes: UInt64
    /// Of the root directory, and so inherited by everything.
    package var defaultPolicy: ContentPolicy

    package init(segmentBytes: UInt64, defaultPolicy: ContentPolicy) {
        self.segmentBytes = segmentBytes
        self.defaultPolicy = defaultPolicy
    }

    init(_ reader: inout FieldReader) throws(FormatError) {
        let segmentBytes = try reader.varint()
        guard let policy = ContentPolicy(rawValue: try reader.byte()) else { throw reader.malformed("unknown policy") }
        self.init(segmentBytes: segmentBytes, defaultPolicy: policy)
    }
}
