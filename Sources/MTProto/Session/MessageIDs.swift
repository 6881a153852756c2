// SPDX-License-Identifier: MIT

/// Gives out message ids: the server's time times 2^32, divisible by four, each larger than the one before.
package struct MessageIDs: Sendable {
    /// What to add to our time for the server's.
    package private(set) var offset: Duration = .zero
    /// Whether the server has told; before that our own time is only a guess.
    package private(set) var isKnown = false
    private var last: Int64 = 0

    package init(offset: Duration = .zero) { self.offset = offset }

    package mutating func correct(offset: Duration, isKnown: Bool) {
        self.offset = offset
        self.isKnown = isKnown
    }

    package func serverTime(_ now: SessionTime) -> SessionTime { now + offset }

    package mutating func next(now: SessionTime) -> Int64 {
        // Zero in the low bits is refused by some servers.
        let id = max((serverTime(now).messageID | 4) & ~3, last + 4)
        last = id
        return id
    }
}

/// Gives out a server's message ids: `% 4 == 1` for answers, `% 4 == 3` for everything else.
package struct ServerMessageIDs: Sendable {
    private var last: Int64 = 0

    package init() {}

    package mutating func next(now: SessionTime, isAnswer: Bool) -> Int64 {
        let low: Int64 = isAnswer ? 1 : 3
        let id = max(now.messageID & ~3, (last & ~3) + 4) | low
        last = id
        return id
    }
}
