// SPDX-License-Identifier: MIT

import FilesystemModel
import Metadata
import SegmentLog
import StorageFormat

/// Brings the index up to the end of the local log after a start: the segments that the index does not know as sealed
/// are read, applied and, where unfinished, given their summary.
///
/// Stops at the first gap: what follows it was never acknowledged as durable, and is removed. Killed at any point, it
/// does the same again.
package struct LocalReplay {
    private let index: MetadataIndex
    private let files: Log
    private let identity: VolumeIdentity
    private let random: any RandomSource

    package init(index: MetadataIndex, files: Log, identity: VolumeIdentity, random: any RandomSource) {
        self.index = index
        self.files = files
        self.identity = identity
        self.random = random
    }

    /// Where the log ends; nil where it is empty. `indexDamaged` where the index is ahead of the log or contradicts it, or
    /// where it knows nothing and the log does not begin here: then it must be rebuilt.
    ///
    /// `afterRebuild`: the index has all that the store has, so that what lies behind a gap is nobody's.
    package func run(afterRebuild: Bool = false) throws(FSError) -> LogEnd? {
        var end = try lastSealed()
        let isNew = try index.lastSegment() == nil
        var sequence = end?.sequence.next ?? .first
        while let found = try segment(sequence, after: end) {
            try apply(found.batches, of: sequence, found.row)
            try LogCore.note(found.row, in: index)
            end = LogEnd(sequence: sequence, chain: found.row.chain)
            if found.wasUnfinished { break }
            sequence = sequence.next
        }
        let last = end?.sequence ?? SegmentSequence(rawValue: 0)
        guard index.appliedPosition.sequence <= last else {
            throw .indexDamaged("the index is ahead of the log")
        }
        // Without an index a gap may be what was sent and evicted, and what follows it has not been sent.
        if isNew && !afterRebuild, files.sequences().contains(where: { $0 > last.next }) {
            throw .indexDamaged("it knows no segment, and the log does not go on after segment \(last)")
        }
        try removeBeyond(last)
        return end
    }

    /// Takes away the files of segments that are not those of the index: of a log that did not become the volume's. For
    /// an index that came from the store.
    package func removeStrangers() throws(FSError) {
        for sequence in files.sequences() {
            guard let row = try index.segment(sequence), row.state != .open else { continue }
            do {
                let reader = try SegmentSource(files.file(sequence)).openLocal(identity)
                if reader?.header.segment != row.id { try files.remove(sequence) }
            } catch let error as FSError {
                throw error
            } catch let error as SegmentLogError {
                throw FSError(error)
            } catch {
                throw .local("\(error)")
            }
        }
    }

    /// Brings the index up to the tail of a log that is in use.
    func catchUp(with open: OpenSegment) throws(FSError) {
        var end = try lastSealed()
        var sequence = end?.sequence.next ?? .first
        while sequence < open.sequence, let found = try segment(sequence, after: end) {
            try apply(found.batches, of: sequence, found.row)
            end = LogEnd(sequence: sequence, chain: found.row.chain)
            try LogCore.note(found.row, in: index)
            sequence = sequence.next
        }
        let source = SegmentSource(open.file)
        guard sequence == open.sequence, let reader = try source.openLocal(identity) else {
            throw .indexDamaged("segment \(sequence) is not here any more")
        }
        let scan = try reader.scan(size: open.file.size) { range throws(FSError) in try source.read(range) }
        try apply(scan.batches, of: sequence, open.row)
    }

    /// Its records refer to its own frames, so the row comes first; sealed once all of them are applied.
    private func apply(_ batches: [RecordBatch], of sequence: SegmentSequence, _ row: SegmentRow) throws(FSError) {
        if try index.segment(sequence) == nil {
            var row = row
            row.state = .open
            try index.insertSegment(row)
        }
        for batch in batches {
            try index.replay(batch, of: sequence)
            CrashPoint.duringReplay.pass()
        }
    }

    private struct Found {
        let row: SegmentRow
        let batches: [RecordBatch]
        let wasUnfinished: Bool
    }

    /// The last segment that the index knows as sealed: everything of it was applied before its row was committed.
    private func lastSealed() throws(FSError) -> LogEnd? {
        guard var sequence = try index.lastSegment() else { return nil }
        while sequence.rawValue > 0 {
            if let row = try index.segment(sequence), row.state != .open {
                return LogEnd(sequence: sequence, chain: row.chain)
            }
            sequence = SegmentSequence(rawValue: sequence.rawValue - 1)
        }
        return nil
    }

    /// The next segment of the log, finished now if it was not; nil where the log ends.
    private func segment(_ sequence: SegmentSequence, after end: LogEnd?) throws(FSError) -> Found? {
        let file: SegmentFile
        do { file = try files.file(sequence) } catch {
            guard case .noSuchSegment = error else { throw FSError(error) }
            return nil
        }
        // From the disk: after a failed sync the page cache may still show bytes that no power cut would leave.
        try FSError.translating { () throws(SegmentLogError) in try file.rereadFromDisk() }
        let source = SegmentSource(file)
        guard let reader = try source.openLocal(identity), reader.header.sequence == sequence,
            reader.header.previousChain == end?.chain ?? SegmentChain.start
        else { return nil }
        if let summary = try source.summary(reader) {
            return Found(
                row: try row(summary, source, reader, bytes: file.size), batches: summary.batches, wasUnfinished: false)
        }
        return try finish(file, source, reader)
    }

    private func finish(
        _ file: SegmentFile, _ source: SegmentSource, _ reader: SegmentReader
    ) throws(FSError) -> Found? {
        let scan = try reader.scan(size: file.size) { range throws(FSError) in try source.read(range) }
        if let summary = scan.summary {
            // Finished, but the cut of the zeros behind it did not reach the disk. Readers look for the footer at the end.
            try FSError.translating { () throws(SegmentLogError) in
                file.reopen()
                try file.seal(size: scan.validBytes)
            }
            return Found(
                row: try row(summary, source, reader, bytes: scan.validBytes), batches: summary.batches,
                wasUnfinished: false)
        }
        // Nothing in it: the next segment takes its place.
        guard !scan.table.entries.isEmpty else { return nil }
        if let last = scan.batches.last {
            let position = LogPosition(sequence: scan.header.sequence, entry: last.entry)
            guard index.appliedPosition.sequence < position.sequence || index.appliedPosition <= position else {
                throw .indexDamaged("the index is ahead of the log")
            }
        } else if index.appliedPosition.sequence == scan.header.sequence {
            throw .indexDamaged("the index is ahead of the log")
        }
        do {
            let writer = try SegmentWriter(resuming: scan, random: random)
            let summary = try writer.finish()
            file.reopen()
            try file.cut(to: scan.validBytes)
            try writer.withPending { (bytes) throws(SegmentLogError) in try file.append(bytes) }
            writer.discardPending()
            try file.seal(size: writer.byteCount)
            return Found(
                row: try row(summary, source, reader, bytes: writer.byteCount), batches: scan.batches,
                wasUnfinished: true)
        } catch {
            throw FSError(appending: error)
        }
    }

    private func row(
        _ summary: SegmentSummary, _ source: SegmentSource, _ reader: SegmentReader, bytes: UInt64
    ) throws(FSError) -> SegmentRow {
        SegmentRow(
            summary, state: .queued, objectBytes: bytes, reference: [],
            headerBytes: try source.read(0..<UInt64(reader.headerBytes)))
    }

    /// Files behind the end: pieces of a future that no power cut let happen.
    private func removeBeyond(_ last: SegmentSequence) throws(FSError) {
        do {
            for sequence in files.sequences() where sequence > last { try files.remove(sequence) }
        } catch {
            throw FSError(error)
        }
    }
}

extension MetadataIndex {
    /// Applies a batch of the log, unless it was applied before. The same for every way back: after a crash, from a
    /// store, on a new machine.
    func replay(_ batch: RecordBatch, of sequence: SegmentSequence) throws(FSError) {
        let position = LogPosition(sequence: sequence, entry: batch.entry)
        guard position > appliedPosition else { return }
        let records: [Record]
        do { records = try batch.records() } catch { throw .damaged("the records at \(position): \(error)") }
        try apply(records, at: position)
    }
}
