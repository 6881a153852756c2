// SPDX-License-Identifier: MIT

import DataPlane
import FilesystemModel

/// stat, chmod, chown, truncate, utimensat, readlink.
extension Volume {
    package func attributes(of number: InodeNumber) throws(FSError) -> Attributes {
        try log.locked { core throws(FSError) in try self.attributes(of: number, core) }
    }

    /// The directory that holds a directory: what `..` means there.
    package func parent(of number: InodeNumber) throws(FSError) -> Attributes {
        try log.locked { core throws(FSError) in
            let directory = try self.directory(number, core)
            return try self.attributes(of: directory.parent ?? .root, core)
        }
    }

    package func readSymbolicLink(_ number: InodeNumber) throws(FSError) -> [UInt8] {
        let inode = try log.locked { core throws(FSError) in try self.inode(number, core) }
        guard inode.kind == .symbolicLink else { throw .invalidArgument("not a symbolic link") }
        noteAccess(number)
        return inode.target
    }

    /// Changes attributes; a size cuts or extends the content. Logged before it returns.
    package func setAttributes(
        of number: InodeNumber, _ request: AttributeRequest, caller: Caller
    ) throws(FSError) -> Attributes {
        if let size = request.size, size > Limits.fileBytesMax { throw .fileTooLarge }
        while let open = inodes.find(number) {
            let isDone = try open.locked { state throws(FSError) in
                defer { self.account(&state) }
                return try self.setAttributes(open, &state, request, caller)
            }
            if isDone { return try attributes(of: number) }
        }
        return try setAttributesOfClosed(number, request, caller)
    }

    /// What a change of content by who is not privileged does besides: takes setuid away, and setgid from what the group
    /// may execute, or the caller is not in the group of. Logged before it returns; whether there was any.
    package func clearSetIDs(of number: InodeNumber, caller: Caller) throws(FSError) -> Bool {
        try log.locked { core throws(FSError) in
            let inode = try self.inode(number, core)
            guard inode.permissions(withoutSetIDsFor: caller) != inode.permissions else { return false }
            try self.logChange(of: inode, AttributeRequest(clearsSetIDs: true), caller, core)
            self.noteChangeTimeLogged(of: number)
            return true
        }
    }

    /// Whether the groups of who changes a file decide on its setgid.
    package func asksForGroups(_ number: InodeNumber) throws(FSError) -> Bool {
        let permissions = try log.locked { core throws(FSError) in try self.inode(number, core).permissions }
        return permissions & 0o2010 == 0o2000
    }

    func attributes(of number: InodeNumber, _ core: LogCore) throws(FSError) -> Attributes {
        Attributes(try inode(number, core), pending: inodes.pending(number))
    }

    func inode(_ number: InodeNumber, _ core: LogCore) throws(FSError) -> Inode {
        guard let inode = try core.index.inode(number) else { throw .staleInode }
        return inode
    }

    private func setAttributesOfClosed(
        _ number: InodeNumber, _ request: AttributeRequest, _ caller: Caller
    ) throws(FSError) -> Attributes {
        let changed: Attributes? = try log.locked { core throws(FSError) in
            // Opened since we looked: its write buffer must take part.
            if self.inodes.isOpen(number) { return nil }
            let inode = try self.inode(number, core)
            try self.logChange(of: inode, request, caller, core)
            return try self.attributes(of: number, core)
        }
        if let changed { return changed }
        return try setAttributes(of: number, request, caller: caller)
    }

    /// False where the file has been closed, and perhaps opened anew, since it was looked up: then that one has to know.
    private func setAttributes(
        _ open: OpenInode, _ state: inout OpenInode.State, _ request: AttributeRequest, _ caller: Caller
    ) throws(FSError) -> Bool {
        // The bytes before the size: a crash must not show a length whose bytes were never logged. What the size cuts
        // needs no space, and is given up only once the cut is logged: a refused truncate loses nothing.
        if let size = request.size { try seal(open, &state, .aged, before: size) }
        let isLogged = try log.locked { core throws(FSError) in
            guard self.inodes.find(open.number) === open else { return false }
            let inode = try self.inode(open.number, core)
            let change = try self.logChange(of: inode, request, caller, size: state.size, core)
            open.changePending { pending in
                if change.size != nil { pending.size = nil }
                if change.accessTime != nil { pending.accessTime = nil }
                if change.modificationTime != nil { pending.modificationTime = nil }
                if change.changeTime != nil { pending.changeTime = nil }
            }
            return true
        }
        if isLogged, let size = request.size {
            state.buffer.value.discard(size..<UInt64.max)
            state.size = size
            open.changePending { $0.bufferedBytes = UInt64(state.buffer.value.allocatedBytes) }
        }
        return isLogged
    }

    /// `size` is the true one, where it is not logged yet. Returns what was logged.
    @discardableResult
    private func logChange(
        of inode: Inode, _ request: AttributeRequest, _ caller: Caller, size: UInt64? = nil, _ core: LogCore
    ) throws(FSError) -> AttributeChange {
        let now = clock.now()
        if request.size != nil {
            guard inode.kind != .directory else { throw .isDirectory }
            guard inode.kind == .regular else { throw .invalidArgument("only regular files have a size to set") }
        }
        var change = AttributeChange(
            permissions: request.permissions.map { $0 & 0o7777 }, uid: request.uid, gid: request.gid,
            size: request.size, accessTime: request.accessTime.map { $0.value(now: now) },
            modificationTime: request.modificationTime.map { $0.value(now: now) })
        let cleared = inode.permissions(withoutSetIDsFor: caller)
        if request.clearsSetIDs, change.permissions == nil, cleared != inode.permissions {
            change.permissions = cleared
        }
        // truncate(2) to the size that it has changes nothing, and the kernel goes on showing the times that it knows.
        let cuts = request.size.map { $0 != size ?? inode.size } ?? false
        if cuts, change.modificationTime == nil { change.modificationTime = now }
        guard !change.isEmpty || request.changeTime != nil else { return change }
        if cuts || change != AttributeChange(size: change.size) { change.changeTime = now }
        if let time = request.changeTime { change.changeTime = time }
        let list = try accessList(of: inode, following: change.permissions, at: change.changeTime ?? now, core)
        try core.log([.setAttributes(inode: inode.number, change)] + list)
        return change
    }
}

extension AttributeRequest.Time {
    func value(now: Timestamp) -> Timestamp {
        switch self {
        case .now: now
        case .set(let time): time
        }
    }
}

extension Inode {
    /// As `setattr_should_drop_suidgid` of the kernel: setgid of what the group may not execute was once a mandatory lock,
    /// and stays for who is in the group.
    fileprivate func permissions(withoutSetIDsFor caller: Caller) -> UInt16 {
        guard kind != .directory else { return permissions }
        return permissions & ~(permissions & 0o010 == 0 && caller.isMember(of: gid) ? 0o4000 : 0o6000)
    }
}
