// SPDX-License-Identifier: MIT

import DirectoryStorage
import ObjectStorage
import Synchronization

/// Objects and roots that a task puts into a store, one after the other, until a call fails.
final class PutObjects: Sendable {
    private struct Object {
        let name: ObjectName
        let reference: ObjectReference
        let bytes: [UInt8]
    }

    private final class Acknowledged: Sendable {
        let objects = Mutex<[Object]>([])
        /// The number in it.
        let root = Mutex(0)
    }

    private let known: Acknowledged
    private let task: Task<Void, Never>

    init(into store: DirectoryStore) {
        let known = Acknowledged()
        self.known = known
        task = Task {
            do throws(ObjectStoreError) {
                try await Self.put(into: store, known)
            } catch {
                // The disk is gone.
            }
        }
    }

    private static func put(into store: DirectoryStore, _ known: Acknowledged) async throws(ObjectStoreError) {
        var version: RootVersion?
        for number in 1... {
            let bytes = [UInt8](repeating: UInt8(truncatingIfNeeded: number), count: 1 + number * 97 % 20_011)
            let digits = String(number, radix: 16)
            guard let name = ObjectName(String(repeating: "0", count: 32 - digits.count) + digits) else { return }
            let reference = try await store.put(name, ObjectBody(bytes)) { _ in }
            known.objects.withLock { $0.append(Object(name: name, reference: reference, bytes: bytes)) }
            guard number.isMultiple(of: 5) else { continue }
            version = try await store.replaceRoot(expected: version, with: Array("\(number)".utf8))
            known.root.withLock { $0 = number }
        }
    }

    var acknowledged: Int { known.objects.withLock { $0.count } }

    func waitForFailure() async { await task.value }

    /// What was acknowledged and is not there, or is not what it was.
    func missing(from store: DirectoryStore) async throws -> [String] {
        var missing: [String] = []
        for object in known.objects.withLock({ $0 }) {
            do {
                let bytes = try await store.get(object.reference, range: 0..<UInt64(object.bytes.count))
                if bytes != object.bytes { missing.append("\(object.name) has other bytes") }
            } catch {
                missing.append("\(object.name): \(error)")
            }
        }
        // One that was under way may be there, too.
        let root = try await store.root().map { String(decoding: $0.bytes, as: UTF8.self) } ?? ""
        let acknowledged = known.root.withLock { $0 }
        if Int(root) ?? 0 < acknowledged { missing.append("the root is '\(root)', not \(acknowledged)") }
        return missing
    }
}
