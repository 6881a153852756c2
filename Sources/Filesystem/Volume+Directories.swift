// SPDX-License-Identifier: MIT

import DataPlane
import FilesystemModel

/// One name as readdir gives it; `.` and `..` too.
package struct DirectoryEntry: Sendable {
    package var name: [UInt8]
    package var inode: InodeNumber
    package var kind: FileKind
    /// Where to go on after this entry.
    package var cookie: DirectoryCookie
    /// Only where asked for.
    package var attributes: Attributes?
}

/// opendir, readdir, releasedir.
extension Volume {
    package func openDirectory(_ number: InodeNumber) throws(FSError) -> HandleID {
        let inode = try log.locked { core throws(FSError) in try self.inode(number, core) }
        guard inode.kind == .directory else { throw .notDirectory }
        return directoryHandles.add(DirectoryHandle(end: inode.nextCookie))
    }

    package func releaseDirectory(_ number: InodeNumber, _ id: HandleID) { _ = directoryHandles.remove(id) }

    /// At most `limit` entries after a cookie. Names that stay are seen exactly once, whatever else changes meanwhile; of
    /// those that come, only what was there when the listing began.
    package func readDirectory(
        _ number: InodeNumber, _ id: HandleID, after: DirectoryCookie, limit: Int, withAttributes: Bool
    ) throws(FSError) -> [DirectoryEntry] {
        if after == .start { noteAccess(number) }
        let handle = id == .directory ? nil : try directoryHandles.find(id)
        return try log.locked { core throws(FSError) in
            let directory = try self.inode(number, core)
            guard directory.kind == .directory else { throw .notDirectory }
            // Removed but open: rmdir(2) leaves it without entries.
            guard directory.linkCount > 0 else { return [] }
            if after == .start { handle?.end.withLock { $0 = directory.nextCookie } }
            let end = handle?.end.withLock { $0 } ?? directory.nextCookie
            var entries = Array(Self.dots(of: directory, after: after).prefix(limit))
            let dentries = try core.index.dentries(
                of: number, after: max(after, .dotDot), limit: max(0, limit - entries.count))
            for dentry in dentries.prefix(while: { $0.cookie < end }) {
                entries.append(
                    DirectoryEntry(
                        name: dentry.name.bytes, inode: dentry.inode, kind: dentry.kind, cookie: dentry.cookie))
            }
            guard withAttributes else { return entries }
            for index in entries.indices {
                entries[index].attributes = try self.attributes(of: entries[index].inode, core)
            }
            return entries
        }
    }

    private static func dots(of directory: Inode, after: DirectoryCookie) -> [DirectoryEntry] {
        let dot = UInt8(ascii: ".")
        return [
            DirectoryEntry(name: [dot], inode: directory.number, kind: .directory, cookie: .dot),
            DirectoryEntry(name: [dot, dot], inode: directory.parent ?? .root, kind: .directory, cookie: .dotDot),
        ].filter { $0.cookie > after }
    }
}
