// SPDX-License-Identifier: MIT

import FilesystemModel

extension MetadataIndex {
    /// Writes what is written behind and ends the transaction; the next begins. Only positions that are fdatasynced
    /// in the log may be committed.
    ///
    /// Survives the process in any case, a power cut if `durably`; without it a power cut goes back to an earlier
    /// commit, whole. `noSpace` ends the index like every failure: SQLite drops the transaction.
    ///
    /// `sparingly` also gives back the space of SQLite's own log, for a disk that is nearly full.
    package func commit(durably: Bool, sparingly: Bool = false) throws(FSError) {
        try requireUsable()
        guard hasChanges || (durably && !isDurable) else { return }
        do {
            CrashPoint.beforeIndexCommit.pass()
            try flush()
            try statements.commit.run()
            didCommit()
            CrashPoint.afterIndexCommit.pass()
            if durably { try syncCommitted() }
            if sparingly { connection.emptyWriteAheadLog() }
            try statements.begin.run()
        } catch {
            failure = failure ?? error
            throw error
        }
    }

    private func didCommit() {
        committedPosition = appliedPosition
        hasChanges = false
        isDurable = false
        pieces.forgetNewlyDirty()
        live.didWriteChanged()
    }

    /// SQLite changes `synchronous` only between transactions, and with FULL each commit syncs the whole WAL before
    /// it: so a second, tiny one makes the first durable.
    private func syncCommitted() throws(FSError) {
        try connection.execute(
            """
            PRAGMA synchronous = FULL; BEGIN IMMEDIATE; UPDATE volume SET id = 1; COMMIT; PRAGMA synchronous = NORMAL;
            """)
        isDurable = true
    }

    private func flush() throws(FSError) {
        try flushInodes()
        try flushLiveBytes()
        for index in pieces.newlyDirty {
            let key = pieces.pieces[index].firstKey
            statements.markPiece.bind(key.inode, at: 1)
            statements.markPiece.bind(UInt32(key.kind.rawValue), at: 2)
            statements.markPiece.bind(key.detail, at: 3)
            try statements.markPiece.run()
        }
        let row = statements.updateVolume
        row.bind(appliedPosition.sequence.rawValue, at: 1)
        row.bind(appliedPosition.entry.rawValue, at: 2)
        row.bind(leastUnused.rawValue, at: 3)
        row.bind(counts.files, at: 4)
        row.bind(counts.directories, at: 5)
        row.bind(counts.logicalBytes, at: 6)
        try row.run()
    }

    func flushLiveBytes() throws(FSError) {
        for sequence in live.changed {
            guard let bytes = live[sequence] else { continue }
            statements.updateLiveBytes.bind(bytes, at: 1)
            statements.updateLiveBytes.bind(sequence.rawValue, at: 2)
            try statements.updateLiveBytes.run()
            guard connection.changedRows == 1 else { throw .indexDamaged("no segment \(sequence)") }
        }
    }
}
