// SPDX-License-Identifier: MIT

import Synchronization

/// How a mounted volume comes to its end: whether somebody asked for it over the socket and still waits for the answer.
final class Ending: Sendable {
    private struct State {
        var isRequested = false
        var waiters: [CheckedContinuation<Void, Never>] = []
    }

    private let state = Mutex(State())

    /// Runs `detach`; from then on the daemon stays until the request that asked for it is answered.
    func unmountingByRequest(_ detach: () async throws(Failure) -> Void) async throws(Failure) {
        state.withLock { $0.isRequested = true }
        do throws(Failure) {
            try await detach()
        } catch {
            unmountAnswered()
            throw error
        }
    }

    /// The request is answered, or failed and left the volume mounted.
    func unmountAnswered() {
        let waiters = state.withLock { state in
            defer { state = State() }
            return state.waiters
        }
        for waiter in waiters { waiter.resume() }
    }

    /// Returns at once where nobody asked.
    func waitUntilAnswered() async {
        await withCheckedContinuation { continuation in
            let isDone = state.withLock { state in
                if state.isRequested { state.waiters.append(continuation) }
                return !state.isRequested
            }
            if isDone { continuation.resume() }
        }
    }
}
