// SPDX-License-Identifier: MIT

import FilesystemModel
import SeededRandom
import Testing

/// What is printed parses to the same, and nothing else parses: positions and identifiers come from command lines,
/// and two spellings of one would be taken for two.
@Suite struct IdentifiersTests {
    @Test func positionsComeBackAsTheyWerePrinted() {
        for (sequence, entry) in [(0, 0), (1, 0), (7, 12), (UInt64.max, UInt32.max)] as [(UInt64, UInt32)] {
            let position = LogPosition(
                sequence: SegmentSequence(rawValue: sequence), entry: EntryNumber(rawValue: entry))
            #expect(LogPosition(position.description) == position)
        }
        #expect(LogPosition("12.3")?.sequence.rawValue == 12)
    }

    @Test(arguments: [
        "", ".", "1", "1.", ".1", "1.2.3", "a.b", "-1.0", "1.-1", "1.4294967296", "18446744073709551616.0", " 1.2",
        "+1.2", "1.+2", "-0.0", "1 .2", "１.2",
    ])
    func whatIsNoPositionDoesNotParse(_ text: String) { #expect(LogPosition(text) == nil) }

    @Test func positionsAreOrderedBySegmentFirst() {
        let texts = ["0.0", "1.0", "1.5", "2.0", "2.4294967295", "10.0"]
        let positions = texts.compactMap { LogPosition($0) }
        #expect(positions.count == texts.count && positions == positions.sorted())
        #expect(LogPosition.start < positions[1])
    }

    @Test func identifiersComeBackAsTheyWerePrinted() {
        var random = SeededGenerator(seed: SeededGenerator.seed())
        for identifier in [Identifier128(high: 0, low: 1), Identifier128(using: &random)] {
            #expect(identifier.description.utf8.count == 32)
            #expect(Identifier128(identifier.description) == identifier)
        }
    }

    @Test(arguments: [
        "", "0", String(repeating: "0", count: 31), String(repeating: "0", count: 33),
        String(repeating: "g", count: 32), "+" + String(repeating: "0", count: 31),
        "-" + String(repeating: "0", count: 31),
        String(repeating: "0", count: 16) + "-" + String(repeating: "0", count: 15),
    ])
    func whatIsNoIdentifierDoesNotParse(_ text: String) { #expect(Identifier128(text) == nil) }
}

/// A name is what a directory can hold.
@Suite struct FileNameTests {
    @Test func anyBytesButSlashAndNulAreAName() throws {
        let bytes = (1...255).map { UInt8($0) }.filter { $0 != UInt8(ascii: "/") }
        #expect(try FileName(bytes).bytes == bytes)
        #expect(try FileName([0xFF, 0xFE]).bytes == [0xFF, 0xFE])
        #expect(try FileName(Array("...".utf8)).description == "...")
        #expect(try FileName([UInt8](repeating: 1, count: 255)).bytes.count == 255)
    }

    @Test func whatIsTooLongIsToldApartFromWhatIsNoName() {
        #expect(throws: FSError.nameTooLong) { try FileName([UInt8](repeating: 1, count: 256)) }
        for bad in ["", ".", "..", "a/b", "/", "a\0b"] {
            #expect(throws: FSError.invalidArgument("not a file name")) { try FileName(Array(bad.utf8)) }
        }
    }

    @Test func namesAreOrderedByBytes() throws {
        let names = try [[0x01], [0x01, 0x00 + 2], [0x7F], [0xFF]].map { try FileName($0 as [UInt8]) }
        #expect(names == names.sorted() && names[0] < names[1])
    }
}

/// Times are ordered and subtracted with their nanoseconds.
@Suite struct TimestampTests {
    @Test func aDurationIsExactAcrossSeconds() {
        let early = Timestamp(seconds: -1, nanoseconds: 999_999_999)
        let late = Timestamp(seconds: 1, nanoseconds: 1)
        #expect(late.duration(since: early) == .seconds(1) + .nanoseconds(2))
        #expect(early.duration(since: late) == .zero - .seconds(1) - .nanoseconds(2))
        #expect(early < late && !(late < early))
    }
}
