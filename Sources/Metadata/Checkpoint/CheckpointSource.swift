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
    /// The keys that no clean piece stands for, in order.
    package let dirtyRanges: [Range<CheckpointKey>]

    private let connection: Connection
    private var rows: CheckpointRows
    private var rest: ArraySlice<Range<CheckpointKey>>
    private var isClosed = false

    /// `position` and `split` are those of the last commit.
    init(path: String, pageCacheBytes: Int, position: LogPosition, split: PieceTable.Split) throws(FSError) {
        connection = try Connection(path: path, mode: .readOnly)
        try connection.execute("PRAGMA cache_size = -\(pageCacheBytes / 1024); BEGIN")
        // The first read pins the snapshot.
        let volume = try VolumeRow(connection)
        guard volume.applied == position else { throw .busy }
        self.position = position
        nextInode = volume.nextInode
        cleanPieces = split.clean
        dirtyRanges = split.dirty
        rest = dirtyRanges[...]
        rows = try CheckpointRows(connection)
        if let range = rest.first { try rows.seek(range) }
    }

    /// The next rows that no clean piece holds, cut where about `bytesMax` encoded bytes are reached; nil at the end.
    ///
    /// All extended attributes of an inode come in one piece, however large. Blocks on the local disk.
    package func nextPiece(bytesMax: Int) throws(FSError) -> Piece? {
        guard !isClosed else { throw .badHandle }
        while !rest.isEmpty {
            var taken: [CheckpointRow] = []
            try rows.take(into: &taken, bytesMax: bytesMax)
            if let first = taken.first { return Piece(firstKey: first.key, rows: taken) }
            rest.removeFirst()
            if let range = rest.first { try rows.seek(range) }
        }
        return nil
    }

    /// The checkpoint of the clean pieces and the new ones, which may come in any order.
    package func checkpoint(time: Timestamp, newPieces: [CheckpointPiece]) -> Checkpoint {
        Checkpoint(
            position: position, nextInode: nextInode, time: time,
            pieces: (cleanPieces + newPieces).sorted { $0.firstKey < $1.firstKey })
    }

    /// Lets go of the snapshot; SQLite's WAL cannot shrink before. Does nothing when called again.
    package func close() {
        isClosed = true
        connection.close()
    }
}
