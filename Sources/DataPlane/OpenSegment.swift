// SPDX-License-Identifier: MIT

import FilesystemModel
import SegmentLog
import StorageFormat

/// The segment that is being written: its encoder and its file, in step.
package final class OpenSegment {
    package let sequence: SegmentSequence
    package let file: SegmentFile
    package let began: ContinuousClock.Instant
    /// When the last entry was appended, nil for none: what decides about sealing by age.
    package private(set) var firstAppend: ContinuousClock.Instant?
    package private(set) var lastAppend: ContinuousClock.Instant?
    let headerBytes: [UInt8]
    /// The key for reading back; its table is empty, `entry` has it.
    let access: SegmentAccess
    /// Beyond this size of the finished object the segment is sealed.
    let bytesMax: UInt64
    private let writer: SegmentWriter

    init(
        sequence: SegmentSequence, previousChain: [UInt8], epoch: Epoch, identity: VolumeIdentity, slots: KeySlots,
        files: Log, sizes: SegmentSizes, random: any RandomSource, now: Timestamp, file prepared: SegmentFile? = nil
    ) throws(FSError) {
        do {
            bytesMax = sizes.target(freeBytes: try files.freeBytes())
            let header = SegmentHeader(
                volume: identity.volume, segment: SegmentID(random.identifier()), sequence: sequence, epoch: epoch,
                previousChain: previousChain, created: now)
            let writer = try SegmentWriter(
                header: header, key: identity.key, slots: slots, random: random)
            let file = if let prepared { prepared } else { try files.create(sequence) }
            headerBytes = writer.withPending { Array($0) }
            access = try SegmentAccess(
                sequence: sequence,
                layout: SegmentLayout(
                    headerBytes: headerBytes, table: EntryTable(firstOffset: UInt32(headerBytes.count))),
                identity: identity)
            try writer.withPending { (bytes) throws(SegmentLogError) in try file.append(bytes) }
            writer.discardPending()
            self.writer = writer
            self.file = file
        } catch {
            throw FSError(appending: error)
        }
        self.sequence = sequence
        began = .now
    }

    package var isEmpty: Bool { firstAppend == nil }
    package var byteCount: UInt64 { writer.byteCount }
    package var bytesWithSummary: UInt64 { writer.bytesWithSummary }
    package var created: Timestamp { writer.header.created }
    var isNearlyFull: Bool { writer.isNearlyFull }

    package var row: SegmentRow {
        SegmentRow(sequence: sequence, id: writer.header.segment, epoch: writer.header.epoch, state: .open)
    }

    /// Where one of the entries so far is.
    func entry(_ number: EntryNumber) -> EntryTable.Entry? { writer.table[number] }

    /// Whether entries of `count` bytes, and the summary after them, fit into space that the file has already.
    func hasRoom(for count: UInt64) -> Bool { file.hasRoom(for: wanted(count)) }

    /// Takes the space for entries of `count` bytes and the summary after them, and `ahead` more where there is so much.
    func reserve(_ count: UInt64, ahead: UInt64) throws(FSError) {
        do {
            try file.reserve(wanted(count) + ahead)
        } catch {
            guard case .noSpace = FSError(error), ahead > 0 else { throw FSError(error) }
            try reserve(count, ahead: 0)
        }
    }

    private func wanted(_ count: UInt64) -> UInt64 {
        count + (bytesWithSummary - byteCount) + Self.summaryGrowth
    }

    /// What one batch or one run of frames adds to the summary beside its own bytes.
    private static let summaryGrowth: UInt64 = 16 << 10

    /// Encodes entries and puts them into the file, in this order; one system call for all of them.
    func append<Result>(
        _ encode: (SegmentWriter) throws(FormatError) -> Result
    ) throws(FSError) -> Result {
        do {
            let result = try encode(writer)
            try flush()
            return result
        } catch {
            throw FSError(appending: error)
        }
    }

    /// Writes the summary; the file is final after this.
    func seal() throws(FSError) -> SegmentRow {
        do {
            let summary = try writer.finish()
            try flush()
            try file.seal(size: writer.byteCount)
            var row = row
            row.state = .queued
            row.objectBytes = writer.byteCount
            row.logicalBytes = summary.logicalBytes
            row.chain = summary.chain
            row.entryTable = SegmentLayout(headerBytes: headerBytes, table: summary.table).encoded
            return row
        } catch {
            throw FSError(appending: error)
        }
    }

    private func flush() throws(SegmentLogError) {
        try writer.withPending { (bytes) throws(SegmentLogError) in try file.append(bytes) }
        writer.discardPending()
        let now = ContinuousClock.now
        if firstAppend == nil { firstAppend = now }
        lastAppend = now
    }
}
