// SPDX-License-Identifier: MIT

import FilesystemModel

/// A piece of a checkpoint as bytes: `count varint`, then the rows in the order of their keys.
///
/// A row is its kind as a varint, then its fields. As with records, an odd kind must be known; an even one is
/// followed by the length of its fields and may be skipped.
enum CheckpointRowCoding {
    /// Rows of one piece: a piece of 1 MiB has at most half as many.
    static let countMax = 1 << 18

    enum Kind: UInt64 {
        case inode = 1
        case xattr = 3
        case extent = 5
        case dentry = 7
        case segment = 9
        case share = 11
    }

    static func write(_ rows: [CheckpointRow], to writer: inout ByteWriter) {
        writer.writeVarint(UInt64(rows.count))
        for row in rows { write(row, to: &writer) }
    }

    private static func write(_ row: CheckpointRow, to writer: inout ByteWriter) {
        switch row {
        case .inode(let inode):
            writer.writeVarint(Kind.inode.rawValue)
            InodeCoding.write(inode, to: &writer)
        case .xattr(let inode, let name, let value):
            writer.writeVarint(Kind.xattr.rawValue)
            writer.write(inode)
            writer.writeCounted(name)
            writer.writeCounted(value)
        case .extent(let inode, let extent):
            writer.writeVarint(Kind.extent.rawValue)
            writer.write(inode)
            ExtentCoding.write(extent, to: &writer)
        case .dentry(let dentry):
            writer.writeVarint(Kind.dentry.rawValue)
            writer.write(dentry.parent)
            writer.write(dentry.name)
            writer.write(dentry.inode)
            writer.write(dentry.kind.rawValue)
            writer.writeVarint(dentry.cookie.rawValue)
        case .segment(let row):
            writer.writeVarint(Kind.segment.rawValue)
            write(row, to: &writer)
        case .share(let share):
            writer.writeVarint(Kind.share.rawValue)
            ShareCoding.write(share, to: &writer)
        }
    }

    private static func write(_ row: SegmentRow, to writer: inout ByteWriter) {
        writer.write(row.sequence)
        writer.write(row.id.value)
        writer.writeVarint(row.epoch.rawValue)
        writer.write(row.state.rawValue)
        writer.writeVarint(row.objectBytes)
        writer.writeVarint(row.logicalBytes)
        writer.writeVarint(row.liveBytes)
        writer.writeCounted(row.chain)
        writer.writeCounted(row.entryTable)
        writer.writeCounted(row.reference)
    }

    static func read(_ bytes: ArraySlice<UInt8>) throws(FormatError) -> [CheckpointRow] {
        var reader = FieldReader(bytes, part: .checkpointPiece)
        let count = try reader.count(bytesEach: 2)
        guard count <= countMax else {
            throw .tooLarge(.checkpointPiece, bytes: UInt64(count), limit: UInt64(countMax))
        }
        var rows: [CheckpointRow] = []
        // A row is many times as large in memory as its least bytes are: let the array grow with what is really there.
        rows.reserveCapacity(min(count, 4096))
        for _ in 0..<count {
            if let row = try read(&reader) { rows.append(row) }
        }
        try reader.expectEnd()
        return rows
    }

    private static func read(_ reader: inout FieldReader) throws(FormatError) -> CheckpointRow? {
        let number = try reader.varint()
        guard let kind = Kind(rawValue: number) else {
            guard number & 1 == 0 else { throw .unsupportedFeatures(.checkpointPiece, bits: number) }
            _ = try reader.counted(max: .max)
            return nil
        }
        switch kind {
        case .inode:
            return .inode(try InodeCoding.read(&reader))
        case .xattr:
            return .xattr(
                try reader.inode(), name: try XattrCoding.readName(&reader), value: try XattrCoding.readValue(&reader))
        case .extent:
            return .extent(try reader.inode(), try ExtentCoding.read(&reader))
        case .dentry:
            return .dentry(try readDentry(&reader))
        case .segment:
            return .segment(try readSegment(&reader))
        case .share:
            return .share(try ShareCoding.read(&reader))
        }
    }

    private static func readDentry(_ reader: inout FieldReader) throws(FormatError) -> Dentry {
        let parent = try reader.inode()
        let name = try reader.name()
        let inode = try reader.inode()
        guard let kind = FileKind(rawValue: try reader.byte()) else { throw reader.malformed("unknown kind of file") }
        return Dentry(
            parent: parent, name: name, inode: inode, kind: kind, cookie: DirectoryCookie(rawValue: try reader.varint())
        )
    }

    private static func readSegment(_ reader: inout FieldReader) throws(FormatError) -> SegmentRow {
        let sequence = try reader.sequence()
        let id = SegmentID(try reader.identifier())
        let epoch = Epoch(rawValue: try reader.varint())
        guard let state = SegmentRow.State(rawValue: try reader.byte()) else {
            throw reader.malformed("unknown state of a segment")
        }
        return SegmentRow(
            sequence: sequence, id: id, epoch: epoch, state: state, objectBytes: try reader.varint(),
            logicalBytes: try reader.varint(), liveBytes: try reader.varint(),
            chain: Array(try reader.counted(max: Digest.byteCount)),
            entryTable: Array(try reader.counted(max: .max)),
            reference: Array(try reader.counted(max: .max)))
    }
}

/// The checkpoint entry: `features varint (0) | position | next inode | time | count | pieces`.
enum CheckpointCoding {
    static func write(_ checkpoint: Checkpoint, to writer: inout ByteWriter) {
        writer.writeVarint(0)
        writer.write(checkpoint.position)
        writer.write(checkpoint.nextInode)
        writer.write(checkpoint.time)
        writer.writeVarint(UInt64(checkpoint.pieces.count))
        for piece in checkpoint.pieces {
            writer.writeVarint(piece.firstKey.inode)
            writer.write(piece.firstKey.kind.rawValue)
            writer.writeVarint(piece.firstKey.detail)
            writer.write(piece.position)
            writer.writeVarint(UInt64(piece.bytes))
        }
    }

    static func read(_ bytes: ArraySlice<UInt8>) throws(FormatError) -> Checkpoint {
        var reader = FieldReader(bytes, part: .checkpoint)
        let features = try reader.varint()
        guard features == 0 else { throw .unsupportedFeatures(.checkpoint, bits: features) }
        var checkpoint = Checkpoint(
            position: try reader.position(), nextInode: try reader.inode(), time: try reader.timestamp(), pieces: [])
        let count = try reader.count(bytesEach: 6)
        checkpoint.pieces.reserveCapacity(count)
        for _ in 0..<count { checkpoint.pieces.append(try readPiece(&reader)) }
        try reader.expectEnd()
        let keys = checkpoint.pieces.map(\.firstKey)
        guard zip(keys, keys.dropFirst()).allSatisfy({ $0 < $1 }) else { throw reader.malformed("pieces out of order") }
        return checkpoint
    }

    private static func readPiece(_ reader: inout FieldReader) throws(FormatError) -> CheckpointPiece {
        let inode = try reader.varint()
        guard let kind = CheckpointKey.Kind(rawValue: try reader.byte()) else {
            throw reader.malformed("unknown kind of row")
        }
        return CheckpointPiece(
            firstKey: CheckpointKey(inode: inode, kind: kind, detail: try reader.varint()),
            position: try reader.position(), bytes: try reader.varint(UInt32.self))
    }
}
