// SPDX-License-Identifier: MIT

import Synchronization

/// What went through a store, by call.
package struct StoreMetrics: Hashable, Sendable {
    package struct Count: Hashable, Sendable {
        /// Calls that ended, those that failed included.
        package var requests: UInt64 = 0
        package var failures: UInt64 = 0
        /// Bytes of objects and roots that were put or got by calls that succeeded.
        package var bytes: UInt64 = 0
    }

    package var calls: [StoreCall: Count] = [:]

    package subscript(call: StoreCall) -> Count { calls[call] ?? Count() }
    package var requests: UInt64 { calls.values.reduce(0) { $0 + $1.requests } }
    package var bytesPut: UInt64 { self[.put].bytes + self[.replaceRoot].bytes }
    package var bytesGot: UInt64 { self[.get].bytes + self[.root].bytes }
}

/// Counts the calls that reach a store. Below a `RetryingStore` it counts every attempt.
package final class MeteredStore: ObjectStore {
    private let store: any ObjectStore
    private let counts = Mutex(StoreMetrics())

    package init(_ store: any ObjectStore) { self.store = store }

    package var traits: ObjectStoreTraits { store.traits }
    package var metrics: StoreMetrics { counts.withLock { $0 } }

    package func put(
        _ name: ObjectName, _ body: ObjectBody, progress: @escaping @Sendable (UInt64) -> Void
    ) async throws(ObjectStoreError) -> ObjectReference {
        try await count(.put, bytes: { _ in body.size }) { () throws(ObjectStoreError) in
            try await store.put(name, body, progress: progress)
        }
    }

    package func get(_ reference: ObjectReference, range: Range<UInt64>) async throws(ObjectStoreError) -> [UInt8] {
        try await count(.get, bytes: { UInt64($0.count) }) { () throws(ObjectStoreError) in
            try await store.get(reference, range: range)
        }
    }

    package func remove(_ reference: ObjectReference) async throws(ObjectStoreError) {
        try await count(.remove, bytes: { _ in 0 }) { () throws(ObjectStoreError) in
            try await store.remove(reference)
        }
    }

    package func list(after reference: ObjectReference?) async throws(ObjectStoreError) -> ObjectPage {
        try await count(.list, bytes: { _ in 0 }) { () throws(ObjectStoreError) in
            try await store.list(after: reference)
        }
    }

    package func root() async throws(ObjectStoreError) -> Root? {
        try await count(.root, bytes: { UInt64($0?.bytes.count ?? 0) }) { () throws(ObjectStoreError) in
            try await store.root()
        }
    }

    package func replaceRoot(
        expected: RootVersion?, with bytes: [UInt8]
    ) async throws(ObjectStoreError) -> RootVersion {
        try await count(.replaceRoot, bytes: { _ in UInt64(bytes.count) }) { () throws(ObjectStoreError) in
            try await store.replaceRoot(expected: expected, with: bytes)
        }
    }

    private func count<Value>(
        _ call: StoreCall, bytes: (Value) -> UInt64, _ body: () async throws(ObjectStoreError) -> Value
    ) async throws(ObjectStoreError) -> Value {
        do throws(ObjectStoreError) {
            let value = try await body()
            let size = bytes(value)
            counts.withLock {
                $0.calls[call, default: .init()].requests += 1
                $0.calls[call, default: .init()].bytes += size
            }
            return value
        } catch {
            counts.withLock {
                $0.calls[call, default: .init()].requests += 1
                $0.calls[call, default: .init()].failures += 1
            }
            throw error
        }
    }
}
