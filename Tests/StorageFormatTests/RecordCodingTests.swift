// SPDX-License-Identifier: MIT

import FilesystemModel
import Testing

@testable import StorageFormat

/// Guards: every record that the model allows comes back as it was; unknown kinds are skipped or refused as their
/// number says; hostile bytes are an error, never a crash.
@Suite struct RecordCodingTests {
    private func coded(_ records: [Record]) -> [UInt8] {
        var writer = ByteWriter()
        RecordCoding.write(records, to: &writer)
        return writer.bytes
    }

    @Test("Records of each kind come back as they were", arguments: 0..<Samples.recordKinds)
    func roundTrip(kind: Int) throws {
        var samples = Samples(seed: 100 + UInt64(kind))
        for _ in 0..<200 {
            let record = try samples.record(kind)
            #expect(try RecordCoding.read(coded([record])[...]) == [record])
        }
    }

    @Test("A batch keeps its order; an empty one is one byte")
    func batches() throws {
        var samples = Samples(seed: 5)
        let records = try (0..<100).map { try samples.record($0 % Samples.recordKinds) }
        #expect(try RecordCoding.read(coded(records)[...]) == records)
        #expect(coded([]) == [0])
        #expect(try RecordCoding.read([0]).isEmpty)
    }

    @Test("The numbers of the record kinds never change")
    func kinds() throws {
        var samples = Samples(seed: 6)
        for kind in 0..<Samples.recordKinds {
            #expect(coded([try samples.record(kind)])[1] == UInt8(2 * kind + 1))
        }
    }

    @Test("An unknown even kind is skipped, an unknown odd one refused with its number")
    func unknownKinds() throws {
        var samples = Samples(seed: 7)
        let known = try [samples.record(13), samples.record(3)]
        var writer = ByteWriter()
        writer.writeVarint(3)
        writer.write(bytes: coded([known[0]]).dropFirst())
        writer.writeVarint(1002)
        writer.writeCounted([1, 2, 3, 4, 5])
        writer.write(bytes: coded([known[1]]).dropFirst())
        #expect(try RecordCoding.read(writer.bytes[...]) == known)

        var odd = ByteWriter()
        odd.writeVarint(1)
        odd.writeVarint(1001)
        odd.writeCounted([1, 2, 3])
        #expect(throws: FormatError.unsupportedFeatures(.records, bits: 1001)) {
            try RecordCoding.read(odd.bytes[...])
        }
    }

    @Test("A batch that is cut anywhere is truncated or malformed")
    func truncation() throws {
        var samples = Samples(seed: 8)
        let bytes = coded(try (0..<Samples.recordKinds).map { try samples.record($0) })
        for count in stride(from: 0, to: bytes.count, by: 7) {
            #expect(throws: FormatError.self) { try RecordCoding.read(bytes.prefix(count)) }
        }
        #expect(throws: FormatError.self) { try RecordCoding.read((bytes + [0])[...]) }
    }

    @Test("Hostile records end in an error or in values that code again", arguments: 0..<Samples.recordKinds)
    func hostileBytes(kind: Int) throws {
        var samples = Samples(seed: 900 + UInt64(kind))
        for round in 0..<5 {
            let bytes = coded(try [samples.record(kind), samples.record(kind)])
            try Mutations(of: bytes, seed: UInt64(round)).forEach(300) { (bytes) throws in
                guard let records = try? RecordCoding.read(bytes[...]) else { return }
                #expect(try RecordCoding.read(coded(records)[...]) == records)
            }
        }
    }

    @Test("A count that the bytes cannot hold is refused before anything is allocated for it")
    func hostileCounts() {
        for count in [UInt64.max, 1 << 62, 1 << 40, 1 << 20] {
            var writer = ByteWriter()
            writer.writeVarint(count)
            writer.write(bytes: [UInt8](repeating: 27, count: 64))
            #expect(throws: FormatError.truncated(.records)) { try RecordCoding.read(writer.bytes[...]) }
        }
        var many = ByteWriter()
        many.writeVarint(UInt64(RecordCoding.countMax) + 1)
        many.write(bytes: [UInt8](repeating: 27, count: 2 * (RecordCoding.countMax + 1)))
        #expect(throws: FormatError.tooLarge(.records, bytes: 65_537, limit: 65_536)) {
            try RecordCoding.read(many.bytes[...])
        }
    }

    @Test("Extents without sense are refused, so that no arithmetic on them can overflow")
    func extentBounds() throws {
        func check(_ extent: Extent) throws -> Extent {
            var writer = ByteWriter()
            ExtentCoding.write(extent, to: &writer)
            var reader = FieldReader(writer.bytes, part: .records)
            return try ExtentCoding.read(&reader)
        }
        let run = FrameRun(segment: .first, entry: EntryNumber(rawValue: 1), skip: 5, grid: 9)
        let good = Extent(start: Limits.fileBytesMax - 10, length: 10, run: run)
        #expect(try check(good) == good)
        var skipped = run
        skipped.skip = 10
        var gridded = run
        gridded.grid = UInt32(Limits.frameBytesMax)
        var last = run
        last.entry = EntryNumber(rawValue: .max)
        for bad in [
            Extent(start: 0, length: 0, run: run), Extent(start: Limits.fileBytesMax, length: 1, run: run),
            Extent(start: .max, length: .max, run: run), Extent(start: 0, length: 1, run: skipped),
            Extent(start: 0, length: 1, run: gridded),
            Extent(start: 0, length: UInt64(Limits.frameBytesMax), run: last),
        ] {
            #expect(throws: FormatError.self) { try check(bad) }
        }
    }
}
