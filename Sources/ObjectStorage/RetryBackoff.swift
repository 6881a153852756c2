// SPDX-License-Identifier: MIT

/// How long to wait before the next attempt at a store that does not answer.
package struct RetryBackoff: Hashable, Sendable {
    package var first: Duration
    package var longest: Duration

    /// From a second, doubling, to a minute: a short outage is over at once, a long one costs a call a minute, and after
    /// it nobody waits longer than that.
    package static let standard = RetryBackoff(first: .seconds(1), longest: .seconds(60))

    package init(first: Duration, longest: Duration) {
        self.first = first
        self.longest = longest
    }

    /// The wait after the `failures`-th failure in a row (from 1). `chance` in 0..<1 spreads it over its upper half, so
    /// that many calls that failed together do not come back together.
    package func delay(afterFailures failures: Int, chance: Double) -> Duration {
        var delay = first
        for _ in 1..<max(failures, 1) where delay < longest { delay = delay * 2 }
        return min(delay, longest) * (0.5 + chance / 2)
    }
}
