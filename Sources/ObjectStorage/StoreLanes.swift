// SPDX-License-Identifier: MIT

import Logging
import Synchronization

/// What the calls of one store share while they wait: how long each lane pauses, and whether it is answered at all.
///
/// Logs the beginning and the end of an outage and each pause once, however many calls meet it.
final class StoreLanes<C: Clock>: Sendable where C.Duration == Duration {
    private struct State {
        var pauses: [StoreLane: C.Instant] = [:]
        var away: Set<StoreLane> = []
    }

    private let state = Mutex(State())
    private let logger: Logger

    init(logger: Logger) { self.logger = logger }

    func pauseEnd(of lane: StoreLane) -> C.Instant? { state.withLock { $0.pauses[lane] } }

    /// Pauses never become shorter: an answer that was under way longer may carry an older, earlier end.
    func pause(_ lane: StoreLane, until end: C.Instant, _ duration: Duration) {
        let isLonger = state.withLock { state in
            if let known = state.pauses[lane], known >= end { return false }
            state.pauses[lane] = end
            return true
        }
        guard isLonger else { return }
        logger.notice("The store asks for a pause.", metadata: ["lane": "\(lane)", "for": "\(duration)"])
    }

    func noteOutage(of call: StoreCall, _ reason: String) {
        guard state.withLock({ $0.away.insert(call.lane).inserted }) else { return }
        logger.warning("The store does not answer; trying on.", metadata: ["call": "\(call)", "reason": "\(reason)"])
    }

    func noteAnswer(in lane: StoreLane) {
        guard state.withLock({ $0.away.remove(lane) != nil }) else { return }
        logger.notice("The store answers again.", metadata: ["lane": "\(lane)"])
    }
}
