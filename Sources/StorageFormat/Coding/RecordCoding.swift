// SPDX-License-Identifier: MIT

import FilesystemModel

/// Batches of records as bytes:
///
///     count varint | record | record | ...
///
/// A record is its kind as a varint, then its fields. Kinds are odd where a reader that does not know one must stop
/// (all of version 1 are), and even where it may go on: an even kind is followed by the length of its fields as a
/// varint, so that they can be skipped.
enum RecordCoding {
    /// Records of one batch. In memory a record is a hundred times as large as its least bytes are.
    static let countMax = 1 << 16

    enum Kind: UInt64 {
        case create = 1
        case link = 3
        case createOrphan = 5
        case unlink = 7
        case rename = 9
        case exchange = 11
        case setAttributes = 13
        case write = 15
        case deallocate = 17
        case clone = 19
        case relocate = 21
        case setXattr = 23
        case setPolicy = 25
        case free = 27
        case reclaim = 29
        case createShare = 31
        case countDownload = 33
        case endShare = 35
        case forgetShare = 37
    }

    static func write(_ records: [Record], to writer: inout ByteWriter) {
        writer.writeVarint(UInt64(records.count))
        for record in records { write(record, to: &writer) }
    }

    static func read(_ bytes: ArraySlice<UInt8>) throws(FormatError) -> [Record] {
        var reader = FieldReader(bytes, part: .records)
        let count = try reader.count(bytesEach: 2)
        guard count <= countMax else { throw .tooLarge(.records, bytes: UInt64(count), limit: UInt64(countMax)) }
        var records: [Record] = []
        records.reserveCapacity(min(count, 64))
        for _ in 0..<count {
            if let record = try read(&reader) { records.append(record) }
        }
        try reader.expectEnd()
        return records
    }

    // MARK: - Writing

    private static func write(_ record: Record, to writer: inout ByteWriter) {
        switch record {
        case .create(let inode, let parent, let name, let cookie):
            begin(.create, &writer)
            InodeCoding.write(inode, to: &writer)
            writer.write(parent)
            writer.write(name)
            writer.writeVarint(cookie.rawValue)
        case .link(let inode, let parent, let name, let cookie, let time):
            begin(.link, &writer)
            writer.write(inode)
            writer.write(parent)
            writer.write(name)
            writer.writeVarint(cookie.rawValue)
            writer.write(time)
        case .createOrphan(let inode):
            begin(.createOrphan, &writer)
            InodeCoding.write(inode, to: &writer)
        case .unlink(let inode, let parent, let name, let time):
            begin(.unlink, &writer)
            writer.write(inode)
            writer.write(parent)
            writer.write(name)
            writer.write(time)
        case .rename(let rename):
            begin(.rename, &writer)
            write(rename, to: &writer)
        case .exchange(let exchange):
            begin(.exchange, &writer)
            write(exchange, to: &writer)
        case .setAttributes(let inode, let change):
            begin(.setAttributes, &writer)
            writer.write(inode)
            AttributeChangeCoding.write(change, to: &writer)
        case .write(let inode, let extents, let change):
            begin(.write, &writer)
            writer.write(inode)
            ExtentCoding.write(extents, to: &writer)
            AttributeChangeCoding.write(change, to: &writer)
        case .deallocate(let inode, let range, let change):
            begin(.deallocate, &writer)
            writer.write(inode)
            ExtentCoding.write(range, to: &writer)
            AttributeChangeCoding.write(change, to: &writer)
        case .clone(let clone):
            begin(.clone, &writer)
            write(clone, to: &writer)
        case .relocate(let inode, let extents):
            begin(.relocate, &writer)
            writer.write(inode)
            ExtentCoding.write(extents, to: &writer)
        case .setXattr(let inode, let name, let value, let time):
            begin(.setXattr, &writer)
            writer.write(inode)
            writer.writeCounted(name)
            writer.write(UInt8(value == nil ? 0 : 1))
            if let value { writer.writeCounted(value) }
            writer.write(time)
        case .setPolicy(let inode, let policy, let time):
            begin(.setPolicy, &writer)
            writer.write(inode)
            writer.write(policy.rawValue)
            writer.write(time)
        case .free(let inode):
            begin(.free, &writer)
            writer.write(inode)
        case .reclaim(let segments):
            begin(.reclaim, &writer)
            writer.writeVarint(UInt64(segments.count))
            for segment in segments { writer.write(segment) }
        case .createShare(let share):
            begin(.createShare, &writer)
            ShareCoding.write(share, to: &writer)
        case .countDownload(let share):
            begin(.countDownload, &writer)
            writer.writeVarint(share.rawValue)
        case .endShare(let share, let end):
            begin(.endShare, &writer)
            writer.writeVarint(share.rawValue)
            ShareCoding.write(end, to: &writer)
        case .forgetShare(let share):
            begin(.forgetShare, &writer)
            writer.writeVarint(share.rawValue)
        }
    }

    private static func begin(_ kind: Kind, _ writer: inout ByteWriter) { writer.writeVarint(kind.rawValue) }

    private static func write(_ rename: Record.Rename, to writer: inout ByteWriter) {
        writer.write(rename.inode)
        writer.write(rename.oldParent)
        writer.write(rename.oldName)
        writer.write(rename.newParent)
        writer.write(rename.newName)
        writer.writeVarint(rename.cookie.rawValue)
        writer.write(UInt8(rename.replaced == nil ? 0 : 1))
        if let replaced = rename.replaced { writer.write(replaced) }
        writer.write(rename.time)
    }

    private static func write(_ exchange: Record.Exchange, to writer: inout ByteWriter) {
        writer.write(exchange.firstParent)
        writer.write(exchange.firstName)
        writer.write(exchange.secondParent)
        writer.write(exchange.secondName)
        writer.write(exchange.time)
    }

    private static func write(_ clone: Record.Clone, to writer: inout ByteWriter) {
        writer.write(clone.source)
        ExtentCoding.write(clone.sourceRange, to: &writer)
        writer.write(clone.destination)
        writer.writeVarint(clone.destinationOffset)
        AttributeChangeCoding.write(clone.change, to: &writer)
    }

    // MARK: - Reading

    /// Nil where the record is of an unknown kind that may be skipped.
    private static func read(_ reader: inout FieldReader) throws(FormatError) -> Record? {
        let number = try reader.varint()
        guard let kind = Kind(rawValue: number) else {
            guard number & 1 == 0 else { throw .unsupportedFeatures(.records, bits: number) }
            _ = try reader.counted(max: .max)
            return nil
        }
        return try read(kind, &reader)
    }

    private static func read(_ kind: Kind, _ reader: inout FieldReader) throws(FormatError) -> Record {
        switch kind {
        case .create:
            return .create(
                inode: try InodeCoding.read(&reader), parent: try reader.inode(), name: try reader.name(),
                cookie: DirectoryCookie(rawValue: try reader.varint()))
        case .link:
            return .link(
                inode: try reader.inode(), parent: try reader.inode(), name: try reader.name(),
                cookie: DirectoryCookie(rawValue: try reader.varint()), time: try reader.timestamp())
        case .createOrphan:
            return .createOrphan(inode: try InodeCoding.read(&reader))
        case .unlink:
            return .unlink(
                inode: try reader.inode(), parent: try reader.inode(), name: try reader.name(),
                time: try reader.timestamp())
        case .rename:
            return .rename(try readRename(&reader))
        case .exchange:
            return .exchange(
                Record.Exchange(
                    firstParent: try reader.inode(), firstName: try reader.name(), secondParent: try reader.inode(),
                    secondName: try reader.name(), time: try reader.timestamp()))
        case .setAttributes:
            return .setAttributes(inode: try reader.inode(), try AttributeChangeCoding.read(&reader))
        case .write:
            return .write(
                inode: try reader.inode(), extents: try ExtentCoding.readAll(&reader),
                try AttributeChangeCoding.read(&reader))
        case .deallocate:
            return .deallocate(
                inode: try reader.inode(), range: try ExtentCoding.readRange(&reader),
                try AttributeChangeCoding.read(&reader))
        case .clone:
            return .clone(try readClone(&reader))
        case .relocate:
            return .relocate(inode: try reader.inode(), extents: try ExtentCoding.readAll(&reader))
        case .setXattr:
            return .setXattr(
                inode: try reader.inode(), name: try XattrCoding.readName(&reader),
                value: try reader.flag() ? try XattrCoding.readValue(&reader) : nil, time: try reader.timestamp())
        case .setPolicy:
            return .setPolicy(inode: try reader.inode(), try readPolicy(&reader), time: try reader.timestamp())
        case .free:
            return .free(inode: try reader.inode())
        case .reclaim:
            return .reclaim(segments: try readSequences(&reader))
        case .createShare:
            return .createShare(try ShareCoding.read(&reader))
        case .countDownload:
            return .countDownload(try ShareCoding.readID(&reader))
        case .endShare:
            return .endShare(try ShareCoding.readID(&reader), try ShareCoding.readEnd(&reader))
        case .forgetShare:
            return .forgetShare(try ShareCoding.readID(&reader))
        }
    }

    private static func readRename(_ reader: inout FieldReader) throws(FormatError) -> Record.Rename {
        Record.Rename(
            inode: try reader.inode(), oldParent: try reader.inode(), oldName: try reader.name(),
            newParent: try reader.inode(), newName: try reader.name(),
            cookie: DirectoryCookie(rawValue: try reader.varint()),
            replaced: try reader.flag() ? try reader.inode() : nil, time: try reader.timestamp())
    }

    private static func readClone(_ reader: inout FieldReader) throws(FormatError) -> Record.Clone {
        let source = try reader.inode()
        let range = try ExtentCoding.readRange(&reader)
        let destination = try reader.inode()
        let offset = try reader.varint()
        guard offset <= Limits.fileBytesMax - UInt64(range.count) else {
            throw reader.malformed("range beyond the largest file")
        }
        return Record.Clone(
            source: source, sourceRange: range, destination: destination, destinationOffset: offset,
            change: try AttributeChangeCoding.read(&reader))
    }

    private static func readPolicy(_ reader: inout FieldReader) throws(FormatError) -> ContentPolicy {
        guard let policy = ContentPolicy(rawValue: try reader.byte()) else { throw reader.malformed("unknown policy") }
        return policy
    }

    private static func readSequences(_ reader: inout FieldReader) throws(FormatError) -> [SegmentSequence] {
        let count = try reader.count(bytesEach: 1)
        var sequences: [SegmentSequence] = []
        sequences.reserveCapacity(count)
        for _ in 0..<count { sequences.append(try reader.sequence()) }
        return sequences
    }
}
