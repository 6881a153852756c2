// SPDX-License-Identifier: MIT

import ObjectStorage
import Synchronization

/// One at a time for each key, in the order of coming. Who waits can be cancelled.
final class KeyedTurns<Key: Hashable & Sendable>: Sendable {
    /// Who waits behind the one that has the turn; no entry: nobody has it.
    private let waiting = Mutex<[Key: [Turn]]>([:])

    func alone<Value: Sendable>(
        _ key: Key, _ body: () async throws(ObjectStoreError) -> Value
    ) async throws(ObjectStoreError) -> Value {
        let turn = waiting.withLock { waiting -> Turn? in
            guard waiting[key] != nil else {
                waiting[key] = []
                return nil
            }
            let turn = Turn()
            waiting[key]?.append(turn)
            return turn
        }
        if let turn, await !turn.wait() {
            waiting.withLock { $0[key]?.removeAll { $0 === turn } }
            throw .cancelled
        }
        defer { pass(key) }
        return try await body()
    }

    private func pass(_ key: Key) {
        waiting.withLock { waiting in
            while var turns = waiting[key], !turns.isEmpty {
                let next = turns.removeFirst()
                waiting[key] = turns
                // Cancelled meanwhile: it is the next one's.
                if next.give() { return }
            }
            waiting[key] = nil
        }
    }
}
