// SPDX-License-Identifier: MIT

import FilesystemModel
import Foundation
import ObjectStorage
import ObjectStoreSuite
import Testing

@testable import DirectoryStorage

/// Invariants: after SIGKILL at any step an object is whole or absent and the root is the old or the new one; the next
/// opening removes what was half written, and only that; the same put afterwards makes one object.
@Suite(.timeLimit(.minutes(10))) struct DirectoryStoreCrashTests {
    let folder: TemporaryDirectory
    var path: String { folder.path + "/store" }

    init() throws { folder = try TemporaryDirectory() }

    @Test(arguments: [CrashPoint.storeObjectWritten.rawValue, CrashPoint.storeObjectNamed.rawValue])
    func aPutThatWasKilledIsWholeOrAbsent(_ point: String) async throws {
        let store = try await DirectoryStore.create(path)
        _ = try await store.put(Sample.name(1), Sample.bytes(1000))
        await #expect(processExitsWith: .signal(SIGKILL)) { [path = path as String, point] in
            setenv("GRAMFS_CRASH_AT", point, 1)
            let store = try await DirectoryStore.open(path)
            _ = try await store.put(Sample.name(2), Sample.bytes(2_000_000))
        }
        let isNamed = point == CrashPoint.storeObjectNamed.rawValue
        #expect(folder.files(below: "store/incoming").count == (isNamed ? 0 : 1))
        let reopened = try await DirectoryStore.open(path)
        #expect(folder.files(below: "store/incoming").isEmpty)
        #expect(try await reopened.listing().map(\.name) == (isNamed ? [1, 2] : [1]).map(Sample.name))
        let reference = try await reopened.put(Sample.name(2), Sample.bytes(2_000_000))
        #expect(try await difference(reopened.whole(reference, size: 2_000_000), Sample.bytes(2_000_000)) == nil)
        #expect(try await reopened.listing().map(\.name) == [1, 2].map(Sample.name))
    }

    @Test(arguments: [CrashPoint.storeRootWritten.rawValue, CrashPoint.storeRootNamed.rawValue])
    func aRootIsTheOldOrTheNewOne(_ point: String) async throws {
        let store = try await DirectoryStore.create(path)
        let old = try await store.replaceRoot(expected: nil, with: Sample.bytes(5000))
        await #expect(processExitsWith: .signal(SIGKILL)) { [path = path as String, point] in
            setenv("GRAMFS_CRASH_AT", point, 1)
            let store = try await DirectoryStore.open(path)
            _ = try await store.put(Sample.name(1), [1])
            let root = try await store.root()
            _ = try await store.replaceRoot(expected: root?.version, with: Sample.bytes(6000, seed: 2))
            _ = try await store.put(Sample.name(2), [1])
        }
        let reopened = try await DirectoryStore.open(path)
        let isReplaced = point == CrashPoint.storeRootNamed.rawValue
        let root = try #require(try await reopened.root())
        #expect(root.bytes == (isReplaced ? Sample.bytes(6000, seed: 2) : Sample.bytes(5000)))
        #expect((root.version == old) == !isReplaced)
        _ = try await reopened.replaceRoot(expected: root.version, with: [3])
        #expect(folder.files(below: "store/incoming").isEmpty)
    }

    @Test func aLeftoverGoesAndTheFileOfALivingWriterStays() async throws {
        let store = try await DirectoryStore.create(path)
        try folder.write(Sample.bytes(3000), to: "store/incoming/dead")
        let halfway = Turn()
        let goOn = DispatchSemaphore(value: 0)
        let body = ObjectBody(size: 3 << 20) { range throws(ObjectStoreError) in
            if range.lowerBound == 2 << 20 {
                halfway.give()
                goOn.wait()
            }
            return [UInt8](repeating: 7, count: range.count)
        }
        async let put = store.put(Sample.name(1), body, progress: { _ in })
        _ = await halfway.wait()
        #expect(folder.files(below: "store/incoming").count == 2)
        let other = try await DirectoryStore.open(path)
        let left = folder.files(below: "store/incoming")
        goOn.signal()
        #expect(left.count == 1)
        #expect(left != ["dead"])
        let reference = try await put
        #expect(
            try await difference(other.whole(reference, size: 3 << 20), [UInt8](repeating: 7, count: 3 << 20)) == nil)
        #expect(folder.files(below: "store/incoming").isEmpty)
    }

    @Test func aPutThatFailsOrIsCancelledLeavesNothing() async throws {
        let store = try await DirectoryStore.create(path)
        let begun = Turn()
        let goOn = DispatchSemaphore(value: 0)
        let body = ObjectBody(size: 3 << 20) { range throws(ObjectStoreError) in
            begun.give()
            goOn.wait()
            return [UInt8](repeating: 7, count: range.count)
        }
        let task = Task { try await store.put(Sample.name(1), body, progress: { _ in }) }
        _ = await begun.wait()
        task.cancel()
        for _ in 1...3 { goOn.signal() }
        await #expect(throws: ObjectStoreError.cancelled) { try await task.value }
        #expect(try await store.listing().isEmpty)
        #expect(folder.files(below: "store/incoming").isEmpty)
    }

    @Test(arguments: ["", "no number\n", "0000000000000000000", "00000000000000000001\n"])
    func anOrderThatWasLostIsTakenFromTheObjects(_ sequence: String) async throws {
        let store = try await DirectoryStore.create(path)
        for number in 1...5 { _ = try await store.put(Sample.name(number), [1]) }
        try folder.write(Array(sequence.utf8), to: "store/sequence")
        let reopened = try await DirectoryStore.open(path)
        _ = try await reopened.put(Sample.name(6), [1])
        #expect(try await reopened.listing().map(\.name) == (1...6).map(Sample.name))
    }

    @Test func whatDoesNotBelongAmongTheObjectsIsIgnored() async throws {
        let store = try await DirectoryStore.create(path)
        let reference = try await store.put(Sample.name(1), [1])
        let place = folder.files(below: "store/objects")[0].split(separator: "/")[0]
        for name in ["lost+found", ".DS_Store", "zz", "\(place)/note.txt", "\(place)/" + Sample.name(1).description] {
            try folder.write([9], to: "store/objects/" + name)
        }
        let reopened = try await DirectoryStore.open(path)
        #expect(try await reopened.listing().map(\.reference) == [reference])
        #expect(try await reopened.put(Sample.name(1), [1]) == reference)
    }

    @Test func anObjectThatWasCutIsDamaged() async throws {
        let store = try await DirectoryStore.create(path)
        let reference = try await store.put(Sample.name(1), Sample.bytes(1000))
        let file = "store/objects/" + folder.files(below: "store/objects")[0]
        try folder.write(Sample.bytes(999), to: file)
        guard
            case .damaged = await error(of: { () throws(ObjectStoreError) in
                try await store.get(reference, range: 0..<1000)
            })
        else {
            Issue.record("not told")
            return
        }
        #expect(try await store.get(reference, range: 0..<999) == Sample.bytes(999))
    }
}
