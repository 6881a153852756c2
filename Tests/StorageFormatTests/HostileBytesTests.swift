// SPDX-License-Identifier: MIT

import FilesystemModel
import Testing

@testable import StorageFormat

/// Guards: decoders that a key usually shields take anything as well: an error or a value, never a crash, and never more
/// memory than the bytes that are there allow.
@Suite struct HostileBytesTests {
    private let fixture = Fixture(seed: 51)

    private func finishedSegment() throws -> [UInt8] {
        var samples = Samples(seed: 52)
        let writer = try fixture.writer()
        for kind in 0..<Samples.recordKinds {
            try writer.append(samples.bytes(1...200))
            _ = try writer.appendRecords([try samples.record(kind)])
        }
        _ = try writer.appendCheckpoint(try samples.checkpoint(pieces: 2), slots: try fixture.slots())
        _ = try writer.finish()
        return writer.takePending()
    }

    private func footer(_ segment: [UInt8]) throws -> SegmentFooter {
        try SegmentFooter(decoding: segment.suffix(SegmentFooter.byteCount), objectBytes: UInt64(segment.count))
    }

    @Test("Summaries")
    func summaries() throws {
        let segment = try finishedSegment()
        let reader = try fixture.reader(segment)
        let payload = try segment[try footer(segment).summary.asInt].withRawBytes { entry in
            let header = try EntryHeader(entry)
            return try reader.expanded(try reader.openPayload(header, entry), header)
        }
        try Mutations(of: payload, seed: 53).forEach(4000) { (bytes) throws in
            guard let summary = try? SegmentSummary(bytes, header: reader.header) else { return }
            for batch in summary.batches { _ = try? batch.records() }
            #expect(summary.table.end <= UInt64(UInt32.max))
        }
    }

    @Test("Footers: what they point to lies within the object and is bounded")
    func footers() throws {
        let segment = try finishedSegment()
        let size = UInt64(segment.count)
        try Mutations(of: Array(segment.suffix(SegmentFooter.byteCount)), seed: 54).forEach(6000) { (bytes) throws in
            guard let footer = try? SegmentFooter(decoding: bytes[...], objectBytes: size) else { return }
            #expect(footer.summary.upperBound <= size)
            #expect((footer.keySlots?.upperBound ?? 0) <= size)
        }
    }

    @Test("Key slots beside a checkpoint, read without a key")
    func keySlotsEntries() throws {
        let segment = try finishedSegment()
        let range = try #require(try footer(segment).keySlots)
        try Mutations(of: Array(segment[range.asInt]), seed: 55).forEach(4000) { (bytes) throws in
            if let slots = try? SegmentReader.peekKeySlots(bytes, volume: fixture.volume) {
                #expect(slots.slots.count <= KeySlots.countMax)
            }
        }
    }

    @Test("Entry headers: what is accepted is within the bounds of its kind")
    func entryHeaders() throws {
        var header = [UInt8](repeating: 0, count: EntryHeader.byteCount)
        header[0] = EntryKind.frame.rawValue
        header[8] = 100
        header[12] = 100
        try Mutations(of: header, seed: 56).forEach(20_000) { (bytes) throws in
            guard let header = try? bytes.withRawBytes({ try EntryHeader($0) }) else { return }
            #expect(header.plainBytes <= header.kind.plainBytesMax)
            #expect(header.storedBytes <= header.plainBytes)
        }
    }

    @Test("Compressed payloads: the output is exactly as long as said, or the payload is malformed")
    func compressedPayloads() throws {
        var samples = Samples(seed: 57)
        let plain = samples.bytes(500...500) + [UInt8](repeating: 9, count: 20_000)
        let compressor = try FrameCompressor()
        let compressed = try #require(plain.withUnsafeBytes { compressor.compress($0).map { Array($0) } })
        // One byte beyond the output shows whether it is overrun.
        var output = [UInt8](repeating: 0, count: plain.count + 1)
        try Mutations(of: compressed, seed: 58).forEach(3000) { (bytes) throws in
            output[plain.count] = 0xA5
            _ = try? bytes.withRawBytes { bytes in
                try output.withRawMutableBytes { output in
                    try Decompressor.shared.decompress(
                        bytes, into: UnsafeMutableRawBufferPointer(rebasing: output[..<plain.count]), part: .frame)
                }
            }
            #expect(output[plain.count] == 0xA5)
        }
    }

    @Test("Whole files of noise, zeros and magics")
    func noise() throws {
        var samples = Samples(seed: 59)
        for magic in ["GRAMFSEG", "GRAMFSRB", "GRAMFSCL", "GRAMFSND", ""] {
            for count in [0, 1, 8, 64, 111, 112, 128, 4096, 100_000] {
                for bytes in [samples.bytes(count...count), [UInt8](repeating: 0, count: count)] {
                    let bytes = Array(magic.utf8) + [1, 0, 0, 0] + bytes
                    #expect(throws: FormatError.self) { try fixture.reader(bytes) }
                    #expect(throws: FormatError.self) { try Superblock(decoding: bytes, key: fixture.master) }
                    #expect(throws: FormatError.self) { try WriterClaim(decoding: bytes, key: fixture.master) }
                }
            }
        }
    }
}
