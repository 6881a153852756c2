// SPDX-License-Identifier: MIT

import DiskSimulation
import FilesystemModel
import Glibc
import Synchronization
import Testing

@testable import SegmentLog

/// Durability:
/// - a sync covers every earlier file in order, then the directories with new entries;
/// - everybody who waits while a sync runs is answered by one further sync;
/// - after a failure nothing is ever acknowledged again.
@Suite struct SyncThreadTests {
    let disk = SimulatedDisk()
    let log: Log

    init() throws { log = try Log.open(directory: "/s", operations: disk) }

    @Test func earlierFilesComeFirstAndDirectoriesLast() throws {
        for sequence: SegmentSequence in [4096, 3, 2] { try log.create(sequence).append(pattern(10)) }
        try log.sync(through: 4096)
        #expect(
            disk.syncs.dropFirst() == [
                .data(path: "/s/0/2.seg"), .data(path: "/s/0/3.seg"), .data(path: "/s/1/4096.seg"),
                .directory(path: "/s"), .directory(path: "/s/0"), .directory(path: "/s/1"),
            ])
        #expect(disk.syncs.first == .directory(path: "/"))
        #expect(try log.syncedSize(of: 3) == 10)
        log.close()
    }

    @Test func laterFilesAreNotSyncedAndCleanOnesNotAgain() throws {
        try log.create(1).append(pattern(10))
        try log.create(2).append(pattern(10))
        try log.sync(through: 1)
        #expect(try log.syncedSize(of: 2) == 0)
        let before = disk.syncs.count
        try log.sync(through: 1)
        #expect(disk.syncs.count == before)
        try log.file(1).append(pattern(5))
        try log.sync(through: 2)
        #expect(disk.syncs.dropFirst(before) == [.data(path: "/s/0/1.seg"), .data(path: "/s/0/2.seg")])
        #expect(try log.syncedSize(of: 1) == 15)
        log.close()
    }

    @Test func allWhoWaitAreAnsweredByOneSync() throws {
        let file = try log.create(1)
        try file.append(pattern(10))
        let isHeld = BlockingQueue<Void>()
        let mayGoOn = BlockingQueue<Void>()
        let answers = BlockingQueue<Int>()
        // The first completion holds the sync thread while the others arrive.
        log.requestSync(through: 1) { _ in
            isHeld.push(())
            _ = mayGoOn.pop()
        }
        _ = isHeld.pop()
        let before = disk.syncs.count
        for number in 0..<20 {
            try file.append(pattern(10))
            log.requestSync(through: 1) { result in
                if case .success = result { answers.push(number) }
            }
        }
        mayGoOn.push(())
        #expect((0..<20).map { _ in answers.pop() } == Array(0..<20))
        #expect(disk.syncs.dropFirst(before) == [.data(path: "/s/0/1.seg")])
        #expect(file.syncedSize == 210)
        log.close()
    }

    @Test func aFailedSyncPoisonsTheLog() throws {
        let file = try log.create(1)
        try file.append(pattern(10))
        try log.syncNow()
        try file.append(pattern(10))
        disk.failDataSync(at: 1)
        #expect(throws: SegmentLogError.system(call: "fdatasync", path: "/s/0/1.seg", errno: EIO)) {
            try log.sync(through: 1)
        }
        #expect(log.isPoisoned)
        #expect(file.syncedSize == 10)
        #expect(throws: SegmentLogError.self) { try log.sync(through: 1) }
        #expect(throws: SegmentLogError.self) { try log.syncNow() }
        #expect(throws: SegmentLogError.self) { try file.append(pattern(1)) }
        #expect(throws: SegmentLogError.self) { try file.seal(size: 20) }
        #expect(throws: SegmentLogError.self) { try log.create(2) }
        #expect(try file.bytes().count == 20)
        log.close()
    }

    @Test func aRestartAfterAFailedSyncSeesWhatTheDiskHolds() throws {
        let file = try log.create(1)
        try file.append(pattern(10))
        try log.syncNow()
        try file.append(pattern(10))
        disk.failDataSync(at: 1)
        #expect(throws: SegmentLogError.self) { try log.syncNow() }
        log.close()
        let again = try Log.open(directory: "/s", operations: disk)
        try again.file(1).rereadFromDisk()
        #expect(try again.file(1).bytes() == pattern(10))
        again.close()
    }

    @Test func filesFoundAtStartAreMadeDurableOnce() throws {
        let file = try log.create(1)
        try file.append(pattern(10))
        log.close()
        let again = try Log.open(directory: "/s", operations: disk)
        #expect(try again.syncedSize(of: 1) == 0)
        try again.create(2).append(pattern(10))
        try again.sync(through: 2)
        try again.sync(through: 2)
        #expect(disk.syncs.filter { $0 == .fileSystem }.count == 1)
        #expect(try again.syncedSize(of: 1) == 10)
        let found = try Log.open(directory: "/s", operations: disk.crashed(.losesEverything))
        #expect(found.sequences() == [1, 2])
        again.close()
        found.close()
    }

    @Test func closingAnswersWhatWasAskedFor() throws {
        try log.create(1).append(pattern(10))
        let succeeded = Mutex(0)
        for _ in 0..<10 {
            log.requestSync(through: 1) { result in
                if case .success = result { succeeded.withLock { $0 += 1 } }
            }
        }
        log.close()
        #expect(succeeded.withLock { $0 } == 10)
    }

    @Test func realFilesAreSynced() throws {
        let directory = try TemporaryDirectory()
        let log = try Log.open(directory: directory.path + "/segments")
        let file = try log.create(1)
        try file.append(pattern(100_000))
        try log.sync(through: 1)
        #expect(file.syncedSize == 100_000)
        try file.rereadFromDisk()
        #expect(try file.bytes() == pattern(100_000))
        log.close()
    }
}
