// SPDX-License-Identifier: MIT

/// A moment as the protocol counts: since 1970. Whoever passes it in takes care that it never jumps: the wall clock as
/// it was at the start, and a steady clock from there. How far it is off, the session learns from the server.
package struct SessionTime: Hashable, Comparable, Sendable {
    package let sinceEpoch: Duration

    package init(sinceEpoch: Duration) { self.sinceEpoch = sinceEpoch }
    package init(seconds: Int64) { sinceEpoch = .seconds(seconds) }

    /// When the message of this id was made.
    package init(messageID: Int64) {
        let fraction = Double(UInt32(truncatingIfNeeded: messageID)) / 4_294_967_296
        sinceEpoch = .seconds(messageID >> 32) + .nanoseconds(Int64(fraction * 1_000_000_000))
    }

    package static func < (left: SessionTime, right: SessionTime) -> Bool { left.sinceEpoch < right.sinceEpoch }

    package static func + (time: SessionTime, duration: Duration) -> SessionTime {
        SessionTime(sinceEpoch: time.sinceEpoch + duration)
    }

    package static func - (left: SessionTime, right: SessionTime) -> Duration { left.sinceEpoch - right.sinceEpoch }

    /// Unix time times 2^32.
    var messageID: Int64 {
        let (seconds, attoseconds) = sinceEpoch.components
        let fraction = UInt64(attoseconds / 1_000_000_000) << 32 / 1_000_000_000
        return seconds << 32 | Int64(fraction)
    }
}
