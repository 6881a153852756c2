// SPDX-License-Identifier: MIT

import Synchronization

/// Where tasks wait until somebody says how it ended: each continuation is resumed exactly once, by an end, by its
/// deadline or by its cancellation, whichever comes first.
package final class WaitingRoom<Outcome: Sendable>: Sendable {
    private let state = Mutex<Waiters>(Waiters())

    package init() {}

    package var isEmpty: Bool { state.withLock { $0.waiting.isEmpty && $0.arriving.isEmpty } }

    /// Waits for `endAll`. `check` is asked once the wait is registered, so that an end between the caller's own look
    /// and the registration is not missed; where it gives an outcome the wait is over.
    package func wait(
        until deadline: ContinuousClock.Instant? = nil, timedOut: Outcome, cancelled: Outcome,
        check: () -> Outcome? = { nil }
    ) async -> Outcome {
        let ticket = state.withLock { $0.makeTicket() }
        let alarm = deadline.map { deadline in
            Task {
                // Cancelled once the wait ended: then nobody is left to tell.
                try await Task.sleep(until: deadline, clock: .continuous)
                end(ticket, timedOut)
            }
        }
        if let outcome = check() { end(ticket, outcome) }
        let outcome = await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                if let early = state.withLock({ $0.add(continuation, for: ticket) }) {
                    continuation.resume(returning: early)
                }
            }
        } onCancel: {
            end(ticket, cancelled)
        }
        alarm?.cancel()
        return outcome
    }

    /// Ends every wait that has begun.
    package func endAll(_ outcome: Outcome) {
        for continuation in state.withLock({ $0.endAll(outcome) }) { continuation.resume(returning: outcome) }
    }

    private func end(_ ticket: UInt64, _ outcome: Outcome) {
        state.withLock { $0.end(ticket, outcome) }?.resume(returning: outcome)
    }

    private struct Waiters {
        private var next: UInt64 = 0
        var waiting: [UInt64: CheckedContinuation<Outcome, Never>] = [:]
        /// Tickets without a continuation yet, and how they ended before it came.
        var arriving: [UInt64: Outcome?] = [:]

        mutating func makeTicket() -> UInt64 {
            next += 1
            arriving.updateValue(nil, forKey: next)
            return next
        }

        mutating func add(_ continuation: CheckedContinuation<Outcome, Never>, for ticket: UInt64) -> Outcome? {
            if let ended = arriving.removeValue(forKey: ticket) ?? nil { return ended }
            waiting[ticket] = continuation
            return nil
        }

        mutating func end(_ ticket: UInt64, _ outcome: Outcome) -> CheckedContinuation<Outcome, Never>? {
            if let continuation = waiting.removeValue(forKey: ticket) { return continuation }
            if let ended = arriving[ticket], ended == nil { arriving.updateValue(outcome, forKey: ticket) }
            return nil
        }

        mutating func endAll(_ outcome: Outcome) -> [CheckedContinuation<Outcome, Never>] {
            defer { waiting.removeAll() }
            for (ticket, ended) in arriving where ended == nil { arriving.updateValue(outcome, forKey: ticket) }
            return Array(waiting.values)
        }
    }
}
