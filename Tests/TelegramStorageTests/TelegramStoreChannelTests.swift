// SPDX-License-Identifier: MIT

import ObjectStorage
import ObjectStoreSuite
import Synchronization
import TL
import Telegram
import Testing

@testable import TelegramEmulator
@testable import TelegramStorage

/// Invariants: a channel is made, or taken as it is and left so but for the volume's own messages; what happened to those
/// behind our back is told, and never taken for something else.
@Suite(.serialized, .timeLimit(.minutes(10))) struct TelegramStoreChannelTests {
    // MARK: Finding the channel

    @Test func aNewChannelIsMadeAndFoundByItsRoot() async throws {
        try await Scene.with { scene in
            let client = try await scene.client()
            let access = OpenClient(client)
            _ = try await client.createChannel(title: "Other", about: "")
            let store = try await TelegramStore.create(access, title: "gramfs photos", logger: scene.logger)
            #expect(try await TelegramStore.find(access).found.isEmpty, "a volume is what has a root")
            _ = try await store.replaceRoot(expected: nil, with: [1])
            let found = FoundChannel(chat: store.chat, title: "gramfs photos")
            #expect(try await TelegramStore.find(access).found == [found])
            let note = try await client.sendText(
                "x", to: try await client.channel(id: store.chat.channel).reference, randomID: 1)
            try await client.pin(note.id, in: try await client.channel(id: store.chat.channel).reference)
            #expect(try await TelegramStore.find(access).found == [found])
            await client.close()
        }
    }

    /// One chat of many must not end the search for the others, nor a wait.
    @Test func aChannelThatCannotBeLookedAtIsSkippedAndNamed() async throws {
        try await Scene.with { scene in
            let client = try await scene.client()
            let access = OpenClient(client)
            let odd = try await client.createChannel(title: "Odd", about: "")
            let store = try await TelegramStore.create(access, title: "gramfs photos", logger: scene.logger)
            _ = try await store.replaceRoot(expected: nil, with: [1])
            _ = scene.backend.addFault(
                Fault(.refuse, method: "channels.getFullChannel", chat: odd.reference.id, message: "SOMETHING_ODD"))
            _ = scene.backend.addFault(Fault(.floodWait, method: "channels.getFullChannel", after: 1, seconds: 1))
            let search = try await TelegramStore.find(access)
            #expect(search.found == [FoundChannel(chat: store.chat, title: "gramfs photos")])
            #expect(search.skipped.map(\.title) == ["Odd"])
            #expect(search.isComplete)
            await client.close()
        }
    }

    /// The list of chats holds the last message of each, of any kind.
    @Test func aChatThatEndsInAnUnknownMessageDoesNotEndTheList() async throws {
        try await Scene.with { scene in
            let client = try await scene.client()
            var made: [Int64] = []
            for number in 0..<12 {
                let channel = try await client.createChannel(title: "\(number)", about: "").reference
                made.append(channel.id)
                guard number % 5 == 2 else { continue }
                let id = try await client.sendText("x", to: channel, randomID: Int64(number + 1)).id
                let key = MessageKey(channel: ChannelID(rawValue: channel.id), number: id)
                _ = try scene.backend.store.change { world throws(Refusal) in
                    guard var message = world.messages[key] else { return }
                    message.media = TLWriter.encode(
                        API.MessageMedia.messageMediaDice(API.MessageMediaDice(value: 6, emoticon: "*")))
                    world.messages[key] = message
                }
            }
            scene.backend.foreign.withLock { $0 = [0x3f7e_e58b: 0x0bad_cafe] }
            let list = try await client.channels()
            #expect(list.channels.map(\.reference.id) == made.sorted())
            #expect(list.isComplete)
            await client.close()
        }
    }

    /// What another data centre forgot is carried there again; it says nothing of the account.
    @Test func aLoginThatIsLostAwayFromHomeIsCarriedThereAgain() async throws {
        try await withSetting(.user) { setting in
            let reference = try await setting.store.put(Sample.name(1), Sample.bytes(5000))
            _ = setting.backend.addFault(Fault(.migrate, method: "upload.getFile", center: 3))
            #expect(try await setting.store.get(reference, range: 0..<5000) == Sample.bytes(5000))
            let lost = try setting.backend.store.change { world throws(Refusal) -> Int in
                let away = world.keys.values.filter { $0.center.rawValue == 3 && $0.user != nil }
                for var key in away {
                    key.user = nil
                    world.keys[key.id] = key
                }
                return away.count
            }
            #expect(lost == 1)
            let pieces = try await withThrowingTaskGroup(of: [UInt8].self) { group in
                for _ in 0..<4 { group.addTask { try await setting.store.get(reference, range: 0..<5000) } }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            #expect(pieces == Array(repeating: Sample.bytes(5000), count: 4))
            #expect(!setting.client.isLoggedOut)
            #expect(setting.scene.calls("auth.importAuthorization") == 2)
        }
    }

    /// It may read and not write, and no wait ends that.
    @Test func aFrozenAccountIsToldAndNotWaitedFor() async throws {
        try await withSetting(.user) { setting in
            _ = setting.backend.addFault(
                Fault(.refuse, method: "messages.sendMedia", message: "FROZEN_METHOD_INVALID"))
            let error = await error { () async throws(ObjectStoreError) in
                try await setting.store.put(Sample.name(1), Sample.bytes(10))
            }
            guard case .unauthorised(let reason)? = error else {
                Issue.record("\(String(describing: error))")
                return
            }
            #expect(reason.contains("frozen"))
        }
    }

    @Test func aServerInTroubleIsAwayAndNotARefusal() async throws {
        try await withSetting(.user) { setting in
            let reference = try await setting.store.put(Sample.name(1), Sample.bytes(10))
            let store = try await setting.restart()
            _ = setting.backend.addFault(Fault(.serverError, method: "channels.getMessages", count: 6))
            let error = await error { () async throws(ObjectStoreError) in
                try await store.get(reference, range: 0..<10)
            }
            guard case .unreachable? = error else {
                Issue.record("\(String(describing: error))")
                return
            }
            #expect(try await store.get(reference, range: 0..<10) == Sample.bytes(10))
        }
    }

    @Test(arguments: [Fault.Kind.floodWait, .serverError]) func whatEndsAPostSendsNoByteAgain(
        _ kind: Fault.Kind
    ) async throws {
        try await withSetting(.user) { setting in
            // Above 10 MiB a document is a big file.
            let size = 10 << 20 + 1
            // As often as the client asks again by itself, and once more.
            _ = setting.backend.addFault(
                Fault(kind, method: "messages.sendMedia", count: kind == .floodWait ? 2 : 6, seconds: 1))
            _ = try await setting.store.put(Sample.name(1), Sample.bytes(size))
            #expect(setting.scene.calls("upload.saveBigFilePart") == (size + 524_287) / 524_288)
            #expect(setting.scene.objectNames(setting.chat).count == 1)
        }
    }

    @Test func aChannelIsAdoptedByTheLinkThatInvitesToIt() async throws {
        try await withSetting(.bot) { setting in
            let reference = try await setting.channel
            let exported = try await setting.owner.invoke(
                Function.MessagesExportChatInvite(
                    peer: .inputPeerChannel(
                        API.InputPeerChannel(channelID: reference.id, accessHash: reference.accessHash))))
            guard case .chatInviteExported(let link) = exported else {
                Issue.record("no link")
                return
            }
            let invitation = try #require(Invitation(parsing: link.link))
            let owner = OpenClient(setting.owner)
            #expect(try await TelegramStore.chat(of: invitation, owner) == setting.chat)
            // Who is not in it is told so, and does not join.
            let phone = "15550177"
            _ = try setting.backend.addUser(phone: phone, code: "12345")
            let stranger = try await setting.scene.stranger(phone: phone)
            await #expect(throws: ChannelProblem.notInvited(invitation)) {
                try await TelegramStore.chat(of: invitation, OpenClient(stranger))
            }
            await #expect(throws: ChannelProblem.notThere(setting.chat)) {
                try await TelegramStore.open(OpenClient(stranger), setting.chat, logger: setting.scene.logger)
            }
            let unknown = try #require(Invitation(parsing: "https://t.me/+nowhere"))
            await #expect(throws: ChannelProblem.notInvited(unknown)) {
                try await TelegramStore.chat(of: unknown, owner)
            }
            await #expect(throws: ChannelProblem.botNeedsChat) {
                try await TelegramStore.chat(of: invitation, OpenClient(setting.client))
            }
            await stranger.close()
        }
    }

    /// The chat is part of every reference: what is in another channel is never looked for in this one, so a volume can go
    /// on in a second when one is full.
    @Test(arguments: AccountKind.allCases)
    func aReferenceSaysInWhichChannelItIs(_ kind: AccountKind) async throws {
        try await withSetting(kind) { setting in
            let second = ChatID(channel: try await setting.scene.channel(setting.owner, title: "Second").id)
            let other = try await TelegramStore.open(OpenClient(setting.client), second, logger: setting.scene.logger)
            // The same object in both, at the same number or nearly so.
            let bytes = Sample.bytes(5000)
            let here = try await setting.store.put(Sample.name(1), bytes)
            let there = try await other.put(Sample.name(1), bytes)
            #expect(MessageReference(here.bytes)?.chat == setting.chat)
            #expect(MessageReference(there.bytes)?.chat == second)
            #expect(try await difference(other.whole(there, size: 5000), bytes) == nil)
            #expect(
                await error { () async throws(ObjectStoreError) in
                    try await setting.store.get(there, range: 0..<5000)
                } == .notFound)
            #expect(
                await error { () async throws(ObjectStoreError) in
                    try await setting.store.list(after: there)
                } == .notFound)
            // Nor is anything of this channel's removed for it.
            try await setting.store.remove(there)
            #expect(try await setting.store.listing().map(\.reference) == [here])
            #expect(try await other.listing().map(\.reference) == [there])
            let root = try await setting.store.replaceRoot(expected: nil, with: [1])
            #expect(MessageReference(root.bytes)?.chat == setting.chat)
        }
    }

    @Test func aBotCanNeitherMakeNorFindOne() async throws {
        try await Scene.with { scene in
            let bot = OpenClient(try await scene.client(.bot))
            await #expect(throws: ChannelProblem.botNeedsChat) {
                try await TelegramStore.create(bot, title: "x", logger: scene.logger)
            }
            await #expect(throws: ChannelProblem.botNeedsChat) { try await TelegramStore.find(bot) }
            await #expect(throws: ChannelProblem.notThere(ChatID(channel: 77))) {
                try await TelegramStore.open(bot, ChatID(channel: 77), logger: scene.logger)
            }
        }
    }

    @Test func anAccountWithoutTheRightsIsToldWhich() async throws {
        try await withSetting(.bot) { setting in
            for (rights, missing) in [
                (API.ChatAdminRights(deleteMessages: true, pinMessages: true), "post messages"),
                (API.ChatAdminRights(postMessages: true, deleteMessages: true), "pin messages"),
                (API.ChatAdminRights(postMessages: true, pinMessages: true), "delete messages"),
            ] {
                try await setting.scene.admit(to: try await setting.channel, setting.owner, rights: rights)
                await #expect(
                    throws: ChannelProblem.missingRight(setting.chat, title: "Store", right: missing)
                ) { try await setting.restart() }
            }
        }
    }

    @Test func anotherAccountReadsWhatTheFirstWrote() async throws {
        try await withSetting(.bot) { setting in
            let bytes = Sample.bytes(300_000)
            let reference = try await setting.store.put(Sample.name(1), bytes)
            let version = try await setting.store.replaceRoot(expected: nil, with: [7])
            let person = try await TelegramStore.open(
                OpenClient(setting.owner), setting.chat, logger: setting.scene.logger)
            #expect(try await difference(person.whole(reference, size: bytes.count), bytes) == nil)
            #expect(try await person.root() == Root(version: version, bytes: [7]))
            #expect(try await person.listing() == setting.store.listing())
        }
    }

    @Test func aVolumeIsAttachedWhileTelegramIsAway() async throws {
        try await withSetting(.user) { setting in
            let before = setting.requests
            let store = TelegramStore.attach(
                OpenClient(setting.client), setting.chat, isBot: false, logger: setting.scene.logger)
            #expect(setting.requests == before)
            let reference = try await store.put(Sample.name(1), Sample.bytes(10))
            #expect(try await setting.store.listing().map(\.reference) == [reference])
        }
    }

    @Test func aChannelThatWasReachedIsNotLookedForAgain() async throws {
        try await withSetting(.user) { setting in
            let lists = setting.scene.calls("messages.getDialogs")
            let next = try await setting.restart()
            #expect(try await next.root() == nil)
            #expect(setting.scene.calls("messages.getDialogs") == lists)
        }
    }

    // MARK: Auto-delete

    @Test func aPersonSwitchesAutoDeleteOff() async throws {
        try await withSetting(.user) { setting in
            try await setting.owner.setAutoDelete(86_400, in: try await setting.channel)
            _ = try await setting.restart()
            #expect(try await setting.owner.state(of: try await setting.channel).autoDeleteSeconds == nil)
        }
    }

    @Test func whereAutoDeleteStaysOnNothingIsPostedAndEverythingRead() async throws {
        try await withSetting(.bot) { setting in
            let reference = try await setting.store.put(Sample.name(1), Sample.bytes(10))
            let version = try await setting.store.replaceRoot(expected: nil, with: [1])
            try await setting.owner.setAutoDelete(86_400, in: try await setting.channel)
            let store = try await setting.restart()
            let errors = await [
                error { () async throws(ObjectStoreError) in try await store.put(Sample.name(2), Sample.bytes(10)) },
                error { () async throws(ObjectStoreError) in
                    try await store.replaceRoot(expected: version, with: [2])
                },
            ]
            for failure in errors {
                guard case .unauthorised(let reason) = failure, reason.contains("switch auto-delete off") else {
                    Issue.record("\(String(describing: failure))")
                    continue
                }
            }
            #expect(setting.scene.objectNames(setting.chat).count == 1)
            #expect(try await store.root()?.bytes == [1])
            #expect(try await difference(store.whole(reference, size: 10), Sample.bytes(10)) == nil)
            try await setting.owner.setAutoDelete(nil, in: try await setting.channel)
            _ = try await store.put(Sample.name(2), Sample.bytes(10))
        }
    }

    @Test func autoDeleteIsLookedForOnceADay() async throws {
        try await withSetting(.user) { setting in
            let day = Mutex(Duration.zero)
            let store = try await TelegramStore.open(
                OpenClient(setting.client), setting.chat, logger: setting.scene.logger, now: { day.withLock { $0 } })
            let before = setting.scene.calls("channels.getFullChannel")
            for number in 0..<5 { _ = try await store.put(Sample.name(number), [1]) }
            #expect(setting.scene.calls("channels.getFullChannel") == before)
            day.withLock { $0 = .seconds(86_400) }
            for number in 5..<9 { _ = try await store.put(Sample.name(number), [1]) }
            #expect(setting.scene.calls("channels.getFullChannel") == before + 1)
        }
    }

    // MARK: What others post

    @Test(arguments: AccountKind.allCases)
    func foreignMessagesAreNoObjects(_ kind: AccountKind) async throws {
        try await withSetting(kind) { setting in
            let channel = try await setting.channel
            var names: [ObjectName] = []
            for number in 0..<6 {
                for text in 0..<30 {
                    _ = try await setting.owner.sendText(
                        "gramfs object is what this text is about \(number) \(text)", to: channel,
                        randomID: Int64(number * 100 + text + 1))
                }
                _ = try await setting.owner.postDocument(
                    to: channel, source: UploadSource(bytes: 3) { _ in [1, 2, 3] }, fileName: "holiday.jpg",
                    caption: "holiday \(number)", randomID: Int64(9000 + number))
                names.append(Sample.name(number))
                _ = try await setting.store.put(Sample.name(number), Sample.bytes(10))
            }
            for number in 0..<250 {
                _ = try await setting.owner.sendText("after \(number)", to: channel, randomID: Int64(20_000 + number))
            }
            let store = try await setting.restart()
            let listing = try await store.listing()
            #expect(listing.map(\.name) == names)
            // What was passed over once is not again.
            let reads = setting.reads
            #expect(try await store.list(after: listing.last?.reference).isLast)
            #expect(setting.reads - reads <= 2)
            _ = try await store.put(Sample.name(100), [1])
            #expect(try await store.listing(after: listing.last?.reference).map(\.name) == [Sample.name(100)])
        }
    }

    // MARK: Behind our back

    @Test(arguments: AccountKind.allCases)
    func whatBecameOfAMessageIsTold(_ kind: AccountKind) async throws {
        try await withSetting(kind) { setting in
            let store = setting.store
            var references: [ObjectReference] = []
            for number in 0..<4 {
                references.append(try await store.put(Sample.name(number), Sample.bytes(5000, seed: number)))
            }
            let ids = setting.scene.messages(setting.chat).filter { $0.document != nil }.map(\.id.number)
            let other = try await setting.owner.postDocument(
                to: try await setting.channel, source: UploadSource(bytes: 5000) { _ in Sample.bytes(5000, seed: 99) },
                fileName: "x", caption: "x", randomID: 77)
            let document = try #require(other.document)
            try setting.scene.delete(ids[0], in: setting.chat)
            try setting.scene.edit(ids[1], in: setting.chat, text: nil, document: DocumentID(rawValue: document.id))
            try setting.scene.edit(ids[2], in: setting.chat, text: "who wrote this")
            // As `check` does: what a listing shows replaces what was known.
            for reader in [store, try await setting.restart()] {
                _ = try await reader.listing()
                #expect(
                    await error { () async throws(ObjectStoreError) in
                        try await reader.get(references[0], range: 0..<4096)
                    } == .notFound)
                guard
                    case .damaged = await error(of: { () async throws(ObjectStoreError) in
                        try await reader.get(references[1], range: 0..<4096)
                    })
                else {
                    Issue.record("other bytes were taken for the object's")
                    return
                }
                // Under its name, with the other document: its reference is another one now.
                let listing = try await reader.listing()
                #expect(listing.map(\.name) == [Sample.name(1), Sample.name(2), Sample.name(3)])
                #expect(listing.map(\.reference) != Array(references[1...]))
                #expect(listing.dropFirst().map(\.reference) == Array(references[2...]))
                for number in 2...3 {
                    let bytes = try await reader.whole(references[number], size: 5000)
                    #expect(difference(bytes, Sample.bytes(5000, seed: number)) == nil)
                }
            }
        }
    }

    @Test func whatMayNotBeDeletedIsRefusedAndStays() async throws {
        try await withSetting(.bot) { setting in
            let person = try await TelegramStore.open(
                OpenClient(setting.owner), setting.chat, logger: setting.scene.logger)
            let reference = try await person.put(Sample.name(1), Sample.bytes(10))
            try await setting.scene.admit(
                to: try await setting.channel, setting.owner,
                rights: API.ChatAdminRights(postMessages: true, pinMessages: true))
            guard
                case .refused = await error(of: { () async throws(ObjectStoreError) in
                    try await setting.store.remove(reference)
                })
            else {
                Issue.record("it was not refused")
                return
            }
            #expect(try await difference(setting.store.whole(reference, size: 10), Sample.bytes(10)) == nil)
        }
    }

    // MARK: Manners

    @Test func aSmallObjectCostsTwoRequestsAndOneMessage() async throws {
        try await withSetting(.user) { setting in
            _ = try await setting.store.put(Sample.name(0), [1])
            let before = setting.requests
            for number in 1...10 { _ = try await setting.store.put(Sample.name(number), Sample.bytes(4096)) }
            #expect(setting.requests - before == 20, "a part and a message each")
        }
    }

    @Test(arguments: AccountKind.allCases)
    func aReadAfterASeekIsOneRequest(_ kind: AccountKind) async throws {
        try await withSetting(kind) { setting in
            var references: [ObjectReference] = []
            for number in 0..<16 {
                references.append(try await setting.store.put(Sample.name(number), Sample.bytes(50_000, seed: number)))
            }
            let store = try await setting.restart()
            _ = try await store.get(references[3], range: 0..<4096)
            let before = setting.requests
            for reference in references.reversed() { _ = try await store.get(reference, range: 8192..<12_288) }
            #expect(setting.requests - before == 16, "their places were told with the first")
        }
    }
}

extension Setting {
    var requests: Int { scene.backend.counters.values.reduce(0, +) }

    /// Requests that read messages.
    var reads: Int {
        ["messages.getHistory", "channels.getMessages", "channels.getFullChannel"].reduce(0) {
            $0 + scene.calls($1)
        }
    }
}
