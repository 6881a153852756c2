// SPDX-License-Identifier: MIT

import FilesystemModel

/// What memory held before a batch, so that a batch that fails leaves no trace. The tables have their savepoint.
///
/// Keys touched since a checkpoint began are not taken back: too many of them do no harm.
struct UndoJournal {
    let leastUnused: InodeNumber
    let nextInode: InodeNumber
    let counts: IndexCounts
    /// As each was when the batch first changed it; nil where it was not in the cache.
    private(set) var inodes: [InodeNumber: CachedInode?] = [:]
    private(set) var live: [SegmentSequence: UInt64] = [:]
    private(set) var marked: [Int] = []

    init(of index: MetadataIndex) {
        leastUnused = index.leastUnused
        nextInode = index.nextInode
        counts = index.counts
    }

    mutating func keep(_ inode: CachedInode?, of number: InodeNumber) {
        guard inodes[number] == nil else { return }
        inodes.updateValue(inode, forKey: number)
    }

    mutating func keep(_ bytes: UInt64, of sequence: SegmentSequence) {
        guard live[sequence] == nil else { return }
        live[sequence] = bytes
    }

    mutating func keep(marked pieces: [Int]) { marked += pieces }
}
