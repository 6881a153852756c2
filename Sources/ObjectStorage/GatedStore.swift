// SPDX-License-Identifier: MIT

/// Sends every call through a `TransferGate`. Below a `RetryingStore`, so that waiting takes no place.
package struct GatedStore: ObjectStore {
    private let store: any ObjectStore
    private let gate: TransferGate

    package init(_ store: any ObjectStore, gate: TransferGate) {
        self.store = store
        self.gate = gate
    }

    /// With as many transfers at once as the store serves well.
    package init(_ store: any ObjectStore) {
        self.init(store, gate: TransferGate(transfersMax: store.traits.transfersMax))
    }

    package var traits: ObjectStoreTraits { store.traits }

    package func put(
        _ name: ObjectName, _ body: ObjectBody, progress: @escaping @Sendable (UInt64) -> Void
    ) async throws(ObjectStoreError) -> ObjectReference {
        try await gate.run(.write) { () throws(ObjectStoreError) in
            try await store.put(name, body, progress: progress)
        }
    }

    package func get(_ reference: ObjectReference, range: Range<UInt64>) async throws(ObjectStoreError) -> [UInt8] {
        try await gate.run(.read) { () throws(ObjectStoreError) in try await store.get(reference, range: range) }
    }

    package func remove(_ reference: ObjectReference) async throws(ObjectStoreError) {
        try await gate.run(.write) { () throws(ObjectStoreError) in try await store.remove(reference) }
    }

    package func list(after reference: ObjectReference?) async throws(ObjectStoreError) -> ObjectPage {
        try await gate.run(.read) { () throws(ObjectStoreError) in try await store.list(after: reference) }
    }

    package func root() async throws(ObjectStoreError) -> Root? {
        try await gate.run(.read) { () throws(ObjectStoreError) in try await store.root() }
    }

    package func replaceRoot(
        expected: RootVersion?, with bytes: [UInt8]
    ) async throws(ObjectStoreError) -> RootVersion {
        try await gate.run(.write) { () throws(ObjectStoreError) in
            try await store.replaceRoot(expected: expected, with: bytes)
        }
    }
}
