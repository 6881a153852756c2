// SPDX-License-Identifier: MIT

import FilesystemModel

/// A POSIX access control list, in the form in which the kernel keeps it in `system.posix_acl_access` and
/// `system.posix_acl_default` (Linux, `include/uapi/linux/posix_acl_xattr.h`; all little-endian):
///
///     0  u32  version, 2
///     4  entries of 8 bytes:  u16 tag,  u16 permissions,  u32 uid or gid (0xFFFFFFFF where the tag needs none)
///
/// Permissions are checked by the kernel. What is done here is what a list means for the twelve bits beside it.
struct AccessControlList: Equatable, Sendable {
    enum Tag: UInt16, Sendable {
        case owner = 0x01
        case user = 0x02
        case owningGroup = 0x04
        case group = 0x08
        case mask = 0x10
        case others = 0x20
    }

    struct Entry: Equatable, Sendable {
        var tag: Tag
        /// Three bits.
        var permissions: UInt16
        var id: UInt32
    }

    private(set) var entries: [Entry]

    private static let version: UInt32 = 2

    /// Throws `invalidArgument` for what acl(5) does not allow: each class once, in this order, and a mask beside names.
    init(decoding bytes: [UInt8]) throws(FSError) {
        do {
            var reader = ByteReader(bytes)
            guard try reader.read(UInt32.self) == Self.version, bytes.count % 8 == 4 else { throw Self.malformed }
            entries = []
            for _ in 0..<bytes.count / 8 {
                guard let tag = Tag(rawValue: try reader.read()) else { throw Self.malformed }
                entries.append(Entry(tag: tag, permissions: try reader.read(), id: try reader.read()))
            }
        } catch {
            throw Self.malformed
        }
        guard isValid else { throw Self.malformed }
    }

    private static let malformed = FSError.invalidArgument("an access control list that is none")

    private var isValid: Bool {
        let tags = entries.map(\.tag)
        func count(_ tag: Tag) -> Int { tags.count { $0 == tag } }
        let needsMask = tags.contains(.user) || tags.contains(.group)
        return zip(tags, tags.dropFirst()).allSatisfy { $0.rawValue <= $1.rawValue }
            && count(.owner) == 1 && count(.owningGroup) == 1 && count(.others) == 1
            && (needsMask ? count(.mask) == 1 : count(.mask) <= 1)
            && entries.allSatisfy { $0.permissions <= 7 }
    }

    var encoded: [UInt8] {
        var writer = ByteWriter(reserving: 4 + entries.count * 8)
        writer.write(Self.version)
        for entry in entries {
            writer.write(entry.tag.rawValue)
            writer.write(entry.permissions)
            writer.write(entry.id)
        }
        return writer.bytes
    }

    /// Whether it says no more than nine bits can.
    var isMinimal: Bool { entries.count == 3 }

    /// The nine bits that `stat` shows beside it: the mask, where there is one, stands for the group.
    var permissions: UInt16 {
        entries.reduce(0) { bits, entry in
            entry.tag == groupClass || entry.tag == .owner || entry.tag == .others
                ? bits | entry.permissions << Self.shift(of: entry.tag) : bits
        }
    }

    /// What chmod(2) does to it.
    mutating func setPermissions(_ permissions: UInt16) {
        for index in classes { entries[index].permissions = permissions >> Self.shift(of: entries[index].tag) & 7 }
    }

    /// What creating with these permissions leaves of an inherited list. Its `permissions` are then those of what was made.
    mutating func narrow(to permissions: UInt16) {
        for index in classes { entries[index].permissions &= permissions >> Self.shift(of: entries[index].tag) }
    }

    private var groupClass: Tag { entries.contains { $0.tag == .mask } ? .mask : .owningGroup }

    /// Where the entries are that the nine bits stand for.
    private var classes: [Int] {
        let group = groupClass
        return entries.indices.filter { [.owner, group, .others].contains(entries[$0].tag) }
    }

    private static func shift(of tag: Tag) -> UInt16 {
        switch tag {
        case .owner, .user: 6
        case .owningGroup, .group, .mask: 3
        case .others: 0
        }
    }
}
