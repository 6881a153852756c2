// SPDX-License-Identifier: MIT

import FilesystemModel

extension Extent {
    /// From six columns, beginning with `first`: start, length, segment, entry, skip, grid.
    init(row: Statement, first: Int32 = 0) throws(FSError) {
        let run = FrameRun(
            segment: SegmentSequence(rawValue: row.uint64(first + 2)),
            entry: EntryNumber(rawValue: try row.integer(first + 3)),
            skip: try row.integer(first + 4), grid: try row.integer(first + 5))
        self.init(start: row.uint64(first), length: row.uint64(first + 1), run: run)
        guard isSound else { throw .indexDamaged("extent at \(start) of \(length) bytes") }
    }

    /// Whether no arithmetic on it can overflow, in the file or in the frames.
    var isSound: Bool {
        let window = UInt64(Limits.frameBytesMax)
        guard length > 0, start < UInt64(Int64.max), length <= UInt64(Int64.max) - start else { return false }
        guard run.skip <= run.grid, UInt64(run.grid) < window else { return false }
        return UInt64(run.entry.rawValue) + (UInt64(run.grid) + length) / window <= UInt64(UInt32.max)
    }

    /// Runs a statement whose parameters are the inode and the six columns.
    func run(_ statement: Statement, inode: InodeNumber) throws(FSError) {
        statement.bind(inode.rawValue, at: 1)
        statement.bind(start, at: 2)
        statement.bind(length, at: 3)
        statement.bind(run.segment.rawValue, at: 4)
        statement.bind(run.entry.rawValue, at: 5)
        statement.bind(run.skip, at: 6)
        statement.bind(run.grid, at: 7)
        try statement.run()
    }
}
