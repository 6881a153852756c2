// SPDX-License-Identifier: MIT

import FilesystemModel

/// What memory held before a batch, so that a batch that fails leaves no trace. The tables have their savepoint.
struct UndoJournal {
    let nextInode: InodeNumber
    let counts: IndexCounts
    let live: LiveFrameBytes
    let pieces: PieceTable
    let touched: TouchedKeys?
    /// As each was when the batch first changed it; nil where it was not in the cache.
    var inodes: [InodeNumber: CachedInode?] = [:]
}
