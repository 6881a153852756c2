// SPDX-License-Identifier: MIT

import FilesystemModel
import Metadata

/// Segments whose stored object is being replaced: the file here is then all there is, and no block of it may go, also
/// after a crash in between.
package struct PinnedSegments: Sendable, Hashable {
    private static let key = "repair.pinned"

    package private(set) var sequences: Set<SegmentSequence> = []

    package init(in index: MetadataIndex) throws(FSError) {
        guard let bytes = try index.setting(Self.key) else { return }
        var reader = ByteReader(bytes)
        do {
            while !reader.isAtEnd { sequences.insert(SegmentSequence(rawValue: try reader.readVarint())) }
        } catch {
            throw .indexDamaged("the note of segments under repair cannot be read")
        }
    }

    mutating func set(_ sequence: SegmentSequence, isPinned: Bool, in index: MetadataIndex) throws(FSError) {
        if isPinned { sequences.insert(sequence) } else { sequences.remove(sequence) }
        var writer = ByteWriter()
        for sequence in sequences.sorted() { writer.writeVarint(sequence.rawValue) }
        try index.setSetting(Self.key, sequences.isEmpty ? nil : writer.bytes)
    }
}
