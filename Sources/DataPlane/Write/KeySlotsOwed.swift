// SPDX-License-Identifier: MIT

import FilesystemModel
import Metadata

/// The key slots were changed, and no checkpoint shows the new ones yet. Kept in the index, so that no kill forgets it.
package struct KeySlotsOwed: Sendable, Hashable {
    private static let key = "slots.owed"

    /// The last segment that was begun with the slots of before.
    package let after: SegmentSequence

    package init(after: SegmentSequence) { self.after = after }

    package init?(in index: MetadataIndex) throws(FSError) {
        guard let bytes = try index.setting(Self.key) else { return nil }
        var reader = ByteReader(bytes)
        do { after = SegmentSequence(rawValue: try reader.readVarint()) } catch {
            throw .indexDamaged("the note of changed key slots cannot be read")
        }
    }

    package func write(to index: MetadataIndex) throws(FSError) {
        var writer = ByteWriter()
        writer.writeVarint(after.rawValue)
        try index.setSetting(Self.key, writer.bytes)
    }

    package static func settle(in index: MetadataIndex) throws(FSError) { try index.setSetting(key, nil) }
}
