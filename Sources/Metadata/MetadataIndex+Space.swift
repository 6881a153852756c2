// SPDX-License-Identifier: MIT

import FilesystemModel

/// The key of an extent: where a walk over all of them goes on.
package struct ExtentCursor: Hashable, Sendable {
    package var inode: InodeNumber
    package var start: UInt64

    package init(inode: InodeNumber, start: UInt64) {
        self.inode = inode
        self.start = start
    }

    /// Before every extent: no inode has number 0.
    package static let start = ExtentCursor(inode: InodeNumber(rawValue: 0), start: 0)
}

/// An extent, and whose it is.
package struct OwnedExtent: Hashable, Sendable {
    package var inode: InodeNumber
    package var extent: Extent

    package init(inode: InodeNumber, extent: Extent) {
        self.inode = inode
        self.extent = extent
    }

    package var cursor: ExtentCursor { ExtentCursor(inode: inode, start: extent.start) }
}

/// What a stored segment holds and what of it is needed, for decisions about space.
package struct SegmentTally: Hashable, Sendable {
    package var sequence: SegmentSequence
    package var objectBytes: UInt64
    package var logicalBytes: UInt64
    /// Of frames; those of checkpoint pieces are apart.
    package var liveFrameBytes: UInt64
    /// Of the newest checkpoint and its pieces.
    package var checkpointBytes: UInt64
}

/// Questions of compaction and reclaim.
extension MetadataIndex {
    /// The extents of all files in order, at most `limit`, behind `cursor`. A walk in bounded steps sees each extent
    /// that stays as it is; what changes between steps may be seen or not.
    package func extents(after cursor: ExtentCursor, limit: Int) throws(FSError) -> [OwnedExtent] {
        try requireUsable()
        let rows = statements.selectAllExtents
        rows.bind(cursor.inode.rawValue, at: 1)
        rows.bind(cursor.start, at: 2)
        rows.bind(Int64(limit), at: 3)
        defer { rows.reset() }
        var found: [OwnedExtent] = []
        while try rows.next() {
            found.append(
                OwnedExtent(
                    inode: InodeNumber(rawValue: rows.uint64(0)), extent: try Extent(row: rows, first: 1)))
        }
        return found
    }

    /// Stored segments before `bound` without a byte of a frame that a file has: dead at the applied position, and for
    /// ever. Pieces of checkpoints are not asked for.
    package func segmentsWithoutFrames(before bound: SegmentSequence) throws(FSError) -> [SegmentSequence] {
        try tallies(after: SegmentSequence(rawValue: 0), limit: .max)
            .filter { $0.liveFrameBytes == 0 && $0.sequence < bound }.map(\.sequence)
    }

    /// Stored segments in order, from the first behind `after`.
    package func tallies(after: SegmentSequence, limit: Int) throws(FSError) -> [SegmentTally] {
        try requireUsable()
        try flushLiveBytes()
        let rows = statements.selectTallies
        rows.bind(UInt32(SegmentRow.State.stored.rawValue), at: 1)
        rows.bind(after.rawValue, at: 2)
        rows.bind(Int64(clamping: limit), at: 3)
        defer { rows.reset() }
        var found: [SegmentTally] = []
        while try rows.next() {
            let sequence = SegmentSequence(rawValue: rows.uint64(0))
            found.append(
                SegmentTally(
                    sequence: sequence, objectBytes: try rows.unsigned(1), logicalBytes: try rows.unsigned(2),
                    liveFrameBytes: try rows.unsigned(3), checkpointBytes: checkpointBytes[sequence] ?? 0))
        }
        return found
    }
}
