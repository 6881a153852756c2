// SPDX-License-Identifier: MIT

import FilesystemModel

/// Questions about the tree and its content; all see the open transaction.
extension MetadataIndex {
    package func inode(_ number: InodeNumber) throws(FSError) -> Inode? {
        try requireUsable()
        let found = try cachedInode(number)?.inode
        try trimCaches()
        return found
    }

    package func dentry(_ parent: InodeNumber, _ name: FileName) throws(FSError) -> Dentry? {
        try requireUsable()
        let found = try cachedDentry(parent, name)
        try trimCaches()
        return found
    }

    /// At most `limit` names of a directory in the order of their cookies, from the first behind `after`.
    package func dentries(
        of directory: InodeNumber, after: DirectoryCookie, limit: Int
    ) throws(FSError) -> [Dentry] {
        try requireUsable()
        let rows = statements.selectDentries
        rows.bind(directory.rawValue, at: 1)
        rows.bind(after.rawValue, at: 2)
        rows.bind(Int64(limit), at: 3)
        defer { rows.reset() }
        var found: [Dentry] = []
        while try rows.next() {
            found.append(
                Dentry(
                    parent: directory, name: try FileName(row: rows, 0), inode: InodeNumber(rawValue: rows.uint64(1)),
                    kind: try FileKind(row: rows, 2), cookie: DirectoryCookie(rawValue: rows.uint64(3))))
        }
        return found
    }

    package func hasDentries(_ directory: InodeNumber) throws(FSError) -> Bool {
        try requireUsable()
        statements.selectAnyDentry.bind(directory.rawValue, at: 1)
        return try statements.selectAnyDentry.finish(statements.selectAnyDentry.step())
    }

    /// The extents that meet `range`, whole, in order.
    package func extents(of inode: InodeNumber, overlapping range: Range<UInt64>) throws(FSError) -> [Extent] {
        try requireUsable()
        return try loadExtents(of: inode, overlapping: range)
    }

    /// Where the first byte at or behind `offset` is that an extent covers; nil where there is none.
    package func dataStart(of inode: InodeNumber, from offset: UInt64) throws(FSError) -> UInt64? {
        try requireUsable()
        let rows = selectExtents(of: inode, from: offset)
        defer { rows.reset() }
        while try rows.next() {
            let extent = try Extent(row: rows)
            if extent.end > offset { return max(offset, extent.start) }
        }
        return nil
    }

    /// How far extents reach without a gap from `offset` on; `offset` itself where it lies in a hole.
    package func dataEnd(of inode: InodeNumber, from offset: UInt64) throws(FSError) -> UInt64 {
        try requireUsable()
        return try contiguousEnd(of: inode, from: offset).end
    }

    package func xattr(of inode: InodeNumber, name: [UInt8]) throws(FSError) -> [UInt8]? {
        try requireUsable()
        guard inodes.peek(inode)?.mayHaveXattrs ?? true else { return nil }
        let row = statements.selectXattr
        row.bind(inode.rawValue, at: 1)
        row.bind(copying: name, at: 2)
        defer { row.reset() }
        guard try row.next() else {
            // Remembers where there are none at all.
            _ = try xattrNames(of: inode)
            return nil
        }
        return row.bytes(0)
    }

    /// In the order of their bytes.
    package func xattrNames(of inode: InodeNumber) throws(FSError) -> [[UInt8]] {
        try requireUsable()
        guard inodes.peek(inode)?.mayHaveXattrs ?? true else { return [] }
        let rows = statements.selectXattrNames
        rows.bind(inode.rawValue, at: 1)
        defer { rows.reset() }
        var names: [[UInt8]] = []
        while try rows.next() { names.append(rows.bytes(0)) }
        if names.isEmpty { inodes[inode]?.mayHaveXattrs = false }
        return names
    }

    /// Inodes without a name but for the snapshots of shares, lowest number first. Writes what is written behind.
    package func orphans(limit: Int) throws(FSError) -> [InodeNumber] {
        try numbers(statements.selectOrphans, limit: limit)
    }

    /// Files whose `hasExtentsBeyondSize` is set, lowest number first. Writes what is written behind.
    package func inodesWithExtentsBeyondSize(limit: Int) throws(FSError) -> [InodeNumber] {
        try numbers(statements.selectBeyondSize, limit: limit)
    }

    private func numbers(_ statement: Statement, limit: Int) throws(FSError) -> [InodeNumber] {
        try requireUsable()
        try flushInodes()
        statement.bind(Int64(limit), at: 1)
        defer { statement.reset() }
        var numbers: [InodeNumber] = []
        while try statement.next() { numbers.append(InodeNumber(rawValue: statement.uint64(0))) }
        return numbers
    }

    /// The rows from the one that begins at or before `offset` on, in order. Passed by, not kept: there may be a million.
    func selectExtents(of inode: InodeNumber, from offset: UInt64) -> Statement {
        let rows = statements.selectExtents
        rows.bind(inode.rawValue, at: 1)
        rows.bind(offset, at: 2)
        rows.bind(Int64.max, at: 3)
        return rows
    }

    func loadExtents(of inode: InodeNumber, overlapping range: Range<UInt64>) throws(FSError) -> [Extent] {
        guard !range.isEmpty else { return [] }
        let rows = statements.selectExtents
        rows.bind(inode.rawValue, at: 1)
        rows.bind(range.lowerBound, at: 2)
        // SQLite compares signed; nothing lies beyond.
        rows.bind(min(range.upperBound, UInt64(Int64.max)), at: 3)
        defer { rows.reset() }
        var found: [Extent] = []
        while try rows.next() {
            let extent = try Extent(row: rows)
            guard extent.start >= found.last?.end ?? 0 else { throw .indexDamaged("extents of inode \(inode) overlap") }
            if extent.end > range.lowerBound { found.append(extent) }
        }
        return found
    }
}

extension FileName {
    init(row: Statement, _ column: Int32) throws(FSError) {
        do { try self.init(row.bytes(column)) } catch { throw .indexDamaged("a name is no file name") }
    }
}

extension FileKind {
    init(row: Statement, _ column: Int32) throws(FSError) {
        guard let kind = FileKind(rawValue: try row.integer(column)) else { throw .indexDamaged("unknown kind") }
        self = kind
    }
}
