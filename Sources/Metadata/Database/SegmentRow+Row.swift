// SPDX-License-Identifier: MIT

import FilesystemModel

extension SegmentRow {
    static let columns = """
        sequence, id, epoch, state, object_bytes, logical_bytes, live_frame_bytes, chain, reference, entry_table
        """

    /// From the current row of a statement that selects `columns`; `liveBytes` are those of frames only.
    init(row: Statement) throws(FSError) {
        guard let state = State(rawValue: try row.integer(3)) else { throw .indexDamaged("segment of unknown state") }
        self.init(
            sequence: SegmentSequence(rawValue: row.uint64(0)), id: try Self.id(row.bytes(1)),
            epoch: Epoch(rawValue: row.uint64(2)), state: state, objectBytes: try row.unsigned(4),
            logicalBytes: try row.unsigned(5), liveBytes: try row.unsigned(6), chain: row.bytes(7),
            entryTable: row.bytes(9),
            reference: row.bytes(8))
    }

    /// Runs a statement whose parameters are `columns`.
    func run(_ statement: Statement, liveFrameBytes: UInt64) throws(FSError) {
        var id = ByteWriter(reserving: 16)
        id.write(self.id.value.high)
        id.write(self.id.value.low)
        statement.bind(sequence.rawValue, at: 1)
        statement.bind(copying: id.bytes, at: 2)
        statement.bind(epoch.rawValue, at: 3)
        statement.bind(UInt32(state.rawValue), at: 4)
        statement.bind(objectBytes, at: 5)
        statement.bind(logicalBytes, at: 6)
        statement.bind(liveFrameBytes, at: 7)
        statement.bind(copying: chain, at: 8)
        statement.bind(copying: reference, at: 9)
        statement.bind(copying: entryTable, at: 10)
        try statement.run()
    }

    static func id(_ bytes: [UInt8]) throws(FSError) -> SegmentID {
        var reader = ByteReader(bytes)
        do {
            let id = Identifier128(high: try reader.read(), low: try reader.read())
            try reader.expectEnd()
            return SegmentID(id)
        } catch {
            throw .indexDamaged("segment id of \(bytes.count) bytes")
        }
    }
}
