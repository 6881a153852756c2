// SPDX-License-Identifier: MIT

import FilesystemModel

/// What is valid of a segment file from its beginning: every entry authenticated, up to the first that is not.
///
/// Records are not decoded here: a kind that this version does not know must refuse the volume, and must not look like
/// a torn tail. `@unchecked Sendable`: nothing changes the chain after the scan; to continue copies it.
package struct SegmentScan: @unchecked Sendable {
    /// Why the scan went no further.
    package enum End: Hashable, Sendable {
        /// Summary and footer: the segment is finished and whole.
        case finished
        /// The bytes end, or only zero-filled space follows.
        case tail
        /// Something follows that is no entry of this segment: a torn write, or damage.
        case invalid(FormatError)
    }

    package let header: SegmentHeader
    package internal(set) var table: EntryTable
    package internal(set) var batches: [RecordBatch]
    /// Cut the file here before it is continued.
    package internal(set) var validBytes: UInt64
    package internal(set) var end: End
    /// Only where the segment is finished.
    package internal(set) var summary: SegmentSummary?

    let segmentKey: SecretKey
    let chain: SegmentChain

    package var checkpoints: [EntryNumber] { table.numbers(of: .checkpoint) }
    package var pieces: [EntryNumber] { table.numbers(of: .checkpointPiece) }
}

extension SegmentReader {
    /// Reads the segment from its first entry on, in order, at most 1 MiB (or one entry) ahead. `read` gives the bytes
    /// of a range below `size`; fewer count as the end of the file.
    package func scan<Failure: Error>(
        size: UInt64, read: (Range<UInt64>) throws(Failure) -> [UInt8]
    ) throws(Failure) -> SegmentScan {
        var scanner: SegmentScanner
        do {
            scanner = SegmentScanner(reader: self, chain: try SegmentChain(headerTag: headerTag))
        } catch {
            preconditionFailure("SHA-256 is not there")
        }
        var window = ScanWindow(size: size)
        while let need = scanner.need {
            try window.load(need, read: read)
            window.withBytes(from: need.lowerBound) { scanner.take($0) }
        }
        return scanner.scan
    }
}

/// A piece of the file in memory.
private struct ScanWindow {
    private static let stepBytes: UInt64 = 1 << 20

    let size: UInt64
    private var start: UInt64 = 0
    private var bytes: [UInt8] = []

    init(size: UInt64) { self.size = size }

    mutating func load<Failure: Error>(
        _ range: Range<UInt64>, read: (Range<UInt64>) throws(Failure) -> [UInt8]
    ) throws(Failure) {
        let held = start..<start + UInt64(bytes.count)
        guard range.lowerBound < held.lowerBound || range.upperBound > held.upperBound else { return }
        let end = min(size, max(range.upperBound, range.lowerBound + Self.stepBytes))
        start = range.lowerBound
        bytes = range.lowerBound < end ? try read(range.lowerBound..<end) : []
    }

    func withBytes(from offset: UInt64, _ body: (UnsafeRawBufferPointer) -> Void) {
        bytes.withUnsafeBytes { body(UnsafeRawBufferPointer(rebasing: $0[min(Int(offset - start), $0.count)...])) }
    }
}

/// Event in, next need out: knows no file.
struct SegmentScanner {
    private let reader: SegmentReader
    private(set) var scan: SegmentScan
    /// The range that `take` needs next; nil at the end.
    private(set) var need: Range<UInt64>?
    private var pendingSummary: (summary: SegmentSummary, range: Range<UInt64>)?

    init(reader: SegmentReader, chain: SegmentChain) {
        self.reader = reader
        let start = UInt64(reader.headerBytes)
        scan = SegmentScan(
            header: reader.header, table: EntryTable(firstOffset: UInt32(reader.headerBytes)), batches: [],
            validBytes: start, end: .tail, summary: nil, segmentKey: reader.key, chain: chain)
        need = start..<start + UInt64(EntryHeader.byteCount)
    }

    /// `bytes` begin where `need` does; they may be more, or fewer where the file ends.
    mutating func take(_ bytes: UnsafeRawBufferPointer) {
        do {
            try takeEntry(bytes)
        } catch {
            end(.invalid(error))
        }
    }

    private mutating func end(_ end: SegmentScan.End) {
        scan.end = end
        need = nil
    }

    private mutating func takeEntry(_ bytes: UnsafeRawBufferPointer) throws(FormatError) {
        guard let need else { return }
        if let pending = pendingSummary { return try takeFooter(bytes, pending.summary, pending.range) }
        guard bytes.count >= EntryHeader.byteCount, bytes[0] != 0 else { return endAtTail(bytes) }
        let header = try EntryHeader(bytes)
        let range = need.lowerBound..<need.lowerBound + UInt64(header.entryBytes)
        guard need.upperBound == range.upperBound else {
            // First the header alone, to learn how much belongs to it.
            self.need = range
            guard bytes.count >= header.entryBytes else { return }
            return try takeEntry(bytes)
        }
        guard bytes.count >= header.entryBytes else { throw .truncated(header.kind.part) }
        try checkNumber(header)
        try accept(header, UnsafeRawBufferPointer(rebasing: bytes[0..<header.entryBytes]), range)
    }

    /// Nothing more, or nothing but zeros as far as can be seen: the ordinary end of an unfinished segment.
    private mutating func endAtTail(_ bytes: UnsafeRawBufferPointer) {
        let isEmpty = bytes.prefix(EntryHeader.byteCount).allSatisfy { $0 == 0 }
        end(isEmpty ? .tail : .invalid(.truncated(.entry)))
    }

    private func checkNumber(_ header: EntryHeader) throws(FormatError) {
        let next = scan.table.nextNumber
        let isExpected = scan.header.run == nil ? header.number == next : header.number >= next
        guard isExpected else { throw .wrongEntry(expected: next, found: header.number) }
    }

    private mutating func accept(
        _ header: EntryHeader, _ entry: UnsafeRawBufferPointer, _ range: Range<UInt64>
    ) throws(FormatError) {
        if header.kind == .summary {
            pendingSummary = (try reader.openSummary(entry), range)
            need = range.upperBound..<range.upperBound + UInt64(SegmentFooter.byteCount)
            return
        }
        let payload = try reader.openPayload(header, entry)
        if header.kind == .records {
            let plain = try reader.expanded(payload, header)
            scan.batches.append(RecordBatch(entry: header.number, encoded: plain[...]))
        }
        try scan.table.append(header)
        try scan.chain.add(
            number: header.number, kind: header.kind,
            tag: entry.baseAddress.unsafelyUnwrapped + entry.count - CipherContext.tagBytes)
        scan.validBytes = range.upperBound
        need = range.upperBound..<range.upperBound + UInt64(EntryHeader.byteCount)
    }

    /// The summary counts only with its footer: without it the segment is finished anew.
    private mutating func takeFooter(
        _ bytes: UnsafeRawBufferPointer, _ summary: SegmentSummary, _ range: Range<UInt64>
    ) throws(FormatError) {
        guard bytes.count >= SegmentFooter.byteCount else { return end(.tail) }
        let footerBytes = Array(bytes.prefix(SegmentFooter.byteCount))
        let footer = try SegmentFooter(
            decoding: footerBytes[...], objectBytes: range.upperBound + UInt64(SegmentFooter.byteCount))
        let chain = try scan.chain.value(previous: scan.header.previousChain, segment: scan.header.segment)
        let keySlots = scan.table.entries.last { $0.kind == .keySlots }?.range
        guard footer.keySlots == keySlots, footer.volume == scan.header.volume, footer.segment == scan.header.segment,
            footer.summary == range,
            summary.table == scan.table, summary.contentChain == chain
        else { throw .malformed(.summary, "the summary is not of these entries") }
        scan.summary = summary
        scan.validBytes = footer.segmentBytes
        end(.finished)
    }
}
