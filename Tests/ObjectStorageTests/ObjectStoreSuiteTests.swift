// SPDX-License-Identifier: MIT

import ObjectStorage
import ObjectStoreSuite
import Synchronization
import Testing

/// Invariant: the suite fails a store that breaks the contract, in each way that one is likely to.
@Suite(.timeLimit(.minutes(10))) struct ObjectStoreSuiteTests {
    @Test(arguments: FaultyStore.Fault.allCases)
    func aStoreWithAFaultIsTold(_ fault: FaultyStore.Fault) async throws {
        var failed: [String] = []
        for test in ObjectStoreSuite.cases where failed.isEmpty {
            let issues = Mutex(0)
            try await withKnownIssue(isIntermittent: true) {
                try await test.run(on: .init { FaultyStore(fault: fault) })
            } matching: { _ in
                issues.withLock { $0 += 1 }
                return true
            }
            if issues.withLock({ $0 }) > 0 { failed.append(test.claim) }
        }
        #expect((failed.isEmpty) == (fault == .none), "\(failed)")
    }
}

/// A memory store with one fault in how it keeps the contract.
struct FaultyStore: ObjectStore {
    enum Fault: CaseIterable {
        case none, shortRead, readsPastTheEnd, secondObject, acceptsOtherSize, removalOfNothingFails, lastIsMissing
        case listsBackwards, pagesRepeat, ignoresExpectation, forgetsRoot, deafToCancellation, keepsRemoved, noProgress
    }

    let fault: Fault
    let memory = MemoryStore(pageEntriesMax: 50)

    var traits: ObjectStoreTraits { memory.traits }

    func put(
        _ name: ObjectName, _ body: ObjectBody, progress: @escaping @Sendable (UInt64) -> Void
    ) async throws(ObjectStoreError) -> ObjectReference {
        if fault == .secondObject, let object = memory.contents.object(name), UInt64(object.bytes.count) == body.size {
            return memory.change { (contents: inout MemoryStore.Contents) -> ObjectReference in
                contents.insert(name, object.bytes)
            }
        }
        if fault == .acceptsOtherSize {
            memory.change { (contents: inout MemoryStore.Contents) -> Void in contents.drop(name) }
        }
        let silent: @Sendable (UInt64) -> Void = { _ in }
        return try await memory.put(name, body, progress: fault == .noProgress ? silent : progress)
    }

    func get(_ reference: ObjectReference, range: Range<UInt64>) async throws(ObjectStoreError) -> [UInt8] {
        do throws(ObjectStoreError) {
            let bytes = try await memory.get(reference, range: range)
            return fault == .shortRead ? Array(bytes.dropLast()) : bytes
        } catch {
            guard case .damaged = error, fault == .readsPastTheEnd else { throw error }
            return [UInt8](repeating: 0, count: range.count)
        }
    }

    func remove(_ reference: ObjectReference) async throws(ObjectStoreError) {
        let count = memory.contents.objects.count
        if fault == .keepsRemoved { return }
        try await memory.remove(reference)
        if fault == .removalOfNothingFails, memory.contents.objects.count == count { throw .notFound }
    }

    func list(after reference: ObjectReference?) async throws(ObjectStoreError) -> ObjectPage {
        let page = try await memory.list(
            after: fault == .pagesRepeat && memory.contents.objects.count < 50 ? nil : reference)
        switch fault {
        case .lastIsMissing where !page.isLast: return ObjectPage(entries: page.entries.dropLast(), isLast: true)
        case .listsBackwards: return ObjectPage(entries: page.entries.reversed(), isLast: page.isLast)
        default: return page
        }
    }

    func root() async throws(ObjectStoreError) -> Root? {
        if fault == .deafToCancellation { return memory.contents.root }
        return fault == .forgetsRoot ? nil : try await memory.root()
    }

    func replaceRoot(expected: RootVersion?, with bytes: [UInt8]) async throws(ObjectStoreError) -> RootVersion {
        let present = memory.contents.root?.version
        return try await memory.replaceRoot(expected: fault == .ignoresExpectation ? present : expected, with: bytes)
    }
}
