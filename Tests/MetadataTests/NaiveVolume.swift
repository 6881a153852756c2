// SPDX-License-Identifier: MIT

import FilesystemModel

/// What the records mean, said as simply as possible: dictionaries, and content cell by cell.
///
/// Every offset and length is a multiple of `cellBytes`.
struct NaiveVolume: Equatable {
    static let cellBytes: UInt64 = 4096

    /// Where the first byte of a cell is.
    struct Cell: Hashable {
        var segment: SegmentSequence
        var entry: EntryNumber
        var skip: Int
    }

    struct Name: Hashable {
        var parent: InodeNumber
        var name: FileName
    }

    var inodes: [InodeNumber: Inode] = [:]
    var names: [Name: Dentry] = [:]
    var cells: [InodeNumber: [UInt64: Cell]] = [:]
    var xattrs: [InodeNumber: [[UInt8]: [UInt8]]] = [:]
    var reclaimed: Set<SegmentSequence> = []
    var shares: [ShareID: Share] = [:]

    mutating func apply(_ record: Record) {
        switch record {
        case .create(var inode, let parent, let name, let cookie):
            inode.linkCount = inode.kind == .directory ? 2 : 1
            inode.parent = inode.kind == .directory ? parent : nil
            inodes[inode.number] = inode
            add(inode.number, parent, name, cookie, inode.birthTime)
            if inode.kind == .directory { inodes[parent]?.linkCount += 1 }
        case .createOrphan(var inode):
            inode.parent = inode.number == .root ? .root : nil
            inode.linkCount = inode.number == .root ? 2 : 0
            inodes[inode.number] = inode
        case .link(let inode, let parent, let name, let cookie, let time):
            add(inode, parent, name, cookie, time)
            inodes[inode]?.linkCount += 1
            inodes[inode]?.changeTime = time
        case .unlink(let inode, let parent, let name, let time):
            drop(inode, parent, name, time)
        case .rename(let rename):
            apply(rename)
        case .exchange(let exchange):
            apply(exchange)
        case .setAttributes(let inode, let change):
            apply(change, inode)
            settle(inode)
        case .write(let inode, let extents, let change):
            for extent in extents { lay(extent, inode) }
            extend(inode)
            apply(change, inode)
            settle(inode)
        case .deallocate(let inode, let range, let change):
            for offset in stride(from: range.lowerBound, to: range.upperBound, by: Int(Self.cellBytes)) {
                cells[inode]?[offset] = nil
            }
            apply(change, inode)
            settle(inode)
        case .clone(let clone):
            apply(clone)
        case .relocate(let inode, let extents):
            for extent in extents { lay(extent, inode) }
        case .setXattr(let inode, let name, let value, let time):
            xattrs[inode, default: [:]][name] = value
            if xattrs[inode]?.isEmpty == true { xattrs[inode] = nil }
            inodes[inode]?.changeTime = time
        case .setPolicy(let inode, let policy, let time):
            inodes[inode]?.policy = policy
            inodes[inode]?.changeTime = time
        case .free(let inode):
            inodes[inode] = nil
            cells[inode] = nil
            xattrs[inode] = nil
        case .reclaim(let segments):
            reclaimed.formUnion(segments)
        case .createShare(let share):
            shares[share.id] = share
        case .countDownload(let share):
            shares[share]?.downloads += 1
        case .endShare(let share, let end):
            shares[share]?.end = end
        case .forgetShare(let share):
            shares[share] = nil
        }
    }

    // MARK: Shares

    private mutating func endShares(of inode: InodeNumber, _ time: Timestamp) {
        guard inodes[inode]?.linkCount == 0 else { return }
        for (id, share) in shares where share.inode == inode && share.end == nil {
            shares[id]?.end = Share.End(reason: .deleted, time: time)
        }
    }

    func isKept(_ inode: InodeNumber) -> Bool {
        shares.values.contains { $0.snapshot == inode && $0.end == nil }
    }

    // MARK: Names

    private mutating func add(
        _ inode: InodeNumber, _ parent: InodeNumber, _ name: FileName, _ cookie: DirectoryCookie, _ time: Timestamp
    ) {
        guard let kind = inodes[inode]?.kind else { return }
        names[Name(parent: parent, name: name)] = Dentry(
            parent: parent, name: name, inode: inode, kind: kind, cookie: cookie)
        let next = max(inodes[parent]?.nextCookie.rawValue ?? 0, cookie.rawValue + 1)
        inodes[parent]?.nextCookie = DirectoryCookie(rawValue: next)
        touch(parent, time)
    }

    private mutating func drop(_ inode: InodeNumber, _ parent: InodeNumber, _ name: FileName, _ time: Timestamp) {
        names[Name(parent: parent, name: name)] = nil
        touch(parent, time)
        inodes[inode]?.changeTime = time
        if inodes[inode]?.kind == .directory {
            inodes[inode]?.linkCount = 0
            inodes[parent]?.linkCount -= 1
        } else {
            inodes[inode]?.linkCount -= 1
        }
        endShares(of: inode, time)
    }

    private mutating func touch(_ directory: InodeNumber, _ time: Timestamp) {
        inodes[directory]?.modificationTime = time
        inodes[directory]?.changeTime = time
    }

    private mutating func apply(_ rename: Record.Rename) {
        names[Name(parent: rename.oldParent, name: rename.oldName)] = nil
        touch(rename.oldParent, rename.time)
        if let replaced = rename.replaced { drop(replaced, rename.newParent, rename.newName, rename.time) }
        add(rename.inode, rename.newParent, rename.newName, rename.cookie, rename.time)
        inodes[rename.inode]?.changeTime = rename.time
        if inodes[rename.inode]?.kind == .directory {
            inodes[rename.oldParent]?.linkCount -= 1
            inodes[rename.newParent]?.linkCount += 1
            inodes[rename.inode]?.parent = rename.newParent
        }
    }

    private mutating func apply(_ exchange: Record.Exchange) {
        let firstName = Name(parent: exchange.firstParent, name: exchange.firstName)
        let secondName = Name(parent: exchange.secondParent, name: exchange.secondName)
        guard let first = names[firstName], let second = names[secondName] else { return }
        names[firstName]?.inode = second.inode
        names[firstName]?.kind = second.kind
        names[secondName]?.inode = first.inode
        names[secondName]?.kind = first.kind
        for (dentry, other) in [(first, second), (second, first)] {
            touch(dentry.parent, exchange.time)
            inodes[dentry.inode]?.changeTime = exchange.time
            guard dentry.kind == .directory else { continue }
            inodes[dentry.parent]?.linkCount -= 1
            inodes[other.parent]?.linkCount += 1
            inodes[dentry.inode]?.parent = other.parent
        }
    }

    // MARK: Content

    private mutating func lay(_ extent: Extent, _ inode: InodeNumber) {
        for frame in extent.frames {
            for offset in stride(from: 0, to: UInt64(frame.length), by: Int(Self.cellBytes)) {
                cells[inode, default: [:]][frame.fileOffset + offset] = Cell(
                    segment: frame.segment, entry: frame.entry, skip: frame.skip + Int(offset))
            }
        }
    }

    private mutating func extend(_ inode: InodeNumber) {
        while let size = inodes[inode]?.size, cells[inode]?[size] != nil { inodes[inode]?.size += Self.cellBytes }
    }

    private mutating func apply(_ clone: Record.Clone) {
        let source = cells[clone.source] ?? [:]
        for offset in stride(from: 0, to: UInt64(clone.sourceRange.count), by: Int(Self.cellBytes)) {
            cells[clone.destination, default: [:]][clone.destinationOffset + offset] =
                source[clone.sourceRange.lowerBound + offset]
        }
        extend(clone.destination)
        apply(clone.change, clone.destination)
        settle(clone.destination)
    }

    private mutating func apply(_ change: AttributeChange, _ inode: InodeNumber) {
        if let size = change.size {
            inodes[inode]?.size = size
            cells[inode] = cells[inode]?.filter { $0.key < size }
        }
        if let value = change.permissions { inodes[inode]?.permissions = value }
        if let value = change.uid { inodes[inode]?.uid = value }
        if let value = change.gid { inodes[inode]?.gid = value }
        if let value = change.accessTime { inodes[inode]?.accessTime = value }
        if let value = change.modificationTime { inodes[inode]?.modificationTime = value }
        if let value = change.changeTime { inodes[inode]?.changeTime = value }
    }

    /// What follows from the cells.
    private mutating func settle(_ inode: InodeNumber) {
        let present = cells[inode] ?? [:]
        if present.isEmpty { cells[inode] = nil }
        inodes[inode]?.allocatedBytes = UInt64(present.count) * Self.cellBytes
        guard let size = inodes[inode]?.size else { return }
        inodes[inode]?.hasExtentsBeyondSize = present.keys.contains { $0 >= size }
    }

    // MARK: Sums

    var liveBytes: [SegmentSequence: UInt64] {
        cells.values.flatMap(\.values).reduce(into: [:]) { $0[$1.segment, default: 0] += Self.cellBytes }
    }

    var orphans: [InodeNumber] {
        inodes.values.filter { $0.linkCount == 0 && !isKept($0.number) }.map(\.number).sorted()
    }
}
