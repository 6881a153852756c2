// SPDX-License-Identifier: MIT

import FilesystemModel

/// The pieces of the newest checkpoint in key order, and which of them no longer say what the index says.
///
/// A piece stands for the keys from its first up to the next piece's; the first piece for all before it as well.
struct PieceTable {
    private(set) var pieces: [CheckpointPiece]
    private(set) var isDirty: [Bool]
    /// Dirty in memory only; their rows follow at commit.
    private(set) var newlyDirty: [Int] = []
    /// Changes come in runs: the piece of the last one is tried first.
    private var lastMarked = 0

    init(pieces: [CheckpointPiece] = [], isDirty: [Bool] = []) {
        assert(zip(pieces, pieces.dropFirst()).allSatisfy { $0.firstKey < $1.firstKey }, "pieces out of order")
        self.pieces = pieces
        self.isDirty = isDirty
    }

    init(_ connection: Connection) throws(FSError) {
        let rows = try connection.prepare(
            "SELECT inode, kind, detail, sequence, entry, bytes, is_dirty FROM piece ORDER BY inode, kind, detail")
        defer { rows.reset() }
        var pieces: [CheckpointPiece] = []
        var isDirty: [Bool] = []
        while try rows.next() {
            pieces.append(try CheckpointPiece(row: rows))
            isDirty.append(rows.int64(6) != 0)
        }
        self.init(pieces: pieces, isDirty: isDirty)
    }

    /// The piece that `key` belongs to becomes dirty. Returns its index if it was clean.
    @discardableResult
    mutating func mark(_ key: CheckpointKey) -> Int? {
        guard !pieces.isEmpty else { return nil }
        let index = covers(lastMarked, key) ? lastMarked : self.index(of: key)
        lastMarked = index
        guard !isDirty[index] else { return nil }
        isDirty[index] = true
        newlyDirty.append(index)
        return index
    }

    /// Takes back a mark that was made since the last commit.
    mutating func unmark(_ index: Int) {
        isDirty[index] = false
        newlyDirty.removeAll { $0 == index }
    }

    mutating func forgetNewlyDirty() { newlyDirty.removeAll(keepingCapacity: true) }

    /// The keys of dirty pieces, joined where they meet; everything where there is no piece yet.
    ///
    /// A clean piece under `bytesMin` beside a dirty one is taken along, or ever smaller pieces would pile up.
    func split(bytesMin: UInt32) -> (clean: [CheckpointPiece], dirty: [Range<CheckpointKey>]) {
        guard !pieces.isEmpty else { return ([], [CheckpointKey.first..<CheckpointKey.end]) }
        var rewritten = isDirty
        for index in pieces.indices where !isDirty[index] && pieces[index].bytes < bytesMin {
            let hasDirtyNeighbour =
                (index > 0 && isDirty[index - 1]) || (index + 1 < pieces.count && isDirty[index + 1])
            rewritten[index] = hasDirtyNeighbour
        }
        var clean: [CheckpointPiece] = []
        var dirty: [Range<CheckpointKey>] = []
        for index in pieces.indices {
            guard rewritten[index] else {
                clean.append(pieces[index])
                continue
            }
            if let last = dirty.last, last.upperBound == lowerBound(index) {
                dirty[dirty.count - 1] = last.lowerBound..<upperBound(index)
            } else {
                dirty.append(lowerBound(index)..<upperBound(index))
            }
        }
        return (clean, dirty)
    }

    /// Marks all pieces that meet `keys`, for the table of a checkpoint that was just made.
    mutating func markAll(_ keys: ClosedRange<CheckpointKey>) {
        guard !pieces.isEmpty else { return }
        for index in index(of: keys.lowerBound)...index(of: keys.upperBound) { isDirty[index] = true }
    }

    private func covers(_ index: Int, _ key: CheckpointKey) -> Bool {
        index < pieces.count && lowerBound(index) <= key && key < upperBound(index)
    }

    private func lowerBound(_ index: Int) -> CheckpointKey { index == 0 ? .first : pieces[index].firstKey }

    private func upperBound(_ index: Int) -> CheckpointKey {
        index + 1 < pieces.count ? pieces[index + 1].firstKey : .end
    }

    /// The last piece that begins at or before `key`, by bisection.
    private func index(of key: CheckpointKey) -> Int {
        var low = 0
        var high = pieces.count
        while low < high {
            let middle = (low + high) / 2
            if pieces[middle].firstKey <= key { low = middle + 1 } else { high = middle }
        }
        return max(low - 1, 0)
    }
}

extension CheckpointKey {
    /// Behind every row.
    package static let end = CheckpointKey(inode: .max, kind: .segment, detail: .max)
}

extension CheckpointPiece {
    /// From six columns: inode, kind, detail, sequence, entry, bytes.
    init(row: Statement) throws(FSError) {
        guard let kind = CheckpointKey.Kind(rawValue: try row.integer(1)) else {
            throw .indexDamaged("piece of unknown kind")
        }
        self.init(
            firstKey: CheckpointKey(inode: row.uint64(0), kind: kind, detail: row.uint64(2)),
            position: LogPosition(
                sequence: SegmentSequence(rawValue: row.uint64(3)), entry: EntryNumber(rawValue: try row.integer(4))),
            bytes: try row.integer(5))
    }
}
