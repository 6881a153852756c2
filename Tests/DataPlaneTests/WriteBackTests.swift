// SPDX-License-Identifier: MIT

import DataPlane
import FilesystemModel
import ObjectStorage
import SeededRandom
import SegmentLog
import Synchronization
import Testing
import VolumeFixture

/// One sync after the other: whoever looks finds that somebody waits.
private final class EndlessSyncs: Sendable {
    private let files: SegmentLog.Log
    private let isOver = Atomic(false)

    init(_ files: SegmentLog.Log) { self.files = files }

    func begin() {
        files.requestSync(through: .first) { [self] _ in if !isOver.load(ordering: .relaxed) { begin() } }
    }

    func end() { isOver.store(true, ordering: .relaxed) }
}

/// Every sealed segment gets into the store once, whatever the store answers; the stored position never passes a gap;
/// what stops the sending is said and nothing is lost by it.
@Suite(.timeLimit(.minutes(10))) struct WriteBackTests {
    private func queued(_ count: Int, _ traits: ObjectStoreTraits = .telegramUser) throws -> LogFixture {
        let fixture = try LogFixture(store: MemoryStore(traits: traits))
        for number in 0..<count {
            try fixture.makeFile("f\(number)", noise(1000, seed: UInt64(number)))
            try fixture.seal()
        }
        return fixture
    }

    private func sequence(_ raw: UInt64) -> SegmentSequence { SegmentSequence(rawValue: raw) }

    private func whileSending<Result>(
        _ writeBack: WriteBack, _ body: () async throws -> Result
    ) async throws -> Result {
        let task = Task { await writeBack.run() }
        do {
            let result = try await body()
            task.cancel()
            await task.value
            return result
        } catch {
            task.cancel()
            await task.value
            throw error
        }
    }

    private func wait(_ fixture: LogFixture, for count: UInt64) async throws {
        let deadline = ContinuousClock.now + .seconds(240)
        #expect(try await fixture.progress.wait(for: sequence(count), until: deadline) { nil })
    }

    private func retrying(_ store: MemoryStore) -> RetryingStore<ContinuousClock> {
        RetryingStore(
            store, clock: ContinuousClock(), backoff: RetryBackoff(first: .milliseconds(1), longest: .milliseconds(2)))
    }

    @Test func everythingQueuedIsSentAsItIs() async throws {
        let fixture = try queued(12)
        try await whileSending(fixture.writeBack()) { try await wait(fixture, for: 12) }
        let objects = fixture.store.contents.objects
        #expect(objects.count == 12)
        for number in 1...12 as ClosedRange<UInt64> {
            let row = try fixture.row(number)
            #expect(row.state == .stored && !row.reference.isEmpty)
            let file = try fixture.log.files.file(row.sequence)
            var bytes = [UInt8](repeating: 0, count: Int(file.size))
            _ = try bytes.withUnsafeMutableBytes { try file.read(into: $0, at: 0) }
            #expect(objects.first { $0.name == ObjectName(row.id) }?.bytes == bytes)
        }
    }

    @Test func theStoredPositionStopsAtAGap() async throws {
        let fixture = try queued(6)
        fixture.store.add(StoreFault(.hold, on: [.put], count: 1))
        try await whileSending(fixture.writeBack()) {
            await fixture.store.waitUntilHeld(1)
            #expect(await eventually { fixture.store.contents.objects.count == 5 })
            let held = try (1...6 as ClosedRange<UInt64>).filter { number in
                let name = ObjectName(try fixture.row(number).id)
                return fixture.store.contents.object(name) == nil
            }
            let gap = try #require(held.first)
            #expect(fixture.progress.sequence < sequence(gap))
            fixture.store.release()
            try await wait(fixture, for: 6)
        }
    }

    @Test func lostAnswersMakeNoSecondObjects() async throws {
        let fixture = try queued(8)
        fixture.store.add(StoreFault(.loseAnswer, on: [.put], skipping: 1, count: 3))
        fixture.store.add(StoreFault(.breakOff, on: [.put], skipping: 2, count: 2))
        try await whileSending(fixture.writeBack(on: retrying(fixture.store))) { try await wait(fixture, for: 8) }
        #expect(fixture.store.contents.objects.count == 8)
    }

    @Test func aFloodWaitIsWaitedFor() async throws {
        let began = ContinuousClock.now
        let store = MemoryStore(traits: .telegramUser, now: { ContinuousClock.now - began })
        let fixture = try LogFixture(store: store)
        for number in 0..<5 {
            try fixture.makeFile("f\(number)")
            try fixture.seal()
        }
        store.add(StoreFault(.throttle(.milliseconds(200)), on: [.put], skipping: 1))
        try await whileSending(fixture.writeBack(on: retrying(store))) { try await wait(fixture, for: 5) }
        #expect(store.contents.objects.count == 5)
        #expect(ContinuousClock.now - began >= .milliseconds(200))
    }

    @Test func anAccountThatMayNotStopsItUntilItMay() async throws {
        let fixture = try queued(4)
        fixture.store.add(StoreFault(.fail(.unauthorised("logged out")), on: [.put], count: nil))
        let writeBack = fixture.writeBack()
        try await whileSending(writeBack) {
            #expect(await eventually { await writeBack.obstacle != nil })
            #expect(await eventually { await writeBack.underWay.isEmpty })
            let puts = fixture.store.callCounts[.put] ?? 0
            writeBack.wake()
            writeBack.wake()
            #expect(await writeBack.obstacle?.contains("logged out") == true)
            #expect(fixture.store.callCounts[.put] == puts && fixture.store.contents.objects.isEmpty)
            fixture.store.clear()
            await writeBack.resume()
            try await wait(fixture, for: 4)
            #expect(await writeBack.obstacle == nil)
        }
    }

    @Test func endedAndBegunAgainItSendsTheRest() async throws {
        let fixture = try queued(6)
        fixture.store.add(StoreFault(.hold, on: [.put], skipping: 2, count: nil))
        let first = fixture.writeBack()
        try await whileSending(first) { await fixture.store.waitUntilHeld(2) }
        #expect(fixture.store.heldCalls == 0)
        fixture.store.clear()
        let copy = try LogFixture(try fixture.directory.copy(), identity: fixture.identity, store: fixture.store)
        try await whileSending(copy.writeBack()) { try await wait(copy, for: 6) }
        #expect(fixture.store.contents.objects.count == 6)
    }

    @Test func aStoreOnThisMachineYieldsToWhoWaitsForASyncButNotForEver() async throws {
        var traits = ObjectStoreTraits.unlimited
        traits.isOnThisMachine = true
        let fixture = try queued(1, traits)
        let syncs = EndlessSyncs(fixture.log.files)
        syncs.begin()
        let began = ContinuousClock.now
        try await whileSending(fixture.writeBack()) { try await wait(fixture, for: 1) }
        #expect(ContinuousClock.now - began >= .seconds(1))
        syncs.end()
    }

    @Test func whatIsNotDurableIsNotSent() async throws {
        let fixture = try queued(3)
        fixture.store.add(StoreFault(.hold, on: [.put], count: nil))
        try await whileSending(fixture.writeBack()) {
            await fixture.store.waitUntilHeld(1)
            #expect(try fixture.log.files.syncedSize(of: .first) == fixture.row(1).objectBytes)
            fixture.store.clear()
            fixture.store.release()
            try await wait(fixture, for: 3)
        }
    }
}
