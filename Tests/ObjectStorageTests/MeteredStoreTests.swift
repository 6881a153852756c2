// SPDX-License-Identifier: MIT

import ObjectStorage
import ObjectStoreSuite
import Testing

/// Invariants: every call that reaches the store is counted once, and bytes only when they arrived.
@Suite struct MeteredStoreTests {
    @Test func callsFailuresAndBytesAreCountedByCall() async throws {
        let memory = MemoryStore()
        let store = MeteredStore(memory)
        let reference = try await store.put(Sample.name(1), Sample.bytes(1000))
        _ = try await store.get(reference, range: 100..<400)
        _ = try await store.replaceRoot(expected: nil, with: Sample.bytes(50))
        _ = try await store.root()
        _ = try await store.list(after: nil)
        try await store.remove(reference)
        memory.add(.unreachable())
        _ = await error { () throws(ObjectStoreError) in try await store.put(Sample.name(2), Sample.bytes(1000)) }

        let metrics = store.metrics
        #expect(metrics.requests == 7)
        #expect(metrics[.put].requests == 2)
        #expect(metrics[.put].failures == 1)
        #expect(metrics[.put].bytes == 1000)
        #expect(metrics[.get].bytes == 300)
        #expect(metrics.bytesPut == 1050)
        #expect(metrics.bytesGot == 350)
        #expect([StoreCall.list, .remove].map { metrics[$0].requests } == [1, 1])
    }
}
