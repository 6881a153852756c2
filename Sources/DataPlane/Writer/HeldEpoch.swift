// SPDX-License-Identifier: MIT

import FilesystemModel
import Metadata

/// What the index remembers of the epoch that this state directory writes in.
package struct HeldEpoch: Sendable, Hashable {
    private static let key = "writer.held"
    private static let cursorKey = "writer.surveyed"

    /// The state directory that took it: a copy of the index in another directory does not hold it.
    package let instance: Identifier128
    package let epoch: Epoch

    package init(instance: Identifier128, epoch: Epoch) {
        self.instance = instance
        self.epoch = epoch
    }

    /// Nil where this index never wrote.
    package init?(in index: MetadataIndex) throws(FSError) {
        guard let bytes = try index.setting(Self.key) else { return nil }
        var reader = ByteReader(bytes)
        do {
            instance = Identifier128(high: try reader.readVarint(), low: try reader.readVarint())
            epoch = Epoch(rawValue: try reader.readVarint())
        } catch {
            throw .indexDamaged("the note of the epoch cannot be read")
        }
    }

    package func write(to index: MetadataIndex) throws(FSError) {
        var writer = ByteWriter()
        writer.writeVarint(instance.high)
        writer.writeVarint(instance.low)
        writer.writeVarint(epoch.rawValue)
        try index.setSetting(Self.key, writer.bytes)
    }

    /// Up to which object of the store claims were looked for; nil: not yet.
    package static func cursor(in index: MetadataIndex) throws(FSError) -> [UInt8]? {
        try index.setting(cursorKey)
    }

    package static func setCursor(_ reference: [UInt8]?, in index: MetadataIndex) throws(FSError) {
        try index.setSetting(cursorKey, reference)
    }
}

/// What a recovery went on without: segments up to here that the store has lost are not missed any more.
package struct AcceptedGaps: Sendable, Hashable {
    private static let key = "recovery.accepted"

    package let through: SegmentSequence

    package init(through: SegmentSequence) { self.through = through }

    package init(in index: MetadataIndex) throws(FSError) {
        guard let bytes = try index.setting(Self.key) else {
            through = SegmentSequence(rawValue: 0)
            return
        }
        var reader = ByteReader(bytes)
        do { through = SegmentSequence(rawValue: try reader.readVarint()) } catch {
            throw .indexDamaged("the note of accepted gaps cannot be read")
        }
    }

    package func write(to index: MetadataIndex) throws(FSError) {
        var writer = ByteWriter()
        writer.writeVarint(through.rawValue)
        try index.setSetting(Self.key, writer.bytes)
    }
}
