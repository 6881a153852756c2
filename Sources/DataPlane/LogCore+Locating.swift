// SPDX-License-Identifier: MIT

import FilesystemModel
import StorageFormat

/// From the address of a frame to what reading it takes.
extension LogCore {
    /// Whether the store's copy of a segment may be relied on: its row is stored, and no crash can take that back.
    package func isDurablyStored(_ row: SegmentRow) -> Bool {
        row.state == .stored && !uncommittedReplicas.contains(row.sequence) && !pinned.sequences.contains(row.sequence)
    }

    /// Keeps every block of a segment here while its object is replaced. Durable after the next commit.
    func setPinned(_ sequence: SegmentSequence, _ isPinned: Bool) throws(FSError) {
        try pinned.set(sequence, isPinned: isPinned, in: index)
    }

    /// The last entry of a sealed segment; `start` before the first segment.
    package func lastPosition(of sequence: SegmentSequence) throws(FSError) -> LogPosition {
        guard sequence.rawValue > 0 else { return .start }
        let last = try access(sequence).table.entries.last?.number
        return LogPosition(sequence: sequence, entry: last ?? EntryNumber(rawValue: 0))
    }

    /// When the oldest segment that is not stored was begun; nil where all are and the open one is empty.
    package func oldestUnsent(after stored: SegmentSequence) throws(FSError) -> Timestamp? {
        guard stored.next < open.sequence else { return open.isEmpty ? nil : open.created }
        return try access(stored.next).reader.header.created
    }

    /// Bytes of segment files that only this machine has.
    package func unsentBytes() throws(FSError) -> UInt64 {
        let totals = try index.segmentTotals()
        return open.byteCount + totals.objectBytes - totals.storedBytes
    }

    /// Notes where the store keeps a segment. Counts only after the next durable commit.
    package func noteStored(_ sequence: SegmentSequence, reference: [UInt8]) throws(FSError) {
        try index.updateSegment(sequence) { row in
            row.state = .stored
            row.reference = reference
        }
        uncommittedReplicas.insert(sequence)
    }

    /// `indexDamaged` where an extent names an entry that its segment does not have.
    package func locate(_ slice: FrameSlice) throws(FSError) -> LocatedFrame {
        let access = try access(slice.segment)
        let entry =
            slice.segment == open.sequence ? open.entry(slice.entry) : access.table[slice.entry]
        guard let entry else { throw .indexDamaged("no entry \(slice.segment).\(slice.entry) for an extent") }
        return LocatedFrame(slice: slice, entry: entry, access: access)
    }

    /// The key and the entries of a segment, from memory or the index.
    package func access(_ sequence: SegmentSequence) throws(FSError) -> SegmentAccess {
        if let known = accesses.value(for: sequence) { return known }
        // The open segment knows its entries itself, and they grow; once it is sealed the index has them.
        if sequence == open.sequence { return open.access }
        guard let row = try index.segment(sequence), !row.entryTable.isEmpty else {
            throw .indexDamaged("no segment \(sequence) for an extent")
        }
        let layout = try SegmentLayout(decoding: row.entryTable)
        let access = try SegmentAccess(sequence: sequence, layout: layout, identity: identity)
        accesses.insert(access, for: sequence, cost: 1024 + layout.table.entries.count * 32)
        return access
    }
}
