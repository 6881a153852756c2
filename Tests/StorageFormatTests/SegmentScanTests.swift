// SPDX-License-Identifier: MIT

import FilesystemModel
import Testing

@testable import StorageFormat

/// Guards: whatever a crash, a power cut or an attacker left of a segment file, a scan finds exactly the entries before
/// the first one that is not whole and authentic, and what it found can be finished into a segment that reads the same.
@Suite struct SegmentScanTests {
    private let fixture = Fixture(seed: 21)

    private struct Sample {
        let bytes: [UInt8]
        let summary: SegmentSummary
        var headerBytes: Int { Int(summary.table.firstOffset) }
        /// How many entries are whole in the first `count` bytes.
        func entries(in count: Int) -> Int { summary.table.entries.prefix { $0.range.upperBound <= count }.count }
    }

    private func sample() throws -> Sample {
        let writer = try fixture.writer()
        var samples = Samples(seed: 22)
        for kind in [0, 7, 11, 13] {
            try writer.append(samples.bytes(1...60))
            try writer.append([UInt8](repeating: 1, count: 300), policy: .plain)
            _ = try writer.appendRecords([try samples.record(kind)])
        }
        _ = try writer.appendPiece([try samples.row(.extent)])
        _ = try writer.appendCheckpoint(try samples.checkpoint(pieces: 1), slots: try fixture.slots())
        let summary = try writer.finish()
        return Sample(bytes: writer.takePending(), summary: summary)
    }

    private func expectPrefix(_ scan: SegmentScan, of sample: Sample, entries: Int, _ comment: Comment) throws {
        let all = sample.summary.table.entries
        #expect(scan.table.entries == Array(all.prefix(entries)), comment)
        let records = all.prefix(entries).filter { $0.kind == .records }.count
        #expect(scan.batches == Array(sample.summary.batches.prefix(records)), comment)
        if scan.end != .finished {
            let end = entries == 0 ? UInt64(sample.headerBytes) : all[entries - 1].range.upperBound
            #expect(scan.validBytes == end, comment)
            #expect(scan.summary == nil)
        }
    }

    @Test("A whole segment is finished, with the summary that its writer gave")
    func finished() throws {
        let sample = try sample()
        let scan = try fixture.reader(sample.bytes).scan(sample.bytes)
        #expect(scan.end == .finished)
        #expect(scan.summary == sample.summary)
        #expect(scan.validBytes == UInt64(sample.bytes.count))
        #expect(scan.checkpoints == sample.summary.checkpoints)
        #expect(scan.pieces.count == 1)
    }

    @Test("A segment that is torn at any byte scans to the entries before the tear")
    func tornAnywhere() throws {
        let sample = try sample()
        let reader = try fixture.reader(sample.bytes)
        for cut in sample.headerBytes..<sample.bytes.count {
            let scan = reader.scan(Array(sample.bytes.prefix(cut)))
            try expectPrefix(scan, of: sample, entries: sample.entries(in: cut), "cut at \(cut)")
            #expect(scan.end != .finished)
        }
    }

    @Test("Zero-filled space after a tear changes nothing of what is found")
    func zerosAfterTear() throws {
        let sample = try sample()
        let reader = try fixture.reader(sample.bytes)
        let zeros = [UInt8](repeating: 0, count: 5000)
        for cut in sample.headerBytes...sample.bytes.count {
            // A tear whose lost bytes were zeros anyway is no tear.
            let bytes = Array(sample.bytes.prefix(cut)) + zeros
            let whole = zip(bytes, sample.bytes).prefix { $0 == $1 }.count
            let scan = reader.scan(bytes)
            try expectPrefix(scan, of: sample, entries: sample.entries(in: whole), "cut at \(cut)")
        }
        let clean = reader.scan(Array(sample.bytes.prefix(sample.headerBytes)) + zeros)
        #expect(clean.end == .tail)
    }

    @Test("Garbage after a tear changes nothing of what is found")
    func garbageAfterTear() throws {
        let sample = try sample()
        let reader = try fixture.reader(sample.bytes)
        for cut in stride(from: sample.headerBytes, to: sample.bytes.count, by: 3) {
            let bytes = Array(sample.bytes.prefix(cut)) + fixture.random.bytes(200)
            guard bytes[cut] != sample.bytes[cut] else { continue }
            try expectPrefix(reader.scan(bytes), of: sample, entries: sample.entries(in: cut), "cut at \(cut)")
        }
    }

    @Test("A changed byte ends the scan at its entry, wherever it is")
    func changedByte() throws {
        let sample = try sample()
        let reader = try fixture.reader(sample.bytes)
        for place in sample.headerBytes..<sample.bytes.count {
            var bytes = sample.bytes
            bytes[place] ^= 1 << UInt8(place % 8)
            let scan = reader.scan(bytes)
            try expectPrefix(scan, of: sample, entries: sample.entries(in: place), "byte \(place)")
            #expect(scan.end != .finished)
        }
    }

    @Test("Entries that were left out, swapped, repeated or taken from elsewhere end the scan")
    func reordered() throws {
        let sample = try sample()
        let reader = try fixture.reader(sample.bytes)
        let header = Array(sample.bytes.prefix(sample.headerBytes))
        let entries = sample.summary.table.entries.map { Array(sample.bytes[$0.bytes]) }
        let other = try fixture.writer()
        _ = try other.append([1])
        let foreign = Array(other.takePending()[try #require(other.table.entries.first).bytes])
        let variants: [([[UInt8]], Int)] = [
            (Array(entries.dropFirst()), 0), ([entries[1], entries[0]] + entries.dropFirst(2), 0),
            ([entries[0], entries[0]] + entries.dropFirst(), 1), ([entries[0]] + entries.dropFirst(2), 1),
            ([foreign] + entries, 0),
        ]
        for (variant, expected) in variants {
            let scan = reader.scan(header + variant.joined())
            #expect(scan.table.entries.count == expected)
            guard case .invalid = scan.end else {
                Issue.record("the scan went on")
                continue
            }
        }
    }

    @Test("What a scan found can be finished, and then reads the same, at every entry")
    func resumed() throws {
        let sample = try sample()
        let reader = try fixture.reader(sample.bytes)
        let cuts = [sample.headerBytes] + sample.summary.table.entries.map { Int($0.range.upperBound) - 1 }
        for cut in cuts + [sample.bytes.count - 1] {
            let scan = reader.scan(Array(sample.bytes.prefix(cut)))
            let writer = try SegmentWriter(resuming: scan, random: fixture.random)
            let bound = writer.bytesWithSummary
            let summary = try writer.finish()
            let bytes = Array(sample.bytes.prefix(Int(scan.validBytes))) + writer.takePending()
            #expect(UInt64(bytes.count) == writer.byteCount)
            #expect(writer.byteCount <= bound)
            let again = reader.scan(bytes)
            #expect(again.end == .finished)
            #expect(again.summary == summary)
            try expectPrefix(again, of: sample, entries: sample.entries(in: cut), "cut at \(cut)")
            if cut == sample.bytes.count - 1 { #expect(summary.chain == sample.summary.chain) }
        }
    }

    @Test("A header that is torn anywhere is an error, so that the file is known to hold nothing")
    func tornHeader() throws {
        let sample = try sample()
        for cut in 0..<sample.headerBytes {
            #expect(throws: FormatError.self) { try fixture.reader(Array(sample.bytes.prefix(cut))) }
        }
    }

    @Test("A scan reads in order, ahead by at most a mebibyte or an entry, and never beyond the size")
    func boundedReads() throws {
        let writer = try fixture.writer()
        var samples = Samples(seed: 30)
        let noise = samples.bytes(Limits.frameBytesMax...Limits.frameBytesMax)
        for _ in 0..<40 { try writer.append(noise) }
        let summary = try writer.finish()
        let bytes = writer.takePending()
        var reads: [Range<UInt64>] = []
        let scan = try fixture.reader(bytes).scan(size: UInt64(bytes.count)) {
            reads.append($0)
            return Array(bytes[$0.asInt])
        }
        #expect(scan.summary == summary)
        #expect(reads.allSatisfy { $0.count <= 1 << 20 && $0.upperBound <= bytes.count })
        #expect(zip(reads, reads.dropFirst()).allSatisfy { $0.lowerBound < $1.lowerBound })
        #expect(reads.reduce(0) { $0 + $1.count } < bytes.count * 5 / 4)
    }

    @Test("An error of the file is the scan's error")
    func readError() throws {
        struct Unreadable: Error {}
        let sample = try sample()
        let reader = try fixture.reader(sample.bytes)
        #expect(throws: Unreadable.self) {
            try reader.scan(size: 1000) { (_) throws(Unreadable) -> [UInt8] in throw Unreadable() }
        }
    }

    @Test("Hostile segments never crash a scan and never show an entry that was not written")
    func hostileBytes() throws {
        let sample = try sample()
        let genuine = Set(sample.summary.table.entries)
        try Mutations(of: sample.bytes, seed: 31).forEach(1500) { (bytes) throws in
            guard let reader = try? fixture.reader(bytes) else { return }
            #expect(genuine.isSuperset(of: reader.scan(bytes).table.entries))
        }
    }
}
