// SPDX-License-Identifier: MIT

import FilesystemModel

/// The only row of the table `volume`: what no other row says.
struct VolumeRow {
    let volume: String
    let applied: LogPosition
    let nextInode: InodeNumber
    let counts: IndexCounts
    let isImporting: Bool
    /// Its pieces are rows of their own.
    let checkpoint: StoredCheckpoint?

    init(_ connection: Connection) throws(FSError) {
        let row = try connection.prepare(
            """
            SELECT volume_id, applied_sequence, applied_entry, next_inode, files, directories, logical_bytes,
                is_importing, checkpoint FROM volume
            """)
        guard try row.next() else { throw .indexDamaged("has no volume") }
        defer { row.reset() }
        volume = String(decoding: row.bytes(0), as: UTF8.self)
        applied = LogPosition(
            sequence: SegmentSequence(rawValue: row.uint64(1)), entry: EntryNumber(rawValue: try row.integer(2)))
        nextInode = InodeNumber(rawValue: try row.unsigned(3))
        counts = IndexCounts(files: row.uint64(4), directories: row.uint64(5), logicalBytes: row.uint64(6))
        isImporting = row.int64(7) != 0
        checkpoint = row.isNull(8) ? nil : try StoredCheckpoint(decoding: row.bytes(8), pieces: [])
    }
}
