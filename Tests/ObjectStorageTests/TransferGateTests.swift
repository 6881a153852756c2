// SPDX-License-Identifier: MIT

import ObjectStoreSuite
import Synchronization
import Testing

@testable import ObjectStorage

/// Invariants: never more transfers than allowed; a read never waits behind writes; a write is not passed for ever; a
/// place is never lost to a cancelled or failed transfer.
@Suite(.timeLimit(.minutes(10))) struct TransferGateTests {
    /// Held transfers through a gate of `limit` places, by a memory store that holds them.
    struct Setup {
        let memory = MemoryStore()
        let gate: TransferGate
        let store: GatedStore

        init(limit: Int) {
            gate = TransferGate(transfersMax: limit)
            store = GatedStore(memory, gate: gate)
            memory.add(StoreFault(.hold, on: [.put, .root], count: nil))
        }

        func put(_ number: Int) -> Task<Void, any Error> {
            Task { _ = try await store.put(Sample.name(number), [1]) }
        }

        func read() -> Task<Void, any Error> { Task { _ = try await store.root() } }

        /// Returns once `count` transfers wait for a place. Yields instead of sleeping: the tasks run on their own.
        func waitForQueue(_ count: Int) async { while gate.waitingCount < count { await Task.yield() } }
    }

    @Test func noMoreTransfersRunThanThereArePlaces() async throws {
        let setup = Setup(limit: 3)
        let reads = (1...10).map { _ in setup.read() }
        await setup.memory.waitUntilHeld(3)
        await setup.waitForQueue(7)
        for _ in 1...10 {
            #expect(setup.memory.heldCalls <= 3)
            await setup.memory.waitUntilHeld(1)
            setup.memory.release(1)
        }
        for read in reads { try await read.value }
    }

    @Test func writesLeaveThePlaceOfARead() async throws {
        let setup = Setup(limit: 3)
        let writes = (1...3).map { setup.put($0) }
        await setup.memory.waitUntilHeld(2)
        await setup.waitForQueue(1)
        let read = setup.read()
        await setup.memory.waitUntilHeld(3)
        setup.memory.release(1, of: [.root])
        try await read.value
        #expect(setup.memory.heldCalls == 2)
        setup.memory.release(2)
        await setup.memory.waitUntilHeld(1)
        setup.memory.release()
        for write in writes { try await write.value }
    }

    @Test func aWaitingReadGoesBeforeWritesThatCameEarlier() async throws {
        let setup = Setup(limit: 1)
        let running = setup.put(1)
        await setup.memory.waitUntilHeld(1)
        let write = setup.put(2)
        await setup.waitForQueue(1)
        let read = setup.read()
        await setup.waitForQueue(2)
        setup.memory.release(1)
        try await running.value
        await setup.memory.waitUntilHeld(1)
        setup.memory.release(1, of: [.root])
        try await read.value
        await setup.memory.waitUntilHeld(1)
        setup.memory.release(1, of: [.put])
        try await write.value
    }

    @Test func aWriteIsPassedByABoundedNumberOfReads() async throws {
        let setup = Setup(limit: 1)
        let running = setup.read()
        await setup.memory.waitUntilHeld(1)
        let write = setup.put(1)
        await setup.waitForQueue(1)
        let reads = (1...TransferGate.readsBeforeWrite + 20).map { _ in setup.read() }
        await setup.waitForQueue(reads.count + 1)
        setup.memory.release(1)
        for _ in 1...TransferGate.readsBeforeWrite {
            await setup.memory.waitUntilHeld(1)
            setup.memory.release(1, of: [.root])
        }
        await setup.memory.waitUntilHeld(1)
        setup.memory.release(1, of: [.put])
        try await write.value
        for _ in 1...20 {
            await setup.memory.waitUntilHeld(1)
            setup.memory.release(1, of: [.root])
        }
        for read in reads + [running] { try await read.value }
    }

    @Test func aCancelledWaitEndsAtOnceAndTakesNoPlace() async throws {
        let setup = Setup(limit: 1)
        let running = setup.read()
        await setup.memory.waitUntilHeld(1)
        let waiting = setup.read()
        await setup.waitForQueue(1)
        waiting.cancel()
        await #expect(throws: ObjectStoreError.cancelled) { try await waiting.value }
        #expect(setup.gate.waitingCount == 0)
        let next = setup.read()
        await setup.waitForQueue(1)
        setup.memory.release(1)
        try await running.value
        await setup.memory.waitUntilHeld(1)
        setup.memory.release(1)
        try await next.value
    }

    @Test func aTransferThatFailsGivesItsPlaceBack() async throws {
        let memory = MemoryStore()
        let store = GatedStore(memory, gate: TransferGate(transfersMax: 1))
        memory.add(StoreFault(.fail(.refused("no")), on: [.put], count: 5))
        for _ in 1...5 {
            #expect(
                await error { () throws(ObjectStoreError) in try await store.put(Sample.name(1), [1]) }
                    == .refused("no"))
        }
        _ = try await store.put(Sample.name(1), [1])
    }
}
