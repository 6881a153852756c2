// SPDX-License-Identifier: MIT

import DirectoryStorage
import Foundation
import ObjectStorage
import ObjectStoreSuite
import Testing

/// Invariants: two processes on one directory behave as two tasks on one store do.
@Suite(.timeLimit(.minutes(10))) struct DirectoryStoreProcessTests {
    let folder: TemporaryDirectory
    var path: String { folder.path + "/store" }

    init() throws { folder = try TemporaryDirectory() }

    @Test func swapsOfTheRootByTwoProcessesAreNeverLost() async throws {
        _ = try await DirectoryStore.create(path)
        async let first: Void = countInRoot(writer: 1)
        async let second: Void = countInRoot(writer: 2)
        _ = await (first, second)
        let root = try #require(try await DirectoryStore.open(path).root())
        // Each of 2 processes added itself 40 times to the root that it had read.
        #expect(root.bytes.filter { $0 == 1 }.count == 40)
        #expect(root.bytes.filter { $0 == 2 }.count == 40)
    }

    private func countInRoot(writer: UInt8) async {
        await #expect(processExitsWith: .success) { [path = path as String, writer] in
            let store = try await DirectoryStore.open(path)
            var done = 0
            while done < 40 {
                let root = try await store.root()
                do throws(ObjectStoreError) {
                    _ = try await store.replaceRoot(expected: root?.version, with: (root?.bytes ?? []) + [writer])
                    done += 1
                } catch {
                    guard error == .conflict else { throw error }
                }
            }
        }
    }

    @Test func twoProcessesThatPutTheSameNamesMakeEachOnce() async throws {
        let store = try await DirectoryStore.create(path)
        async let first: Void = putAll(reversed: 0)
        async let second: Void = putAll(reversed: 1)
        _ = await (first, second)
        let entries = try await store.listing()
        #expect(entries.count == 30)
        #expect(Set(entries.map(\.name)) == Set((1...30).map(Sample.name)))
        for entry in entries { #expect(try await store.whole(entry.reference, size: 20_000) == Sample.bytes(20_000)) }
    }

    private func putAll(reversed: Int) async {
        await #expect(processExitsWith: .success) { [path = path as String, reversed] in
            let store = try await DirectoryStore.open(path)
            for number in 1...30 {
                _ = try await store.put(Sample.name(reversed == 1 ? 31 - number : number), Sample.bytes(20_000))
            }
        }
    }
}
