// SPDX-License-Identifier: MIT

import Synchronization

/// Bounds how many transfers run at once, and lets reads go before writes.
///
/// A person waits for a read; nobody waits for write-back. So a waiting read goes before every waiting write, and writes
/// never take the last place, which a read would otherwise not get for as long as a large put takes. In return a write
/// that `readsBeforeWrite` reads have passed goes next: the queue must drain also while a film is watched.
package final class TransferGate: Sendable {
    package enum Kind: Hashable, Sendable {
        case read
        case write
    }

    private struct State {
        var running: [Kind: Int] = [:]
        var waiting: [Kind: [Turn]] = [:]
        var readsSinceWriteWaited = 0

        func waits(_ kind: Kind) -> Bool { waiting[kind]?.isEmpty == false }
    }

    /// Reads that may pass a waiting write. With a block of 1 MiB each, a write waits for about one segment of reading.
    static let readsBeforeWrite = 64

    package let transfersMax: Int
    private let state = Mutex(State())

    package init(transfersMax: Int) {
        precondition(transfersMax > 0, "no transfer would ever run")
        self.transfersMax = transfersMax
    }

    /// Runs `body` in a place of its own, once there is one. Cancelling the task while it waits ends it at once.
    package func run<Value: Sendable>(
        _ kind: Kind, _ body: () async throws(ObjectStoreError) -> Value
    ) async throws(ObjectStoreError) -> Value {
        try await enter(kind)
        defer { leave(kind) }
        return try await body()
    }

    /// Transfers that wait for a place.
    package var waitingCount: Int { state.withLock { state in state.waiting.values.reduce(0) { $0 + $1.count } } }

    private func enter(_ kind: Kind) async throws(ObjectStoreError) {
        let turn = Turn()
        state.withLock { state in
            state.waiting[kind, default: []].append(turn)
            admit(&state)
        }
        guard await turn.wait() else {
            state.withLock { $0.waiting[kind]?.removeAll { $0 === turn } }
            throw .cancelled
        }
    }

    private func leave(_ kind: Kind) {
        state.withLock { state in
            state.running[kind, default: 0] -= 1
            admit(&state)
        }
    }

    private func admit(_ state: inout State) {
        while let kind = nextKind(state), let turn = state.waiting[kind]?.removeFirst() {
            // Cancelled meanwhile: the place is for the next one.
            guard turn.give() else { continue }
            state.running[kind, default: 0] += 1
            state.readsSinceWriteWaited = kind == .read && state.waits(.write) ? state.readsSinceWriteWaited + 1 : 0
        }
    }

    private func nextKind(_ state: State) -> Kind? {
        let writes = state.running[.write, default: 0]
        guard state.running[.read, default: 0] + writes < transfersMax else { return nil }
        let aWriteMayRun = writes < max(1, transfersMax - 1)
        let isWriteDue = !state.waits(.read) || state.readsSinceWriteWaited >= Self.readsBeforeWrite
        if state.waits(.write), aWriteMayRun, isWriteDue { return .write }
        return state.waits(.read) ? .read : nil
    }
}
