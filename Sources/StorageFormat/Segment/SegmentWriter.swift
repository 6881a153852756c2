// SPDX-License-Identifier: MIT

import FilesystemModel

/// One open segment: turns frames, records and checkpoints into sealed entries, in the order of the calls.
///
/// Bytes gather in `pending`; the owner writes them to the segment file, in order and without a gap, and discards
/// them. Not thread-safe: the volume lock serialises every call. Nothing is allocated per entry but the growth of
/// reused memory. After an error that is not `segmentFull` or `tooLarge` the segment must not go on.
/// `@unchecked Sendable`: the owner's lock protects it.
package final class SegmentWriter: @unchecked Sendable {
    package let header: SegmentHeader
    /// Everything produced so far, discarded or not.
    package private(set) var byteCount: UInt64
    package private(set) var nextEntry: EntryNumber
    package private(set) var table: EntryTable
    package private(set) var isFinished = false

    private let cipher: CipherContext
    private let random: any RandomSource
    private let place: [UInt8]
    private let chain: SegmentChain
    private var pending = PendingBytes()
    /// The payloads of all records entries, for the summary.
    private var records: ByteWriter
    private var keySlots: Range<UInt64>?

    /// Begins a segment. `slots` go into the header of every 16th; give them always.
    package init(
        header: SegmentHeader, key: MasterKey, slots: KeySlots?, random: any RandomSource
    ) throws(FormatError) {
        let (bytes, segmentKey) = try header.encoded(key: key, slots: slots, random: random)
        self.header = header
        self.random = random
        cipher = try CipherContext(key: segmentKey, direction: .seal)
        place = SegmentPlace.bytes(header)
        chain = try SegmentChain(headerTag: bytes.suffix(CipherContext.tagBytes))
        table = EntryTable(firstOffset: UInt32(bytes.count))
        records = ByteWriter()
        byteCount = UInt64(bytes.count)
        nextEntry = EntryNumber(rawValue: 0)
        pending.append(bytes)
    }

    /// Goes on after the valid prefix of an unfinished segment, to finish it. The file must be cut to
    /// `scan.validBytes` first.
    package init(resuming scan: SegmentScan, random: any RandomSource) throws(FormatError) {
        precondition(scan.summary == nil, "a finished segment is never continued")
        header = scan.header
        self.random = random
        cipher = try CipherContext(key: scan.segmentKey, direction: .seal)
        place = SegmentPlace.bytes(scan.header)
        chain = try scan.chain.copy()
        table = scan.table
        records = ByteWriter()
        for batch in scan.batches { records.write(bytes: batch.encoded) }
        byteCount = scan.validBytes
        nextEntry = scan.table.nextNumber
        keySlots = scan.table.entries.last { $0.kind == .keySlots }?.range
    }

    /// Plain bytes of frames and checkpoint pieces so far.
    package var logicalBytes: UInt64 { table.logicalBytes }

    /// An upper bound of the object's size if it were finished now.
    package var bytesWithSummary: UInt64 {
        byteCount + UInt64(summaryBytesMax + EntryHeader.overhead + SegmentFooter.byteCount)
    }

    /// Whether the summary, or the 32-bit offsets, come near their bounds: finish also below the target size.
    package var isNearlyFull: Bool {
        summaryBytesMax > EntryKind.summary.plainBytesMax / 2 || byteCount > UInt64(UInt32.max) / 4 * 3
    }

    private var summaryBytesMax: Int { 1 + Digest.byteCount + table.encodedBytesMax + records.bytes.count }

    // MARK: - Appending

    package func appendFrame(_ frame: PreparedFrame) throws(FormatError) -> EntryNumber {
        assert(frame.kind == .frame)
        return try append(frame)
    }

    /// One batch: replayed all or not at all. Throws for one that could not be read back; then nothing was appended.
    package func appendRecords(_ batch: [Record]) throws(FormatError) -> EntryNumber {
        guard batch.count <= RecordCoding.countMax else {
            throw .tooLarge(.records, bytes: UInt64(batch.count), limit: UInt64(RecordCoding.countMax))
        }
        let start = records.bytes.count
        RecordCoding.write(batch, to: &records)
        do throws(FormatError) {
            // What the log holds and no reader takes would be a lost volume.
            guard try RecordCoding.read(records.bytes[start...]) == batch else {
                throw .malformed(.records, "they read back as others")
            }
            return try records.bytes.withRawBytes { (bytes) throws(FormatError) in
                let payload = UnsafeRawBufferPointer(rebasing: bytes[start...])
                return try append(.records, [], plainBytes: UInt32(clamping: payload.count), payload: payload)
            }
        } catch {
            records.truncate(to: start)
            throw error
        }
    }

    package func appendPiece(_ piece: PreparedFrame) throws(FormatError) -> (entry: EntryNumber, plainBytes: UInt32) {
        assert(piece.kind == .checkpointPiece)
        return (try append(piece), piece.plainBytes)
    }

    /// Encodes under the lock; prefer `PreparedFrame.prepare(_:using:)` outside of it.
    package func appendPiece(_ rows: [CheckpointRow]) throws(FormatError) -> (entry: EntryNumber, plainBytes: UInt32) {
        try appendPiece(try PreparedFrame.prepare(rows, using: try FrameCompressor()))
    }

    /// The checkpoint, and before it the key slots in clear: whoever finds the checkpoint can open the volume.
    package func appendCheckpoint(_ checkpoint: Checkpoint, slots: KeySlots) throws(FormatError) -> EntryNumber {
        let start = byteCount
        try appendWhole(slots.encoded, kind: .keySlots, flags: .plain)
        keySlots = start..<byteCount
        var writer = ByteWriter()
        CheckpointCoding.write(checkpoint, to: &writer)
        return try appendWhole(writer.bytes, kind: .checkpoint, flags: [])
    }

    /// Leaves out the numbers of entries that a rewritten segment has dropped.
    package func skip(to number: EntryNumber) {
        precondition(header.run != nil && number >= nextEntry, "only a rewritten segment leaves numbers out")
        nextEntry = number
    }

    // MARK: - Finishing

    /// Appends summary and footer. No entry may follow.
    package func finish() throws(FormatError) -> SegmentSummary {
        let contentChain = try chain.value(previous: header.previousChain, segment: header.segment)
        var writer = ByteWriter(reserving: summaryBytesMax)
        SegmentSummary.write(contentChain: contentChain, table: table, records: records.bytes, to: &writer)
        let start = byteCount
        try appendWhole(writer.bytes, kind: .summary, flags: [])
        let footer = SegmentFooter(
            volume: header.volume, segment: header.segment, summary: start..<byteCount, keySlots: keySlots)
        pending.append(footer.encoded)
        byteCount += UInt64(SegmentFooter.byteCount)
        isFinished = true
        return try SegmentSummary(writer.bytes, header: header)
    }

    // MARK: - Pending bytes

    /// What has not been discarded yet, in order.
    package func withPending<Result, Failure: Error>(
        _ body: (UnsafeRawBufferPointer) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        try body(pending.bytes)
    }

    /// The pending bytes are in the segment file.
    package func discardPending() { pending.removeAll() }

    // MARK: - Entries

    private func append(_ frame: PreparedFrame) throws(FormatError) -> EntryNumber {
        // The payload may be memory of the frame.
        defer { withExtendedLifetime(frame) {} }
        return try append(frame.kind, frame.flags, plainBytes: frame.plainBytes, payload: frame.payload)
    }

    @discardableResult
    private func appendWhole(_ bytes: [UInt8], kind: EntryKind, flags: EntryFlags) throws(FormatError) -> EntryNumber {
        let compressor = try FrameCompressor()
        defer { withExtendedLifetime(compressor) {} }
        return try bytes.withRawBytes { (bytes) throws(FormatError) in
            let compressed = flags.contains(.plain) ? nil : compressor.compress(bytes)
            return try append(
                kind, compressed == nil ? flags : flags.union(.compressed), plainBytes: UInt32(clamping: bytes.count),
                payload: compressed ?? bytes)
        }
    }

    private func append(
        _ kind: EntryKind, _ flags: EntryFlags, plainBytes: UInt32, payload: UnsafeRawBufferPointer
    ) throws(FormatError) -> EntryNumber {
        precondition(!isFinished, "a finished segment takes no entries")
        let entry = EntryHeader(
            kind: kind, flags: flags, number: nextEntry, plainBytes: plainBytes,
            storedBytes: UInt32(clamping: payload.count))
        try entry.check()
        if kind != .summary {
            guard !isOverfull(by: entry) else { throw .segmentFull }
            try table.append(entry)
        }
        try seal(entry, payload)
        byteCount += UInt64(entry.entryBytes)
        nextEntry = EntryNumber(rawValue: entry.number.rawValue + 1)
        return entry.number
    }

    /// Whether the segment could not be finished any more with the entry in it.
    private func isOverfull(by entry: EntryHeader) -> Bool {
        let tableBytes = 16
        return summaryBytesMax + tableBytes > EntryKind.summary.plainBytesMax
            || bytesWithSummary + UInt64(entry.entryBytes + tableBytes) > UInt64(UInt32.max)
    }

    /// Header, payload and tag at the end of the pending bytes. Encryption is the one copy of the payload.
    private func seal(_ entry: EntryHeader, _ payload: UnsafeRawBufferPointer) throws(FormatError) {
        let start = pending.grow(by: entry.entryBytes)
        let nonce = start + EntryHeader.authenticBytes
        let stored = start + EntryHeader.byteCount
        let tag = stored + payload.count
        entry.write(to: start)
        random.fill(UnsafeMutableRawBufferPointer(start: nonce, count: CipherContext.nonceBytes))
        let isPlain = entry.flags.contains(.plain)
        if isPlain, let source = payload.baseAddress { stored.copyMemory(from: source, byteCount: payload.count) }
        try place.withRawBytes { (place) throws(FormatError) in
            try cipher.seal(
                nonce: nonce,
                associated: AssociatedData(
                    place: place, header: UnsafeRawBufferPointer(start: start, count: EntryHeader.authenticBytes),
                    payload: isPlain ? payload : AssociatedData.nothing),
                plain: isPlain ? AssociatedData.nothing : payload, into: isPlain ? nil : stored, tag: tag)
        }
        if entry.kind != .summary { try chain.add(number: entry.number, kind: entry.kind, tag: tag) }
    }
}
