// SPDX-License-Identifier: MIT

import FilesystemModel

/// Making checkpoints, and becoming the index that one describes.
extension MetadataIndex {
    /// The newest checkpoint that was finished or imported; its pieces count as live.
    package var newestCheckpoint: StoredCheckpoint? { stored }

    /// Pins the index as it is in the file. To be called right after `commit`, before anything else is applied.
    /// A checkpoint that was begun before and not finished is given up.
    package func beginCheckpoint() throws(FSError) -> CheckpointSource {
        fatalError("not built yet")
    }

    /// The checkpoint made from the source that was begun last is in the log: its pieces are the newest, and what
    /// changed since it began makes them dirty. Commit durably before a root names it.
    package func finishCheckpoint(_ checkpoint: StoredCheckpoint) throws(FSError) {
        fatalError("not built yet")
    }

    /// Gives up the checkpoint that was begun; what was dirty stays dirty.
    package func cancelCheckpoint() {
        fatalError("not built yet")
    }

    /// Rows of a checkpoint, in any order of pieces, into an index that nothing was applied to. Commits on its own in
    /// between; an index whose import does not end cannot be opened again.
    package func importRows(_ rows: [CheckpointRow]) throws(FSError) {
        fatalError("not built yet")
    }

    /// All rows of `checkpoint` were imported: the index stands at its position, committed durably.
    package func finishImport(_ checkpoint: StoredCheckpoint) throws(FSError) {
        fatalError("not built yet")
    }
}
