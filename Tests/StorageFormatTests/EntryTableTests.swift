// SPDX-License-Identifier: MIT

import FilesystemModel
import Testing

@testable import StorageFormat

/// Guards: offsets are the sums of what stands before; numbers rise; a table codes to at most what it promised; hostile
/// tables are an error.
@Suite struct EntryTableTests {
    private func table(entries: Int, seed: UInt64, gaps: Bool) throws -> EntryTable {
        var generator = SeededRandomSource(seed: seed)
        var table = EntryTable(firstOffset: 300)
        var number: UInt32 = 0
        for _ in 0..<entries {
            if gaps { number += UInt32.random(in: 0...3, using: &generator) }
            let plain = UInt32.random(in: 1...131_072, using: &generator)
            let isCompressed = plain > 2 && Bool.random(using: &generator)
            try table.append(
                EntryHeader(
                    kind: Bool.random(using: &generator) ? .frame : .records, flags: isCompressed ? .compressed : [],
                    number: EntryNumber(rawValue: number), plainBytes: plain,
                    storedBytes: isCompressed ? plain / 2 : plain))
            number += 1
        }
        return table
    }

    @Test("A table comes back as it was and finds every entry", arguments: [false, true])
    func roundTrip(gaps: Bool) throws {
        for count in [0, 1, 2, 500] {
            let table = try table(entries: count, seed: 1, gaps: gaps)
            let read = try EntryTable(decoding: table.encoded)
            #expect(read == table)
            #expect(table.encoded.count <= table.encodedBytesMax)
            for entry in table.entries { #expect(read[entry.number] == entry) }
            #expect(read[EntryNumber(rawValue: .max)] == nil)
        }
    }

    @Test("Entries follow each other without a gap between their bytes")
    func offsets() throws {
        let table = try table(entries: 200, seed: 2, gaps: true)
        #expect(table.entries[0].offset == 300)
        for (entry, next) in zip(table.entries, table.entries.dropFirst()) {
            #expect(entry.range.upperBound == next.range.lowerBound)
        }
        #expect(table.entries.last?.range.upperBound == table.end)
        let frames = table.entries.filter { $0.kind == .frame }
        #expect(table.logicalBytes == frames.reduce(0) { $0 + UInt64($1.plainBytes) })
    }

    @Test("A number that was left out is not found")
    func gaps() throws {
        let table = try table(entries: 100, seed: 3, gaps: true)
        let known = Set(table.entries.map(\.number))
        for number in 0..<table.nextNumber.rawValue {
            let number = EntryNumber(rawValue: number)
            #expect((table[number] != nil) == known.contains(number))
        }
    }

    @Test("Offsets beyond 32 bits are segmentFull and change nothing")
    func full() throws {
        var table = EntryTable(firstOffset: .max - 1000)
        let header = EntryHeader(
            kind: .frame, flags: [], number: EntryNumber(rawValue: 0), plainBytes: 1000, storedBytes: 1000)
        let before = table
        #expect(throws: FormatError.segmentFull) { try table.append(header) }
        #expect(table == before)
    }

    @Test("Hostile tables end in an error or in one that codes again")
    func hostileBytes() throws {
        let bytes = try table(entries: 40, seed: 4, gaps: true).encoded
        try Mutations(of: bytes, seed: 5).forEach(5000) { (bytes) throws in
            guard let table = try? EntryTable(decoding: bytes) else { return }
            #expect(try EntryTable(decoding: table.encoded) == table)
            #expect(table.encoded.count <= table.encodedBytesMax)
        }
    }
}
