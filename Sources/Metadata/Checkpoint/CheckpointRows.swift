// SPDX-License-Identifier: MIT

import FilesystemModel

/// The rows of a key range in key order: a merge of one cursor over each table.
struct CheckpointRows {
    private var cursors: [RowCursor]

    init(_ connection: Connection) throws(FSError) {
        cursors = []
        for kind in CheckpointKey.Kind.allCases { cursors.append(try RowCursor(connection, kind)) }
    }

    /// Goes to the first row of a range; `take` stays in it.
    mutating func seek(_ range: Range<CheckpointKey>) throws(FSError) {
        for index in cursors.indices { try cursors[index].seek(range) }
    }

    /// Appends rows until they reach `bytesMax`, or the range ends; at least one if there is any.
    mutating func take(into rows: inout [CheckpointRow], bytesMax: Int) throws(FSError) {
        var bytes = 0
        while let index = nextCursor() {
            guard let row = cursors[index].row else { return }
            // Rows of one key stay together.
            if bytes >= bytesMax, rows.last?.key != row.key { return }
            bytes += row.estimatedBytes
            rows.append(row)
            try cursors[index].advance()
        }
    }

    private func nextCursor() -> Int? {
        var best: (index: Int, key: CheckpointKey)?
        for (index, cursor) in cursors.enumerated() {
            guard let key = cursor.row?.key else { continue }
            if best.map({ key < $0.key }) ?? true { best = (index, key) }
        }
        return best?.index
    }
}

/// The rows of one table in a key range, in key order.
private struct RowCursor {
    private let kind: CheckpointKey.Kind
    private let rows: Statement
    private var upperBound = CheckpointKey.first
    private(set) var row: CheckpointRow?

    init(_ connection: Connection, _ kind: CheckpointKey.Kind) throws(FSError) {
        self.kind = kind
        rows = try connection.prepare(Self.query(kind))
    }

    mutating func seek(_ range: Range<CheckpointKey>) throws(FSError) {
        rows.reset()
        row = nil
        upperBound = range.upperBound
        let lower = range.lowerBound
        guard kind != .segment else {
            rows.bind(lower.inode == .max && lower.kind == .segment ? lower.detail : 0, at: 1)
            try advance()
            return
        }
        guard lower.inode < UInt64(Int64.max) else { return }
        rows.bind(lower.kind > kind ? lower.inode + 1 : lower.inode, at: 1)
        if kind == .extent || kind == .dentry { rows.bind(lower.kind == kind ? lower.detail : 0, at: 2) }
        try advance()
    }

    mutating func advance() throws(FSError) {
        guard try rows.next() else {
            row = nil
            return
        }
        let next = try read()
        guard next.key < upperBound else {
            rows.reset()
            row = nil
            return
        }
        row = next
    }

    private static func query(_ kind: CheckpointKey.Kind) -> String {
        switch kind {
        case .inode: "SELECT \(Inode.columns) FROM inode WHERE number >= ? ORDER BY number"
        case .xattr: "SELECT inode, name, value FROM xattr WHERE inode >= ? ORDER BY inode, name"
        case .extent:
            """
            SELECT inode, start, length, segment, entry, skip, grid FROM extent WHERE (inode, start) >= (?, ?)
            ORDER BY inode, start
            """
        case .dentry:
            """
            SELECT parent, name, inode, kind, cookie FROM dentry WHERE (parent, cookie) >= (?, ?)
            ORDER BY parent, cookie
            """
        case .share: "SELECT \(Share.columns) FROM share WHERE inode >= ? ORDER BY inode, id"
        case .segment: "SELECT \(SegmentRow.columns) FROM segment WHERE sequence >= ? ORDER BY sequence"
        }
    }

    private func read() throws(FSError) -> CheckpointRow {
        let first = InodeNumber(rawValue: rows.uint64(0))
        switch kind {
        case .inode: return .inode(try Inode(row: rows))
        case .xattr: return .xattr(first, name: rows.bytes(1), value: rows.bytes(2))
        case .extent: return .extent(first, try Extent(row: rows, first: 1))
        case .dentry:
            return .dentry(
                Dentry(
                    parent: first, name: try FileName(row: rows, 1), inode: InodeNumber(rawValue: rows.uint64(2)),
                    kind: try FileKind(row: rows, 3), cookie: DirectoryCookie(rawValue: rows.uint64(4))))
        case .segment:
            var segment = try SegmentRow(row: rows)
            segment.liveBytes = 0
            return .segment(segment)
        case .share: return .share(try Share(row: rows))
        }
    }
}

extension CheckpointRow {
    /// About what the row takes in a piece; what pieces are cut by.
    fileprivate var estimatedBytes: Int {
        switch self {
        case .inode(let inode): 64 + inode.target.count
        case .xattr(_, let name, let value): 8 + name.count + value.count
        case .extent: 20
        case .dentry(let dentry): 16 + dentry.name.bytes.count
        case .share(let share): 128 + share.path.count + share.note.utf8.count
        case .segment(let row): 64 + row.chain.count + row.entryTable.count + row.reference.count
        }
    }
}
