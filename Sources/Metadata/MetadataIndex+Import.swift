// SPDX-License-Identifier: MIT

import FilesystemModel

/// Becoming the index that a checkpoint describes.
extension MetadataIndex {
    /// Rows of a checkpoint, pieces in any order, into an index that nothing was applied to. Commits on its own in
    /// between; an index whose import does not end cannot be opened again.
    package func importRows(_ rows: [CheckpointRow]) throws(FSError) {
        try requireUsable()
        try atomically { () throws(FSError) in
            try beginImport()
            for row in rows { try importRow(row) }
            importedRows += rows.count
            guard importedRows >= importedRowsMax else { return }
            importedRows = 0
            try statements.commit.run()
            try statements.begin.run()
        }
    }

    /// All rows of the checkpoint were imported: the index stands at its position, committed durably. The segments
    /// that hold its pieces may come later, with the log behind the position.
    package func finishImport(_ checkpoint: StoredCheckpoint) throws(FSError) {
        try requireUsable()
        try atomically { () throws(FSError) in
            try beginImport()
            try flushLiveBytes()
            leastUnused = max(leastUnused, checkpoint.checkpoint.nextInode)
            nextInode = leastUnused
            appliedPosition = checkpoint.checkpoint.position
            try connection.execute("UPDATE volume SET is_importing = 0")
            isImporting = false
        }
        try noteShared(live.tallies.filter { $0.value > 0 }.keys)
        try replaceCheckpoint(checkpoint, try PieceTable(checking: checkpoint.checkpoint.pieces))
        try commit(durably: true)
    }

    private func beginImport() throws(FSError) {
        guard !isImporting else { return }
        guard appliedPosition == .start, counts == IndexCounts() else {
            throw .invalidArgument("an index that is in use cannot become another")
        }
        willWrite()
        try connection.execute("UPDATE volume SET is_importing = 1")
        isImporting = true
    }

    private func importRow(_ row: CheckpointRow) throws(FSError) {
        switch row {
        case .inode(let inode):
            try inode.run(statements.insertInode)
            counts.add(inode)
            leastUnused = max(leastUnused, InodeNumber(rawValue: inode.number.rawValue &+ 1))
        case .xattr(let inode, let name, let value):
            statements.upsertXattr.bind(inode.rawValue, at: 1)
            statements.upsertXattr.bind(copying: name, at: 2)
            statements.upsertXattr.bind(copying: value, at: 3)
            try statements.upsertXattr.run()
        case .extent(let inode, let extent):
            try extent.run(statements.insertExtent, inode: inode)
            // Segments come last, so that their rows may not be there yet.
            live.set(extent.run.segment, (live[extent.run.segment] ?? 0) + extent.length)
        case .dentry(let dentry):
            try insertRow(dentry)
        case .segment(let row):
            try row.run(statements.insertSegment, liveFrameBytes: 0)
            if live[row.sequence] == nil { live.load(row.sequence, 0) }
        case .share(let share):
            try insertRow(share)
        }
    }
}
