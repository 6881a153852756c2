// SPDX-License-Identifier: MIT

/// A POSIX access control list as acl(5) tells of it: three classes, those who are named, and a mask for all but owner and
/// others. Each has three bits.
package struct ReferenceAccessList: Sendable, Equatable {
    package var owner: UInt16
    package var users: [UInt32: UInt16] = [:]
    package var owningGroup: UInt16
    package var groups: [UInt32: UInt16] = [:]
    package var mask: UInt16?
    package var others: UInt16

    package init(
        owner: UInt16, users: [UInt32: UInt16] = [:], owningGroup: UInt16, groups: [UInt32: UInt16] = [:],
        mask: UInt16? = nil, others: UInt16
    ) {
        self.owner = owner
        self.users = users
        self.owningGroup = owningGroup
        self.groups = groups
        self.mask = mask
        self.others = others
    }

    /// What stat(2) shows for it.
    package var permissions: UInt16 { owner << 6 | (mask ?? owningGroup) << 3 | others }

    /// Nine bits say as much.
    package var isMinimal: Bool { users.isEmpty && groups.isEmpty && mask == nil }

    package mutating func changeMode(_ permissions: UInt16) {
        owner = permissions >> 6 & 7
        others = permissions & 7
        if mask == nil { owningGroup = permissions >> 3 & 7 } else { mask = permissions >> 3 & 7 }
    }

    /// What is made with this mode below a directory that has it as its default list gets this.
    package func inherited(mode: UInt16) -> Self {
        var list = self
        list.changeMode(permissions & mode)
        return list
    }

    /// The kernel's form (`posix_acl_xattr.h`): version 2, then tag, permissions and id of each entry, little-endian.
    package var bytes: [UInt8] {
        var bytes: [UInt8] = [2, 0, 0, 0]
        func add(_ tag: UInt8, _ permissions: UInt16, _ id: UInt32 = .max) {
            bytes += [tag, 0, UInt8(permissions), 0] + (0..<4).map { UInt8(truncatingIfNeeded: id >> (8 * $0)) }
        }
        add(0x01, owner)
        for (id, permissions) in users.sorted(by: { $0.key < $1.key }) { add(0x02, permissions, id) }
        add(0x04, owningGroup)
        for (id, permissions) in groups.sorted(by: { $0.key < $1.key }) { add(0x08, permissions, id) }
        if let mask { add(0x10, mask) }
        add(0x20, others)
        return bytes
    }
}
