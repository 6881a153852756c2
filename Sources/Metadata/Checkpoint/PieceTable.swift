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

    /// All clean. Throws `invalidArgument` where the keys do not rise.
    init(checking pieces: [CheckpointPiece]) throws(FSError) {
        guard zip(pieces, pieces.dropFirst()).allSatisfy({ $0.firstKey < $1.firstKey }) else {
            throw .invalidArgument("pieces of a checkpoint out of order")
        }
        self.init(pieces: pieces, isDirty: Array(repeating: false, count: pieces.count))
    }

    init(_ connection: Connection) throws(FSError) {
        let rows = try connection.prepare(
            "SELECT inode, kind, detail, sequence, entry, bytes, is_dirty FROM piece")
        defer { rows.reset() }
        var found: [(piece: CheckpointPiece, isDirty: Bool)] = []
        while try rows.next() { found.append((try CheckpointPiece(row: rows), rows.int64(6) != 0)) }
        // Not by SQLite, for which the keys of segments are negative.
        found.sort { $0.piece.firstKey < $1.piece.firstKey }
        self.init(pieces: found.map(\.piece), isDirty: found.map(\.isDirty))
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

    /// The same for all pieces that meet `keys`.
    mutating func mark(_ keys: ClosedRange<CheckpointKey>) -> [Int] {
        guard !pieces.isEmpty else { return [] }
        let marked = (index(of: keys.lowerBound)...index(of: keys.upperBound)).filter { !isDirty[$0] }
        for index in marked { isDirty[index] = true }
        newlyDirty += marked
        return marked
    }

    /// Takes back a mark that was made since the last commit.
    mutating func unmark(_ index: Int) {
        isDirty[index] = false
        newlyDirty.removeAll { $0 == index }
    }

    mutating func forgetNewlyDirty() { newlyDirty.removeAll(keepingCapacity: true) }

    /// The keys of dirty pieces, joined where they meet; everything where there is no piece yet.
    ///
    /// A clean piece under `bytesMin` beside a dirty one is taken along, or ever smaller pieces would pile up. One in a
    /// segment of `leaving` is written again, so that the segment can die.
    func split(bytesMin: UInt32, leaving: Set<SegmentSequence> = []) -> Split {
        guard !pieces.isEmpty else { return Split(clean: [], dirty: [CheckpointKey.first..<CheckpointKey.end]) }
        var rewritten = isDirty
        for index in pieces.indices where !isDirty[index] && pieces[index].bytes < bytesMin {
            let hasDirtyNeighbour =
                (index > 0 && isDirty[index - 1]) || (index + 1 < pieces.count && isDirty[index + 1])
            rewritten[index] = hasDirtyNeighbour
        }
        for index in pieces.indices where leaving.contains(pieces[index].position.sequence) { rewritten[index] = true }
        var split = Split(clean: [], dirty: [])
        for index in pieces.indices {
            if rewritten[index] {
                split.addDirty(lowerBound(index)..<upperBound(index))
            } else {
                split.clean.append(pieces[index])
            }
        }
        return split
    }

    /// What a new checkpoint takes over, and what it writes again.
    struct Split {
        var clean: [CheckpointPiece]
        var dirty: [Range<CheckpointKey>]

        fileprivate mutating func addDirty(_ keys: Range<CheckpointKey>) {
            guard let last = dirty.last, last.upperBound == keys.lowerBound else {
                dirty.append(keys)
                return
            }
            dirty[dirty.count - 1] = last.lowerBound..<keys.upperBound
        }
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

extension CheckpointPiece {
    /// Runs a statement whose parameters are the six columns and whether it is dirty.
    func run(_ statement: Statement, isDirty: Bool) throws(FSError) {
        statement.bind(firstKey.inode, at: 1)
        statement.bind(UInt32(firstKey.kind.rawValue), at: 2)
        statement.bind(firstKey.detail, at: 3)
        statement.bind(position.sequence.rawValue, at: 4)
        statement.bind(position.entry.rawValue, at: 5)
        statement.bind(bytes, at: 6)
        statement.bind(isDirty ? 1 as UInt32 : 0, at: 7)
        try statement.run()
    }
}
