// SPDX-License-Identifier: MIT

import FilesystemModel

/// Inodes and names in memory, in front of their rows.
extension MetadataIndex {
    func cachedInode(_ number: InodeNumber) throws(FSError) -> CachedInode? {
        if let cached = inodes[number] { return cached }
        let row = statements.selectInode
        row.bind(number.rawValue, at: 1)
        guard try row.next() else { return nil }
        defer { row.reset() }
        let loaded = CachedInode(inode: try Inode(row: row), isChanged: false, isStored: true, mayHaveXattrs: true)
        inodes[number] = loaded
        return loaded
    }

    func cachedDentry(_ parent: InodeNumber, _ name: FileName) throws(FSError) -> Dentry? {
        let key = NameKey(parent: parent, name: name)
        if let cached = names[key] { return cached.dentry }
        let row = statements.selectDentry
        row.bind(parent.rawValue, at: 1)
        let code = name.bytes.withUnsafeBytes { bytes in
            row.bind(bytes, at: 2)
            return row.step()
        }
        defer { row.reset() }
        guard code == Statement.row else {
            try row.finish(code)
            names[key] = CachedName(dentry: nil)
            return nil
        }
        let dentry = Dentry(
            parent: parent, name: name, inode: InodeNumber(rawValue: row.uint64(0)), kind: try FileKind(row: row, 1),
            cookie: DirectoryCookie(rawValue: row.uint64(2)))
        names[key] = CachedName(dentry: dentry)
        return dentry
    }

    /// Brings the caches back to their bounds; not inside an operation, which counts on what it has loaded.
    func trimCaches() throws(FSError) {
        while names.isOverLimit { _ = names.evict() }
        while inodes.isOverLimit, let victim = inodes.evict() {
            if victim.value.isChanged { try write(victim.value) }
        }
        if changedInodes.count > 2 * limits.inodes { compactChangedInodes() }
    }

    /// Evicted inodes leave their numbers behind, and come again with each change.
    private func compactChangedInodes() {
        let changed = Set(changedInodes.filter { inodes.peek($0)?.isChanged == true })
        changedInodes = Array(changed)
    }

    /// Writes every changed inode, in the order of the table.
    func flushInodes() throws(FSError) {
        changedInodes.sort()
        for number in changedInodes {
            guard var cached = inodes.peek(number), cached.isChanged else { continue }
            try write(cached)
            cached.isChanged = false
            cached.isStored = true
            inodes[number] = cached
        }
        changedInodes.removeAll(keepingCapacity: true)
    }

    /// A failure here leaves memory ahead of the tables, so it ends the index.
    private func write(_ cached: CachedInode) throws(FSError) {
        do {
            try cached.inode.run(cached.isStored ? statements.updateInode : statements.insertInode)
        } catch {
            failure = failure ?? error
            throw error
        }
    }
}
