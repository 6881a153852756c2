// SPDX-License-Identifier: MIT

import FilesystemModel
import Testing

@testable import Metadata

/// The index asked by its own questions, as the model would answer them.
func contents(of index: MetadataIndex, like model: NaiveVolume) throws -> NaiveVolume {
    var found = NaiveVolume()
    found.reclaimed = model.reclaimed
    for share in try index.shares() { found.shares[share.id] = share }
    for number in model.inodes.keys {
        found.inodes[number] = try index.inode(number)
        for dentry in try index.dentries(of: number, after: .start, limit: .max) {
            found.names[.init(parent: number, name: dentry.name)] = dentry
        }
        for name in try index.xattrNames(of: number) {
            found.xattrs[number, default: [:]][name] = try index.xattr(of: number, name: name)
        }
        let extents = try index.extents(of: number, overlapping: 0..<UInt64.max)
        let cells = cells(of: extents)
        if !cells.isEmpty { found.cells[number] = cells }
    }
    return found
}

private func cells(of extents: [Extent]) -> [UInt64: NaiveVolume.Cell] {
    var cells: [UInt64: NaiveVolume.Cell] = [:]
    for frame in extents.flatMap({ Array($0.frames) }) {
        for offset in stride(from: 0, to: UInt64(frame.length), by: Int(NaiveVolume.cellBytes)) {
            let cell = NaiveVolume.Cell(segment: frame.segment, entry: frame.entry, skip: frame.skip + Int(offset))
            #expect(cells.updateValue(cell, forKey: frame.fileOffset + offset) == nil, "extents overlap")
        }
    }
    return cells
}

/// Everything that `volume` says about the index holds.
func expectEqual(_ index: MetadataIndex, _ volume: RandomVolume, _ place: SourceLocation = #_sourceLocation) throws {
    let model = volume.model
    let found = try contents(of: index, like: model)
    #expect(found.inodes == model.inodes, sourceLocation: place)
    #expect(found.names == model.names, sourceLocation: place)
    #expect(found.xattrs == model.xattrs, sourceLocation: place)
    #expect(found.cells == model.cells, sourceLocation: place)
    #expect(found.shares == model.shares, sourceLocation: place)
    #expect(try index.orphans(limit: .max) == model.orphans, sourceLocation: place)
    let beyond = model.inodes.values.filter(\.hasExtentsBeyondSize).map(\.number).sorted()
    #expect(try index.inodesWithExtentsBeyondSize(limit: .max) == beyond, sourceLocation: place)
    for (name, dentry) in model.names {
        #expect(try index.dentry(name.parent, name.name) == dentry, sourceLocation: place)
    }
    let checkpoint = index.newestCheckpoint?.bytesBySegment ?? [:]
    for sequence in volume.segments.keys {
        let live = (model.liveBytes[sequence] ?? 0) + (checkpoint[sequence] ?? 0)
        #expect(try index.segment(sequence)?.liveBytes == live, sourceLocation: place)
    }
    let directories = model.inodes.values.filter { $0.kind == .directory }.count
    #expect(index.counts.directories == UInt64(directories), sourceLocation: place)
    #expect(index.counts.files == UInt64(model.inodes.count - directories), sourceLocation: place)
    let bytes = model.inodes.values.filter { $0.kind == .regular }.reduce(0) { $0 + $1.size }
    #expect(index.counts.logicalBytes == bytes, sourceLocation: place)
}

/// Every row of the last commit as text, but for those that a checkpoint does not carry.
func dump(_ path: String) throws -> [String: [String]] {
    let connection = try Connection(path: path, mode: .readOnly)
    var tables: [String: [String]] = [:]
    for table in ["inode", "dentry", "xattr", "extent", "segment", "share", "volume"] {
        let columns = try connection.prepare(
            """
            SELECT group_concat('quote(' || name || ')', '||'',''||') FROM pragma_table_info('\(table)')
            WHERE name <> 'is_importing'
            """)
        guard try columns.next() else { continue }
        let rows = try connection.prepare("SELECT \(String(decoding: columns.bytes(0), as: UTF8.self)) FROM \(table)")
        while try rows.next() { tables[table, default: []].append(String(decoding: rows.bytes(0), as: UTF8.self)) }
        columns.reset()
    }
    return tables
}

extension MetadataIndex {
    func replay(_ items: some Sequence<RandomVolume.LogItem>) throws {
        for item in items {
            switch item {
            case .segment(let row): try insertSegment(row)
            case .batch(let position, let records): try apply(records, at: position)
            }
        }
    }
}
