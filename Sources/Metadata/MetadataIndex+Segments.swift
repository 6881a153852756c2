// SPDX-License-Identifier: MIT

import FilesystemModel

/// Sums over the segments that are part of the volume: all but the reclaimed.
package struct SegmentTotals: Hashable, Sendable {
    /// Of all states, the reclaimed too.
    package var countByState: [SegmentRow.State: Int] = [:]
    package var objectBytes: UInt64 = 0
    /// Of those, the objects that the store is known to hold.
    package var storedBytes: UInt64 = 0
    package var logicalBytes: UInt64 = 0
    package var liveBytes: UInt64 = 0

    package init() {}
}

/// Rows of segments: made and changed by who writes and sends them, except for live bytes, which `apply` counts.
extension MetadataIndex {
    /// Its `liveBytes` are not taken over: nothing can refer to it yet. Comes before the records that refer to it.
    package func insertSegment(_ row: SegmentRow) throws(FSError) {
        try requireUsable()
        try atomically { () throws(FSError) in
            guard try loadSegment(row.sequence) == nil else { throw .indexDamaged("segment \(row.sequence) exists") }
            willWrite()
            try row.run(statements.insertSegment, liveFrameBytes: 0)
            live.load(row.sequence, 0)
            mark(CheckpointRow.segment(row).key)
        }
    }

    /// Changes a row by `change`; what it does to `sequence` and `liveBytes` is left out. `indexDamaged` without a row.
    package func updateSegment(
        _ sequence: SegmentSequence, _ change: (inout SegmentRow) -> Void
    ) throws(FSError) {
        try requireUsable()
        try atomically { () throws(FSError) in
            guard let old = try loadSegment(sequence) else { throw .indexDamaged("no segment \(sequence)") }
            var new = old
            change(&new)
            new.sequence = sequence
            new.liveBytes = old.liveBytes
            guard new != old else { return }
            let liveFrameBytes = try liveFrameBytes(of: sequence)
            willWrite()
            try new.run(statements.updateSegment, liveFrameBytes: liveFrameBytes)
            mark(CheckpointRow.segment(new).key)
        }
    }

    /// Removes the row of a segment, once its object is gone too. It must be reclaimed and nothing may refer to it.
    package func removeSegment(_ sequence: SegmentSequence) throws(FSError) {
        try requireUsable()
        try atomically { () throws(FSError) in
            guard let row = try loadSegment(sequence), row.state == .reclaimed, row.liveBytes == 0 else {
                throw .indexDamaged("segment \(sequence) is not one to remove")
            }
            willWrite()
            statements.deleteSegment.bind(sequence.rawValue, at: 1)
            try statements.deleteSegment.run()
            live.forget(sequence)
            mark(CheckpointRow.segment(row).key)
        }
    }

    package func segment(_ sequence: SegmentSequence) throws(FSError) -> SegmentRow? {
        try requireUsable()
        return try loadSegment(sequence)
    }

    /// At most `limit` rows in order, from the first behind `after`.
    package func segments(
        in state: SegmentRow.State, after: SegmentSequence = .init(rawValue: 0), limit: Int
    ) throws(FSError) -> [SegmentRow] {
        try requireUsable()
        let rows = statements.selectSegments
        rows.bind(UInt32(state.rawValue), at: 1)
        rows.bind(after.rawValue, at: 2)
        rows.bind(Int64(limit), at: 3)
        defer { rows.reset() }
        var found: [SegmentRow] = []
        while try rows.next() { found.append(withLiveBytes(try SegmentRow(row: rows))) }
        return found
    }

    package func lastSegment() throws(FSError) -> SegmentSequence? {
        try requireUsable()
        let row = statements.selectLastSegment
        defer { row.reset() }
        guard try row.next(), !row.isNull(0) else { return nil }
        return SegmentSequence(rawValue: row.uint64(0))
    }

    /// Reads all rows of segments.
    package func segmentTotals() throws(FSError) -> SegmentTotals {
        try requireUsable()
        try flushLiveBytes()
        let rows = statements.selectSegmentTotals
        defer { rows.reset() }
        var totals = SegmentTotals()
        while try rows.next() {
            guard let state = SegmentRow.State(rawValue: try rows.integer(0)) else {
                throw .indexDamaged("segment of unknown state")
            }
            totals.countByState[state] = try rows.integer(1)
            guard state != .reclaimed else { continue }
            totals.objectBytes += try rows.unsigned(2)
            if state == .stored { totals.storedBytes += try rows.unsigned(2) }
            totals.logicalBytes += try rows.unsigned(3)
            totals.liveBytes += try rows.unsigned(4)
        }
        totals.liveBytes += checkpointBytes.values.reduce(0, +)
        return totals
    }

    private func loadSegment(_ sequence: SegmentSequence) throws(FSError) -> SegmentRow? {
        let row = statements.selectSegment
        row.bind(sequence.rawValue, at: 1)
        defer { row.reset() }
        return try row.next() ? withLiveBytes(try SegmentRow(row: row)) : nil
    }

    /// The row holds the bytes of frames as they were at the last commit.
    private func withLiveBytes(_ row: SegmentRow) -> SegmentRow {
        var row = row
        row.liveBytes = (live[row.sequence] ?? row.liveBytes) + (checkpointBytes[row.sequence] ?? 0)
        return row
    }
}

/// Small local facts that are not part of the volume and in no checkpoint.
extension MetadataIndex {
    /// Nil where it was never set.
    package func setting(_ key: String) throws(FSError) -> [UInt8]? {
        try requireUsable()
        let row = statements.selectSetting
        row.bind(text: key, at: 1)
        defer { row.reset() }
        return try row.next() ? row.bytes(0) : nil
    }

    /// As durable as the commit that follows; nil removes it.
    package func setSetting(_ key: String, _ value: [UInt8]?) throws(FSError) {
        try requireUsable()
        try atomically { () throws(FSError) in
            willWrite()
            let statement = value == nil ? statements.deleteSetting : statements.upsertSetting
            statement.bind(text: key, at: 1)
            if let value { statement.bind(copying: value, at: 2) }
            try statement.run()
        }
    }
}
