// SPDX-License-Identifier: MIT

import FilesystemModel

/// Records that make, move and remove names.
extension MetadataIndex {
    /// `linkCount` and `parent` follow from the record, whatever `new` says.
    func create(
        _ new: Inode, in parent: InodeNumber, _ name: FileName, _ cookie: DirectoryCookie
    ) throws(FSError) {
        let directory = try requireDirectory(parent)
        try requireNew(new)
        try requireNoDentry(parent, name)
        try requireUnused(cookie, in: directory)
        try insert(Dentry(parent: parent, name: name, inode: new.number, kind: new.kind, cookie: cookie))
        insert(new.named(in: parent))
        change(parent) { directory in
            directory.didChangeNames(new.birthTime)
            directory.nextCookie = cookie.next
            if new.kind == .directory { directory.linkCount &+= 1 }
        }
    }

    /// The root directory comes this way too; it is no orphan.
    func createOrphan(_ new: Inode) throws(FSError) {
        try requireNew(new)
        guard (new.number == .root) == (new.kind == .directory) else {
            throw .indexDamaged("inode \(new.number) cannot be without a name")
        }
        var inode = new.named(in: new.number)
        if new.number != .root { inode.linkCount = 0 }
        insert(inode)
    }

    func link(
        _ inode: InodeNumber, in parent: InodeNumber, _ name: FileName, _ cookie: DirectoryCookie, _ time: Timestamp
    ) throws(FSError) {
        let directory = try requireDirectory(parent)
        let linked = try requireInode(inode)
        guard linked.kind != .directory, linked.linkCount < .max else {
            throw .indexDamaged("inode \(inode) cannot have a further name")
        }
        try requireNoDentry(parent, name)
        try requireUnused(cookie, in: directory)
        try insert(Dentry(parent: parent, name: name, inode: inode, kind: linked.kind, cookie: cookie))
        change(inode) { linked in
            linked.linkCount += 1
            linked.changeTime = time
        }
        change(parent) { directory in
            directory.didChangeNames(time)
            directory.nextCookie = cookie.next
        }
    }

    func unlink(_ inode: InodeNumber, in parent: InodeNumber, _ name: FileName, _ time: Timestamp) throws(FSError) {
        _ = try requireDirectory(parent)
        let dentry = try requireDentry(parent, name, of: inode)
        try requireRemovable(inode)
        try remove(dentry)
        try loseName(inode, of: parent, time)
        change(parent) { $0.didChangeNames(time) }
    }

    func apply(_ rename: Record.Rename) throws(FSError) {
        _ = try requireDirectory(rename.oldParent)
        let newParent = try requireDirectory(rename.newParent)
        let old = try requireDentry(rename.oldParent, rename.oldName, of: rename.inode)
        _ = try requireInode(rename.inode)
        guard rename.inode != rename.newParent, rename.inode != rename.replaced else {
            throw .indexDamaged("inode \(rename.inode) moves onto itself")
        }
        let over = try requireReplaced(rename, kind: old.kind)
        if rename.cookie != over?.cookie { try requireUnused(rename.cookie, in: newParent) }

        try remove(old)
        if let over {
            try remove(over)
            try loseName(over.inode, of: rename.newParent, rename.time)
        }
        try insert(
            Dentry(
                parent: rename.newParent, name: rename.newName, inode: rename.inode, kind: old.kind,
                cookie: rename.cookie))
        change(rename.inode) { $0.changeTime = rename.time }
        if old.kind == .directory { move(rename.inode, from: rename.oldParent, to: rename.newParent) }
        change(rename.oldParent) { $0.didChangeNames(rename.time) }
        change(rename.newParent) { directory in
            directory.didChangeNames(rename.time)
            directory.nextCookie = max(directory.nextCookie, rename.cookie.next)
        }
    }

    func apply(_ exchange: Record.Exchange) throws(FSError) {
        _ = try requireDirectory(exchange.firstParent)
        _ = try requireDirectory(exchange.secondParent)
        guard let first = try cachedDentry(exchange.firstParent, exchange.firstName),
            let second = try cachedDentry(exchange.secondParent, exchange.secondName),
            first != second, first.inode != second.parent, second.inode != first.parent
        else { throw .indexDamaged("no two names to exchange") }
        _ = try requireInode(first.inode)
        _ = try requireInode(second.inode)

        try point(first, to: second)
        try point(second, to: first)
        for inode in [first.inode, second.inode] { change(inode) { $0.changeTime = exchange.time } }
        if first.kind == .directory { move(first.inode, from: first.parent, to: second.parent) }
        if second.kind == .directory { move(second.inode, from: second.parent, to: first.parent) }
        for parent in [first.parent, second.parent] { change(parent) { $0.didChangeNames(exchange.time) } }
    }

    // MARK: Checks

    private func requireNew(_ new: Inode) throws(FSError) {
        guard new.number.rawValue > 0, new.number.rawValue < UInt64(Int64.max) else {
            throw .indexDamaged("inode number \(new.number)")
        }
        // Everything from `leastUnused` on is new without asking.
        if new.number < leastUnused {
            guard try cachedInode(new.number) == nil else { throw .indexDamaged("inode \(new.number) exists") }
        }
        guard new.allocatedBytes == 0, new.size == UInt64(new.target.count), !new.hasExtentsBeyondSize else {
            throw .indexDamaged("new inode \(new.number) has content")
        }
    }

    /// An inode may lose a name if it has one; a directory if it is empty.
    private func requireRemovable(_ number: InodeNumber) throws(FSError) {
        let inode = try requireInode(number)
        guard inode.linkCount > 0, number != .root else { throw .indexDamaged("inode \(number) has no name to lose") }
        if inode.kind == .directory { try requireEmpty(number) }
    }

    /// What the new name stood for, which is what the record says.
    private func requireReplaced(_ rename: Record.Rename, kind: FileKind) throws(FSError) -> Dentry? {
        guard let replaced = rename.replaced else {
            try requireNoDentry(rename.newParent, rename.newName)
            return nil
        }
        let over = try requireDentry(rename.newParent, rename.newName, of: replaced)
        guard (over.kind == .directory) == (kind == .directory) else {
            throw .indexDamaged("inode \(rename.inode) cannot replace inode \(replaced)")
        }
        try requireRemovable(replaced)
        return over
    }

    // MARK: Changes

    /// The inode's name in `parent` is gone.
    private func loseName(_ inode: InodeNumber, of parent: InodeNumber, _ time: Timestamp) throws(FSError) {
        var wasDirectory = false
        var isNameless = false
        change(inode) { inode in
            wasDirectory = inode.kind == .directory
            inode.linkCount = wasDirectory ? 0 : inode.linkCount - 1
            inode.changeTime = time
            isNameless = inode.linkCount == 0
        }
        if wasDirectory { change(parent) { $0.linkCount &-= 1 } }
        if isNameless { try endShares(of: inode, time) }
    }

    private func move(_ directory: InodeNumber, from old: InodeNumber, to new: InodeNumber) {
        guard old != new else { return }
        change(directory) { $0.parent = new }
        change(old) { $0.linkCount &-= 1 }
        change(new) { $0.linkCount &+= 1 }
    }
}

extension Inode {
    /// As it is with its first name.
    fileprivate func named(in parent: InodeNumber) -> Inode {
        var inode = self
        inode.linkCount = kind == .directory ? 2 : 1
        inode.parent = kind == .directory ? parent : nil
        inode.nextCookie = .firstName
        return inode
    }

    fileprivate mutating func didChangeNames(_ time: Timestamp) {
        modificationTime = time
        changeTime = time
    }
}

extension DirectoryCookie {
    fileprivate var next: DirectoryCookie { DirectoryCookie(rawValue: rawValue + 1) }
}
