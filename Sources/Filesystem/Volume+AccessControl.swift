// SPDX-License-Identifier: MIT

import DataPlane
import FilesystemModel

/// POSIX access control lists. They are extended attributes that the kernel obeys; their other half is here: what a list
/// and the permission bits beside it do to each other, and what is inherited.
extension Volume {
    static let accessListName = Array("system.posix_acl_access".utf8)
    static let defaultListName = Array("system.posix_acl_default".utf8)

    /// Whether an attribute of this name is obeyed. Setting it asks for the caller's groups.
    package static func isAccessControl(_ name: [UInt8]) -> Bool { name == accessListName || name == defaultListName }

    /// What a new inode gets below `parent`: the permissions that remain, and its lists. Where the directory has a default
    /// list the umask does not count.
    func inheritance(
        _ kind: FileKind, _ permissions: UInt16, in parent: InodeNumber, umask: UInt16, _ core: LogCore
    ) throws(FSError) -> Inheritance {
        guard kind != .symbolicLink else { return Inheritance(permissions: permissions) }
        guard let inherited = try core.index.xattr(of: parent, name: Self.defaultListName) else {
            return Inheritance(permissions: permissions & ~umask)
        }
        var access = try AccessControlList(decoding: inherited)
        access.narrow(to: permissions)
        return Inheritance(
            permissions: permissions & ~0o777 | access.permissions,
            accessList: access.isMinimal ? nil : access.encoded, defaultList: kind == .directory ? inherited : nil)
    }

    struct Inheritance {
        let permissions: UInt16
        var accessList: [UInt8]?
        var defaultList: [UInt8]?

        func records(for inode: Inode) -> [Record] {
            [(Volume.accessListName, accessList), (Volume.defaultListName, defaultList)].compactMap { name, value in
                value.map { .setXattr(inode: inode.number, name: name, value: $0, time: inode.birthTime) }
            }
        }
    }

    /// The list that follows a change of permissions, where there is one.
    func accessList(
        of inode: Inode, following permissions: UInt16?, at time: Timestamp, _ core: LogCore
    ) throws(FSError) -> [Record] {
        guard let permissions, let value = try core.index.xattr(of: inode.number, name: Self.accessListName)
        else { return [] }
        var list = try AccessControlList(decoding: value)
        list.setPermissions(permissions)
        return [.setXattr(inode: inode.number, name: Self.accessListName, value: list.encoded, time: time)]
    }

    /// What setting a list comes to. One that says no more than the permissions can is not kept.
    func records(
        setting value: [UInt8], as name: [UInt8], of inode: Inode, caller: Caller, _ core: LogCore
    ) throws(FSError) -> [Record] {
        guard inode.kind != .symbolicLink else { throw .notSupported }
        let list = try AccessControlList(decoding: value)
        let time = clock.now()
        guard name == Self.accessListName else {
            guard inode.kind == .directory else { throw .accessDenied }
            return [.setXattr(inode: inode.number, name: name, value: value, time: time)]
        }
        // As chmod(2): only a member keeps set-group-ID.
        let kept: UInt16 = caller.isMember(of: inode.gid) ? 0o7000 : 0o5000
        let permissions = inode.permissions & kept | list.permissions
        let change = Record.setAttributes(
            inode: inode.number, AttributeChange(permissions: permissions, changeTime: time))
        guard list.isMinimal else {
            return [change, .setXattr(inode: inode.number, name: name, value: value, time: time)]
        }
        guard try core.index.xattr(of: inode.number, name: name) != nil else { return [change] }
        return [change, .setXattr(inode: inode.number, name: name, value: nil, time: time)]
    }
}

extension Caller {
    /// Whether the caller may keep what belongs to this group. The superuser may.
    func isMember(of group: UInt32) -> Bool { uid == 0 || gid == group || groups.contains(group) }
}
