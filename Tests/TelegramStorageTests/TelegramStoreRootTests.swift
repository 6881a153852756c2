// SPDX-License-Identifier: MIT

import ObjectStorage
import ObjectStoreSuite
import Telegram
import TelegramStorage
import Testing

@testable import TelegramEmulator

/// Invariants: at every moment one root stands, the old or the new one; what an interrupted replacement left over is
/// cleared away by the next; of two writers the later one stays, and the other learns of it.
@Suite(.serialized, .timeLimit(.minutes(10))) struct TelegramStoreRootTests {
    private static func replace(
        _ store: some ObjectStore, _ expected: RootVersion?, _ bytes: [UInt8]
    ) async -> ObjectStoreError? {
        await error { () async throws(ObjectStoreError) in try await store.replaceRoot(expected: expected, with: bytes)
        }
    }

    @Test(arguments: AccountKind.allCases)
    func aRootLeavesOneMessageAndNoNotice(_ kind: AccountKind) async throws {
        try await withSetting(kind) { setting in
            var version: RootVersion?
            for seed in 1...5 {
                version = try await setting.store.replaceRoot(expected: version, with: Sample.bytes(500, seed: seed))
            }
            let messages = setting.scene.messages(setting.chat)
            #expect(messages.count == 2, "the channel's creation, and the root")
            #expect(setting.scene.roots(setting.chat).map(\.isPinned) == [true])
        }
    }

    /// The process ended after the document was posted.
    @Test(arguments: AccountKind.allCases)
    func endedBeforeThePinTheOldRootStands(_ kind: AccountKind) async throws {
        try await withSetting(kind) { setting in
            let first = try await setting.store.replaceRoot(expected: nil, with: [1])
            _ = setting.backend.addFault(Fault(.floodWait, method: "messages.updatePinnedMessage", seconds: 60))
            #expect(await Self.replace(setting.store, first, [2]) == .throttled(for: .seconds(60)))
            #expect(setting.scene.roots(setting.chat).count == 2)
            let next = try await setting.restart()
            #expect(try await next.root()?.bytes == [1])
            #expect(try await next.listing().isEmpty)
            let second = try await next.replaceRoot(expected: first, with: [3])
            #expect(try await next.root() == Root(version: second, bytes: [3]))
            #expect(setting.scene.roots(setting.chat).count == 1, "what was left over is gone")
        }
    }

    /// The same process tries the same again.
    @Test(arguments: AccountKind.allCases)
    func repeatedAfterTheThrottledPinNothingIsPostedTwice(_ kind: AccountKind) async throws {
        try await withSetting(kind) { setting in
            let first = try await setting.store.replaceRoot(expected: nil, with: [1])
            _ = setting.backend.addFault(Fault(.floodWait, method: "messages.updatePinnedMessage", seconds: 60))
            #expect(await Self.replace(setting.store, first, [2]) == .throttled(for: .seconds(60)))
            _ = try await setting.store.replaceRoot(expected: first, with: [2])
            #expect(setting.scene.roots(setting.chat).count == 1)
            #expect(try await setting.store.root()?.bytes == [2])
        }
    }

    /// The process ended after the pin.
    @Test(arguments: AccountKind.allCases)
    func endedBeforeTheDeletionTheNewRootStands(_ kind: AccountKind) async throws {
        try await withSetting(kind) { setting in
            let first = try await setting.store.replaceRoot(expected: nil, with: [1])
            _ = setting.backend.addFault(Fault(.floodWait, method: "channels.deleteMessages", seconds: 60))
            let second = try await setting.store.replaceRoot(expected: first, with: [2])
            #expect(setting.scene.roots(setting.chat).map(\.isPinned) == [true, true])
            let next = try await setting.restart()
            #expect(try await next.root() == Root(version: second, bytes: [2]))
            #expect(await Self.replace(next, first, [3]) == .conflict)
            // A bot learns of what is left over by listing.
            #expect(try await next.listing().isEmpty)
            _ = try await next.replaceRoot(expected: second, with: [3])
            #expect(setting.scene.roots(setting.chat).count == 1)
        }
    }

    @Test(arguments: AccountKind.allCases)
    func aSecondWriterIsToldOfTheFirst(_ kind: AccountKind) async throws {
        try await withSetting(kind) { setting in
            let other = try await setting.reopen()
            let base = try await setting.store.replaceRoot(expected: nil, with: [1])
            #expect(try await other.root()?.version == base)
            let mine = try await setting.store.replaceRoot(expected: base, with: [2])
            #expect(await Self.replace(other, base, [3]) == .conflict)
            #expect(try await other.root() == Root(version: mine, bytes: [2]))
            let theirs = try await other.replaceRoot(expected: mine, with: [3])
            #expect(await Self.replace(setting.store, mine, [4]) == .conflict)
            #expect(try await setting.store.root() == Root(version: theirs, bytes: [3]))
        }
    }

    /// Claims to epochs are objects: their order is what decides between two writers.
    @Test func bothWritersSeeTheSameOrder() async throws {
        try await withSetting(.user) { setting in
            let other = try await setting.reopen()
            try await withThrowingTaskGroup { group in
                for number in 0..<20 {
                    let store = number % 2 == 0 ? setting.store : other
                    group.addTask { _ = try await store.put(Sample.name(number), [1]) }
                }
                try await group.waitForAll()
            }
            let order = try await setting.store.listing()
            #expect(order.count == 20)
            #expect(try await other.listing() == order)
        }
    }

    @Test(arguments: AccountKind.allCases)
    func theRootIsFoundUnderOtherPins(_ kind: AccountKind) async throws {
        try await withSetting(kind) { setting in
            let version = try await setting.store.replaceRoot(expected: nil, with: [1])
            let note = try await setting.owner.sendText(
                "shopping list", to: try await setting.channel, randomID: 5)
            try await setting.owner.pin(note.id, in: try await setting.channel)
            #expect(try await setting.store.root() == Root(version: version, bytes: [1]))
            #expect(try await setting.restart().root() == Root(version: version, bytes: [1]))
            let next = try await setting.store.replaceRoot(expected: version, with: [2])
            #expect(try await setting.restart().root() == Root(version: next, bytes: [2]))
            #expect(setting.scene.messages(setting.chat).contains { $0.id.number == note.id }, "what is not ours stays")
        }
    }

    @Test func withoutAPinThereIsNoRootAndTheNextOneIsPutAnew() async throws {
        try await withSetting(.user) { setting in
            _ = try await setting.store.replaceRoot(expected: nil, with: [1])
            let root = try #require(setting.scene.roots(setting.chat).first)
            try await setting.owner.unpin(root.id.number, in: try await setting.channel)
            #expect(try await setting.store.root() == nil)
            let version = try await setting.store.replaceRoot(expected: nil, with: [2])
            #expect(try await setting.restart().root() == Root(version: version, bytes: [2]))
            #expect(setting.scene.roots(setting.chat).count == 1)
        }
    }
}

extension Setting {
    /// As the owner reaches it.
    var channel: ChannelReference { get async throws { try await owner.channel(id: chat.channel).reference } }
}
