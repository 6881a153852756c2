// SPDX-License-Identifier: MIT

import FilesystemModel

extension MetadataIndex {
    /// Applies a batch, live and on replay alike: all of it, or nothing where it throws.
    ///
    /// `position` is the batch's own and lies behind everything applied before. Throws `indexDamaged` where a record
    /// contradicts the index. No durability: the log has it, `commit` makes the index follow.
    package func apply(_ records: [Record], at position: LogPosition) throws(FSError) {
        try requireUsable()
        guard position > appliedPosition else {
            throw .indexDamaged("\(position) comes after \(appliedPosition), which is applied")
        }
        if records.count == 1, records[0].checksBeforeWriting {
            try atomically { () throws(FSError) in try self.apply(records[0]) }
        } else {
            try applyGuarded(records)
        }
        appliedPosition = position
        hasChanges = true
        try trimCaches()
    }

    /// Runs what checks all before it writes anything. A failure behind the first write cannot be taken back here.
    func atomically<Value>(_ operation: () throws(FSError) -> Value) throws(FSError) -> Value {
        hasWritten = false
        do {
            return try operation()
        } catch {
            if hasWritten { failure = error }
            throw error
        }
    }

    /// To be called before the first change of an operation, in memory or in a table.
    func willWrite() {
        hasWritten = true
        hasChanges = true
    }

    private func applyGuarded(_ records: [Record]) throws(FSError) {
        try statements.savepoint.run()
        undo = UndoJournal(of: self)
        do {
            for record in records { try apply(record) }
            try statements.release.run()
            undo = nil
        } catch {
            try rollBack(after: error)
            throw error
        }
    }

    private func rollBack(after error: FSError) throws(FSError) {
        guard let journal = undo, connection.isInTransaction else {
            failure = error
            throw error
        }
        undo = nil
        do {
            try statements.rollback.run()
            try statements.release.run()
        } catch {
            failure = error
            throw error
        }
        restore(journal)
    }

    private func restore(_ journal: UndoJournal) {
        leastUnused = journal.leastUnused
        nextInode = journal.nextInode
        counts = journal.counts
        for (number, cached) in journal.inodes {
            inodes[number] = cached
            if let cached, cached.isChanged { changedInodes.append(number) }
        }
        for (sequence, bytes) in journal.live { live.set(sequence, bytes) }
        for piece in journal.marked { pieces.unmark(piece) }
        names.removeAll()
        shared = nil
    }

    private func apply(_ record: Record) throws(FSError) {
        switch record {
        case .create(let inode, let parent, let name, let cookie):
            try create(inode, in: parent, name, cookie)
        case .link(let inode, let parent, let name, let cookie, let time):
            try link(inode, in: parent, name, cookie, time)
        case .createOrphan(let inode):
            try createOrphan(inode)
        case .unlink(let inode, let parent, let name, let time):
            try unlink(inode, in: parent, name, time)
        case .rename(let rename):
            try apply(rename)
        case .exchange(let exchange):
            try apply(exchange)
        case .setAttributes(let inode, let change):
            try setAttributes(of: inode, change)
        case .write(let inode, let extents, let change):
            try write(extents, to: inode, change)
        case .deallocate(let inode, let range, let change):
            try deallocate(range, of: inode, change)
        case .clone(let clone):
            try apply(clone)
        case .relocate(let inode, let extents):
            try relocate(extents, of: inode)
        case .setXattr(let inode, let name, let value, let time):
            try setXattr(of: inode, name, value, time)
        case .setPolicy(let inode, let policy, let time):
            try setPolicy(of: inode, policy, time)
        case .free(let inode):
            try free(inode)
        case .reclaim(let segments):
            try reclaim(segments)
        case .createShare(let share):
            try createShare(share)
        case .countDownload(let share):
            try countDownload(of: share)
        case .endShare(let share, let end):
            try endShare(share, end)
        case .forgetShare(let share):
            try forgetShare(share)
        }
    }
}

extension Record {
    /// Whether its application makes every check before its first write, so that it needs no savepoint.
    fileprivate var checksBeforeWriting: Bool {
        switch self {
        case .create, .link, .createOrphan, .unlink, .rename, .exchange, .setXattr, .setPolicy, .free, .reclaim: true
        case .setAttributes, .deallocate, .createShare, .countDownload, .endShare, .forgetShare: true
        // Several steps, each of which looks at what the one before left.
        case .clone: false
        case .write(_, let extents, let change): extents.count == 1 && change.size == nil
        case .relocate(_, let extents): extents.count == 1
        }
    }
}
