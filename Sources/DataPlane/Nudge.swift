// SPDX-License-Identifier: MIT

import Synchronization

/// Wakes a background loop: many calls before it looks are one. One loop at a time; after `finish` another may begin.
package final class Nudge: Sendable {
    private struct State {
        var continuation: AsyncStream<Void>.Continuation?
        /// Called while nobody listened.
        var isPending = false
    }

    private let state = Mutex(State())

    package init() {}

    /// What the loop waits on. A call that came before is its first wake.
    package var stream: AsyncStream<Void> {
        let (stream, continuation) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
        state.withLock { state in
            if state.isPending { continuation.yield() }
            state = State(continuation: continuation)
        }
        return stream
    }

    package func callAsFunction() {
        state.withLock { state in
            if let continuation = state.continuation { continuation.yield() } else { state.isPending = true }
        }
    }

    /// The loop ends after what is pending.
    package func finish() {
        state.withLock { state in
            state.continuation?.finish()
            state.continuation = nil
        }
    }
}
