// SPDX-License-Identifier: MIT

import Foundation
import ObjectStorage
import Synchronization
import Testing

@testable import DirectoryStorage

/// Invariants: work that waits for a thread ends at once when it is cancelled and is never done; threads end with their
/// owner, and not before the work that they were given.
@Suite(.timeLimit(.minutes(10))) struct BlockingThreadsTests {
    @Test func workThatWaitsIsCancelledAtOnceAndNeverDone() async throws {
        let threads = BlockingThreads(count: 1)
        let isBusy = Turn()
        let goOn = DispatchSemaphore(value: 0)
        async let busy: Void = threads.run { _ throws(ObjectStoreError) in
            isBusy.give()
            goOn.wait()
        }
        _ = await isBusy.wait()
        let wasDone = Mutex(false)
        let hasBegun = Turn()
        let waiting = Task {
            hasBegun.give()
            try await threads.run { _ throws(ObjectStoreError) in wasDone.withLock { $0 = true } }
        }
        _ = await hasBegun.wait()
        waiting.cancel()
        // The only thread is busy: this ends only if it does not need one.
        await #expect(throws: ObjectStoreError.cancelled) { try await waiting.value }
        goOn.signal()
        try await busy
        try await threads.run { _ throws(ObjectStoreError) in }
        #expect(!wasDone.withLock { $0 })
    }

    @Test func workThatRunsIsToldOfItsCancellation() async throws {
        let threads = BlockingThreads(count: 1)
        let isRunning = Turn()
        let goOn = DispatchSemaphore(value: 0)
        let task = Task {
            try await threads.run { cancellation throws(ObjectStoreError) in
                isRunning.give()
                goOn.wait()
                try cancellation.check()
            }
        }
        _ = await isRunning.wait()
        task.cancel()
        goOn.signal()
        await #expect(throws: ObjectStoreError.cancelled) { try await task.value }
    }

    @Test func anErrorOfTheWorkIsTheCallers() async {
        let threads = BlockingThreads(count: 1)
        await #expect(throws: ObjectStoreError.damaged("half")) {
            try await threads.run { _ throws(ObjectStoreError) in throw .damaged("half") }
        }
    }
}
