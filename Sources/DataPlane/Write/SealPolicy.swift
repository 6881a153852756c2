// SPDX-License-Identifier: MIT

/// When a segment that is not full is sealed all the same. A value without a clock.
package struct SealPolicy: Sendable, Equatable {
    /// After the last write.
    package var after: Duration
    /// After the first write.
    package var within: Duration

    package init(after: Duration, within: Duration) {
        self.after = after
        self.within = max(after, within)
    }

    /// Whether a segment with these writes is old enough now.
    package func isDue(
        first: ContinuousClock.Instant, last: ContinuousClock.Instant, now: ContinuousClock.Instant
    ) -> Bool {
        now - last >= after || now - first >= within
    }
}
