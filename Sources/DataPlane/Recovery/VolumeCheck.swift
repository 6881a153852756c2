// SPDX-License-Identifier: MIT

import FilesystemModel
import Metadata
import ObjectStorage
import SegmentLog
import StorageFormat

/// Compares the store with what the index says of it: every object is there, whole, and the one that was put; on
/// request every byte. And the index with itself. Changes nothing.
package struct VolumeCheck: Sendable {
    private let log: VolumeLog
    private let store: any ObjectStore

    package init(log: VolumeLog, store: any ObjectStore) {
        self.log = log
        self.store = store
    }

    /// `readDataPercent` of the segments are read and verified as a whole; which ones is drawn anew each time.
    /// `progress` is told how many segments were checked, of how many.
    package func run(
        readDataPercent: Int, progress: @Sendable (Int, Int) -> Void = { _, _ in }
    ) async throws(FSError) -> CheckReport {
        var report = CheckReport()
        for line in try log.locked({ core throws(FSError) in try core.index.verify() }) {
            report.problems.append(CheckReport.Problem(kind: .index, message: line))
        }
        let total = try log.locked { core throws(FSError) in
            try core.index.segmentTotals().countByState[.stored] ?? 0
        }
        var after = SegmentSequence(rawValue: 0)
        while true {
            let rows = try log.locked { [after] core throws(FSError) in
                try core.index.segments(in: .stored, after: after, limit: 64)
            }
            guard let last = rows.last else { break }
            for row in rows {
                let readsData = readDataPercent > 0 && Int.random(in: 0..<100) < readDataPercent
                try await check(row, readsData: readsData, &report)
                progress(report.segmentsChecked, total)
            }
            after = last.sequence
        }
        try await findOrphans(&report)
        return report
    }

    private func check(_ row: SegmentRow, readsData: Bool, _ report: inout CheckReport) async throws(FSError) {
        report.segmentsChecked += 1
        do throws(Finding) {
            try await checkEnds(of: row)
            if readsData { try await readAll(of: row, &report) }
        } catch {
            // Reclaimed meanwhile: then it is gone on purpose.
            let now = try log.locked { core throws(FSError) in try core.index.segment(row.sequence)?.state }
            guard now == row.state else { return }
            switch error {
            case .unknown(let reason):
                report.isComplete = false
                report.problems.append(
                    CheckReport.Problem(
                        kind: .missing, segment: row.sequence, object: row.id.description,
                        message: "not known: \(reason)", isCertain: false))
            case .problem(let kind, let message):
                report.problems.append(
                    CheckReport.Problem(
                        kind: kind, segment: row.sequence, object: row.id.description,
                        path: try path(affectedBy: row.sequence), message: message))
            }
        }
    }

    private enum Finding: Error {
        /// The store did not say.
        case unknown(String)
        case problem(CheckReport.Problem.Kind, String)
    }

    /// The header, the footer and the summary: three small reads.
    private func checkEnds(of row: SegmentRow) async throws(Finding) {
        let head = try await read(row, 0..<min(row.objectBytes, UInt64(SegmentHeader.bytesMax)))
        let reader = try reader(head, of: row)
        let footerRange = row.objectBytes - min(row.objectBytes, UInt64(SegmentFooter.byteCount))..<row.objectBytes
        let tail = try await read(row, footerRange)
        let footer: SegmentFooter
        do {
            footer = try SegmentFooter(decoding: tail[...], objectBytes: row.objectBytes)
        } catch {
            throw .problem(.damaged, "its end is not that of a segment: \(error)")
        }
        let entry = try await read(row, footer.summary)
        do {
            let summary = try entry.withRawBytes { (entry) throws(FormatError) in try reader.openSummary(entry) }
            guard summary.chain == row.chain else {
                throw Finding.problem(.replayed, "it is an older or another version of this segment")
            }
        } catch let finding as Finding {
            throw finding
        } catch {
            throw .problem(.damaged, "its summary: \(error)")
        }
    }

    private func reader(_ head: [UInt8], of row: SegmentRow) throws(Finding) -> SegmentReader {
        let reader: SegmentReader
        do {
            let peek = try SegmentReader.peek(head)
            guard peek.volume == log.identity.volume else { throw Finding.problem(.swapped, "it is of another volume") }
            guard peek.segment == row.id else { throw Finding.problem(.swapped, "it is segment \(peek.segment)") }
            reader = try SegmentReader(headerBytes: head, key: log.identity.key, volume: log.identity.volume)
        } catch let finding as Finding {
            throw finding
        } catch {
            throw .problem(.damaged, "its header: \(error)")
        }
        guard reader.header.sequence == row.sequence, reader.header.epoch == row.epoch else {
            throw .problem(.replayed, "it is segment \(reader.header.sequence) of epoch \(reader.header.epoch)")
        }
        return reader
    }

    /// Every entry, opened: what a reader of the files would meet.
    private func readAll(of row: SegmentRow, _ report: inout CheckReport) async throws(Finding) {
        let access: SegmentAccess
        do {
            access = try log.locked { core throws(FSError) in try core.access(row.sequence) }
        } catch {
            throw .unknown(error.logDescription)
        }
        var window = EntryWindow()
        var plain = [UInt8](repeating: 0, count: Limits.frameBytesMax)
        for entry in access.table.entries where entry.kind == .frame {
            while let next = window.need(for: entry.range, objectBytes: row.objectBytes) {
                let bytes = try await read(row, next)
                report.bytesRead += UInt64(bytes.count)
                window.append(bytes)
            }
            do {
                _ = try window.withBytes(of: entry.range) { (bytes) throws(FormatError) in
                    try plain.withRawMutableBytes { (plain) throws(FormatError) in
                        try access.reader.openEntry(bytes, number: entry.number, into: plain)
                    }
                }
            } catch {
                throw .problem(.damaged, "entry \(entry.number): \(error)")
            }
        }
    }

    private func read(_ row: SegmentRow, _ range: Range<UInt64>) async throws(Finding) -> [UInt8] {
        let segments = StoredSegments(store: store, identity: log.identity)
        do throws(ObjectStoreError) {
            return try await segments.readBytes(ObjectReference(bytes: row.reference), range, of: row.objectBytes)
        } catch {
            switch error {
            case .notFound: throw .problem(.missing, "the store does not have it")
            case .damaged(let reason): throw .problem(.truncated, reason)
            case .conflict, .tooLarge: throw .problem(.damaged, "\(error)")
            case .throttled, .unauthorised, .unreachable, .refused, .unsupported, .cancelled:
                throw .unknown(FSError(error, object: "the store").logDescription)
            }
        }
    }

    /// Objects that no row names: left over from a lost answer, or put by a writer after it was fenced.
    private func findOrphans(_ report: inout CheckReport) async throws(FSError) {
        do throws(FSError) {
            for orphan in try await OrphanObjects(in: store, log).all {
                report.problems.append(
                    CheckReport.Problem(kind: .orphan, object: orphan.name.description, message: orphan.what))
            }
        } catch .unreachable {
            report.isComplete = false
        }
    }

    private func path(affectedBy segment: SegmentSequence) throws(FSError) -> [UInt8]? {
        try log.locked { core throws(FSError) in
            guard let inode = try core.index.inodes(referringTo: segment, limit: 1).first else { return nil }
            return try core.index.path(of: inode)
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
