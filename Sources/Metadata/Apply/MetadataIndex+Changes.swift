// SPDX-License-Identifier: MIT

import FilesystemModel

/// The smallest changes, each in memory, in its table and in the marks of the checkpoint; and the checks before them.
extension MetadataIndex {
    // MARK: Checks

    func requireInode(_ number: InodeNumber) throws(FSError) -> Inode {
        guard let cached = try cachedInode(number) else { throw .indexDamaged("no inode \(number)") }
        return cached.inode
    }

    /// A directory that still has its own name.
    func requireDirectory(_ number: InodeNumber) throws(FSError) -> Inode {
        let inode = try requireInode(number)
        guard inode.kind == .directory, inode.linkCount > 0 else {
            throw .indexDamaged("inode \(number) is no directory that could hold a name")
        }
        return inode
    }

    func requireRegular(_ number: InodeNumber) throws(FSError) -> Inode {
        let inode = try requireInode(number)
        guard inode.kind == .regular else { throw .indexDamaged("inode \(number) has no content") }
        return inode
    }

    func requireDentry(_ parent: InodeNumber, _ name: FileName, of inode: InodeNumber) throws(FSError) -> Dentry {
        guard let dentry = try cachedDentry(parent, name), dentry.inode == inode else {
            throw .indexDamaged("no name of inode \(inode) in directory \(parent)")
        }
        return dentry
    }

    func requireNoDentry(_ parent: InodeNumber, _ name: FileName) throws(FSError) {
        if let taken = try cachedDentry(parent, name) {
            throw .indexDamaged("the name of inode \(taken.inode) in directory \(parent) is taken")
        }
    }

    func requireEmpty(_ directory: InodeNumber) throws(FSError) {
        guard try !hasDentries(directory) else { throw .indexDamaged("directory \(directory) is not empty") }
    }

    func requireUnused(_ cookie: DirectoryCookie, in directory: Inode) throws(FSError) {
        guard cookie >= directory.nextCookie, cookie.rawValue < UInt64(Int64.max) else {
            throw .indexDamaged("cookie \(cookie.rawValue) of directory \(directory.number) was given out before")
        }
    }

    // MARK: Inodes

    /// The inode is in the cache: it was required before.
    func change(_ number: InodeNumber, _ body: (inout Inode) -> Void) {
        guard let cached = inodes[number] else { preconditionFailure("inode \(number) was not required") }
        var inode = cached.inode
        body(&inode)
        put(inode, over: cached)
    }

    /// There is no inode of this number yet.
    func insert(_ inode: Inode) {
        put(inode, over: nil)
        leastUnused = max(leastUnused, InodeNumber(rawValue: inode.number.rawValue + 1))
        nextInode = max(nextInode, leastUnused)
        counts.add(inode)
    }

    func remove(_ inode: Inode) throws(FSError) {
        willWrite()
        let cached = inodes[inode.number]
        undo?.keep(cached, of: inode.number)
        if cached?.isStored ?? true {
            statements.deleteInode.bind(inode.number.rawValue, at: 1)
            try statements.deleteInode.run()
        }
        inodes[inode.number] = nil
        mark(CheckpointRow.inode(inode).key)
        counts.remove(inode)
    }

    private func put(_ inode: Inode, over cached: CachedInode?) {
        willWrite()
        undo?.keep(cached, of: inode.number)
        if cached?.isChanged != true {
            changedInodes.append(inode.number)
            // Once between two commits is enough: a checkpoint begins at a commit, when nothing is changed.
            mark(CheckpointRow.inode(inode).key)
        }
        inodes[inode.number] = CachedInode(
            inode: inode, isChanged: true, isStored: cached?.isStored ?? false,
            mayHaveXattrs: cached?.mayHaveXattrs ?? false)
    }

    // MARK: Names

    func insert(_ dentry: Dentry) throws(FSError) {
        willWrite()
        try insertRow(dentry)
        names[NameKey(parent: dentry.parent, name: dentry.name)] = CachedName(dentry: dentry)
        mark(CheckpointRow.dentry(dentry).key)
    }

    func insertRow(_ dentry: Dentry) throws(FSError) {
        let statement = statements.insertDentry
        statement.bind(dentry.parent.rawValue, at: 1)
        statement.bind(dentry.inode.rawValue, at: 3)
        statement.bind(UInt32(dentry.kind.rawValue), at: 4)
        statement.bind(dentry.cookie.rawValue, at: 5)
        let code = dentry.name.bytes.withUnsafeBytes { bytes in
            statement.bind(bytes, at: 2)
            return statement.step()
        }
        try statement.finish(code)
    }

    func remove(_ dentry: Dentry) throws(FSError) {
        willWrite()
        statements.deleteDentry.bind(dentry.parent.rawValue, at: 1)
        statements.deleteDentry.bind(dentry.cookie.rawValue, at: 2)
        try statements.deleteDentry.run()
        names[NameKey(parent: dentry.parent, name: dentry.name)] = CachedName(dentry: nil)
        mark(CheckpointRow.dentry(dentry).key)
    }

    /// Lets a name stand for another inode.
    func point(_ dentry: Dentry, to target: Dentry) throws(FSError) {
        willWrite()
        statements.updateDentry.bind(target.inode.rawValue, at: 1)
        statements.updateDentry.bind(UInt32(target.kind.rawValue), at: 2)
        statements.updateDentry.bind(dentry.parent.rawValue, at: 3)
        statements.updateDentry.bind(dentry.cookie.rawValue, at: 4)
        try statements.updateDentry.run()
        var changed = dentry
        changed.inode = target.inode
        changed.kind = target.kind
        names[NameKey(parent: dentry.parent, name: dentry.name)] = CachedName(dentry: changed)
        mark(CheckpointRow.dentry(changed).key)
    }

    // MARK: Live bytes

    /// Throws where a segment is unknown or fewer bytes of it are live than `change` takes away.
    func require(_ change: LiveFrameChange) throws(FSError) {
        for (sequence, difference) in change.bytes {
            let bytes = try liveFrameBytes(of: sequence)
            guard difference >= 0 || bytes >= difference.magnitude else {
                throw .indexDamaged("segment \(sequence) has \(bytes) live bytes, fewer than its extents")
            }
        }
    }

    /// `change` was required before.
    func add(_ change: LiveFrameChange) throws(FSError) {
        willWrite()
        for (sequence, difference) in change.bytes where difference != 0 {
            let bytes = try liveFrameBytes(of: sequence)
            undo?.keep(bytes, of: sequence)
            live.set(sequence, difference < 0 ? bytes - difference.magnitude : bytes + difference.magnitude)
        }
    }

    func liveFrameBytes(of sequence: SegmentSequence) throws(FSError) -> UInt64 {
        if let bytes = live[sequence] { return bytes }
        let row = statements.selectLiveBytes
        row.bind(sequence.rawValue, at: 1)
        guard try row.next() else { throw .indexDamaged("no segment \(sequence)") }
        defer { row.reset() }
        let bytes = try row.unsigned(0)
        live.load(sequence, bytes)
        return bytes
    }

    // MARK: Marks

    func mark(_ key: CheckpointKey) {
        touched?.insert(key)
        if let piece = pieces.mark(key) { undo?.keep(marked: [piece]) }
    }

    /// The keys are of one inode and kind.
    func mark(_ keys: ClosedRange<CheckpointKey>) {
        touched?.insert(keys)
        let marked = pieces.mark(keys)
        undo?.keep(marked: marked)
    }
}

/// Wrapping: a wrong sum is for `verify` to find, not a reason to end.
extension IndexCounts {
    mutating func add(_ inode: Inode) {
        if inode.kind == .directory { directories &+= 1 } else { files &+= 1 }
        if inode.kind == .regular { logicalBytes &+= inode.size }
    }

    mutating func remove(_ inode: Inode) {
        if inode.kind == .directory { directories &-= 1 } else { files &-= 1 }
        if inode.kind == .regular { logicalBytes &-= inode.size }
    }
}
