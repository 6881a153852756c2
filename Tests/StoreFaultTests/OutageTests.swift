// SPDX-License-Identifier: MIT

import DataPlane
import Filesystem
import FilesystemModel
import Logging
import ObjectStorage
import ObjectStoreSuite
import Testing
import VolumeFixture

/// A store that is away, slow or unwilling is never called damaged: reads say that it is unreachable, a check says that
/// it is not complete, writes go on here, and afterwards everything is sent and nothing is lost.
@Suite(.timeLimit(.minutes(10))) struct OutageTests {
    private static func retrying(
        _ store: MemoryStore, _ clock: TestClock, _ waits: StoreWaits
    ) -> RetryingStore<TestClock> {
        var logger = Logger(label: "test")
        logger.logLevel = .critical
        return RetryingStore(
            store, clock: clock, backoff: RetryBackoff(first: .seconds(1), longest: .seconds(300)), waits: waits,
            logger: logger, chance: { 0.5 })
    }

    @Test func aCheckDuringAnOutageIsNotCompleteAndFindsNoProblem() async throws {
        let damaged = try await DamagedVolume()
        let fault = damaged.store.add(.unreachable())
        let report = try await damaged.volume.check(readDataPercent: 100)
        #expect(!report.isComplete && !report.isOK)
        #expect(report.problems == [])
        #expect(report.reasonsIncomplete.contains { $0.contains("the network is gone") })
        for name in damaged.content.keys { #expect(try await damaged.outcome(of: name) == .unreachable) }
        damaged.store.clear(fault)
        #expect(try await damaged.volume.check(readDataPercent: 100).isOK)
        for name in damaged.content.keys { #expect(try await damaged.outcome(of: name) == .right) }
    }

    @Test(arguments: [
        ObjectStoreError.throttled(for: .seconds(7200)), .unauthorised("logged out"), .unreachable("gone"),
        .refused("not today"),
    ])
    func anAnswerThatSaysNothingIsNeverMissing(_ error: ObjectStoreError) async throws {
        let damaged = try await DamagedVolume()
        damaged.store.add(StoreFault(.fail(error), on: [.get], count: nil))
        let report = try await damaged.volume.check(readDataPercent: 0)
        #expect(!report.isComplete && report.problems == [])
        #expect(try await damaged.outcome(of: DamagedVolume.victim) == .unreachable)
        damaged.store.clear()
        #expect(try await damaged.outcome(of: DamagedVolume.victim) == .right)
    }

    @Test func anHourWithoutTheStoreLosesNothingAndDrains() async throws {
        let clock = TestClock()
        let waits = StoreWaits(timeOfDay: clock.elapsed)
        let store = MemoryStore(now: clock.elapsed)
        let retrying = Self.retrying(store, clock, waits)
        let fixture = try await VolumeFixture.format(retrying)
        try await fixture.whileRunning { volume in
            try volume.writeFile("before", noise(200_000, seed: 1))
            _ = try await volume.synchronise(isLocal: false, timeout: nil)
            let fault = store.add(.unreachable())
            try volume.writeFile("during", noise(200_000, seed: 2))
            async let done = volume.synchronise(isLocal: false, timeout: nil)
            while clock.now.elapsed < .seconds(3600) {
                await clock.waitForSleepers()
                #expect(waits.current.contains { $0.reason == .unreachable("the network is gone") })
                clock.advance(by: .seconds(300))
            }
            // What is here is read without the store.
            #expect(try await volume.readFile("before") == noise(200_000, seed: 1))
            store.clear(fault)
            await clock.waitForSleepers()
            clock.advance(by: .seconds(300))
            #expect(try await done != nil)
        }
        let (other, report) = try await VolumeFixture.recover(from: store.copy())
        #expect(report.isComplete)
        #expect(try await other.volume.readFile("during") == noise(200_000, seed: 2))
    }

    @Test func aFloodWaitOfHoursIsWaitedForExactly() async throws {
        let clock = TestClock()
        let waits = StoreWaits(timeOfDay: clock.elapsed)
        let store = MemoryStore(now: clock.elapsed)
        let fixture = try await VolumeFixture.format(Self.retrying(store, clock, waits))
        store.add(StoreFault(.throttle(.seconds(6 * 3600)), on: [.put]))
        try await fixture.whileRunning { volume in
            try volume.writeFile("f", noise(200_000, seed: 3))
            async let done = volume.synchronise(isLocal: false, timeout: nil)
            await clock.waitForSleeper(until: .seconds(6 * 3600))
            #expect(
                waits.current.contains {
                    $0.lane == .writes && $0.reason == .throttled && $0.until == .seconds(6 * 3600)
                })
            #expect(try await volume.status().obstacle == nil)
            clock.advance(by: .seconds(6 * 3600))
            #expect(try await done != nil)
        }
        #expect(store.earlyCalls == 0)
        #expect(try await fixture.volume.check(readDataPercent: 100).isOK)
    }

    @Test func lostAnswersStoreNothingTwice() async throws {
        let clock = TestClock()
        let store = MemoryStore(now: clock.elapsed)
        let fixture = try await VolumeFixture.format(Self.retrying(store, clock, StoreWaits(timeOfDay: clock.elapsed)))
        store.add(StoreFault(.loseAnswer, on: [.put], count: 2))
        store.add(StoreFault(.loseAnswer, on: [.replaceRoot], count: 1))
        store.add(StoreFault(.breakOff, on: [.put], skipping: 2, count: 1))
        let pump = Task {
            while !Task.isCancelled {
                await clock.waitForSleepers()
                clock.advance(by: .seconds(300))
                await Task.yield()
            }
        }
        let background = Background(fixture)
        for seed in 0..<4 as Range<UInt64> {
            try fixture.volume.writeFile("f\(seed)", noise(150_000, seed: seed))
            try await background.synchronise()
        }
        try await fixture.volume.checkpoint()
        try await background.synchronise()
        try await fixture.volume.publishRoot()
        pump.cancel()
        clock.advance(by: .seconds(300))
        #expect(Set(store.contents.names).count == store.contents.names.count)
        #expect(try await fixture.volume.check(readDataPercent: 100).isOK)
        let (other, report) = try await VolumeFixture.recover(from: store.copy())
        #expect(report.isComplete)
        for seed in 0..<4 as Range<UInt64> {
            #expect(try await other.volume.readFile("f\(seed)") == noise(150_000, seed: seed))
        }
    }

    @Test func aRefusalStopsTheSendingWithItsReasonAndLosesNothing() async throws {
        let store = MemoryStore()
        let fixture = try await VolumeFixture.format(store)
        let fault = store.add(StoreFault(.fail(.refused("the chat is read-only")), on: [.put], count: nil))
        try fixture.volume.writeFile("f", noise(200_000, seed: 4))
        try await fixture.whileRunning { volume in
            #expect(try await volume.synchronise(isLocal: false, timeout: .milliseconds(300)) == nil)
            let status = try await volume.status()
            #expect(status.obstacle?.contains("the chat is read-only") == true)
            #expect(status.queuedSegments > 0)
            #expect(try await volume.readFile("f") == noise(200_000, seed: 4))
            store.clear(fault)
            #expect(try await volume.synchronise(isLocal: false, timeout: nil) != nil)
            #expect(try await volume.status().obstacle == nil)
        }
        #expect(try await fixture.volume.check(readDataPercent: 100).isOK)
    }

    @Test func anObjectThatArrivedTruncatedIsPutAgain() async throws {
        let store = CuttingStore(puts: 1)
        let fixture = try await VolumeFixture.format(store)
        try fixture.volume.writeFile("f", noise(200_000, seed: 5))
        try await fixture.synchronise()
        #expect(store.cuts == 1)
        #expect(try await fixture.volume.check(readDataPercent: 100).isOK)
        let (other, report) = try await VolumeFixture.recover(from: store.memory.copy())
        #expect(report.isComplete)
        #expect(try await other.volume.readFile("f") == noise(200_000, seed: 5))
    }
}
