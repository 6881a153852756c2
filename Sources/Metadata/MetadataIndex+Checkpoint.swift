// SPDX-License-Identifier: MIT

import FilesystemModel

/// Making checkpoints.
extension MetadataIndex {
    /// The newest checkpoint that was finished or imported; its pieces count as live.
    package var newestCheckpoint: StoredCheckpoint? { stored }

    /// Pins the index as it is in the file. To be called right after `commit`: throws `busy` where anything was
    /// changed since. A checkpoint that was begun before and not finished is given up.
    ///
    /// A clean piece under `pieceBytesMin` is written again with a dirty neighbour, or ever smaller ones would pile up;
    /// so is every piece in a segment of `leaving`, which pieces alone keep alive.
    package func beginCheckpoint(
        pieceBytesMin: UInt32 = 256 * 1024, leaving: Set<SegmentSequence> = []
    ) throws(FSError) -> CheckpointSource {
        try requireUsable()
        guard !hasChanges else { throw .busy }
        let source = try CheckpointSource(
            path: path, pageCacheBytes: limits.pageCacheBytes, position: committedPosition,
            split: pieces.split(bytesMin: pieceBytesMin, leaving: leaving))
        touched = TouchedKeys()
        checkpointPosition = source.position
        return source
    }

    /// The checkpoint made from the source that was begun last is in the log: its pieces are the newest, and what
    /// changed since it began makes them dirty. Commit durably before a root names it: until then the index counts
    /// the pieces of the one before as live. Throws `indexDamaged` where a segment of a piece has no row.
    package func finishCheckpoint(_ new: StoredCheckpoint) throws(FSError) {
        try requireUsable()
        guard let touched, new.checkpoint.position == checkpointPosition else { throw .badHandle }
        for sequence in new.bytesBySegment.keys { _ = try liveFrameBytes(of: sequence) }
        var table = try PieceTable(checking: new.checkpoint.pieces)
        for keys in touched.ranges { _ = table.mark(keys) }
        try replaceCheckpoint(new, table)
        cancelCheckpoint()
    }

    /// Gives up the checkpoint that was begun; what was dirty stays dirty.
    package func cancelCheckpoint() {
        touched = nil
        checkpointPosition = nil
    }

    func replaceCheckpoint(_ new: StoredCheckpoint, _ table: PieceTable) throws(FSError) {
        try atomically { () throws(FSError) in
            willWrite()
            try connection.execute("DELETE FROM piece")
            for (piece, isDirty) in zip(table.pieces, table.isDirty) {
                try piece.run(statements.insertPiece, isDirty: isDirty)
            }
            statements.updateCheckpoint.bind(copying: new.encoded, at: 1)
            try statements.updateCheckpoint.run()
            pieces = table
            pieces.forgetNewlyDirty()
            stored = new
        }
    }
}
