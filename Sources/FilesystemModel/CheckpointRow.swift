// SPDX-License-Identifier: MIT

/// One row of a checkpoint. All rows of an inode stand together, in the order of `CheckpointKey`.
package enum CheckpointRow: Hashable, Sendable {
    case inode(Inode)
    case xattr(InodeNumber, name: [UInt8], value: [UInt8])
    case extent(InodeNumber, Extent)
    case dentry(Dentry)
    case segment(SegmentRow)
    case share(Share)

    package var key: CheckpointKey {
        switch self {
        case .inode(let inode): CheckpointKey(inode: inode.number.rawValue, kind: .inode, detail: 0)
        case .xattr(let inode, _, _): CheckpointKey(inode: inode.rawValue, kind: .xattr, detail: 0)
        case .extent(let inode, let extent):
            CheckpointKey(inode: inode.rawValue, kind: .extent, detail: extent.start)
        case .dentry(let dentry):
            CheckpointKey(inode: dentry.parent.rawValue, kind: .dentry, detail: dentry.cookie.rawValue)
        case .segment(let row): CheckpointKey(inode: .max, kind: .segment, detail: row.sequence.rawValue)
        case .share(let share): CheckpointKey(inode: share.inode.rawValue, kind: .share, detail: 0)
        }
    }
}

/// The total order of checkpoint rows; pieces are cut along it. Segments come after all inodes.
package struct CheckpointKey: Hashable, Comparable, Sendable {
    /// The raw values are those of the storage format.
    package enum Kind: UInt8, Sendable, CaseIterable, Comparable {
        case inode = 1
        /// All attributes of an inode have one key: they are never cut apart.
        case xattr = 2
        case extent = 3
        case dentry = 4
        case segment = 5
        /// All shares of an inode have one key. They stay when the inode goes.
        case share = 6

        package static func < (a: Self, b: Self) -> Bool { a.rawValue < b.rawValue }
    }

    package var inode: UInt64
    package var kind: Kind
    package var detail: UInt64

    package init(inode: UInt64, kind: Kind, detail: UInt64) {
        self.inode = inode
        self.kind = kind
        self.detail = detail
    }

    /// Before every row.
    package static let first = CheckpointKey(inode: 0, kind: .inode, detail: 0)

    package static func < (a: Self, b: Self) -> Bool {
        (a.inode, a.kind, a.detail) < (b.inode, b.kind, b.detail)
    }
}

/// One piece of a checkpoint: the rows from `firstKey` up to the next piece's, and the entry that holds them.
package struct CheckpointPiece: Hashable, Sendable {
    package var firstKey: CheckpointKey
    package var position: LogPosition
    /// Plain bytes of the piece's entry, for the accounting of live bytes.
    package var bytes: UInt32

    package init(firstKey: CheckpointKey, position: LogPosition, bytes: UInt32) {
        self.firstKey = firstKey
        self.position = position
        self.bytes = bytes
    }
}

/// The index at a log position: its pieces in key order, and what no row says.
package struct Checkpoint: Hashable, Sendable {
    /// Everything up to and with this entry is in the pieces.
    package var position: LogPosition
    package var nextInode: InodeNumber
    package var time: Timestamp
    package var pieces: [CheckpointPiece]

    package init(position: LogPosition, nextInode: InodeNumber, time: Timestamp, pieces: [CheckpointPiece]) {
        self.position = position
        self.nextInode = nextInode
        self.time = time
        self.pieces = pieces
    }
}
