// SPDX-License-Identifier: MIT

import FilesystemModel
import StorageFormat

/// Compares one finished segment, wherever its bytes are, with the row that the index has of it.
struct SegmentCheck {
    struct DamagedEntry {
        let entry: EntryTable.Entry
        let message: String
    }

    /// Beyond this many the rest of a segment's entries is not listed.
    static let damagedEntriesMax = 100

    let row: SegmentRow
    let identity: VolumeIdentity
    /// Exactly the bytes of a range below `row.objectBytes`.
    let read: (Range<UInt64>) async throws(CheckFinding) -> [UInt8]

    /// The header, the footer and the summary: three small reads.
    func checkEnds() async throws(CheckFinding) -> SegmentReader {
        let reader = try await checkHeader(objectBytes: row.objectBytes)
        let footerRange = row.objectBytes - min(row.objectBytes, UInt64(SegmentFooter.byteCount))..<row.objectBytes
        let tail = try await read(footerRange)
        let footer: SegmentFooter
        do {
            footer = try SegmentFooter(decoding: tail[...], objectBytes: row.objectBytes)
        } catch {
            throw .problem(.damaged, "its end is not that of a segment: \(error)")
        }
        guard footer.volume == identity.volume, footer.segment == row.id else {
            throw .problem(.damaged, "its end is that of another segment")
        }
        let entry = try await read(footer.summary)
        let summary: SegmentSummary
        do {
            summary = try entry.withRawBytes { (entry) throws(FormatError) in try reader.openSummary(entry) }
        } catch {
            throw .problem(.damaged, "its summary: \(error)")
        }
        guard summary.chain == row.chain else {
            throw .problem(.replayed, "it is an older or another version of this segment")
        }
        guard summary.table == (try layout()).table else {
            throw .problem(.index, "the index has other entries of this segment than its summary")
        }
        return reader
    }

    /// Whose segment it is; of an object that is `objectBytes` long.
    func checkHeader(objectBytes: UInt64) async throws(CheckFinding) -> SegmentReader {
        let end = min(row.objectBytes, objectBytes, UInt64(SegmentHeader.bytesMax))
        do throws(CheckFinding) {
            return try reader(try await read(0..<end))
        } catch {
            guard case .problem(.truncated, _) = error, end > Self.shortHeaderBytes else { throw error }
            // Too short to be the segment; it may be another one, and shorter.
            do throws(CheckFinding) {
                _ = try reader(try await read(0..<Self.shortHeaderBytes))
            } catch .problem(let kind, let message) where kind == .swapped || kind == .replayed {
                throw .problem(kind, message)
            } catch {
                // The first finding stands.
            }
            throw error
        }
    }

    /// Enough for a header without key slots.
    private static let shortHeaderBytes: UInt64 = 512

    private func reader(_ head: [UInt8]) throws(CheckFinding) -> SegmentReader {
        let reader: SegmentReader
        do {
            reader = try SegmentReader(headerBytes: head, key: identity.key, volume: identity.volume)
        } catch {
            if case .wrongVolume = error { throw .problem(.swapped, "it is of another volume") }
            throw .problem(.damaged, "its header: \(error)")
        }
        let header = reader.header
        guard header.sequence == row.sequence else {
            throw .problem(.swapped, "it is segment \(header.sequence), object \(header.segment)")
        }
        guard header.segment == row.id, header.epoch == row.epoch else {
            throw .problem(.replayed, "it is another segment \(header.sequence), of epoch \(header.epoch)")
        }
        return reader
    }

    private func layout() throws(CheckFinding) -> SegmentLayout {
        do {
            return try SegmentLayout(decoding: row.entryTable)
        } catch {
            throw .problem(.index, error.logDescription)
        }
    }

    /// Every entry, opened as its readers do: frames, records, and what a recovery would begin from. Returns how many
    /// bytes were read, and what does not open.
    func checkEntries(_ reader: SegmentReader) async throws(CheckFinding) -> (bytes: UInt64, damaged: [DamagedEntry]) {
        var window = EntryWindow()
        var plain = [UInt8](repeating: 0, count: Limits.frameBytesMax)
        var count: UInt64 = 0
        var damaged: [DamagedEntry] = []
        for entry in try layout().table.entries where damaged.count < Self.damagedEntriesMax {
            while let next = window.need(for: entry.range, objectBytes: row.objectBytes) {
                let bytes = try await read(next)
                count += UInt64(bytes.count)
                window.append(bytes)
            }
            do {
                try window.withBytes(of: entry.range) { (bytes) throws(FormatError) in
                    try Self.open(bytes, entry, reader, identity, &plain)
                }
            } catch {
                damaged.append(DamagedEntry(entry: entry, message: "entry \(entry.number): \(error)"))
            }
        }
        return (count, damaged)
    }

    private static func open(
        _ bytes: UnsafeRawBufferPointer, _ entry: EntryTable.Entry, _ reader: SegmentReader,
        _ identity: VolumeIdentity, _ plain: inout [UInt8]
    ) throws(FormatError) {
        switch entry.kind {
        case .frame:
            _ = try plain.withRawMutableBytes { (plain) throws(FormatError) in
                try reader.openEntry(bytes, number: entry.number, into: plain)
            }
        case .records: _ = try reader.openRecords(bytes, number: entry.number)
        case .checkpointPiece: _ = try reader.openPiece(bytes, number: entry.number)
        case .checkpoint: _ = try reader.openCheckpoint(bytes, number: entry.number)
        case .keySlots: _ = try SegmentReader.peekKeySlots(Array(bytes), volume: identity.volume)
        case .summary: throw .malformed(.entryTable, "a summary among the entries")
        }
    }
}

/// The blocks of a segment that a reader of its entries has in hand: it goes forward only, block by block.
private struct EntryWindow {
    private var start: UInt64 = 0
    private var bytes: [UInt8] = []

    /// The next block to append before the bytes of `range` are all here; nil once they are.
    mutating func need(for range: Range<UInt64>, objectBytes: UInt64) -> Range<UInt64>? {
        let block = UInt64(Limits.blockBytes)
        if bytes.isEmpty || range.lowerBound > start + UInt64(bytes.count) {
            start = range.lowerBound / block * block
            bytes.removeAll(keepingCapacity: true)
        }
        let end = start + UInt64(bytes.count)
        guard end < range.upperBound else { return nil }
        forget(before: range.lowerBound)
        return end..<min(end + block, objectBytes)
    }

    mutating func append(_ added: [UInt8]) { bytes += added }

    func withBytes<Result>(
        of range: Range<UInt64>, _ body: (UnsafeRawBufferPointer) throws(FormatError) -> Result
    ) throws(FormatError) -> Result {
        try bytes[Int(range.lowerBound - start)..<Int(range.upperBound - start)].withRawBytes(body)
    }

    /// Whole blocks that no later entry reaches back into.
    private mutating func forget(before offset: UInt64) {
        let block = UInt64(Limits.blockBytes)
        let count = (offset - start) / block * block
        guard count > 0, count <= UInt64(bytes.count) else { return }
        bytes.removeFirst(Int(count))
        start += count
    }
}
