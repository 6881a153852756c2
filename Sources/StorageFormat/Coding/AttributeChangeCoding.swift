// SPDX-License-Identifier: MIT

import FilesystemModel

/// New attributes: a byte of flags that say which follow, then those, in the order of the flags.
enum AttributeChangeCoding {
    private struct Flags: OptionSet {
        let rawValue: UInt8
        static let permissions = Flags(rawValue: 1)
        static let uid = Flags(rawValue: 2)
        static let gid = Flags(rawValue: 4)
        static let size = Flags(rawValue: 8)
        static let accessTime = Flags(rawValue: 16)
        static let modificationTime = Flags(rawValue: 32)
        static let changeTime = Flags(rawValue: 64)
        static let known = Flags(rawValue: 0x7F)
    }

    static func write(_ change: AttributeChange, to writer: inout ByteWriter) {
        writer.write(flags(of: change).rawValue)
        if let permissions = change.permissions { writer.writeVarint(UInt64(permissions & 0o7777)) }
        if let uid = change.uid { writer.writeVarint(UInt64(uid)) }
        if let gid = change.gid { writer.writeVarint(UInt64(gid)) }
        if let size = change.size { writer.writeVarint(size) }
        if let time = change.accessTime { writer.write(time) }
        if let time = change.modificationTime { writer.write(time) }
        if let time = change.changeTime { writer.write(time) }
    }

    private static func flags(of change: AttributeChange) -> Flags {
        var flags: Flags = []
        if change.permissions != nil { flags.insert(.permissions) }
        if change.uid != nil { flags.insert(.uid) }
        if change.gid != nil { flags.insert(.gid) }
        if change.size != nil { flags.insert(.size) }
        if change.accessTime != nil { flags.insert(.accessTime) }
        if change.modificationTime != nil { flags.insert(.modificationTime) }
        if change.changeTime != nil { flags.insert(.changeTime) }
        return flags
    }

    static func read(_ reader: inout FieldReader) throws(FormatError) -> AttributeChange {
        let flags = Flags(rawValue: try reader.byte())
        guard flags.isSubset(of: .known) else { throw reader.malformed("unknown attribute") }
        var change = AttributeChange()
        if flags.contains(.permissions) { change.permissions = try reader.varint(UInt16.self) }
        if flags.contains(.uid) { change.uid = try reader.varint(UInt32.self) }
        if flags.contains(.gid) { change.gid = try reader.varint(UInt32.self) }
        if flags.contains(.size) { change.size = try reader.varint() }
        if flags.contains(.accessTime) { change.accessTime = try reader.timestamp() }
        if flags.contains(.modificationTime) { change.modificationTime = try reader.timestamp() }
        if flags.contains(.changeTime) { change.changeTime = try reader.timestamp() }
        guard change.permissions ?? 0 <= 0o7777, change.size ?? 0 <= Limits.fileBytesMax else {
            throw reader.malformed("attribute out of range")
        }
        return change
    }
}

/// Names and values of extended attributes, counted.
enum XattrCoding {
    static func readName(_ reader: inout FieldReader) throws(FormatError) -> [UInt8] {
        let name = try reader.counted(max: Limits.nameBytesMax)
        guard !name.isEmpty, !name.contains(0) else { throw reader.malformed("not an attribute name") }
        return Array(name)
    }

    static func readValue(_ reader: inout FieldReader) throws(FormatError) -> [UInt8] {
        Array(try reader.counted(max: Limits.xattrValueBytesMax))
    }
}
