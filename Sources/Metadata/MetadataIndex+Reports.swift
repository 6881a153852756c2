// SPDX-License-Identifier: MIT

import FilesystemModel

/// Questions of people, which may read a lot.
extension MetadataIndex {
    /// The invariants of the schema that do not hold in the last commit, a line each, at most 100. Reads everything.
    package func verify() throws(FSError) -> [String] {
        try requireUsable()
        return try IndexVerifier.verify(path: path)
    }

    /// The same from any thread, while the index goes on.
    package static func verify(path: String) throws(FSError) -> [String] {
        try IndexVerifier.verify(path: path)
    }

    /// The name of a directory in its parent; nil for the root, an orphan, and what is no directory.
    package func name(of directory: InodeNumber) throws(FSError) -> FileName? {
        guard let inode = try inode(directory), let parent = inode.parent, inode.linkCount > 0, directory != .root
        else {
            return nil
        }
        return try anyName(statements.selectNameInDirectory, of: directory, in: parent)?.name
    }

    /// One path to the inode, from the root without a leading `/`; nil for orphans and unknown numbers. Reads every
    /// name of the volume where the inode is no directory.
    package func path(of number: InodeNumber) throws(FSError) -> [UInt8]? {
        guard let inode = try inode(number), inode.linkCount > 0 else { return nil }
        var names: [FileName] = []
        var here = number
        if inode.kind != .directory {
            guard let dentry = try anyName(statements.selectName, of: number, in: nil) else { return nil }
            names.append(dentry.name)
            here = dentry.parent
        }
        while here != .root {
            guard names.count <= Self.depthMax, let name = try name(of: here),
                let parent = try self.inode(here)?.parent
            else { throw .indexDamaged("directory \(here) is not below the root") }
            names.append(name)
            here = parent
        }
        return Array(names.reversed().map(\.bytes).joined(separator: [UInt8(ascii: "/")]))
    }

    /// The names of all segments that have a row.
    package func segmentIDs() throws(FSError) -> Set<SegmentID> {
        try requireUsable()
        let rows = statements.selectSegmentIDs
        defer { rows.reset() }
        var found: Set<SegmentID> = []
        while try rows.next() { found.insert(try SegmentRow.id(rows.bytes(0))) }
        return found
    }

    /// Files with bytes in a segment, at most `limit`. Reads every extent of the volume.
    package func inodes(referringTo segment: SegmentSequence, limit: Int) throws(FSError) -> [InodeNumber] {
        try requireUsable()
        let rows = statements.selectReferrers
        rows.bind(segment.rawValue, at: 1)
        rows.bind(Int64(limit), at: 2)
        defer { rows.reset() }
        var found: [InodeNumber] = []
        while try rows.next() { found.append(InodeNumber(rawValue: rows.uint64(0))) }
        return found
    }

    private func anyName(
        _ statement: Statement, of inode: InodeNumber, in parent: InodeNumber?
    ) throws(FSError) -> (parent: InodeNumber, name: FileName)? {
        statement.bind(inode.rawValue, at: 1)
        if let parent { statement.bind(parent.rawValue, at: 2) }
        defer { statement.reset() }
        guard try statement.next() else { return nil }
        return (InodeNumber(rawValue: statement.uint64(0)), try FileName(row: statement, 1))
    }

    /// Only damage goes deeper: no path of the kernel does.
    private static let depthMax = 100_000
}
