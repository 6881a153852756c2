// SPDX-License-Identifier: MIT

import Glibc
import MTProto

/// The time of day as it was at the start of the process, carried on by a clock that nobody sets.
enum SteadyClock {
    private static let start: (wall: Duration, steady: ContinuousClock.Instant) = {
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        return (.seconds(Int64(time.tv_sec)) + .nanoseconds(Int64(time.tv_nsec)), ContinuousClock.now)
    }()

    static var now: SessionTime {
        let start = start
        return SessionTime(sinceEpoch: start.wall + (ContinuousClock.now - start.steady))
    }
}
