// SPDX-License-Identifier: MIT

import FilesystemModel

/// An inode and all that is below it, in bounded steps, directories before what is in them. What is moved meanwhile may
/// be seen twice or not at all.
package struct TreeWalk: Sendable {
    private struct Place: Sendable {
        let directory: InodeNumber
        let after: DirectoryCookie
    }

    private static let namesAtOnce = 256

    private var root: InodeNumber?
    /// One for each level of the tree, and for each directory among the names that were read last of each.
    private var pending: [Place] = []

    package init(from root: InodeNumber) { self.root = root }

    /// Empty at the end, and where the root is gone. The volume's lock is held.
    package mutating func next(_ core: LogCore) throws(FSError) -> [Inode] {
        var found: [Inode] = []
        if let root {
            self.root = nil
            if let inode = try core.index.inode(root) { found.append(inode) }
        }
        while found.isEmpty, let place = pending.popLast() {
            let names = try core.index.dentries(of: place.directory, after: place.after, limit: Self.namesAtOnce)
            guard let last = names.last else { continue }
            pending.append(Place(directory: place.directory, after: last.cookie))
            for name in names {
                if let inode = try core.index.inode(name.inode) { found.append(inode) }
            }
        }
        for inode in found where inode.kind == .directory {
            pending.append(Place(directory: inode.number, after: .dotDot))
        }
        return found
    }
}
