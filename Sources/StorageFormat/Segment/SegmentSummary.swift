// SPDX-License-Identifier: MIT

import FilesystemModel

/// Everything of a segment that recovery needs, in its last entry: where the entries are, and all records once more.
///
///     features varint (0) | chain of the content 32 bytes | EntryTable | the payloads of all records entries in order
package struct SegmentSummary: Hashable, Sendable {
    package let header: SegmentHeader
    package let table: EntryTable
    /// In the order of the log.
    package let batches: [RecordBatch]
    /// Of the content as it is; differs from `chain` in rewritten segments.
    package let contentChain: [UInt8]

    /// What the next segment names as its previous chain: for a rewritten segment that of the one it stands for.
    package var chain: [UInt8] { header.run?.replacedChain ?? contentChain }
    /// Plain bytes of frames and checkpoint pieces together.
    package var logicalBytes: UInt64 { table.logicalBytes }
    package var checkpoints: [EntryNumber] { table.numbers(of: .checkpoint) }
    /// Of the last entry before the summary; nil where there is none.
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
        self.header = header
        contentChain = Array(try reader.bytes(Digest.byteCount))
        table = try EntryTable(&reader)
        var batches: [RecordBatch] = []
        for entry in table.entries where entry.kind == .records {
            batches.append(RecordBatch(entry: entry.number, encoded: try reader.bytes(Int(entry.plainBytes))))
        }
        self.batches = batches
        try reader.expectEnd()
    }
}

/// Records that were logged together: applied all or not at all. Decoded only when asked for: those of a segment
/// together take many times the memory of their bytes.
package struct RecordBatch: Hashable, Sendable {
    package let entry: EntryNumber
    let encoded: ArraySlice<UInt8>

    package func records() throws(FormatError) -> [Record] { try RecordCoding.read(encoded) }
}
