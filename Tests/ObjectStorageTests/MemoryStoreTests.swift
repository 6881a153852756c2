// SPDX-License-Identifier: MIT

import ObjectStorage
import ObjectStoreSuite
import Testing

/// Invariants: scripted faults act on exactly the calls that they name, and a fault that says that nothing happened
/// changes nothing; contents are values, so that a copy is what a lost machine leaves.
@Suite(.timeLimit(.minutes(10))) struct MemoryStoreTests {
    let name = Sample.name(1)
    let bytes = Sample.bytes(1000)

    @Test func aLostAnswerHasItsEffectAndTheNextPutFindsIt() async throws {
        let store = MemoryStore()
        store.add(StoreFault(.loseAnswer, on: [.put]))
        let failure = await error { () throws(ObjectStoreError) in try await store.put(name, bytes) }
        guard case .unreachable = failure else {
            Issue.record("\(String(describing: failure))")
            return
        }
        #expect(store.contents.names == [name])
        let reference = try await store.put(name, bytes)
        #expect(store.contents.objects.count == 1)
        #expect(try await difference(store.whole(reference, size: 1000), bytes) == nil)
    }

    @Test func aLostAnswerLosesRootAndRemovalAfterTheirEffect() async throws {
        let store = MemoryStore()
        let reference = try await store.put(name, bytes)
        store.add(StoreFault(.loseAnswer, on: [.remove, .replaceRoot], count: 2))
        _ = await error { () throws(ObjectStoreError) in try await store.remove(reference) }
        _ = await error { () throws(ObjectStoreError) in try await store.replaceRoot(expected: nil, with: [7]) }
        #expect(store.contents.names.isEmpty)
        #expect(store.contents.root?.bytes == [7])
    }

    @Test func aFailureChangesNothing() async throws {
        let store = MemoryStore()
        let before = store.contents
        store.add(StoreFault(.fail(.unauthorised("banned")), on: [.put, .replaceRoot], count: nil))
        #expect(
            await error { () throws(ObjectStoreError) in try await store.put(name, bytes) } == .unauthorised("banned"))
        let failure = await error { () throws(ObjectStoreError) in try await store.replaceRoot(expected: nil, with: [7])
        }
        #expect(failure == .unauthorised("banned"))
        #expect(store.contents == before)
    }

    @Test func aConnectionThatBreaksInAPutLeavesNoObject() async throws {
        let store = MemoryStore()
        store.add(StoreFault(.breakOff, on: [.put]))
        let failure = await error { () throws(ObjectStoreError) in try await store.put(name, bytes) }
        guard case .unreachable = failure else {
            Issue.record("\(String(describing: failure))")
            return
        }
        #expect(store.contents.objects.isEmpty)
    }

    @Test func aFaultMeetsTheCallsItCountsAndNoOther() async throws {
        let store = MemoryStore()
        store.add(StoreFault(.fail(.refused("no")), on: [.put], skipping: 2, count: 2))
        var outcomes: [Bool] = []
        for number in 1...6 {
            _ = try await store.root()
            outcomes.append(
                await error { () throws(ObjectStoreError) in try await store.put(Sample.name(number), [1]) } == nil)
        }
        #expect(outcomes == [true, true, false, false, true, true])
        #expect(store.callCounts[.put] == 6)
    }

    @Test func unreachableLastsUntilItIsCleared() async throws {
        let store = MemoryStore()
        let fault = store.add(.unreachable("cable"))
        for _ in 1...5 {
            #expect(await error { () throws(ObjectStoreError) in try await store.root() } == .unreachable("cable"))
        }
        store.clear(fault)
        #expect(try await store.root() == nil)
    }

    @Test func aThrottledLaneStaysThrottledForItsTimeAndOthersDoNot() async throws {
        let clock = TestClock()
        let store = MemoryStore(now: clock.elapsed)
        store.add(StoreFault(.throttle(.seconds(30)), on: [.put]))
        let put = { @Sendable () async in
            await error { () throws(ObjectStoreError) in try await store.put(name, bytes) }
        }
        #expect(await put() == .throttled(for: .seconds(30)))
        clock.advance(by: .seconds(10))
        #expect(await put() == .throttled(for: .seconds(20)))
        #expect(store.earlyCalls == 1)
        #expect(try await store.root() == nil)
        clock.advance(by: .seconds(20))
        #expect(await put() == nil)
    }

    @Test func aHeldCallWaitsUntilItIsReleased() async throws {
        let store = MemoryStore()
        store.add(StoreFault(.hold, on: [.put]))
        async let reference = store.put(name, bytes)
        await store.waitUntilHeld()
        #expect(store.contents.objects.isEmpty)
        store.release()
        _ = try await reference
        #expect(store.contents.names == [name])
        #expect(store.heldCalls == 0)
    }

    @Test func aHeldCallEndsWhenItsTaskIsCancelled() async throws {
        let store = MemoryStore()
        store.add(StoreFault(.hold, on: [.put]))
        let task = Task { await error { () throws(ObjectStoreError) in try await store.put(name, bytes) } }
        await store.waitUntilHeld()
        task.cancel()
        #expect(await task.value == .cancelled)
        #expect(store.heldCalls == 0)
        #expect(store.contents.objects.isEmpty)
    }

    @Test func twoWritersBothReplaceARootThatIsNotSwappedAtomically() async throws {
        let store = MemoryStore(traits: .telegramUser)
        let base = try await store.replaceRoot(expected: nil, with: [0])
        store.add(StoreFault(.hold, on: [.replaceRoot], count: 2))
        async let first = store.replaceRoot(expected: base, with: [1])
        await store.waitUntilHeld(1)
        async let second = store.replaceRoot(expected: base, with: [2])
        await store.waitUntilHeld(2)
        store.release(1)
        _ = try await first
        store.release(1)
        let version = try await second
        #expect(try await store.root() == Root(version: version, bytes: [2]))
    }

    @Test func anAtomicRootGivesTheSecondOfTwoWritersAConflict() async throws {
        let store = MemoryStore()
        store.add(StoreFault(.hold, on: [.replaceRoot], count: 1))
        let slow = Task {
            await error { () throws(ObjectStoreError) in try await store.replaceRoot(expected: nil, with: [1]) }
        }
        await store.waitUntilHeld()
        _ = try await store.replaceRoot(expected: nil, with: [2])
        store.release()
        #expect(await slow.value == .conflict)
        #expect(try await store.root()?.bytes == [2])
    }

    @Test func anObjectTooOldIsNotRemoved() async throws {
        let clock = TestClock()
        let store = MemoryStore(traits: .telegramBot, removalAgeMax: .seconds(48 * 3600), now: clock.elapsed)
        let old = try await store.put(name, bytes)
        clock.advance(by: .seconds(47 * 3600))
        let young = try await store.put(Sample.name(2), bytes)
        clock.advance(by: .seconds(2 * 3600))
        guard case .refused = await error(of: { () throws(ObjectStoreError) in try await store.remove(old) }) else {
            Issue.record("removed")
            return
        }
        try await store.remove(young)
        #expect(store.contents.names == [name])
    }

    @Test func aRangeThatIsNotAlignedIsRefused() async throws {
        let store = MemoryStore(traits: .telegramUser)
        let reference = try await store.put(name, Sample.bytes(10_000))
        for range: Range<UInt64> in [1..<4096, 0..<4095, 4096..<9999] {
            guard
                case .refused = await error(of: { () throws(ObjectStoreError) in
                    try await store.get(reference, range: range)
                })
            else {
                Issue.record("\(range)")
                continue
            }
        }
        #expect(try await store.get(reference, range: 8192..<10_000).count == 1808)
    }

    @Test func theContentsAtEveryChangeAreKeptAndCanBeOpenedAgain() async throws {
        let store = MemoryStore()
        store.record()
        let first = try await store.put(name, bytes)
        _ = try await store.put(name, bytes)
        _ = try await store.put(Sample.name(2), bytes)
        let version = try await store.replaceRoot(expected: nil, with: [1])
        try await store.remove(first)
        #expect(
            store.boundaries.map(\.change) == [
                .put(name), .put(Sample.name(2)), .rootReplaced(version), .removed(name),
            ])
        #expect(store.boundaries.map(\.contents.objects.count) == [1, 2, 2, 1])
        let lost = store.copy(of: store.boundaries[1].contents)
        #expect(try await lost.root() == nil)
        #expect(try await difference(lost.whole(first, size: 1000), bytes) == nil)
        // What happens to the copy does not happen to the store.
        try await lost.remove(first)
        _ = try await lost.replaceRoot(expected: nil, with: [9])
        #expect(try await store.root()?.bytes == [1])
        #expect(store.boundaries[1].contents.objects.count == 2)
    }

    @Test func damageIsWhatItSays() async throws {
        let store = MemoryStore()
        let other = Sample.name(2)
        let first = try await store.put(name, bytes)
        let second = try await store.put(other, Sample.bytes(1000, seed: 2))
        let version = try await store.replaceRoot(expected: nil, with: [1])
        let before = store.contents
        _ = try await store.replaceRoot(expected: version, with: [2])

        #expect(store.change { $0.swap(name, other) })
        #expect(try await difference(store.whole(first, size: 1000), Sample.bytes(1000, seed: 2)) == nil)
        #expect(store.change { $0.flipBit(3, ofByte: 500, in: other) })
        let flipped = try await store.whole(second, size: 1000)
        #expect(zip(flipped, bytes).filter { $0 != $1 }.count == 1)
        #expect(flipped[500] == bytes[500] ^ 8)
        #expect(store.change { $0.truncate(name, to: 10) })
        #expect(try await store.get(first, range: 0..<10).count == 10)
        #expect(store.change { $0.drop(other) })
        #expect(await error { () throws(ObjectStoreError) in try await store.get(second, range: 0..<1) } == .notFound)
        #expect(!store.change { $0.drop(other) })
        store.change { $0.rollBackRoot(to: before) }
        #expect(try await store.root() == Root(version: version, bytes: [1]))
        store.change { $0.loseRoot() }
        #expect(try await store.root() == nil)
    }
}
