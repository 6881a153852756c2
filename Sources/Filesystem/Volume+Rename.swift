// SPDX-License-Identifier: MIT

import DataPlane
import FilesystemModel

/// What rename(2) does where the new name exists.
package enum RenameMode: Sendable, CaseIterable {
    case replace
    case noReplace
    case exchange
}

/// rename(2) and renameat2(2).
extension Volume {
    package func rename(
        in oldParent: InodeNumber, _ oldName: FileName, to newParent: InodeNumber, _ newName: FileName,
        mode: RenameMode
    ) throws(FSError) {
        let source = try log.locked { core throws(FSError) in try self.dentry(oldParent, oldName, core).inode }
        // The bytes before the name: programs that write beside and rename over rely on it. Should the name have come
        // to stand for another file meanwhile, that one was not written by the caller of this rename.
        try sealBuffer(of: source)
        try log.locked { core throws(FSError) in
            let old = try self.dentry(oldParent, oldName, core)
            let directory = try self.directory(newParent, core)
            let new = try core.index.dentry(newParent, newName)
            switch mode {
            case .exchange:
                guard let new else { throw .notFound }
                try self.exchange(old, new, core)
            case .noReplace:
                guard new == nil else { throw .exists }
                try self.move(old, to: directory, newName, over: nil, core)
            case .replace:
                try self.move(old, to: directory, newName, over: new, core)
            }
        }
    }

    private func move(
        _ old: Dentry, to directory: Inode, _ newName: FileName, over new: Dentry?, _ core: LogCore
    ) throws(FSError) {
        // Two names of one inode: nothing happens, says rename(2).
        if let new, new.inode == old.inode { return }
        if let new { try requireReplaceable(new, by: old, core) }
        if old.kind == .directory { try requireOutside(old.inode, directory, core) }
        // A name that stays keeps its place in a listing that is under way, whatever it comes to stand for.
        try core.log(
            .rename(
                Record.Rename(
                    inode: old.inode, oldParent: old.parent, oldName: old.name, newParent: directory.number,
                    newName: newName, cookie: new?.cookie ?? directory.nextCookie, replaced: new?.inode,
                    time: clock.now())))
        for number in [old.inode, new?.inode].compactMap({ $0 }) { noteChangeTimeLogged(of: number) }
    }

    private func exchange(_ first: Dentry, _ second: Dentry, _ core: LogCore) throws(FSError) {
        if first.inode == second.inode { return }
        if first.kind == .directory { try requireOutside(first.inode, inode(second.parent, core), core) }
        if second.kind == .directory { try requireOutside(second.inode, inode(first.parent, core), core) }
        try core.log(
            .exchange(
                Record.Exchange(
                    firstParent: first.parent, firstName: first.name, secondParent: second.parent,
                    secondName: second.name, time: clock.now())))
        for number in [first.inode, second.inode] { noteChangeTimeLogged(of: number) }
    }

    private func requireReplaceable(_ new: Dentry, by old: Dentry, _ core: LogCore) throws(FSError) {
        switch (old.kind == .directory, new.kind == .directory) {
        case (true, false): throw .notDirectory
        case (false, true): throw .isDirectory
        case (true, true):
            guard try !core.index.hasDentries(new.inode) else { throw .directoryNotEmpty }
        case (false, false): return
        }
    }

    /// A directory cannot move below itself.
    private func requireOutside(_ moved: InodeNumber, _ directory: Inode, _ core: LogCore) throws(FSError) {
        var above = directory
        while above.number != .root {
            guard above.number != moved else { throw .invalidArgument("a directory cannot be moved below itself") }
            above = try inode(above.parent ?? .root, core)
        }
    }
}
