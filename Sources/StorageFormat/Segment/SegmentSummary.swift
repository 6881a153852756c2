// SPDX-License-Identifier: MIT

import FilesystemModel

/// Everything of a segment that recovery needs, in its last entry: where the entries are, and all records once more.
///
///     features varint (0) | chain of the content 32 bytes | EntryTable | the payloads of all records entries in order
package struct SegmentSummary: Hashable, Sendable {
    package let header: SegmentHeader
    package let table: EntryTable
    package let batches: [RecordBatch]
    /// Of the content as it is; differs from `chain` in rewritten segments.
    package let contentChain: [UInt8]

    /// What the next segment names as its previous chain: for a rewritten segment that of the one it stands for.
    package var chain: [UInt8] { header.run?.replacedChain ?? contentChain }
    /// Plain bytes of frames and checkpoint pieces together.
    package var logicalBytes: UInt64 { table.logicalBytes }
    package var checkpoints: [EntryNumber] { table.entries.filter { $0.kind == .checkpoint }.map(\.number) }
    package var lastPosition: LogPosition? {
        table.entries.last.map { LogPosition(sequence: header.sequence, entry: $0.number) }
    }

    static func write(contentChain: [UInt8], table: EntryTable, records: [UInt8], to writer: inout ByteWriter) {
        writer.writeVarint(0)
        writer.write(bytes: contentChain)
        table.write(to: &writer)
        writer.write(bytes: records)
    }

    init(_ bytes: [UInt8], header: SegmentHeader) throws(FormatError) {
        var reader = FieldReader(bytes, part: .summary)
        let features = try reader.varint()
        guard features == 0 else { throw .unsupportedFeatures(.summary, bits: features) }
        let chain = Array(try reader.bytes(Digest.byteCount))
        let table = try EntryTable(&reader)
        var batches: [RecordBatch] = []
        for entry in table.entries where entry.kind == .records {
            let records = try RecordCoding.read(try reader.bytes(Int(entry.plainBytes)))
            batches.append(RecordBatch(entry: entry.number, records: records))
        }
        try reader.expectEnd()
        self.init(header: header, table: table, batches: batches, contentChain: chain)
    }

    init(header: SegmentHeader, table: EntryTable, batches: [RecordBatch], contentChain: [UInt8]) {
        self.header = header
        self.table = table
        self.batches = batches
        self.contentChain = contentChain
    }
}

/// Records that were logged together: applied all or not at all.
package struct RecordBatch: Hashable, Sendable {
    package let entry: EntryNumber
    package let records: [Record]
}
