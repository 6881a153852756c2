// SPDX-License-Identifier: MIT

import FilesystemModel

/// What a file system is to its user, in memory and as plainly as possible: the model that `Volume` is compared with.
///
/// A value: a copy is the tree at that moment. Numbers of new inodes are given by the caller, because they are the
/// volume's to choose. Every time is `now`, which the test moves. Calls check before they change.
package struct ReferenceVolume: Sendable, Equatable {
    package struct File: Sendable, Equatable {
        package var kind: FileKind
        package var permissions: UInt16
        package var uid: UInt32
        package var gid: UInt32
        package var linkCount: UInt32 = 1
        package var deviceNumber: UInt32 = 0
        package var content: [UInt8] = []
        /// Which bytes were written, and not made holes since.
        package var data = RangeSet<Int>()
        package var target: [UInt8] = []
        /// All but the lists.
        package var xattrs: [[UInt8]: [UInt8]] = [:]
        package var accessList: ReferenceAccessList?
        package var defaultList: ReferenceAccessList?
        package var names: [FileName: InodeNumber] = [:]
        package var parent: InodeNumber?
        package var accessTime: Timestamp
        package var modificationTime: Timestamp
        package var changeTime: Timestamp

        /// Every extended attribute, as the kernel gets it.
        package var allXattrs: [[UInt8]: [UInt8]] {
            var all = xattrs
            all[Array("system.posix_acl_access".utf8)] = accessList?.bytes
            all[Array("system.posix_acl_default".utf8)] = defaultList?.bytes
            return all
        }

        package var size: UInt64 { kind == .symbolicLink ? UInt64(target.count) : UInt64(content.count) }
    }

    package var files: [InodeNumber: File]
    package var now: Timestamp
    /// Inodes that are held open: they stay when their last name goes.
    package var handles: [InodeNumber: Int] = [:]

    package init(now: Timestamp, uid: UInt32, gid: UInt32) {
        self.now = now
        let root = File(
            kind: .directory, permissions: 0o755, uid: uid, gid: gid, linkCount: 2, parent: .root, accessTime: now,
            modificationTime: now, changeTime: now)
        files = [.root: root]
    }

    // MARK: Names

    package func lookUp(_ parent: InodeNumber, _ name: FileName) throws(FSError) -> InodeNumber {
        guard let number = try directory(parent).names[name] else { throw .notFound }
        return number
    }

    package mutating func make(
        _ number: InodeNumber, in parent: InodeNumber, _ name: FileName, kind: FileKind, permissions: UInt16,
        uid: UInt32, gid: UInt32, umask: UInt16 = 0, deviceNumber: UInt32 = 0, target: [UInt8] = []
    ) throws(FSError) {
        let directory = try directory(parent)
        guard directory.names[name] == nil else { throw .exists }
        let inheritsGroup = directory.permissions & 0o2000 != 0
        var file = File(
            kind: kind, permissions: permissions, uid: uid, gid: inheritsGroup ? directory.gid : gid,
            deviceNumber: deviceNumber, target: target, accessTime: now, modificationTime: now, changeTime: now)
        if kind == .symbolicLink {
            // Everybody may do everything with it, and it has no lists.
        } else if let list = directory.defaultList {
            let inherited = list.inherited(mode: permissions)
            file.permissions = permissions & 0o7000 | inherited.permissions
            file.accessList = inherited.isMinimal ? nil : inherited
            if kind == .directory { file.defaultList = list }
        } else {
            file.permissions &= ~umask
        }
        if kind == .directory {
            file.linkCount = 2
            file.parent = parent
            if inheritsGroup { file.permissions |= 0o2000 }
            files[parent]?.linkCount += 1
        }
        files[number] = file
        files[parent]?.names[name] = number
        touch(parent)
    }

    package mutating func link(_ number: InodeNumber, in parent: InodeNumber, _ name: FileName) throws(FSError) {
        guard let file = files[number] else { throw .staleInode }
        guard file.kind != .directory else { throw .notPermitted }
        guard try directory(parent).names[name] == nil else { throw .exists }
        files[number]?.linkCount += 1
        files[number]?.changeTime = now
        files[parent]?.names[name] = number
        touch(parent)
    }

    package mutating func unlink(in parent: InodeNumber, _ name: FileName) throws(FSError) {
        let number = try lookUp(parent, name)
        guard files[number]?.kind != .directory else { throw .isDirectory }
        removeName(name, of: number, in: parent)
    }

    package mutating func removeDirectory(in parent: InodeNumber, _ name: FileName) throws(FSError) {
        let number = try lookUp(parent, name)
        guard files[number]?.kind == .directory else { throw .notDirectory }
        guard files[number]?.names.isEmpty ?? true else { throw .directoryNotEmpty }
        removeName(name, of: number, in: parent)
    }

    package mutating func rename(
        in oldParent: InodeNumber, _ oldName: FileName, to newParent: InodeNumber, _ newName: FileName,
        noReplace: Bool
    ) throws(FSError) {
        let moved = try lookUp(oldParent, oldName)
        let replaced = try directory(newParent).names[newName]
        if noReplace, replaced != nil { throw .exists }
        if replaced == moved { return }
        let isDirectory = files[moved]?.kind == .directory
        if let replaced, let over = files[replaced] {
            if isDirectory, over.kind != .directory { throw .notDirectory }
            if !isDirectory, over.kind == .directory { throw .isDirectory }
            guard over.names.isEmpty else { throw .directoryNotEmpty }
        }
        if isDirectory { try requireOutside(moved, newParent) }
        if let replaced { removeName(newName, of: replaced, in: newParent) }
        files[oldParent]?.names[oldName] = nil
        files[newParent]?.names[newName] = moved
        reparent(moved, from: oldParent, to: newParent)
        files[moved]?.changeTime = now
        touch(oldParent)
        touch(newParent)
    }

    package mutating func exchange(
        _ firstParent: InodeNumber, _ firstName: FileName, _ secondParent: InodeNumber, _ secondName: FileName
    ) throws(FSError) {
        let first = try lookUp(firstParent, firstName)
        let second = try lookUp(secondParent, secondName)
        if first == second { return }
        if files[first]?.kind == .directory { try requireOutside(first, secondParent) }
        if files[second]?.kind == .directory { try requireOutside(second, firstParent) }
        files[firstParent]?.names[firstName] = second
        files[secondParent]?.names[secondName] = first
        reparent(first, from: firstParent, to: secondParent)
        reparent(second, from: secondParent, to: firstParent)
        for number in [first, second] { files[number]?.changeTime = now }
        touch(firstParent)
        touch(secondParent)
    }

    // MARK: Content and attributes

    package mutating func write(_ number: InodeNumber, at offset: UInt64, _ bytes: [UInt8]) {
        guard !bytes.isEmpty, var content = files[number]?.content else { return }
        files[number]?.content = []
        let end = Int(offset) + bytes.count
        if content.count < end { content += [UInt8](repeating: 0, count: end - content.count) }
        content.replaceSubrange(Int(offset)..<end, with: bytes)
        files[number]?.content = content
        files[number]?.data.insert(contentsOf: Int(offset)..<end)
        touch(number)
    }

    /// Makes a range zeros without data; the size stays.
    package mutating func punch(_ number: InodeNumber, _ range: Range<Int>) {
        let size = files[number]?.content.count ?? 0
        let inside = range.clamped(to: 0..<size)
        files[number]?.content.replaceSubrange(inside, with: repeatElement(0, count: inside.count))
        files[number]?.data.remove(contentsOf: range)
        touch(number)
    }

    /// The file is at least `size` long.
    package mutating func extend(_ number: InodeNumber, to size: Int) {
        let grown = size - (files[number]?.content.count ?? size)
        guard grown > 0 else { return }
        files[number]?.content += [UInt8](repeating: 0, count: grown)
        touch(number)
    }

    /// Returns how many bytes were copied: fewer than asked where the source ends.
    package mutating func copy(
        _ source: InodeNumber, _ range: Range<Int>, to destination: InodeNumber, at offset: Int
    ) throws(FSError) -> Int {
        guard let file = files[source] else { throw .staleInode }
        if source == destination, abs(range.lowerBound - offset) < range.count { throw .invalidArgument("overlap") }
        let range = range.clamped(to: 0..<file.content.count)
        guard !range.isEmpty else { return 0 }
        let bytes = Array(file.content[range])
        write(destination, at: UInt64(offset), bytes)
        files[destination]?.data.remove(contentsOf: offset..<offset + range.count)
        for part in file.data.intersection(RangeSet(range)).ranges {
            let start = part.lowerBound - range.lowerBound + offset
            files[destination]?.data.insert(contentsOf: start..<start + part.count)
        }
        return range.count
    }

    /// What lseek finds from `offset` on; nil: ENXIO.
    package func seek(_ number: InodeNumber, data isData: Bool, from offset: Int) -> Int? {
        guard let file = files[number], offset < file.content.count else { return nil }
        let whole = RangeSet(0..<file.content.count)
        let wanted = isData ? file.data : whole.subtracting(file.data)
        let found = wanted.intersection(RangeSet(offset..<file.content.count)).ranges.first?.lowerBound
        return isData ? found : found ?? file.content.count
    }

    package mutating func truncate(_ number: InodeNumber, to size: UInt64) throws(FSError) {
        guard let file = files[number] else { throw .staleInode }
        guard file.kind != .directory else { throw .isDirectory }
        guard file.kind == .regular else { throw .invalidArgument("size") }
        let grown = Int(size) - file.content.count
        guard grown != 0 else { return }
        if grown > 0 {
            files[number]?.content += [UInt8](repeating: 0, count: grown)
        } else {
            files[number]?.content.removeLast(-grown)
            files[number]?.data.remove(contentsOf: Int(size)..<Int.max)
        }
        touch(number)
    }

    /// chmod(2): the classes of the list follow.
    package mutating func changePermissions(_ number: InodeNumber, _ permissions: UInt16) throws(FSError) {
        try change(number) { file in
            file.permissions = permissions
            file.accessList?.changeMode(permissions)
        }
    }

    /// What a change of content or owner takes from all but directories: setuid, and setgid of what the group may execute,
    /// or of a group that whoever changes it is not in.
    package mutating func clearSetIDs(_ number: InodeNumber, isMember: Bool) throws(FSError) {
        guard let file = files[number] else { throw .staleInode }
        let isKept = file.permissions & 0o010 == 0 && isMember
        let cleared = file.permissions & (isKept ? 0o3777 : 0o1777)
        guard file.kind != .directory, cleared != file.permissions else { return }
        try change(number) { $0.permissions = cleared }
    }

    /// Sets the list that is obeyed, which sets the permissions. Only who is in the file's group keeps its set-group-ID.
    package mutating func setAccessList(
        _ number: InodeNumber, _ list: ReferenceAccessList, isMember: Bool
    ) throws(FSError) {
        guard files[number]?.kind != .symbolicLink else { throw .notSupported }
        try change(number) { file in
            file.permissions = file.permissions & (isMember ? 0o7000 : 0o5000) | list.permissions
            file.accessList = list.isMinimal ? nil : list
        }
    }

    package mutating func setDefaultList(_ number: InodeNumber, _ list: ReferenceAccessList) throws(FSError) {
        guard files[number]?.kind != .symbolicLink else { throw .notSupported }
        guard files[number]?.kind == .directory else { throw .accessDenied }
        try change(number) { $0.defaultList = list }
    }

    /// removexattr(2) of a list: the permissions stay as they are.
    package mutating func removeList(_ number: InodeNumber, isDefault: Bool) throws(FSError) {
        guard let file = files[number] else { throw .staleInode }
        guard (isDefault ? file.defaultList : file.accessList) != nil else { return }
        try change(number) { file in
            if isDefault { file.defaultList = nil } else { file.accessList = nil }
        }
    }

    /// Everything that setattr changes besides the size and the permissions.
    package mutating func change(_ number: InodeNumber, _ body: (inout File) -> Void) throws(FSError) {
        guard var file = files[number] else { throw .staleInode }
        body(&file)
        file.changeTime = now
        files[number] = file
    }

    package mutating func setXattr(
        _ number: InodeNumber, _ name: [UInt8], _ value: [UInt8], mustExist: Bool?
    ) throws(FSError) {
        guard let file = files[number] else { throw .staleInode }
        let exists = file.xattrs[name] != nil
        if exists, mustExist == false { throw .exists }
        if !exists, mustExist == true { throw .noAttribute }
        files[number]?.xattrs[name] = value
        files[number]?.changeTime = now
    }

    package mutating func removeXattr(_ number: InodeNumber, _ name: [UInt8]) throws(FSError) {
        guard files[number]?.xattrs.removeValue(forKey: name) != nil else { throw .noAttribute }
        files[number]?.changeTime = now
    }

    // MARK: Handles

    package mutating func open(_ number: InodeNumber) { handles[number, default: 0] += 1 }

    package mutating func close(_ number: InodeNumber) {
        let left = (handles[number] ?? 1) - 1
        handles[number] = left > 0 ? left : nil
        freeIfUnused(number)
    }

    /// The process or the machine is gone, and with it who had something open.
    package mutating func loseHandles() {
        handles = [:]
        for number in files.keys { freeIfUnused(number) }
    }

    /// Directories that still have a name.
    package var directories: [InodeNumber] {
        files.filter { $0.value.kind == .directory && $0.value.linkCount > 0 }.map(\.key).sorted()
    }

    // MARK: Steps

    private func directory(_ number: InodeNumber) throws(FSError) -> File {
        guard let file = files[number] else { throw .staleInode }
        guard file.kind == .directory else { throw .notDirectory }
        guard file.linkCount > 0 else { throw .notFound }
        return file
    }

    private func requireOutside(_ moved: InodeNumber, _ directory: InodeNumber) throws(FSError) {
        var above = directory
        while above != .root {
            guard above != moved else { throw .invalidArgument("below itself") }
            above = files[above]?.parent ?? .root
        }
    }

    private mutating func touch(_ number: InodeNumber) {
        files[number]?.modificationTime = now
        files[number]?.changeTime = now
    }

    private mutating func removeName(_ name: FileName, of number: InodeNumber, in parent: InodeNumber) {
        files[parent]?.names[name] = nil
        if files[number]?.kind == .directory {
            files[number]?.linkCount = 0
            files[parent]?.linkCount -= 1
        } else {
            files[number]?.linkCount -= 1
        }
        files[number]?.changeTime = now
        touch(parent)
        freeIfUnused(number)
    }

    private mutating func reparent(_ number: InodeNumber, from old: InodeNumber, to new: InodeNumber) {
        guard files[number]?.kind == .directory, old != new else { return }
        files[number]?.parent = new
        files[old]?.linkCount -= 1
        files[new]?.linkCount += 1
    }

    private mutating func freeIfUnused(_ number: InodeNumber) {
        guard files[number]?.linkCount == 0, handles[number] == nil else { return }
        files[number] = nil
    }
}
