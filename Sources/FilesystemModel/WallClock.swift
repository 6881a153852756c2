// SPDX-License-Identifier: MIT

import Glibc

/// The seam through which everything reads the time of day, so that tests can replay a run.
package protocol WallClock: Sendable {
    func now() -> Timestamp
}

/// The machine's `CLOCK_REALTIME_COARSE`, with the grain of the kernel's tick: what the kernel stamps files with when it
/// sets times itself. A finer clock would be ahead of it, and times would go back when a file that was made here is written.
package struct SystemWallClock: WallClock {
    package init() {}

    package func now() -> Timestamp {
        var time = timespec()
        // Cannot fail: the clock exists on every Linux and the pointer is ours.
        clock_gettime(CLOCK_REALTIME_COARSE, &time)
        return Timestamp(seconds: Int64(time.tv_sec), nanoseconds: UInt32(time.tv_nsec))
    }
}
