// SPDX-License-Identifier: MIT

import ObjectStorage
import ObjectStoreSuite
import Telegram
import TelegramStorage
import Testing

@testable import TelegramEmulator

/// Invariants: whatever goes wrong on the way, what was put is read back equal, and no object has two messages.
@Suite(.serialized, .timeLimit(.minutes(10))) struct TelegramStoreFaultTests {
    /// The stack of a volume: it waits and tries again.
    private static func stack(_ store: TelegramStore) -> some ObjectStore {
        RetryingStore(GatedStore(store), clock: ContinuousClock())
    }

    private static let methods = [
        "upload.saveFilePart", "upload.getFile", "messages.sendMedia", "messages.updatePinnedMessage",
        "channels.deleteMessages", "channels.getMessages", "channels.getFullChannel", "messages.getHistory",
    ]

    /// What each fault strikes, in the middle of the work.
    private static func faults(_ kind: Fault.Kind) -> [Fault] {
        switch kind {
        case .clockSkew: [Fault(kind, method: "upload.saveFilePart", after: 3, seconds: 1800)]
        case .bandwidth: [Fault(kind, method: "upload.saveFilePart", after: 3, seconds: 3, bytes: 1 << 20)]
        case .unreachable: [Fault(kind, method: "upload.saveFilePart", after: 3, seconds: 2)]
        case .expiredReference: [Fault(kind, method: "upload.getFile", after: 2, count: 3)]
        case .migrate: [Fault(kind, method: "upload.getFile", center: 3, after: 2)]
        // A second each.
        case .floodWait, .floodPremiumWait, .slowmodeWait, .http429, .delayAnswer:
            methods.map { Fault(kind, method: $0, after: $0.hasPrefix("upload") ? 3 : 1, seconds: 1) }
        // What is refused stays so.
        case .refuse: []
        case .dropConnection, .loseAnswer, .duplicateAnswer, .badSalt, .serverError:
            methods.map { Fault(kind, method: $0, after: $0.hasPrefix("upload") ? 3 : 1, count: 2) }
        }
    }

    @Test(arguments: AccountKind.allCases, Fault.Kind.allCases.filter { $0 != .refuse })
    func aFaultUnderLoadEndsWithEqualContentAndNoDoubledMessage(_ kind: AccountKind, _ fault: Fault.Kind) async throws {
        try await withSetting(kind) { setting in
            let store = Self.stack(setting.store)
            for fault in Self.faults(fault) { _ = setting.backend.addFault(fault) }
            let sizes = [700_000, 1, 4096, 1_100_000, 300_000, 65_537]
            let references = try await withThrowingTaskGroup(of: (Int, ObjectReference).self) { group in
                for (index, size) in sizes.enumerated() {
                    group.addTask {
                        (index, try await store.put(Sample.name(index), Sample.bytes(size, seed: index)))
                    }
                }
                return try await group.reduce(into: [Int: ObjectReference]()) { $0[$1.0] = $1.1 }
            }
            var version: RootVersion?
            for seed in 1...3 {
                version = try await store.replaceRoot(expected: version, with: Sample.bytes(900 + seed, seed: seed))
            }
            try await store.remove(try #require(references[1]))
            #expect(try await store.root()?.bytes == Sample.bytes(903, seed: 3))
            for (index, size) in sizes.enumerated() where index != 1 {
                let bytes = try await store.whole(try #require(references[index]), size: size)
                #expect(difference(bytes, Sample.bytes(size, seed: index)) == nil)
            }
            let expected = Set([0, 2, 3, 4, 5].map { Sample.name($0).description })
            #expect(Set(try await store.listing().map(\.name.description)) == expected)
            #expect(setting.scene.objectNames(setting.chat).count == 5, "one message for each object")
            #expect(Set(setting.scene.objectNames(setting.chat)) == expected)
            _ = setting.backend.clearFaults()
            // What a fault left over is cleared away with the next root.
            _ = try await store.replaceRoot(expected: version, with: [9])
            #expect(setting.scene.roots(setting.chat).count == 1)
        }
    }

    @Test(arguments: AccountKind.allCases)
    func anAnswerThatIsLostForGoodIsResolvedByTheNextProcess(_ kind: AccountKind) async throws {
        try await withSetting(kind) { setting in
            let bytes = Sample.bytes(200_000)
            _ = try await setting.store.put(Sample.name(9), Sample.bytes(10))
            _ = setting.backend.addFault(Fault(.loseAnswer, method: "messages.sendMedia", count: 1000))
            let putting = Task { () async -> ObjectStoreError? in
                await error { () async throws(ObjectStoreError) in
                    try await setting.store.put(Sample.name(1), bytes)
                }
            }
            // Its message is there, and it does not know.
            while setting.scene.objectNames(setting.chat).count < 2 { await Task.yield() }
            putting.cancel()
            #expect(await putting.value == .cancelled)
            _ = setting.backend.clearFaults()
            let before = setting.scene.messages(setting.chat).map(\.id)
            let reference = try await setting.restart().put(Sample.name(1), bytes)
            let again = try await setting.store.put(Sample.name(1), bytes)
            #expect(reference == again)
            #expect(setting.scene.messages(setting.chat).map(\.id) == before, "nothing was posted again")
            #expect(try await difference(setting.store.whole(reference, size: bytes.count), bytes) == nil)
        }
    }

    @Test func afterALostAnswerNothingIsSentAgainThatIsThere() async throws {
        try await withSetting(.user) { setting in
            _ = try await setting.store.put(Sample.name(1), Sample.bytes(100_000))
            let parts = setting.scene.calls("upload.saveFilePart")
            _ = try await setting.restart().put(Sample.name(1), Sample.bytes(100_000))
            #expect(setting.scene.calls("upload.saveFilePart") == parts)
        }
    }

    @Test func aWaitIsToldToTheSecondAndNothingHappens() async throws {
        try await withSetting(.user) { setting in
            let store = setting.store
            let reference = try await store.put(Sample.name(1), Sample.bytes(10))
            for method in ["messages.sendMedia", "channels.deleteMessages", "messages.getHistory"] {
                _ = setting.backend.addFault(Fault(.floodWait, method: method, seconds: 1234))
            }
            let errors = await [
                error { () async throws(ObjectStoreError) in try await store.put(Sample.name(2), Sample.bytes(10)) },
                error { () async throws(ObjectStoreError) in try await store.remove(reference) },
                error { () async throws(ObjectStoreError) in try await store.list(after: nil) },
            ]
            #expect(errors == Array(repeating: .throttled(for: .seconds(1234)), count: 3))
            #expect(try await store.listing().map(\.reference) == [reference])
        }
    }

    @Test(arguments: AccountKind.allCases)
    func anExpiredReferenceIsFetchedAnew(_ kind: AccountKind) async throws {
        try await withSetting(kind) { setting in
            let bytes = Sample.bytes(100_000)
            let reference = try await setting.store.put(Sample.name(1), bytes)
            for _ in 0..<3 {
                _ = try setting.backend.store.change { world throws(Refusal) in world.settings.referenceEpoch += 1 }
                #expect(try await difference(setting.store.whole(reference, size: bytes.count), bytes) == nil)
            }
        }
    }

    @Test func aRevokedSessionIsHealedByANewLogin() async throws {
        try await withSetting(.user) { setting in
            let bytes = Sample.bytes(100_000)
            let reference = try await setting.store.put(Sample.name(1), bytes)
            _ = try setting.backend.store.change { world throws(Refusal) in
                guard let account = world.account(phone: Scene.phone) else { return 0 }
                return world.revokeSessions(of: account.id).count
            }
            let failure = await error { () async throws(ObjectStoreError) in
                try await setting.store.get(reference, range: 0..<4096)
            }
            guard case .unauthorised = failure else {
                Issue.record("\(String(describing: failure))")
                return
            }
            try await setting.scene.login(setting.client, .user)
            #expect(try await difference(setting.store.whole(reference, size: bytes.count), bytes) == nil)
            _ = try await setting.store.put(Sample.name(2), bytes)
        }
    }
}

extension Setting {
    var backend: Backend { scene.backend }
}
