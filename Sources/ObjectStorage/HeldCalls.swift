// SPDX-License-Identifier: MIT

import Synchronization

/// Calls that a test holds back: slowness without sleeping.
///
/// A held call ends when it is released or its task is cancelled, whichever is first.
final class HeldCalls: Sendable {
    private struct State {
        var nextID = 0
        /// In the order of their arrival.
        var held: [(id: Int, call: StoreCall, continuation: CheckedContinuation<Bool, Never>)] = []
        /// Cancelled before they were held.
        var cancelled: Set<Int> = []
        var watchers: [(count: Int, continuation: CheckedContinuation<Void, Never>)] = []
    }

    private let state = Mutex(State())

    var count: Int { state.withLock { $0.held.count } }

    func hold(_ call: StoreCall) async throws(ObjectStoreError) {
        let id = state.withLock { state in
            state.nextID += 1
            return state.nextID
        }
        let isReleased = await withTaskCancellationHandler {
            await withCheckedContinuation { enter(id, call, $0) }
        } onCancel: {
            cancel(id)
        }
        guard isReleased else { throw .cancelled }
    }

    /// Releases the oldest `count` calls that are held, all where nil.
    func release(_ count: Int?, of calls: Set<StoreCall>) {
        let released = state.withLock { state in
            let chosen = Array(state.held.filter { calls.contains($0.call) }.prefix(count ?? Int.max))
            let ids = Set(chosen.map(\.id))
            state.held.removeAll { ids.contains($0.id) }
            return chosen
        }
        for call in released { call.continuation.resume(returning: true) }
    }

    /// Returns once at least `count` calls are held.
    func waitUntilHeld(_ count: Int) async {
        await withCheckedContinuation { continuation in
            let isThere = state.withLock { state in
                guard state.held.count < count else { return true }
                state.watchers.append((count, continuation))
                return false
            }
            if isThere { continuation.resume() }
        }
    }

    private func enter(_ id: Int, _ call: StoreCall, _ continuation: CheckedContinuation<Bool, Never>) {
        let (isCancelled, satisfied) = state.withLock { state in
            guard state.cancelled.remove(id) == nil else {
                return (true, [CheckedContinuation<Void, Never>]())
            }
            state.held.append((id, call, continuation))
            let satisfied = state.watchers.filter { $0.count <= state.held.count }.map(\.continuation)
            state.watchers.removeAll { $0.count <= state.held.count }
            return (false, satisfied)
        }
        if isCancelled { continuation.resume(returning: false) }
        for watcher in satisfied { watcher.resume() }
    }

    private func cancel(_ id: Int) {
        let continuation = state.withLock { state in
            guard let index = state.held.firstIndex(where: { $0.id == id }) else {
                state.cancelled.insert(id)
                return nil as CheckedContinuation<Bool, Never>?
            }
            return state.held.remove(at: index).continuation
        }
        continuation?.resume(returning: false)
    }
}
