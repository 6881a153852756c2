// SPDX-License-Identifier: MIT

import Synchronization

/// Calls that a test holds back: slowness without sleeping.
///
/// A held call ends when it is released or its task is cancelled, whichever is first.
final class HeldCalls: Sendable {
    private struct State {
        /// In the order of their arrival.
        var held: [(call: StoreCall, turn: Turn)] = []
        var watchers: [(count: Int, turn: Turn)] = []
    }

    private let state = Mutex(State())

    var count: Int { state.withLock { $0.held.count } }

    func hold(_ call: StoreCall) async throws(ObjectStoreError) {
        let turn = Turn()
        state.withLock { state in
            state.held.append((call, turn))
            for watcher in state.watchers where watcher.count <= state.held.count { watcher.turn.give() }
            state.watchers.removeAll { $0.count <= state.held.count }
        }
        guard await turn.wait() else {
            state.withLock { $0.held.removeAll { $0.turn === turn } }
            throw .cancelled
        }
    }

    /// Releases the oldest `count` calls that are held, all where nil.
    func release(_ count: Int?, of calls: Set<StoreCall>) {
        state.withLock { state in
            var left = count ?? Int.max
            state.held.removeAll { held in
                guard left > 0, calls.contains(held.call) else { return false }
                if held.turn.give() { left -= 1 }
                return true
            }
        }
    }

    /// Returns once at least `count` calls are held, or the task is cancelled.
    func waitUntilHeld(_ count: Int) async {
        let turn = Turn()
        state.withLock { state in
            guard state.held.count < count else { return _ = turn.give() }
            state.watchers.append((count, turn))
        }
        _ = await turn.wait()
    }
}
