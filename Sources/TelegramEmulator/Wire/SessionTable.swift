// SPDX-License-Identifier: MIT

import Synchronization

/// The sessions of all keys. Those that nobody uses are forgotten, oldest first, when a key has too many.
final class SessionTable: Sendable {
    private struct Entry {
        var session: ServerSession
        var used: UInt64
    }

    private struct State {
        var sessions: [ServerSession.ID: Entry] = [:]
        var clock: UInt64 = 0
    }

    private let state = Mutex(State())

    func existing(_ id: ServerSession.ID) -> ServerSession? { state.withLock { $0.sessions[id]?.session } }

    func session(_ id: ServerSession.ID) -> (session: ServerSession, isNew: Bool) {
        state.withLock { state in
            state.clock += 1
            if let entry = state.sessions[id] {
                state.sessions[id]?.used = state.clock
                return (entry.session, false)
            }
            let siblings = state.sessions.filter { $0.key.key == id.key }
            if siblings.count >= EmulatorLimits.sessionsPerKey {
                let idle = siblings.filter { !$0.value.session.isConnected }
                if let oldest = (idle.isEmpty ? siblings : idle).min(by: { $0.value.used < $1.value.used }) {
                    state.sessions[oldest.key] = nil
                }
            }
            let session = ServerSession(id: id)
            state.sessions[id] = Entry(session: session, used: state.clock)
            return (session, true)
        }
    }

    /// Whether it was there.
    func remove(_ id: ServerSession.ID, except: ServerSession) -> Bool {
        state.withLock { state in
            guard let entry = state.sessions[id], entry.session !== except else { return false }
            state.sessions[id] = nil
            return true
        }
    }

    var connected: [ServerSession] {
        state.withLock { $0.sessions.values.map(\.session) }.filter(\.isConnected)
    }
}
