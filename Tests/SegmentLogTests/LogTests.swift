// SPDX-License-Identifier: MIT

import DiskSimulation
import FilesystemModel
import Glibc
import Testing

@testable import SegmentLog

/// The set of files:
/// - a segment has at most one file, found again after a restart, in at most 4,096 to a directory;
/// - descriptors held open stay within the bound, and evicting one is never noticed;
/// - removal never lets a reader meet another file's bytes.
@Suite struct LogTests {
    let directory: TemporaryDirectory
    let log: Log

    init() throws {
        directory = try TemporaryDirectory()
        log = try Log.open(directory: directory.path + "/segments", openFilesMax: 4)
    }

    private func reopened() throws -> Log {
        log.close()
        return try Log.open(directory: directory.path + "/segments")
    }

    @Test func filesAreFoundAgainAfterARestart() throws {
        for sequence: SegmentSequence in [1, 4095, 4096] { try log.create(sequence).append(pattern(10)) }
        let again = try reopened()
        #expect(again.sequences() == [1, 4095, 4096])
        #expect(try again.file(4096).bytes() == pattern(10))
        #expect(again.localBytes == 3 * 4096)
        #expect(access(directory.path + "/segments/0/4095.seg", F_OK) == 0)
        #expect(access(directory.path + "/segments/1/4096.seg", F_OK) == 0)
        again.close()
    }

    @Test func whatIsNotASegmentIsLeftAlone() throws {
        _ = try log.create(1)
        for name in ["0/01.seg", "0/9000.seg", "0/x.seg", "notes"] {
            #expect(close(open("\(directory.path)/segments/\(name)", O_CREAT | O_WRONLY, 0o600)) == 0)
        }
        let again = try reopened()
        #expect(again.sequences() == [1])
        #expect(access(directory.path + "/segments/0/9000.seg", F_OK) == 0)
        again.close()
    }

    @Test func aSegmentIsCreatedOnce() throws {
        _ = try log.create(7)
        #expect(throws: SegmentLogError.segmentExists(7)) { try log.create(7) }
        #expect(throws: SegmentLogError.noSuchSegment(8)) { try log.file(8) }
    }

    @Test func openDescriptorsStayWithinTheBound() throws {
        let disk = SimulatedDisk()
        let log = try Log.open(directory: "/s", openFilesMax: 4, operations: disk)
        for number in 1...20 as ClosedRange<UInt64> {
            let file = try log.create(SegmentSequence(rawValue: number))
            try file.append(pattern(10, seed: UInt8(number)))
            try file.seal(size: 10)
        }
        try log.syncNow()
        #expect(log.openFileCount == 4)
        #expect(disk.openDescriptorCount == 4)
        for number in 1...20 as ClosedRange<UInt64> {
            #expect(try log.file(SegmentSequence(rawValue: number)).bytes() == pattern(10, seed: UInt8(number)))
        }
        #expect(disk.openDescriptorCount == 4)
        log.close()
        #expect(disk.openDescriptorCount == 0)
    }

    @Test func anUnsyncedFileKeepsItsDescriptor() throws {
        // The error of a write-back is only promised to descriptors that were open when it happened.
        let disk = SimulatedDisk()
        let log = try Log.open(directory: "/s", openFilesMax: 1, operations: disk)
        let first = try log.create(1)
        try first.append(pattern(10))
        try log.create(2).append(pattern(10))
        #expect(disk.openDescriptorCount == 2)
        try log.syncNow()
        #expect(disk.openDescriptorCount == 1)
        log.close()
    }

    @Test func aRemovedSegmentIsGoneForEveryHolder() throws {
        let file = try log.create(1)
        try file.append(pattern(5000))
        try log.remove(1)
        #expect(throws: SegmentLogError.noSuchSegment(1)) { try file.bytes() }
        #expect(throws: SegmentLogError.noSuchSegment(1)) { try log.remove(1) }
        #expect(log.sequences().isEmpty)
        #expect(log.localBytes == 0)
        try log.syncNow()
        // The name is free again, and the old holder does not meet the new file.
        try log.create(1).append(pattern(10, seed: 2))
        #expect(throws: SegmentLogError.noSuchSegment(1)) { try file.bytes() }
    }

    @Test func aClosedLogTakesNothingNew() throws {
        log.close()
        #expect(throws: SegmentLogError.closed) { try log.create(1) }
        #expect(throws: SegmentLogError.closed) { try log.syncNow() }
    }

    @Test func openingWithoutAParentSaysWhatFailed() {
        #expect(throws: SegmentLogError.system(call: "mkdir", path: "/nowhere/segments", errno: ENOENT)) {
            try Log.open(directory: "/nowhere/segments")
        }
    }
}
