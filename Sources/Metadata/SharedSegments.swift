// SPDX-License-Identifier: MIT

import FilesystemModel

/// Segments of whose frames more than one extent may have a part, because something was copied out of them. What their
/// extents refer to together may be more than what is needed of them; who decides about space counts those anew.
///
/// A local note, not part of the volume: an index that came from a checkpoint takes all segments for such ones.
extension MetadataIndex {
    private static let sharedKey = "space.shared"

    package func sharedSegments() throws(FSError) -> Set<SegmentSequence> {
        if let shared { return shared }
        var known: Set<SegmentSequence> = []
        var reader = ByteReader(try setting(Self.sharedKey) ?? [])
        do {
            while !reader.isAtEnd { known.insert(SegmentSequence(rawValue: try reader.readVarint())) }
        } catch {
            throw .indexDamaged("the note of segments with shared frames cannot be read")
        }
        shared = known
        return known
    }

    /// These turned out to be referred to once, by so many bytes; those that have changed since stay noted.
    package func forgetShared(_ counted: [SegmentSequence: UInt64]) throws(FSError) {
        var known = try sharedSegments()
        for (sequence, bytes) in counted where try liveFrameBytes(of: sequence) == bytes { known.remove(sequence) }
        try setShared(known)
    }

    func noteShared(_ sequences: some Sequence<SegmentSequence>) throws(FSError) {
        try setShared(try sharedSegments().union(sequences))
    }

    private func setShared(_ sequences: Set<SegmentSequence>) throws(FSError) {
        guard sequences != shared else { return }
        var writer = ByteWriter()
        for sequence in sequences.sorted() { writer.writeVarint(sequence.rawValue) }
        try setSetting(Self.sharedKey, sequences.isEmpty ? nil : writer.bytes)
        shared = sequences
    }
}
