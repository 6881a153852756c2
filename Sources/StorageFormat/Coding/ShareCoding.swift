// SPDX-License-Identifier: MIT

import FilesystemModel

/// A share as records and checkpoint rows hold it:
///
///     id varint | inode varint | kind u8 | flags u8 | token hash 32 bytes | path counted | note counted | created time
///     | downloads varint | [snapshot varint] | [password] | [expires time] | [downloads max varint] | [end]
///
///     password: logN u8 | block size varint | parallelism varint | salt 16 bytes | hash 32 bytes
///     end:      reason u8 | time
///
/// The flags say what is there.
enum ShareCoding {
    private struct Flags: OptionSet {
        let rawValue: UInt8
        static let snapshot = Flags(rawValue: 1)
        static let password = Flags(rawValue: 2)
        static let expires = Flags(rawValue: 4)
        static let downloadsMax = Flags(rawValue: 8)
        static let end = Flags(rawValue: 16)
        static let known = Flags(rawValue: 0x1F)
    }

    static func write(_ share: Share, to writer: inout ByteWriter) {
        precondition(share.tokenHash.count == Share.tokenHashBytes, "a token's hash is a SHA-256")
        writer.writeVarint(share.id.rawValue)
        writer.write(share.inode)
        writer.write(share.kind.rawValue)
        writer.write(flags(of: share).rawValue)
        writer.write(bytes: share.tokenHash)
        writer.writeCounted(share.path)
        writer.write(share.note)
        writer.write(share.created)
        writer.writeVarint(share.downloads)
        if let snapshot = share.snapshot { writer.write(snapshot) }
        if let password = share.password { write(password, to: &writer) }
        if let expires = share.expires { writer.write(expires) }
        if let downloadsMax = share.downloadsMax { writer.writeVarint(downloadsMax) }
        if let end = share.end { write(end, to: &writer) }
    }

    static func write(_ end: Share.End, to writer: inout ByteWriter) {
        writer.write(end.reason.rawValue)
        writer.write(end.time)
    }

    private static func write(_ password: Share.Password, to writer: inout ByteWriter) {
        precondition(
            password.salt.count == Share.Password.saltBytes && password.hash.count == Share.Password.hashBytes,
            "salt and hash have their lengths")
        writer.write(password.logN)
        writer.writeVarint(UInt64(password.blockSize))
        writer.writeVarint(UInt64(password.parallelism))
        writer.write(bytes: password.salt)
        writer.write(bytes: password.hash)
    }

    private static func flags(of share: Share) -> Flags {
        var flags: Flags = []
        if share.snapshot != nil { flags.insert(.snapshot) }
        if share.password != nil { flags.insert(.password) }
        if share.expires != nil { flags.insert(.expires) }
        if share.downloadsMax != nil { flags.insert(.downloadsMax) }
        if share.end != nil { flags.insert(.end) }
        return flags
    }

    static func read(_ reader: inout FieldReader) throws(FormatError) -> Share {
        let id = try readID(&reader)
        let inode = try reader.inode()
        guard let kind = Share.Kind(rawValue: try reader.byte()) else {
            throw reader.malformed("unknown kind of share")
        }
        let flags = Flags(rawValue: try reader.byte())
        guard flags.isSubset(of: .known) else { throw reader.malformed("unknown flags of a share") }
        guard kind == .file || !flags.contains(.snapshot) else { throw reader.malformed("a snapshot of a folder") }
        var share = Share(
            id: id, inode: inode, kind: kind, tokenHash: Array(try reader.bytes(Share.tokenHashBytes)),
            path: Array(try reader.counted(max: Limits.sharePathBytesMax)),
            note: try reader.string(max: Limits.shareNoteBytesMax), created: try reader.timestamp(),
            downloads: try reader.varint())
        if flags.contains(.snapshot) { share.snapshot = try reader.inode() }
        if flags.contains(.password) { share.password = try readPassword(&reader) }
        if flags.contains(.expires) { share.expires = try reader.timestamp() }
        if flags.contains(.downloadsMax) { share.downloadsMax = try reader.varint() }
        if flags.contains(.end) { share.end = try readEnd(&reader) }
        guard max(share.downloads, share.downloadsMax ?? 0) < UInt64(Int64.max) else {
            throw reader.malformed("number of downloads out of range")
        }
        return share
    }

    static func readID(_ reader: inout FieldReader) throws(FormatError) -> ShareID {
        let id = try reader.varint()
        guard id < 1 << ShareID.bitCount else { throw reader.malformed("id of a share out of range") }
        return ShareID(rawValue: id)
    }

    static func readEnd(_ reader: inout FieldReader) throws(FormatError) -> Share.End {
        guard let reason = Share.EndReason(rawValue: try reader.byte()) else {
            throw reader.malformed("unknown end of a share")
        }
        return Share.End(reason: reason, time: try reader.timestamp())
    }

    private static func readPassword(_ reader: inout FieldReader) throws(FormatError) -> Share.Password {
        let logN = try reader.byte()
        let blockSize = try reader.varint(UInt32.self)
        let parallelism = try reader.varint(UInt32.self)
        guard ScryptCost(logN: logN, blockSize: blockSize, parallelism: parallelism) != nil else {
            throw reader.malformed("scrypt cost out of range")
        }
        return Share.Password(
            logN: logN, blockSize: blockSize, parallelism: parallelism,
            salt: Array(try reader.bytes(Share.Password.saltBytes)),
            hash: Array(try reader.bytes(Share.Password.hashBytes)))
    }
}
