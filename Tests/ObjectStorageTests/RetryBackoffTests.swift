// SPDX-License-Identifier: MIT

import ObjectStorage
import Testing

/// Invariants: a wait is never zero, never above the longest, and never overflows however long an outage lasts.
@Suite struct RetryBackoffTests {
    @Test(arguments: [0, 1, 2, 7, 64, 100_000])
    func aWaitStaysWithinItsBounds(_ failures: Int) {
        for chance in [0, 0.5, 0.999] {
            let delay = RetryBackoff.standard.delay(afterFailures: failures, chance: chance)
            #expect(delay >= .milliseconds(500))
            #expect(delay <= .seconds(60))
        }
    }

    @Test func chanceSpreadsAWaitOverItsUpperHalf() {
        let backoff = RetryBackoff(first: .seconds(8), longest: .seconds(100))
        #expect(backoff.delay(afterFailures: 1, chance: 0) == .seconds(4))
        #expect(backoff.delay(afterFailures: 1, chance: 0.5) == .seconds(6))
        #expect(backoff.delay(afterFailures: 2, chance: 0) == .seconds(8))
    }
}
