// SPDX-License-Identifier: MIT

import FilesystemModel
import Testing

@testable import StorageFormat

/// Guards: what a writer seals, a reader with the key opens to the same bytes; without the key nothing of it is readable;
/// nothing that is changed, swapped, replayed or truncated opens.
@Suite struct SegmentTests {
    private let fixture = Fixture()

    /// Content of every kind, as a volume would write it.
    private struct Sample {
        var bytes: [UInt8] = []
        var summary: SegmentSummary
        var frames: [EntryNumber: [UInt8]] = [:]
        var batches: [EntryNumber: [Record]] = [:]
        var rows: [CheckpointRow]
        var piece: EntryNumber
        var checkpoint: Checkpoint
    }

    private func sample(sequence: UInt64 = 7, seed: UInt64 = 1) throws -> Sample {
        var samples = Samples(seed: seed)
        let writer = try fixture.writer(sequence: sequence)
        let contents: [[UInt8]] = [
            [0x42], Array("the quick brown fox\n".utf8), [UInt8](repeating: 7, count: Limits.frameBytesMax),
            samples.bytes(100_000...100_000), Array(String(repeating: "lorem ipsum dolor ", count: 3000).utf8),
        ]
        var bytes: [UInt8] = []
        var frames: [EntryNumber: [UInt8]] = [:]
        var batches: [EntryNumber: [Record]] = [:]
        for content in contents {
            for policy in ContentPolicy.allCases { frames[try writer.append(content, policy: policy)] = content }
            let records = try [samples.record(0), samples.record(7)]
            batches[try writer.appendRecords(records)] = records
            bytes += writer.takePending()
        }
        let rows = try (0..<300).map { try samples.row(CheckpointKey.Kind.allCases[$0 % 5]) }
        let (piece, plainBytes) = try writer.appendPiece(rows)
        var checkpoint = try samples.checkpoint(pieces: 3)
        checkpoint.pieces[0].bytes = plainBytes
        _ = try writer.appendCheckpoint(checkpoint, slots: try fixture.slots())
        let bound = writer.bytesWithSummary
        let summary = try writer.finish()
        bytes += writer.takePending()
        #expect(UInt64(bytes.count) == writer.byteCount)
        #expect(writer.byteCount <= bound)
        return Sample(
            bytes: bytes, summary: summary, frames: frames, batches: batches, rows: rows, piece: piece,
            checkpoint: checkpoint)
    }

    private func footer(_ segment: [UInt8]) throws -> SegmentFooter {
        try SegmentFooter(
            decoding: segment.suffix(SegmentFooter.byteCount), objectBytes: UInt64(segment.count))
    }

    private func summary(_ segment: [UInt8]) throws -> SegmentSummary {
        let entry = segment[try footer(segment).summary.asInt]
        return try entry.withRawBytes { try fixture.reader(segment).openSummary($0) }
    }

    // MARK: - Round trips

    @Test("From the end of an object and its header, everything in it can be opened")
    func roundTrip() throws {
        let sample = try sample()
        let reader = try fixture.reader(sample.bytes)
        let summary = try summary(sample.bytes)
        #expect(summary == sample.summary)
        #expect(summary.header.sequence == SegmentSequence(rawValue: 7))
        for (number, content) in sample.frames {
            let entry = try #require(summary.table[number])
            #expect(try reader.frame(entry, of: sample.bytes) == content)
        }
        for batch in summary.batches {
            #expect(try batch.records() == sample.batches[batch.entry])
            let entry = try #require(summary.table[batch.entry])
            let records = try sample.bytes[entry.bytes].withRawBytes {
                try reader.openRecords($0, number: entry.number)
            }
            #expect(records == sample.batches[batch.entry])
        }
        #expect(summary.batches.count == sample.batches.count)
        let piece = try #require(summary.table[sample.piece])
        let rows = try sample.bytes[piece.bytes].withRawBytes { try reader.openPiece($0, number: piece.number) }
        #expect(rows == sample.rows)
        let checkpoint = try #require(summary.checkpoints.first.flatMap { summary.table[$0] })
        let opened = try sample.bytes[checkpoint.bytes].withRawBytes {
            try reader.openCheckpoint($0, number: checkpoint.number)
        }
        #expect(opened == sample.checkpoint)
        #expect(summary.lastPosition?.entry == summary.table.entries.last?.number)
    }

    @Test("Live bytes are counted: frames and pieces by their plain length, nothing else")
    func logicalBytes() throws {
        let sample = try sample()
        let frames = sample.frames.values.reduce(0) { $0 + $1.count }
        #expect(sample.summary.logicalBytes == UInt64(frames) + UInt64(sample.checkpoint.pieces[0].bytes))
    }

    @Test("The next segment's header names the chain, and the chain depends on everything before it")
    func chain() throws {
        let first = try sample().summary
        let second = try SegmentWriter(
            header: SegmentHeader(
                volume: fixture.volume, segment: first.header.segment, sequence: first.header.sequence.next,
                epoch: .first, previousChain: first.chain, created: .epoch),
            key: fixture.master, slots: nil, random: fixture.random)
        let third = try SegmentWriter(
            header: second.header, key: fixture.master, slots: nil, random: SeededRandomSource(seed: 99))
        let chains = [first.chain, try second.finish().chain, try third.finish().chain]
        #expect(Set(chains).count == 3)
        let bytes = second.takePending()
        #expect(try fixture.reader(bytes).header.previousChain == first.chain)
    }

    @Test("An empty segment can be finished and read")
    func empty() throws {
        let writer = try fixture.writer()
        let summary = try writer.finish()
        let bytes = writer.takePending()
        #expect(summary.lastPosition == nil)
        #expect(try self.summary(bytes) == summary)
    }

    @Test("Content is compressed only where a sixteenth is saved, and never below 128 bytes")
    func compression() throws {
        let writer = try fixture.writer()
        var samples = Samples(seed: 9)
        let noise = samples.bytes(100_000...100_000)
        try writer.append([UInt8](repeating: 1, count: 127))
        try writer.append([UInt8](repeating: 1, count: 128))
        try writer.append(noise)
        try writer.append(Array(noise[..<30_000]) + [UInt8](repeating: 0, count: 70_000))
        let isCompressed = writer.table.entries.map { $0.flags.contains(.compressed) }
        #expect(isCompressed == [false, true, false, true])
        for entry in writer.table.entries where entry.flags.contains(.compressed) {
            #expect(entry.storedBytes <= entry.plainBytes - entry.plainBytes / 16)
        }
    }

    @Test("One compressor serves many frames that are prepared before any is appended")
    func preparedAhead() throws {
        let compressor = try FrameCompressor()
        let contents = (0..<8).map { [UInt8](repeating: UInt8($0), count: 5000) }
        let frames = contents.map { content in
            content.withUnsafeBytes { PreparedFrame.prepare($0, policy: .sealed, using: compressor) }
        }
        let writer = try fixture.writer()
        for frame in frames { _ = try writer.appendFrame(frame) }
        let bytes = writer.takePending()
        let reader = try fixture.reader(bytes)
        for (entry, content) in zip(writer.table.entries, contents) {
            #expect(try reader.frame(entry, of: bytes) == content)
        }
    }

    @Test("A frame that is reopened and appended elsewhere keeps its bytes, its policy and its compression")
    func reopened() throws {
        let sample = try sample()
        let reader = try fixture.reader(sample.bytes)
        let run = SegmentRun(id: fixture.random.identifier(), index: 0, count: 1, replacedChain: sample.summary.chain)
        let writer = try fixture.writer(sequence: 7, run: run)
        for entry in sample.summary.table.entries where entry.kind == .frame && entry.number.rawValue % 2 == 1 {
            writer.skip(to: entry.number)
            let frame = try sample.bytes[entry.bytes].withRawBytes { try reader.reopen($0, number: entry.number) }
            #expect(try writer.appendFrame(frame) == entry.number)
        }
        let summary = try writer.finish()
        let bytes = writer.takePending()
        #expect(summary.chain == sample.summary.chain, "it stands for the one it replaces")
        #expect(summary.contentChain != sample.summary.chain)
        let rewritten = try fixture.reader(bytes)
        for entry in summary.table.entries {
            #expect(try rewritten.frame(entry, of: bytes) == sample.frames[entry.number])
            #expect(entry.flags == sample.summary.table[entry.number]?.flags)
        }
        #expect(rewritten.scan(bytes).end == .finished)
    }

    // MARK: - What is readable

    @Test("Without the key only plain content can be read, never names, records or sealed content")
    func secrecy() throws {
        let name = try FileName(Array("a name that nobody may read".utf8))
        let secret = Array("content that nobody may read".utf8)
        let open = Array("content that everybody may read".utf8)
        let writer = try fixture.writer()
        let inode = Inode(number: .root, kind: .regular, permissions: 0o644, uid: 0, gid: 0, time: .epoch)
        _ = try writer.appendRecords([.create(inode: inode, parent: .root, name: name, cookie: .firstName)])
        try writer.append(secret)
        try writer.append(open, policy: .plain)
        let dentry = Dentry(parent: .root, name: name, inode: .root, kind: .regular, cookie: .firstName)
        _ = try writer.appendPiece([.dentry(dentry)])
        _ = try writer.finish()
        let bytes = writer.takePending()
        #expect(!contains(bytes, name.bytes))
        #expect(!contains(bytes, secret))
        #expect(contains(bytes, open))
    }

    private func contains(_ bytes: [UInt8], _ part: [UInt8]) -> Bool {
        bytes.indices.dropLast(part.count - 1).contains { bytes[$0..<$0 + part.count].elementsEqual(part) }
    }

    @Test("Every 16th segment shows its key slots without a key, the others do not", arguments: 1...34)
    func keySlots(sequence: UInt64) throws {
        let slots = try fixture.slots()
        let writer = try SegmentWriter(
            header: fixture.header(sequence: sequence), key: fixture.master, slots: slots, random: fixture.random)
        let peek = try SegmentReader.peek(writer.takePending())
        #expect(peek.volume == fixture.volume)
        #expect(peek.segment == writer.header.segment)
        #expect(peek.keySlots == (sequence % 16 == 1 ? slots : nil))
    }

    @Test("A segment with a checkpoint shows the key slots at its end without a key")
    func keySlotsBesideCheckpoint() throws {
        let sample = try sample()
        let footer = try footer(sample.bytes)
        let range = try #require(footer.keySlots)
        let slots = try SegmentReader.peekKeySlots(Array(sample.bytes[range.asInt]), volume: footer.volume)
        #expect(try slots.unlock(passphrase: Array("correct horse".utf8)).slot == KeySlot.ID(rawValue: 1))
    }

    @Test("With sixteen slots of the longest labels a header still fits its 4 KiB")
    func largestHeader() throws {
        var slots = KeySlots(volume: fixture.volume)
        for _ in 0..<KeySlots.countMax {
            try slots.add(
                recoveryKey: RecoveryKey(random: fixture.random), label: String(repeating: "x", count: 64),
                master: fixture.master, created: .epoch, random: fixture.random)
        }
        let run = SegmentRun(
            id: fixture.random.identifier(), index: .max - 1, count: .max, replacedChain: SegmentChain.start)
        var header = fixture.header(sequence: .max / 16 * 16 + 1, run: run)
        header.epoch = Epoch(rawValue: .max)
        header.created = Timestamp(seconds: .min, nanoseconds: 999_999_999)
        let writer = try SegmentWriter(header: header, key: fixture.master, slots: slots, random: fixture.random)
        let bytes = writer.takePending()
        #expect(bytes.count <= SegmentHeader.bytesMax)
        #expect(try fixture.reader(bytes).header == header)
        #expect(try fixture.reader(bytes).keySlots == slots)
    }

    // MARK: - What does not open

    @Test("A segment of another volume, another id or under another key is refused by name")
    func wrongPlace() throws {
        let bytes = try sample().bytes
        let other = VolumeID(Identifier128(high: 9, low: 9))
        #expect(throws: FormatError.wrongVolume(found: fixture.volume)) {
            try SegmentReader(headerBytes: bytes, key: fixture.master, volume: other)
        }
        let id = try SegmentReader.peek(bytes).segment
        #expect(throws: FormatError.wrongSegment(found: id)) {
            try SegmentReader(
                headerBytes: bytes, key: fixture.master, volume: fixture.volume,
                segment: SegmentID(fixture.random.identifier()))
        }
        #expect(throws: FormatError.authenticationFailed(.segmentHeader)) {
            try SegmentReader(
                headerBytes: bytes, key: MasterKey(random: fixture.random), volume: fixture.volume, segment: id)
        }
    }

    @Test("No bit of a header can be changed unseen, the clear part and the key slots included")
    func headerBits() throws {
        let writer = try fixture.writer(sequence: 17)
        let bytes = writer.takePending()
        for place in bytes.indices {
            for bit in 0..<8 {
                var changed = bytes
                changed[place] ^= 1 << UInt8(bit)
                // The compatible feature bits are covered by the tag as well, so even they may not change.
                #expect(throws: FormatError.self, "byte \(place)") { try fixture.reader(changed) }
            }
        }
    }

    @Test("No bit of an entry can be changed unseen", arguments: ContentPolicy.allCases, [40, 4000])
    func entryBits(policy: ContentPolicy, count: Int) throws {
        let writer = try fixture.writer()
        let number = try writer.append([UInt8](repeating: 0x55, count: count), policy: policy)
        let bytes = writer.takePending()
        let reader = try fixture.reader(bytes)
        let entry = try #require(writer.table[number])
        for place in entry.bytes {
            var changed = Array(bytes[entry.bytes])
            changed[place - entry.bytes.lowerBound] ^= 1 << UInt8(place % 8)
            #expect(throws: FormatError.self) { try reader.frame(changed, number: number) }
        }
        #expect(try reader.frame(entry, of: bytes).count == count, "failures leave the reader as it was")
    }

    @Test("An entry opens in its own segment only, and under its own number only")
    func swappedEntries() throws {
        let writers = [try fixture.writer(), try fixture.writer()]
        let content = [UInt8](repeating: 3, count: 64)
        for writer in writers { for _ in 0..<2 { try writer.append(content) } }
        let segments = writers.map { $0.takePending() }
        let entries = zip(writers, segments).map { writer, bytes in
            writer.table.entries.map { Array(bytes[$0.bytes]) }
        }
        let reader = try fixture.reader(segments[0])
        let first = EntryNumber(rawValue: 0)
        let second = EntryNumber(rawValue: 1)
        #expect(try reader.frame(entries[0][0], number: first) == content)
        #expect(throws: FormatError.wrongEntry(expected: first, found: second)) {
            try reader.frame(entries[0][1], number: first)
        }
        #expect(throws: FormatError.authenticationFailed(.frame)) { try reader.frame(entries[1][0], number: first) }
        var renumbered = entries[0][1]
        renumbered[4] = 0
        #expect(throws: FormatError.authenticationFailed(.frame)) { try reader.frame(renumbered, number: first) }
        #expect(throws: FormatError.self) { try reader.frame(Array(entries[0][0].dropLast()), number: first) }
        #expect(throws: FormatError.self) { try reader.frame(entries[0][0] + [0], number: first) }
    }

    @Test("A sealed entry cannot pass for a plain one, nor one kind for another")
    func flagsAndKinds() throws {
        let writer = try fixture.writer()
        let number = try writer.append([UInt8](repeating: 3, count: 64))
        let bytes = writer.takePending()
        let reader = try fixture.reader(bytes)
        var entry = Array(bytes[try #require(writer.table[number]).bytes])
        entry[1] = EntryFlags.plain.rawValue
        #expect(throws: FormatError.authenticationFailed(.frame)) { try reader.frame(entry, number: number) }
        entry[1] = 0
        for kind in EntryKind.allCases where kind != .frame {
            entry[0] = kind.rawValue
            #expect(throws: FormatError.self) { try reader.frame(entry, number: number) }
        }
        entry[0] = EntryKind.records.rawValue
        #expect(throws: FormatError.authenticationFailed(.records)) {
            try entry.withRawBytes { try reader.openRecords($0, number: number) }
        }
    }

    @Test("After a failed opening the caller's memory holds nothing of the entry")
    func wipedOutput() throws {
        let writer = try fixture.writer()
        let number = try writer.append([UInt8](repeating: 0x55, count: 100))
        var bytes = writer.takePending()
        let reader = try fixture.reader(bytes)
        bytes[bytes.count - 1] ^= 1
        let entry = Array(bytes[try #require(writer.table[number]).bytes])
        var output = [UInt8](repeating: 0, count: 100)
        #expect(throws: FormatError.authenticationFailed(.frame)) {
            try entry.withRawBytes { entry in
                try output.withRawMutableBytes { try reader.openEntry(entry, number: number, into: $0) }
            }
        }
        #expect(output.allSatisfy { $0 == 0 })
    }

    @Test("Output that is too small is refused before anything is written")
    func smallOutput() throws {
        let writer = try fixture.writer()
        let number = try writer.append([UInt8](repeating: 0x55, count: 100))
        let bytes = writer.takePending()
        let entry = Array(bytes[try #require(writer.table[number]).bytes])
        #expect(throws: FormatError.tooLarge(.frame, bytes: 100, limit: 99)) {
            try fixture.reader(bytes).frame(entry, number: number, plainBytes: 99)
        }
    }

    @Test("A payload that decompresses to more or less than its entry says is malformed")
    func decompressionBomb() throws {
        let compressor = try FrameCompressor()
        let plain = [UInt8](repeating: 0, count: Limits.frameBytesMax)
        let compressed = try #require(plain.withUnsafeBytes { compressor.compress($0).map { Array($0) } })
        for claimed in [1000, Limits.frameBytesMax - 1] {
            let writer = try fixture.writer()
            let frame = compressed.withUnsafeBytes {
                PreparedFrame(copying: $0, kind: .frame, flags: .compressed, plainBytes: claimed)
            }
            let number = try writer.appendFrame(frame)
            let bytes = writer.takePending()
            let reader = try fixture.reader(bytes)
            let entry = try #require(writer.table[number])
            #expect(throws: FormatError.malformed(.frame, "does not decompress to its length")) {
                try reader.frame(entry, of: bytes)
            }
        }
        let half = Array(repeating: 0, count: 1000).withUnsafeBytes { compressor.compress($0).map { Array($0) } }
        let writer = try fixture.writer()
        let frame = try #require(half).withUnsafeBytes {
            PreparedFrame(copying: $0, kind: .frame, flags: .compressed, plainBytes: Limits.frameBytesMax)
        }
        let number = try writer.appendFrame(frame)
        let bytes = writer.takePending()
        #expect(throws: FormatError.malformed(.frame, "does not decompress to its length")) {
            try fixture.reader(bytes).frame(try #require(writer.table[number]), of: bytes)
        }
    }

    @Test("A summary belongs to its segment only, and a footer to its object's size only")
    func swappedSummary() throws {
        let first = try sample(seed: 1)
        let second = try sample(seed: 2)
        let entry = second.bytes[try footer(second.bytes).summary.asInt]
        #expect(throws: FormatError.authenticationFailed(.summary)) {
            try entry.withRawBytes { try fixture.reader(first.bytes).openSummary($0) }
        }
        let end = first.bytes.suffix(SegmentFooter.byteCount)
        for size in [0, 64, first.bytes.count - 1, first.bytes.count + 1] {
            #expect(throws: FormatError.self) { try SegmentFooter(decoding: end, objectBytes: UInt64(size)) }
        }
    }

    // MARK: - Bounds

    @Test("Records and rows beyond their bounds are tooLarge, and the segment goes on unharmed")
    func tooLarge() throws {
        let writer = try fixture.writer()
        let many = [Record](repeating: .free(inode: .root), count: RecordCoding.countMax + 1)
        #expect(throws: FormatError.tooLarge(.records, bytes: 65_537, limit: 65_536)) {
            try writer.appendRecords(many)
        }
        let value = [UInt8](repeating: 0, count: 64 << 10)
        let wide = [Record](repeating: .setXattr(inode: .root, name: [1], value: value, time: .epoch), count: 65)
        #expect(throws: FormatError.self) { try writer.appendRecords(wide) }
        #expect(try writer.appendRecords([.free(inode: .root)]) == EntryNumber(rawValue: 0))
        let summary = try writer.finish()
        #expect(try summary.batches.map { try $0.records() } == [[.free(inode: .root)]])
        #expect(try self.summary(writer.takePending()) == summary)
    }

    @Test("A record that no reader would take is refused, and the segment goes on unharmed")
    func unreadableRecord() throws {
        let writer = try fixture.writer()
        var samples = Samples(seed: 1)
        var share = try samples.share()
        share.downloadsMax = UInt64(Int64.max)
        #expect(throws: FormatError.self) { try writer.appendRecords([.createShare(share)]) }
        #expect(try writer.appendRecords([.free(inode: .root)]) == EntryNumber(rawValue: 0))
        #expect(try writer.finish().batches.map { try $0.records() } == [[.free(inode: .root)]])
    }

    @Test("A segment whose summary would pass its bound is full, says so early, and can still be finished")
    func full() throws {
        let writer = try fixture.writer()
        let value = [UInt8](repeating: 0, count: 64 << 10)
        let batch = [Record](repeating: .setXattr(inode: .root, name: [1], value: value, time: .epoch), count: 63)
        var appended = 0
        var warnedAt: Int?
        #expect(throws: FormatError.segmentFull) {
            while appended < 100 {
                _ = try writer.appendRecords(batch)
                writer.discardPending()
                appended += 1
                if warnedAt == nil, writer.isNearlyFull { warnedAt = appended }
            }
        }
        #expect(appended == 16)
        #expect(warnedAt == 9)
        let bound = writer.bytesWithSummary
        let summary = try writer.finish()
        #expect(summary.batches.count == appended)
        #expect(writer.byteCount <= bound)
        let end = writer.takePending()
        let footer = try SegmentFooter(
            decoding: end.suffix(SegmentFooter.byteCount), objectBytes: writer.byteCount)
        #expect(footer.segmentBytes - footer.summary.lowerBound == end.count, "summary and footer are all that is left")
    }

    @Test("Discarding pending bytes keeps the count, the order and the offsets")
    func pending() throws {
        let writer = try fixture.writer()
        var bytes: [UInt8] = []
        for round in 0..<50 {
            try writer.append([UInt8](repeating: UInt8(round), count: 100 * round + 1))
            if round % 3 == 0 { bytes += writer.takePending() }
            #expect(writer.byteCount == writer.table.end)
        }
        _ = try writer.finish()
        bytes += writer.takePending()
        #expect(writer.withPending { $0.isEmpty })
        #expect(try fixture.reader(bytes).scan(bytes).end == .finished)
    }

    @Test("Many threads open entries of one reader at once")
    func concurrentReads() async throws {
        let sample = try sample()
        let reader = try fixture.reader(sample.bytes)
        let frames = sample.frames
        let bytes = sample.bytes
        let table = sample.summary.table
        await withTaskGroup(of: Bool.self) { group in
            for _ in 0..<8 {
                group.addTask {
                    frames.allSatisfy { number, content in
                        guard let entry = table[number] else { return false }
                        return (try? reader.frame(entry, of: bytes)) == content
                    }
                }
            }
            for await isRight in group { #expect(isRight) }
        }
    }
}
