// SPDX-License-Identifier: MIT

import DiskSimulation
import FilesystemModel
import Glibc
import Testing

@testable import SegmentLog

/// One file as a tail:
/// - an append is there as a whole or not at all, whatever the disk does in the middle of it;
/// - a read gives the bytes appended, and never zeros kept ahead;
/// - a sealed file never changes.
@Suite struct SegmentFileTests {
    @Test func whatWasAppendedIsRead() throws {
        let log = try Log.open(directory: "/s", operations: SimulatedDisk())
        let file = try log.create(1)
        try file.append(pattern(1000))
        try file.append([])
        try file.append(pattern(500, seed: 2))
        #expect(file.size == 1500)
        #expect(try file.bytes() == pattern(1000) + pattern(500, seed: 2))
        #expect(try file.bytes(1400..<2000).count == 100)
        #expect(try file.bytes(1500..<1600).isEmpty)
        #expect(try file.isPresent(0..<1500))
        log.close()
    }

    @Test func shortWritesAreCompleted() throws {
        let disk = SimulatedDisk()
        disk.shortenWrites(toBytes: 7)
        let log = try Log.open(directory: "/s", operations: disk)
        let file = try log.create(1)
        try file.append(pattern(100))
        #expect(try file.bytes() == pattern(100))
        log.close()
    }

    @Test func aFullDiskLeavesTheTailWhereItWas() throws {
        let disk = SimulatedDisk(capacityBytes: 16 << 10)
        let log = try Log.open(directory: "/s", operations: disk)
        let file = try log.create(1)
        try file.append(pattern(4000))
        #expect(throws: SegmentLogError.system(call: "pwrite", path: "/s/0/1.seg", errno: ENOSPC)) {
            try file.append(pattern(20_000))
        }
        #expect(file.size == 4000)
        #expect(disk.contents(of: "/s/0/1.seg") == pattern(4000))
        disk.setCapacity(bytes: 1 << 20)
        try file.append(pattern(20_000, seed: 2))
        #expect(try file.bytes() == pattern(4000) + pattern(20_000, seed: 2))
        #expect(!log.isPoisoned)
        try log.syncNow()
        log.close()
    }

    @Test(.enabled(if: TemporaryMemoryDisk.isPossible, "needs root for a tmpfs"))
    func aFullTmpfsLeavesTheTailWhereItWas() throws {
        let disk = try TemporaryMemoryDisk(bytes: 256 << 10)
        let log = try Log.open(directory: disk.path + "/segments")
        let file = try log.create(1)
        try file.append(pattern(100_000))
        let path = disk.path + "/segments/0/1.seg"
        #expect(throws: SegmentLogError.system(call: "pwrite", path: path, errno: ENOSPC)) {
            try file.append(pattern(300_000))
        }
        #expect(file.size == 100_000)
        #expect(try file.bytes() == pattern(100_000))
        #expect(try log.freeBytes() > 100_000)
        try file.append(pattern(50_000, seed: 2))
        try log.syncNow()
        #expect(log.localBytes == 150_000)
        log.close()
    }

    @Test func aSealedFileTakesNothing() throws {
        let log = try Log.open(directory: "/s", operations: SimulatedDisk())
        let file = try log.create(1)
        try file.append(pattern(10))
        #expect(throws: SegmentLogError.outOfRange(1)) { try file.seal(size: 11) }
        try file.seal(size: 10)
        #expect(throws: SegmentLogError.sealed(1)) { try file.append(pattern(1)) }
        #expect(throws: SegmentLogError.sealed(1)) { try file.cut(to: 5) }
        #expect(try file.bytes() == pattern(10))
        log.close()
    }

    @Test func smallSyncsLayZerosAheadAndTheSealCutsThem() throws {
        let disk = SimulatedDisk()
        let log = try Log.open(directory: "/s", operations: disk)
        let file = try log.create(1)
        for round in 1...8 as ClosedRange<UInt8> {
            try file.append(pattern(100, seed: round))
            try log.sync(through: 1)
        }
        let expected = (1...8).flatMap { pattern(100, seed: UInt8($0)) }
        let laidDown = try #require(disk.contents(of: "/s/0/1.seg"))
        #expect(laidDown.count > 64 << 10)
        #expect(Array(laidDown.prefix(800)) == expected)
        #expect(laidDown.dropFirst(800).allSatisfy { $0 == 0 })
        #expect(file.size == 800)
        #expect(try file.bytes(0..<2000) == expected)
        try file.seal(size: 800)
        #expect(disk.contents(of: "/s/0/1.seg") == expected)
        try log.syncNow()
        let found = try Log.open(directory: "/s", operations: disk.crashed(.losesEverything))
        #expect(try found.file(1).bytes() == expected)
        log.close()
        found.close()
    }

    @Test func neitherBulkNorBackgroundSyncsLayZerosAhead() throws {
        let disk = SimulatedDisk()
        let log = try Log.open(directory: "/s", operations: disk)
        let bulk = try log.create(1)
        let background = try log.create(2)
        for _ in 1...8 {
            try bulk.append(pattern(100_000))
            try log.sync(through: 1)
            try background.append(pattern(100))
            try log.syncNow()
        }
        #expect(disk.contents(of: "/s/0/1.seg")?.count == 800_000)
        #expect(disk.contents(of: "/s/0/2.seg")?.count == 800)
        log.close()
    }

    @Test func aFullDiskIsNotFilledWithZeros() throws {
        let disk = SimulatedDisk(capacityBytes: 40 << 10)
        let log = try Log.open(directory: "/s", operations: disk)
        let file = try log.create(1)
        for round in 1...8 as ClosedRange<UInt8> {
            try file.append(pattern(100, seed: round))
            try log.sync(through: 1)
        }
        try file.seal(size: 800)
        #expect(disk.contents(of: "/s/0/1.seg") == (1...8).flatMap { pattern(100, seed: UInt8($0)) })
        log.close()
    }

    @Test func aFileFoundAtStartIsFinishedAfterItsValidPart() throws {
        let disk = SimulatedDisk()
        let log = try Log.open(directory: "/s", operations: disk)
        try log.create(1).append(pattern(100))
        log.close()
        let again = try Log.open(directory: "/s", operations: disk)
        let file = try again.file(1)
        #expect(throws: SegmentLogError.sealed(1)) { try file.append(pattern(1)) }
        file.reopen()
        try file.cut(to: 60)
        try file.append(pattern(5, seed: 3))
        try file.seal(size: 65)
        #expect(try file.bytes() == Array(pattern(100).prefix(60)) + pattern(5, seed: 3))
        try again.syncNow()
        #expect(file.syncedSize == 65)
        again.close()
    }
}
