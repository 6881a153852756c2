// SPDX-License-Identifier: MIT

import ObjectStorage
import Testing

extension ObjectStoreSuite {
    static let rootCases: [Case] = [
        Case(claim: "there is no root until one is put") { subject in
            let store = try await subject.make()
            #expect(try await store.root() == nil)
            let version = try await store.replaceRoot(expected: nil, with: Sample.bytes(3000))
            let root = Root(version: version, bytes: Sample.bytes(3000))
            #expect(try await store.root() == root)
            #expect(try await subject.reopen(store).root() == root)
        },
        Case(claim: "a root is replaced by whoever knows the present one") { subject in
            let store = try await subject.make()
            var version = try await store.replaceRoot(expected: nil, with: Sample.bytes(100))
            for seed in 2...5 {
                let new = try await store.replaceRoot(expected: version, with: Sample.bytes(100 * seed, seed: seed))
                #expect(new != version)
                version = new
                #expect(try await store.root() == Root(version: new, bytes: Sample.bytes(100 * seed, seed: seed)))
            }
        },
        Case(claim: "whoever expects another root gets a conflict and changes nothing") { subject in
            let store = try await subject.make()
            let first = try await store.replaceRoot(expected: nil, with: Sample.bytes(100))
            let second = try await store.replaceRoot(expected: first, with: Sample.bytes(100, seed: 2))
            for expected in [nil, first, RootVersion(bytes: [1, 2, 3])] {
                let failure = await error { () throws(ObjectStoreError) in
                    try await store.replaceRoot(expected: expected, with: Sample.bytes(100, seed: 3))
                }
                #expect(failure == .conflict)
            }
            #expect(try await store.root() == Root(version: second, bytes: Sample.bytes(100, seed: 2)))
        },
        Case(claim: "a root that is expected where none is gets a conflict") { subject in
            let store = try await subject.make()
            let failure = await error { () throws(ObjectStoreError) in
                try await store.replaceRoot(expected: RootVersion(bytes: [1]), with: Sample.bytes(100))
            }
            #expect(failure == .conflict)
            #expect(try await store.root() == nil)
        },
        Case(claim: "of writers that replace the same root at once, one wins where the swap is atomic") { subject in
            let store = try await subject.make()
            let other = try await subject.reopen(store)
            let base = try await store.replaceRoot(expected: nil, with: Sample.bytes(500))
            let winners = try await withThrowingTaskGroup(of: Root?.self) { group in
                for seed in 2..<10 {
                    group.addTask {
                        let bytes = Sample.bytes(500 + seed, seed: seed)
                        do throws(ObjectStoreError) {
                            let version = try await (seed % 2 == 0 ? store : other)
                                .replaceRoot(expected: base, with: bytes)
                            return Root(version: version, bytes: bytes)
                        } catch .conflict {
                            return nil
                        }
                    }
                }
                return try await group.reduce(into: [Root]()) { roots, root in root.map { roots.append($0) } }
            }
            let root = try #require(try await store.root())
            #expect(winners.contains(root))
            if store.traits.swapsRootAtomically { #expect(winners.count == 1) }
        },
    ]
}
