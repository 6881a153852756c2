// SPDX-License-Identifier: MIT

import FilesystemModel
import StorageFormat

/// What opening the entries of one segment takes: its key, and where its entries are.
package final class SegmentAccess: Sendable {
    package let sequence: SegmentSequence
    package let reader: SegmentReader
    /// Empty for the open segment, which knows its own.
    package let table: EntryTable

    package init(sequence: SegmentSequence, layout: SegmentLayout, identity: VolumeIdentity) throws(FSError) {
        self.sequence = sequence
        table = layout.table
        do {
            reader = try SegmentReader(
                headerBytes: layout.headerBytes, key: identity.key, volume: identity.volume)
        } catch {
            throw .indexDamaged("the header of segment \(sequence) as the index has it: \(error)")
        }
    }
}

/// A part of a frame, with all that reading it takes.
package struct LocatedFrame: Sendable {
    package let slice: FrameSlice
    package let entry: EntryTable.Entry
    package let access: SegmentAccess

    package init(slice: FrameSlice, entry: EntryTable.Entry, access: SegmentAccess) {
        self.slice = slice
        self.entry = entry
        self.access = access
    }

    /// The bytes of the segment that must be here to read it.
    package var storedRange: Range<UInt64> { entry.range }
}

/// An aligned `Limits.blockBytes` of a segment.
package struct BlockAddress: Hashable, Sendable {
    package let segment: SegmentSequence
    package let index: Int

    package init(segment: SegmentSequence, index: Int) {
        self.segment = segment
        self.index = index
    }
}
