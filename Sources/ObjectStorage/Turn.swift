// SPDX-License-Identifier: MIT

import Synchronization

/// One task's wait for its turn, which ends when it is given or the task is cancelled, whichever is first.
package final class Turn: Sendable {
    private enum State {
        case pending(CheckedContinuation<Bool, Never>?)
        case given
        case cancelled
    }

    private let state = Mutex(State.pending(nil))

    package init() {}

    /// True once the turn was given, false where the task was cancelled before. To be called once.
    package func wait() async -> Bool {
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let known = state.withLock { state -> Bool? in
                    switch state {
                    case .pending:
                        state = .pending(continuation)
                        return nil
                    case .given: return true
                    case .cancelled: return false
                    }
                }
                if let known { continuation.resume(returning: known) }
            }
        } onCancel: {
            _ = end(as: .cancelled, giving: false)
        }
    }

    /// False where the wait had ended before: who gives a place must then give it to another.
    @discardableResult
    package func give() -> Bool { end(as: .given, giving: true) }

    private func end(as ending: State, giving value: Bool) -> Bool {
        let (isFirst, continuation) = state.withLock { state -> (Bool, CheckedContinuation<Bool, Never>?) in
            guard case .pending(let continuation) = state else { return (false, nil) }
            state = ending
            return (true, continuation)
        }
        continuation?.resume(returning: value)
        return isFirst
    }
}
