// SPDX-License-Identifier: MIT

import ObjectStorage
import Synchronization

/// A clock that stands still until a test moves it.
package final class TestClock: Clock, Sendable {
    package struct Instant: InstantProtocol {
        /// Since the clock was made.
        package var elapsed: Duration

        package func advanced(by duration: Duration) -> Self { Self(elapsed: elapsed + duration) }
        package func duration(to other: Self) -> Duration { other.elapsed - elapsed }
        package static func < (a: Self, b: Self) -> Bool { a.elapsed < b.elapsed }
    }

    private struct State {
        var now = Instant(elapsed: .zero)
        var sleepers: [(deadline: Instant, turn: Turn)] = []
        var watchers: [(isSatisfied: @Sendable ([Instant]) -> Bool, turn: Turn)] = []

        mutating func wakeWatchers() {
            let deadlines = sleepers.map(\.deadline)
            for watcher in watchers where watcher.isSatisfied(deadlines) { watcher.turn.give() }
            watchers.removeAll { $0.isSatisfied(deadlines) }
        }
    }

    private let state = Mutex(State())

    package init() {}

    package var now: Instant { state.withLock { $0.now } }
    package var minimumResolution: Duration { .nanoseconds(1) }

    /// For what takes its time as a function, such as `MemoryStore` and `StoreWaits`.
    package var elapsed: @Sendable () -> Duration { { self.now.elapsed } }

    package func sleep(until deadline: Instant, tolerance: Duration? = nil) async throws {
        let turn = Turn()
        state.withLock { state in
            guard deadline > state.now else { return _ = turn.give() }
            state.sleepers.append((deadline, turn))
            state.wakeWatchers()
        }
        guard await turn.wait() else {
            state.withLock { $0.sleepers.removeAll { $0.turn === turn } }
            throw CancellationError()
        }
    }

    /// Moves the time on and wakes whoever slept until then or earlier, the earliest first.
    package func advance(by duration: Duration) {
        state.withLock { state in
            state.now = state.now.advanced(by: duration)
            let awake = state.sleepers.filter { $0.deadline <= state.now }.sorted { $0.deadline < $1.deadline }
            state.sleepers.removeAll { $0.deadline <= state.now }
            for sleeper in awake { sleeper.turn.give() }
        }
    }

    package var sleeperCount: Int { state.withLock { $0.sleepers.count } }

    /// Returns once at least `count` tasks sleep.
    package func waitForSleepers(_ count: Int = 1) async { await watch { $0.count >= count } }

    /// Returns once a task sleeps until exactly this time since the clock was made.
    package func waitForSleeper(until elapsed: Duration) async {
        await watch { $0.contains(Instant(elapsed: elapsed)) }
    }

    private func watch(_ isSatisfied: @escaping @Sendable ([Instant]) -> Bool) async {
        let turn = Turn()
        state.withLock { state in
            state.watchers.append((isSatisfied, turn))
            state.wakeWatchers()
        }
        _ = await turn.wait()
    }
}
