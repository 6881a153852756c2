// SPDX-License-Identifier: MIT

import ObjectStorage
import ObjectStoreSuite
import Synchronization
import Testing

/// Invariants: nothing is lost by an outage; a pause lasts exactly as long as the store asked; a first attempt is never
/// delayed by backoff; cancellation ends every wait; nothing is tried again that the store has answered.
@Suite(.timeLimit(.minutes(10))) struct RetryingStoreTests {
    let clock = TestClock()
    let memory: MemoryStore
    let store: RetryingStore<TestClock>
    let name = Sample.name(1)

    init() {
        memory = MemoryStore(now: clock.elapsed)
        // Half of the full wait, always.
        store = RetryingStore(memory, clock: clock, waits: StoreWaits(timeOfDay: clock.elapsed), chance: { 0 })
    }

    private func put(_ number: Int = 1) -> Task<ObjectReference, any Error> {
        Task { [store] in try await store.put(Sample.name(number), Sample.bytes(100)) }
    }

    @Test func anOutageIsWaitedOutWithGrowingWaitsUpToTheLongest() async throws {
        let outage = memory.add(.unreachable("cable"))
        let task = put()
        var waits: [Duration] = []
        for _ in 1...9 {
            await clock.waitForSleepers()
            let until = try #require(store.waits.current.first?.until)
            waits.append(until - clock.now.elapsed)
            clock.advance(by: until - clock.now.elapsed)
        }
        #expect(waits == [0.5, 1, 2, 4, 8, 16, 30, 30, 30].map { Duration.seconds($0) })
        await clock.waitForSleepers()
        memory.clear(outage)
        clock.advance(by: .seconds(60))
        _ = try await task.value
        #expect(memory.contents.names == [name])
        #expect(store.waits.current.isEmpty)
        #expect(store.waits.count == 10)
    }

    @Test func theFirstAttemptOfACallIsNotDelayedByTheOutageOfOthers() async throws {
        memory.add(StoreFault(.fail(.unreachable("cable")), on: [.put]))
        let waiting = put(1)
        await clock.waitForSleepers()
        // Time stands still: this ends only if it does not wait.
        _ = try await put(2).value
        clock.advance(by: .seconds(1))
        _ = try await waiting.value
    }

    @Test func aPauseIsAsLongAsTheStoreAskedAndNotANanosecondLonger() async throws {
        memory.add(StoreFault(.throttle(.seconds(37)), on: [.put]))
        let task = put()
        await clock.waitForSleeper(until: .seconds(37))
        #expect(store.waits.current == [StoreWait(lane: .writes, reason: .throttled, until: .seconds(37))])
        clock.advance(by: .seconds(37) - .nanoseconds(1))
        #expect(clock.sleeperCount == 1)
        clock.advance(by: .nanoseconds(1))
        _ = try await task.value
        #expect(memory.earlyCalls == 0)
        #expect(memory.callCounts[.put] == 2)
        #expect(store.waits.current.isEmpty)
    }

    @Test func aPauseHoldsItsWholeLaneAndNoOther() async throws {
        memory.add(StoreFault(.throttle(.seconds(100)), on: [.put]))
        let tasks = [put(1)]
        await clock.waitForSleepers(1)
        let later = (2...5).map { put($0) }
        await clock.waitForSleepers(5)
        #expect(memory.callCounts[.put] == 1)
        #expect(try await store.root() == nil)
        #expect(try await store.list(after: nil).entries.isEmpty)
        clock.advance(by: .seconds(100))
        for task in tasks + later { _ = try await task.value }
        #expect(memory.earlyCalls == 0)
        #expect(memory.contents.objects.count == 5)
    }

    @Test func aPauseOfReadsAndAnOutageOfWritesAreShownSideBySide() async throws {
        memory.add(StoreFault(.throttle(.seconds(9)), on: [.root]))
        memory.add(StoreFault(.fail(.unreachable("cable")), on: [.put]))
        let root = Task { [store] in try await store.root() }
        let put = put()
        await clock.waitForSleepers(2)
        #expect(
            store.waits.current == [
                StoreWait(lane: .reads, reason: .throttled, until: .seconds(9)),
                StoreWait(lane: .writes, reason: .unreachable("cable"), until: .milliseconds(500)),
            ])
        clock.advance(by: .seconds(9))
        _ = try await root.value
        _ = try await put.value
    }

    @Test func anOutageIsShownFromItsFirstCallToTheNextAnswer() async throws {
        clock.advance(by: .seconds(100))
        #expect(store.waits.outage == nil)
        memory.add(StoreFault(.fail(.unreachable("cable")), on: [.put], count: 2))
        let put = put()
        await clock.waitForSleepers(1)
        #expect(store.waits.outage == StoreOutage(since: .seconds(100), reason: "cable"))
        clock.advance(by: .milliseconds(500))
        await clock.waitForSleepers(1)
        #expect(store.waits.outage?.since == .seconds(100))
        clock.advance(by: .seconds(60))
        _ = try await put.value
        #expect(store.waits.outage == nil)
    }

    @Test func aPauseOfNoTimeDoesNotMakeABusyLoop() async throws {
        memory.add(StoreFault(.fail(.throttled(for: .zero)), on: [.put]))
        let task = put()
        await clock.waitForSleeper(until: .milliseconds(500))
        clock.advance(by: .milliseconds(500))
        _ = try await task.value
    }

    @Test(arguments: [
        ObjectStoreError.notFound, .unauthorised("who"), .tooLarge(size: 2, limit: 1), .conflict, .damaged("half"),
        .refused("no"), .unsupported, .cancelled,
    ])
    func anAnswerIsNotAskedForAgain(_ answer: ObjectStoreError) async throws {
        memory.add(StoreFault(.fail(answer), on: [.get]))
        let failure = await error { () throws(ObjectStoreError) in
            try await store.get(ObjectReference(bytes: []), range: 0..<1)
        }
        #expect(failure == answer)
        #expect(memory.callCounts[.get] == 1)
    }

    @Test func cancellationEndsAWaitAtOnce() async throws {
        memory.add(StoreFault(.throttle(.seconds(3600)), on: [.put]))
        memory.add(.unreachable())
        let paused = put()
        await clock.waitForSleepers(1)
        let away = Task { [store] in try await store.root() }
        await clock.waitForSleepers(2)
        paused.cancel()
        away.cancel()
        await #expect(throws: ObjectStoreError.cancelled) { try await paused.value }
        await #expect(throws: ObjectStoreError.cancelled) { try await away.value }
        #expect(clock.sleeperCount == 0)
        // The pause stays, for whoever comes next.
        #expect(store.waits.current.map(\.reason) == [.throttled])
    }

    @Test func aPutWhoseAnswersAreLostMakesOneObject() async throws {
        memory.add(StoreFault(.loseAnswer, on: [.put], count: 3))
        let task = put()
        for _ in 1...3 {
            await clock.waitForSleepers()
            clock.advance(by: .seconds(60))
        }
        let reference = try await task.value
        #expect(memory.contents.objects.count == 1)
        #expect(try await difference(memory.whole(reference, size: 100), Sample.bytes(100)) == nil)
    }

    @Test func aRootWhoseAnswerIsLostIsNotAConflictWithItself() async throws {
        let base = try await store.replaceRoot(expected: nil, with: [1])
        memory.add(StoreFault(.loseAnswer, on: [.replaceRoot]))
        let task = Task { [store] in try await store.replaceRoot(expected: base, with: [2]) }
        await clock.waitForSleepers()
        clock.advance(by: .seconds(60))
        #expect(try await task.value == memory.contents.root?.version)
        #expect(memory.callCounts[.replaceRoot] == 2)
    }

    @Test func aRootReplacedByAnotherDuringAnOutageIsAConflict() async throws {
        let base = try await store.replaceRoot(expected: nil, with: [1])
        memory.add(StoreFault(.fail(.unreachable("cable")), on: [.replaceRoot]))
        let task = Task { [store] in try await store.replaceRoot(expected: base, with: [2]) }
        await clock.waitForSleepers()
        _ = try await memory.replaceRoot(expected: base, with: [3])
        clock.advance(by: .seconds(60))
        await #expect(throws: ObjectStoreError.conflict) { try await task.value }
        #expect(memory.contents.root?.bytes == [3])
    }

    @Test func tryingOnceNeitherWaitsNorTriesAgain() async throws {
        memory.add(StoreFault(.fail(.unreachable("cable")), on: [.root]))
        #expect(await error { () throws(ObjectStoreError) in try await store.trying.root() } == .unreachable("cable"))
        memory.add(StoreFault(.throttle(.seconds(10)), on: [.root]))
        for left in [10, 6] {
            let failure = await error { () throws(ObjectStoreError) in try await store.trying.root() }
            #expect(failure == .throttled(for: .seconds(left)))
            clock.advance(by: .seconds(4))
        }
        // The second was told by the pause, without a call.
        #expect(memory.callCounts[.root] == 2)
        #expect(store.waits.count == 0)
    }

    @Test func aBoundedCallEndsByItsDeadlineWithTheErrorItMet() async throws {
        memory.add(.unreachable("cable"))
        let bounded = store.bounded(by: .seconds(10))
        let task = Task { try await bounded.root() }
        for wait in [0.5, 1, 2] {
            let end = clock.now.elapsed + .seconds(wait)
            await clock.waitForSleeper(until: end)
            clock.advance(by: .seconds(wait))
        }
        // 6.5 s are left: the next waits are halves of what is left.
        for end in [6.75, 8.375] {
            await clock.waitForSleeper(until: .seconds(end))
            clock.advance(by: .seconds(end) - clock.now.elapsed)
        }
        await clock.waitForSleeper(until: .seconds(8.375) + .seconds(1.625) / 2)
        clock.advance(by: .seconds(1.625) / 2)
        await #expect(throws: ObjectStoreError.unreachable("cable")) { try await task.value }
        #expect(clock.now.elapsed < .seconds(10))
        #expect(clock.sleeperCount == 0)
    }

    @Test func aBoundedCallDoesNotWaitForAPauseThatEndsTooLate() async throws {
        memory.add(StoreFault(.throttle(.seconds(30)), on: [.root]))
        let failure = await error { () throws(ObjectStoreError) in try await store.bounded(by: .seconds(20)).root() }
        #expect(failure == .throttled(for: .seconds(30)))
        let task = Task { [store] in try await store.bounded(by: .seconds(40)).root() }
        await clock.waitForSleeper(until: .seconds(30))
        clock.advance(by: .seconds(30))
        #expect(try await task.value == nil)
    }

    @Test func aBoundedAttemptThatHangsIsCancelledAtTheDeadline() async throws {
        memory.add(StoreFault(.hold, on: [.root]))
        let task = Task { [store] in try await store.bounded(by: .seconds(20)).root() }
        await memory.waitUntilHeld()
        await clock.waitForSleeper(until: .seconds(20))
        clock.advance(by: .seconds(20))
        await #expect(throws: ObjectStoreError.unreachable("no answer within the time given")) { try await task.value }
        #expect(memory.heldCalls == 0)
    }

    @Test func aBoundedCallThatIsAnsweredLeavesNothingBehind() async throws {
        #expect(try await store.bounded(by: .seconds(20)).root() == nil)
        #expect(clock.sleeperCount == 0)
    }
}
