// SPDX-License-Identifier: MIT

import ObjectStorage
import Testing

extension ObjectStoreSuite {
    static let callCases: [Case] = [
        Case(claim: "a cancelled task gets cancelled from every call, and nothing happens") { subject in
            let store = try await subject.make()
            let reference = try await store.put(Sample.name(1), Sample.bytes(100))
            let version = try await store.replaceRoot(expected: nil, with: [1])
            let errors = await cancelled {
                await [
                    error(of: { () throws(ObjectStoreError) in try await store.put(Sample.name(2), [1]) }),
                    error(of: { () throws(ObjectStoreError) in try await store.get(reference, range: 0..<100) }),
                    error(of: { () throws(ObjectStoreError) in try await store.remove(reference) }),
                    error(of: { () throws(ObjectStoreError) in try await store.root() }),
                    error(of: { () throws(ObjectStoreError) in
                        try await store.replaceRoot(expected: version, with: [2])
                    }),
                ]
            }
            #expect(errors == Array(repeating: .cancelled, count: 5))
            #expect(try await difference(store.whole(reference, size: 100), Sample.bytes(100)) == nil)
            #expect(try await store.root()?.bytes == [1])
            guard store.traits.canList else { return }
            #expect(try await store.listing().map(\.name) == [Sample.name(1)])
            let failure = await cancelled {
                await [error(of: { () throws(ObjectStoreError) in try await store.list(after: nil) })]
            }
            #expect(failure == [.cancelled])
        },
        Case(claim: "concurrent puts of one name make one object") { subject in
            let store = try await subject.make()
            let other = try await subject.reopen(store)
            let bytes = Sample.bytes(300_000)
            let references = try await withThrowingTaskGroup(of: ObjectReference.self) { group in
                for number in 0..<8 {
                    group.addTask { try await (number % 2 == 0 ? store : other).put(Sample.name(1), bytes) }
                }
                return try await group.reduce(into: Set<ObjectReference>()) { $0.insert($1) }
            }
            #expect(references.count == 1)
            let reference = try #require(references.first)
            #expect(try await difference(store.whole(reference, size: bytes.count), bytes) == nil)
            guard store.traits.canList else { return }
            #expect(try await store.listing().map(\.reference) == [reference])
        },
        Case(claim: "concurrent puts of many names are all there") { subject in
            let store = try await subject.make()
            let references = try await withThrowingTaskGroup(of: (Int, ObjectReference).self) { group in
                for number in 1...24 {
                    group.addTask {
                        (number, try await store.put(Sample.name(number), Sample.bytes(5000, seed: number)))
                    }
                }
                return try await group.reduce(into: [Int: ObjectReference]()) { $0[$1.0] = $1.1 }
            }
            for (number, reference) in references {
                #expect(
                    try await difference(store.whole(reference, size: 5000), Sample.bytes(5000, seed: number)) == nil)
            }
            guard store.traits.canList else { return }
            #expect(Set(try await store.listing().map(\.reference)) == Set(references.values))
        },
    ]

    /// Runs `body` in a task that is cancelled before it begins.
    private static func cancelled<Value: Sendable>(_ body: @escaping @Sendable () async -> Value) async -> Value {
        let turn = Turn()
        let task = Task {
            _ = await turn.wait()
            return await body()
        }
        task.cancel()
        return await task.value
    }
}
