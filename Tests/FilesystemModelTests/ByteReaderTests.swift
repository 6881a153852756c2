// SPDX-License-Identifier: MIT

import FilesystemModel
import SeededRandom
import Testing

/// What was written is read back; what nobody wrote is an error, never a trap and never a read past the end.
@Suite struct ByteReaderTests {
    @Test func whatWasWrittenIsReadBack() throws {
        var writer = ByteWriter()
        writer.write(UInt8.max)
        writer.write(UInt16(0x0102))
        writer.write(Int64.min)
        writer.writeVarint(.max)
        writer.writeVarint(0)
        writer.writeCounted([1, 2, 3])
        writer.write(bytes: [9, 8])
        var reader = ByteReader(writer.bytes)
        #expect(try reader.read(UInt8.self) == .max)
        #expect(try reader.read(UInt16.self) == 0x0102)
        #expect(try reader.read(Int64.self) == .min)
        #expect(try reader.readVarint() == .max)
        #expect(try reader.readVarint() == 0)
        #expect(try Array(reader.readCounted()) == [1, 2, 3])
        #expect(reader.remaining == 2)
        #expect(try Array(reader.readBytes(2)) == [9, 8])
        try reader.expectEnd()
    }

    @Test func integersAreLittleEndian() {
        var writer = ByteWriter()
        writer.write(UInt32(0x0403_0201))
        #expect(writer.bytes == [1, 2, 3, 4])
    }

    @Test func varintsOfEveryLengthComeBack() throws {
        for shift in 0..<64 {
            for value in [UInt64(1) << UInt64(shift), (UInt64(1) << UInt64(shift)) - 1] {
                var writer = ByteWriter()
                writer.writeVarint(value)
                var reader = ByteReader(writer.bytes)
                #expect(try reader.readVarint() == value && reader.isAtEnd)
            }
        }
    }

    @Test func aVarintOfMoreThan64BitsIsRefused() {
        for bytes in [[UInt8](repeating: 0xFF, count: 9) + [2], [UInt8](repeating: 0x80, count: 10) + [0]] {
            var reader = ByteReader([7] + bytes)
            _ = try? reader.read(UInt8.self)
            #expect(throws: ByteReader.Failure.overlongVarint(offset: 1)) { try reader.readVarint() }
        }
    }

    @Test func whatEndsTooEarlyIsTruncatedAtItsEnd() {
        var reader = ByteReader([0x80, 0x80])
        #expect(throws: ByteReader.Failure.truncated(offset: 2)) { try reader.readVarint() }
        reader = ByteReader([1, 2, 3])
        #expect(throws: ByteReader.Failure.truncated(offset: 3)) { try reader.read(UInt32.self) }
        #expect(throws: ByteReader.Failure.truncated(offset: 3)) { try reader.readBytes(4) }
        #expect(throws: ByteReader.Failure.truncated(offset: 3)) { try reader.readBytes(-1) }
        #expect(throws: ByteReader.Failure.trailingBytes(offset: 0)) { try reader.expectEnd() }
    }

    @Test func aCountBeyondTheEndAllocatesNothing() {
        var writer = ByteWriter()
        writer.writeVarint(.max)
        writer.write(UInt8(0))
        var reader = ByteReader(writer.bytes)
        #expect(throws: ByteReader.Failure.truncated(offset: 11)) { try reader.readCounted() }
    }

    @Test func aSliceIsReadFromItsOwnBeginning() throws {
        let bytes: [UInt8] = [9, 9, 1, 0, 5]
        var reader = ByteReader(bytes[2...])
        #expect(try reader.read(UInt16.self) == 1 && reader.offset == 2)
        #expect(throws: ByteReader.Failure.truncated(offset: 3)) { try reader.read(UInt16.self) }
    }

    @Test func randomBytesNeverTrap() {
        var random = SeededGenerator(seed: SeededGenerator.seed())
        for _ in 0..<5000 {
            var reader = ByteReader(random.bytes(Int.random(in: 0..<24, using: &random)))
            var before = -1
            while !reader.isAtEnd, reader.offset > before {
                before = reader.offset
                switch Int.random(in: 0..<4, using: &random) {
                case 0: _ = try? reader.read(UInt64.self)
                case 1: _ = try? reader.readVarint()
                case 2: _ = try? reader.readCounted()
                default: _ = try? reader.readBytes(Int.random(in: -2..<6, using: &random))
                }
                #expect(reader.remaining >= 0)
            }
        }
    }
}
