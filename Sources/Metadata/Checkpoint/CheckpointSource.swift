// SPDX-License-Identifier: MIT

import FilesystemModel

/// The index as it was at a commit, read by its own connection while the index goes on.
// @unchecked: not thread-safe, and independent of the index: one thread at a time uses it.
package final class CheckpointSource: @unchecked Sendable {
    package struct Piece: Sendable {
        package let firstKey: CheckpointKey
        /// In key order. A segment's `liveBytes` are 0: whoever imports counts them again.
        package let rows: [CheckpointRow]
    }

    /// Everything up to and with this entry is in the rows.
    package let position: LogPosition
    package let nextInode: InodeNumber
    /// Pieces of the newest checkpoint that still say what the index says.
    package let cleanPieces: [CheckpointPiece]

    init(position: LogPosition, nextInode: InodeNumber, cleanPieces: [CheckpointPiece]) {
        self.position = position
        self.nextInode = nextInode
        self.cleanPieces = cleanPieces
    }

    /// The next rows that no clean piece holds, cut where about `bytesMax` encoded bytes are reached; nil at the end.
    ///
    /// All extended attributes of an inode come in one piece, however large. Blocks on the local disk.
    package func nextPiece(bytesMax: Int) throws(FSError) -> Piece? { nil }

    /// The checkpoint of the clean pieces and the new ones, which may come in any order.
    package func checkpoint(time: Timestamp, newPieces: [CheckpointPiece]) -> Checkpoint {
        Checkpoint(
            position: position, nextInode: nextInode, time: time,
            pieces: (cleanPieces + newPieces).sorted { $0.firstKey < $1.firstKey })
    }

    /// Lets go of the snapshot; SQLite's WAL cannot shrink before.
    package func close() {}
}
