// SPDX-License-Identifier: MIT

import DataPlane
import FilesystemModel

/// Names: look-up, creation, links, removal. Checked and logged in one section, so nothing can come between.
extension Volume {
    package func lookUp(_ parent: InodeNumber, _ name: FileName) throws(FSError) -> Attributes {
        try log.locked { core throws(FSError) in
            _ = try self.directory(parent, core)
            guard let dentry = try core.index.dentry(parent, name) else { throw .notFound }
            return try self.attributes(of: dentry.inode, core)
        }
    }

    /// A regular file, fifo, socket or device.
    package func makeNode(
        in parent: InodeNumber, _ name: FileName, kind: FileKind, permissions: UInt16, deviceNumber: UInt32,
        caller: Caller
    ) throws(FSError) -> Attributes {
        precondition(kind != .directory && kind != .symbolicLink, "these have calls of their own")
        return try make(in: parent, name, kind: kind, permissions: permissions, caller) { inode in
            inode.deviceNumber = deviceNumber
        }
    }

    package func makeDirectory(
        in parent: InodeNumber, _ name: FileName, permissions: UInt16, caller: Caller
    ) throws(FSError) -> Attributes {
        try make(in: parent, name, kind: .directory, permissions: permissions, caller) { $0.parent = parent }
    }

    package func makeSymbolicLink(
        in parent: InodeNumber, _ name: FileName, target: [UInt8], caller: Caller
    ) throws(FSError) -> Attributes {
        guard !target.isEmpty else { throw .notFound }
        guard target.count <= Limits.symbolicLinkBytesMax else { throw .nameTooLong }
        return try make(in: parent, name, kind: .symbolicLink, permissions: 0o777, caller) { inode in
            inode.target = target
            inode.size = UInt64(target.count)
        }
    }

    /// Creates a regular file and opens it, as one step.
    package func create(
        in parent: InodeNumber, _ name: FileName, permissions: UInt16, flags: OpenFlags, caller: Caller
    ) throws(FSError) -> (Attributes, HandleID) {
        var attributes = try make(in: parent, name, kind: .regular, permissions: permissions, caller) { _ in }
        // The kernel believes this until the file is closed, and who meets a size without blocks takes it for a hole.
        if flags.allowsWriting { attributes.allocatedBytes = 512 }
        return (attributes, try open(attributes.inode, flags: flags, caller: caller))
    }

    package func link(
        _ number: InodeNumber, in parent: InodeNumber, _ name: FileName
    ) throws(FSError) -> Attributes {
        // What is in the file's buffer comes before its new name, so that no crash shows the name without the bytes.
        try sealBuffer(of: number)
        return try log.locked { core throws(FSError) in
            let inode = try self.inode(number, core)
            guard inode.kind != .directory else { throw .notPermitted }
            guard inode.linkCount < Limits.linkCountMax else { throw .tooManyLinks }
            let directory = try self.directory(parent, core)
            guard try core.index.dentry(parent, name) == nil else { throw .exists }
            try core.log(
                .link(
                    inode: number, parent: parent, name: name, cookie: directory.nextCookie, time: self.clock.now()))
            self.noteChangeTimeLogged(of: number)
            return try self.attributes(of: number, core)
        }
    }

    package func unlink(in parent: InodeNumber, _ name: FileName) throws(FSError) {
        try log.locked { core throws(FSError) in
            let dentry = try self.dentry(parent, name, core)
            guard dentry.kind != .directory else { throw .isDirectory }
            try core.log(.unlink(inode: dentry.inode, parent: parent, name: name, time: self.clock.now()))
            self.noteChangeTimeLogged(of: dentry.inode)
        }
    }

    package func removeDirectory(in parent: InodeNumber, _ name: FileName) throws(FSError) {
        try log.locked { core throws(FSError) in
            let dentry = try self.dentry(parent, name, core)
            guard dentry.kind == .directory else { throw .notDirectory }
            guard try !core.index.hasDentries(dentry.inode) else { throw .directoryNotEmpty }
            try core.log(.unlink(inode: dentry.inode, parent: parent, name: name, time: self.clock.now()))
        }
    }

    /// The kernel gave up its last reference: an orphan ends here.
    package func forget(_ number: InodeNumber) throws(FSError) {
        let unsealed = try log.locked { core throws(FSError) -> OpenInode? in
            guard core.stopReason.value == nil, number != .root, let inode = try core.index.inode(number),
                inode.linkCount == 0, try !core.index.isKeptByShare(number)
            else { return nil }
            // Another thread may bring the kernel's FORGET before the last RELEASE, which came first: that one frees.
            guard !self.inodes.noteForgottenIfOpen(number) else { return nil }
            try core.log(.free(inode: number))
            return self.inodes.takeUnsealed(number)
        }
        if let unsealed { discardBuffer(of: unsealed) }
    }

    /// A record gave the inode a newer change time than its unlogged writes have: theirs must not come back over it.
    /// The volume's lock is held.
    func noteChangeTimeLogged(of number: InodeNumber) {
        inodes.find(number)?.changePending { $0.changeTime = nil }
    }

    func directory(_ number: InodeNumber, _ core: LogCore) throws(FSError) -> Inode {
        let inode = try inode(number, core)
        guard inode.kind == .directory else { throw .notDirectory }
        // Removed, but somebody's working directory still.
        guard inode.linkCount > 0 else { throw .notFound }
        return inode
    }

    func dentry(_ parent: InodeNumber, _ name: FileName, _ core: LogCore) throws(FSError) -> Dentry {
        _ = try directory(parent, core)
        guard let dentry = try core.index.dentry(parent, name) else { throw .notFound }
        return dentry
    }

    private func make(
        in parent: InodeNumber, _ name: FileName, kind: FileKind, permissions: UInt16, _ caller: Caller,
        complete: (inout Inode) -> Void
    ) throws(FSError) -> Attributes {
        try log.locked { core throws(FSError) in
            let directory = try self.directory(parent, core)
            guard try core.index.dentry(parent, name) == nil else { throw .exists }
            // The group and the bit are inherited below a setgid directory, as on every Linux file system.
            let inheritsGroup = directory.permissions & Self.setgid != 0
            let inheritance = try self.inheritance(kind, permissions, in: parent, umask: caller.umask, core)
            var inode = Inode(
                number: core.index.takeInodeNumber(), kind: kind,
                permissions: inheritance.permissions | (inheritsGroup && kind == .directory ? Self.setgid : 0),
                policy: directory.policy, uid: caller.uid, gid: inheritsGroup ? directory.gid : caller.gid,
                time: self.clock.now())
            complete(&inode)
            let create = Record.create(inode: inode, parent: parent, name: name, cookie: directory.nextCookie)
            try core.log([create] + inheritance.records(for: inode))
            return Attributes(inode)
        }
    }

    private static let setgid: UInt16 = 0o2000
}
