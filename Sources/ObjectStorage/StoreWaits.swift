// SPDX-License-Identifier: MIT

import Glibc
import Synchronization

/// One reason for which calls wait, as `status` shows it.
package struct StoreWait: Hashable, Sendable {
    package enum Reason: Hashable, Sendable {
        /// The store asked for the pause; nothing in this lane is tried before its end.
        case throttled
        /// The store does not answer; the next attempt comes at the end of the wait.
        case unreachable(String)
    }

    package let lane: StoreLane
    package let reason: Reason
    /// When the wait ends, as the time of day: since 1970 UTC.
    package let until: Duration

    package init(lane: StoreLane, reason: Reason, until: Duration) {
        self.lane = lane
        self.reason = reason
        self.until = until
    }
}

/// A time in which the store gave no answer.
package struct StoreOutage: Hashable, Sendable {
    /// When the first call met it, as the time of day: since 1970 UTC.
    package let since: Duration
    package let reason: String

    package init(since: Duration, reason: String) {
        self.since = since
        self.reason = reason
    }
}

/// The waits of a store, for `status` and `stats`; shared with whoever shows them.
package final class StoreWaits: Sendable {
    private struct State {
        var nextID = 0
        var current: [Int: StoreWait] = [:]
        var pauses: [StoreLane: StoreWait] = [:]
        var outages: [StoreLane: StoreOutage] = [:]
        var count = 0
    }

    private let state = Mutex(State())
    private let timeOfDay: @Sendable () -> Duration

    /// `timeOfDay` gives the time since 1970 UTC.
    package init(timeOfDay: @escaping @Sendable () -> Duration = StoreWaits.systemTimeOfDay) {
        self.timeOfDay = timeOfDay
    }

    /// At most one for each lane, in the order of the lanes: the pause that the store asked for, where there is one, else
    /// the wait whose attempt comes first.
    package var current: [StoreWait] {
        let now = timeOfDay()
        return state.withLock { state in
            StoreLane.allCases.compactMap { lane in
                if let pause = state.pauses[lane], pause.until > now { return pause }
                return state.current.values.filter { $0.lane == lane }.min { $0.until < $1.until }
            }
        }
    }

    /// How many waits there were.
    package var count: Int { state.withLock { $0.count } }

    /// The oldest that has not ended; nil while every lane is answered.
    package var outage: StoreOutage? { state.withLock { $0.outages.values.min { $0.since < $1.since } } }

    func noteOutage(in lane: StoreLane, _ reason: String) {
        let now = timeOfDay()
        state.withLock { state in
            let since = state.outages[lane]?.since ?? now
            state.outages[lane] = StoreOutage(since: since, reason: reason)
        }
    }

    func noteAnswer(in lane: StoreLane) { state.withLock { _ = $0.outages.removeValue(forKey: lane) } }

    /// A pause that the store asked for. Also for stores that keep some of them by themselves.
    package func pause(_ lane: StoreLane, for duration: Duration) {
        let until = timeOfDay() + duration
        state.withLock { state in
            if let pause = state.pauses[lane], pause.until >= until { return }
            state.pauses[lane] = StoreWait(lane: lane, reason: .throttled, until: until)
        }
    }

    func begin(_ lane: StoreLane, _ reason: StoreWait.Reason, for duration: Duration) -> Int {
        let until = timeOfDay() + duration
        return state.withLock { state in
            state.nextID += 1
            state.count += 1
            state.current[state.nextID] = StoreWait(lane: lane, reason: reason, until: until)
            return state.nextID
        }
    }

    func end(_ id: Int) { state.withLock { _ = $0.current.removeValue(forKey: id) } }

    package static let systemTimeOfDay: @Sendable () -> Duration = {
        var time = timespec()
        // Cannot fail: the clock exists on every Linux and the pointer is ours.
        clock_gettime(CLOCK_REALTIME, &time)
        return .seconds(time.tv_sec) + .nanoseconds(time.tv_nsec)
    }
}
