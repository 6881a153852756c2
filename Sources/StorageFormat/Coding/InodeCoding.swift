// SPDX-License-Identifier: MIT

import FilesystemModel

/// An inode as records and checkpoint rows hold it:
///
///     number varint | kind u8 | flags u8 | permissions varint | uid varint | gid varint | link count varint
///     | size varint | allocated bytes varint | birth time | [access, modification, change time]
///     | [device number varint] | [parent varint] | [next cookie varint] | [counted target]
///
/// The flags say what is there.
enum InodeCoding {
    private struct Flags: OptionSet {
        let rawValue: UInt8
        /// Access, modification and change time follow; otherwise they equal the birth time.
        static let times = Flags(rawValue: 1)
        static let device = Flags(rawValue: 2)
        static let parent = Flags(rawValue: 4)
        static let cookie = Flags(rawValue: 8)
        static let target = Flags(rawValue: 16)
        static let plain = Flags(rawValue: 32)
        static let extentsBeyondSize = Flags(rawValue: 64)
        static let known = Flags(rawValue: 0x7F)
    }

    static func write(_ inode: Inode, to writer: inout ByteWriter) {
        let flags = flags(of: inode)
        writer.write(inode.number)
        writer.write(inode.kind.rawValue)
        writer.write(flags.rawValue)
        writer.writeVarint(UInt64(inode.permissions & 0o7777))
        writer.writeVarint(UInt64(inode.uid))
        writer.writeVarint(UInt64(inode.gid))
        writer.writeVarint(UInt64(inode.linkCount))
        writer.writeVarint(inode.size)
        writer.writeVarint(inode.allocatedBytes)
        writer.write(inode.birthTime)
        if flags.contains(.times) {
            writer.write(inode.accessTime)
            writer.write(inode.modificationTime)
            writer.write(inode.changeTime)
        }
        if flags.contains(.device) { writer.writeVarint(UInt64(inode.deviceNumber)) }
        if let parent = inode.parent { writer.write(parent) }
        if flags.contains(.cookie) { writer.writeVarint(inode.nextCookie.rawValue) }
        if flags.contains(.target) { writer.writeCounted(inode.target) }
    }

    private static func flags(of inode: Inode) -> Flags {
        var flags: Flags = []
        let times = (inode.accessTime, inode.modificationTime, inode.changeTime)
        if times != (inode.birthTime, inode.birthTime, inode.birthTime) { flags.insert(.times) }
        if inode.deviceNumber != 0 { flags.insert(.device) }
        if inode.parent != nil { flags.insert(.parent) }
        if inode.nextCookie != .firstName { flags.insert(.cookie) }
        if !inode.target.isEmpty { flags.insert(.target) }
        if inode.policy == .plain { flags.insert(.plain) }
        if inode.hasExtentsBeyondSize { flags.insert(.extentsBeyondSize) }
        return flags
    }

    static func read(_ reader: inout FieldReader) throws(FormatError) -> Inode {
        let number = try reader.inode()
        guard let kind = FileKind(rawValue: try reader.byte()) else { throw reader.malformed("unknown kind of file") }
        let flags = Flags(rawValue: try reader.byte())
        guard flags.isSubset(of: .known) else { throw reader.malformed("unknown inode flags") }
        let permissions = try reader.varint(UInt16.self)
        guard permissions <= 0o7777 else { throw reader.malformed("permissions out of range") }
        let uid = try reader.varint(UInt32.self)
        let gid = try reader.varint(UInt32.self)
        let linkCount = try reader.varint(UInt32.self)
        let size = try reader.varint()
        let allocatedBytes = try reader.varint()
        guard size <= Limits.fileBytesMax, allocatedBytes <= Limits.fileBytesMax else {
            throw reader.malformed("size out of range")
        }
        var inode = Inode(
            number: number, kind: kind, permissions: permissions, policy: flags.contains(.plain) ? .plain : .sealed,
            uid: uid, gid: gid, time: try reader.timestamp())
        inode.linkCount = linkCount
        inode.size = size
        inode.allocatedBytes = allocatedBytes
        inode.hasExtentsBeyondSize = flags.contains(.extentsBeyondSize)
        if flags.contains(.times) {
            inode.accessTime = try reader.timestamp()
            inode.modificationTime = try reader.timestamp()
            inode.changeTime = try reader.timestamp()
        }
        if flags.contains(.device) { inode.deviceNumber = try reader.varint(UInt32.self) }
        if flags.contains(.parent) { inode.parent = try reader.inode() }
        if flags.contains(.cookie) { inode.nextCookie = DirectoryCookie(rawValue: try reader.varint()) }
        if flags.contains(.target) { inode.target = Array(try reader.counted(max: Limits.symbolicLinkBytesMax)) }
        return inode
    }
}
