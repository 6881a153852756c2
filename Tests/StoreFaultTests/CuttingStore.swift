// SPDX-License-Identifier: MIT

import ObjectStorage
import Synchronization

/// A store that says yes and keeps only the first half of what it was given, the first few times.
final class CuttingStore: ObjectStore {
    let memory = MemoryStore()
    private let left: Mutex<Int>
    private let done = Mutex(0)

    init(puts: Int) { left = Mutex(puts) }

    var traits: ObjectStoreTraits { memory.traits }
    var cuts: Int { done.withLock { $0 } }

    func put(
        _ name: ObjectName, _ body: ObjectBody, progress: @escaping @Sendable (UInt64) -> Void
    ) async throws(ObjectStoreError) -> ObjectReference {
        let reference = try await memory.put(name, body, progress: progress)
        let cuts = left.withLock { left in
            // Claims and the like are small, and not what is tested here.
            guard body.size > 65_536 else { return false }
            left -= 1
            return left >= 0
        }
        if cuts {
            memory.change { contents in _ = contents.truncate(name, to: Int(body.size / 2)) }
            done.withLock { $0 += 1 }
        }
        return reference
    }

    func get(_ reference: ObjectReference, range: Range<UInt64>) async throws(ObjectStoreError) -> [UInt8] {
        try await memory.get(reference, range: range)
    }

    func remove(_ reference: ObjectReference) async throws(ObjectStoreError) { try await memory.remove(reference) }

    func list(after reference: ObjectReference?) async throws(ObjectStoreError) -> ObjectPage {
        try await memory.list(after: reference)
    }

    func root() async throws(ObjectStoreError) -> Root? { try await memory.root() }

    func replaceRoot(
        expected: RootVersion?, with bytes: [UInt8]
    ) async throws(ObjectStoreError) -> RootVersion {
        try await memory.replaceRoot(expected: expected, with: bytes)
    }
}
