// SPDX-License-Identifier: MIT

import MTProto
import TL
import Testing

@testable import TelegramEmulator

/// Invariants: what the emulator's page says that it does, it does on the wire; what is ordered at the control socket,
/// clients see.
@Suite(.serialized, .timeLimit(.minutes(10)))
struct BehaviourTests {
    private func withLogin(_ body: (Emulator, WireClient) async throws -> Void) async throws {
        try await withEmulator { emulator in
            try await WireClient.connect(emulator) { client in
                _ = try await client.exchangeKeys()
                _ = try await client.login(phone: "15550100", code: "12345")
                try await body(emulator, client)
            }
        }
    }

    private func history(of channel: API.Channel, _ client: WireClient) async throws -> [API.MessageValue] {
        let answer = try await client.call(
            Function.MessagesGetHistory(
                peer: channel.peer, offsetID: 0, offsetDate: 0, addOffset: 0, limit: 100, maxID: 0, minID: 0, hash: 0))
        guard case .messagesChannelMessages(let page) = answer else { throw WireClient.Lost() }
        return page.messages.compactMap { if case .message(let message) = $0 { message } else { nil } }
    }

    private func text(_ text: String, _ random: Int64, to channel: API.Channel, _ client: WireClient) async throws
        -> API.MessageValue
    {
        try client.message(
            in: try await client.call(
                Function.MessagesSendMessage(peer: channel.peer, message: text, randomID: random)))
    }

    private func ask(_ request: String, _ emulator: Emulator) async throws -> String {
        try await ControlLines.ask([request], to: emulator).first ?? ""
    }

    // MARK: The control socket

    @Test func whatIsEditedAndDeletedFromElsewhereClientsSee() async throws {
        try await withLogin { emulator, client in
            let channel = try await client.createChannel()
            let first = try await text("one", 1, to: channel, client)
            let second = try await text("two", 2, to: channel, client)
            let edited = try await ask(
                #"message.edit {"chat":\#(channel.id),"id":\#(first.id),"text":"other"}"#, emulator)
            #expect(edited.contains(#""count":1"#))
            let deleted = try await ask(#"message.delete {"chat":\#(channel.id),"id":\#(second.id)}"#, emulator)
            #expect(deleted.contains(#""count":1"#))
            let left = try await history(of: channel, client)
            #expect(left.map(\.message) == ["other"] && left.first?.editDate != nil)
            // Told while connected, without having asked.
            var seen: [String] = []
            while seen.count < 2 {
                _ = try await client.call(Function.UpdatesGetState())
                seen = client.updates.compactMap { reader in
                    var reader = reader
                    guard case .updates(let value)? = try? reader.read() as API.Updates else { return nil }
                    switch value.updates.first {
                    case .updateEditChannelMessage: return "edited"
                    case .updateDeleteChannelMessages(let gone): return "\(gone.messages)"
                    default: return nil
                    }
                }
            }
            #expect(seen == ["edited", "[\(second.id)]"])
            let list = try await ask(#"message.list {"chat":\#(channel.id)}"#, emulator)
            #expect(list.contains(#""text":"other""#) && !list.contains("two"))
        }
    }

    @Test func aRevokedSessionIsRefused() async throws {
        try await withLogin { emulator, client in
            #expect(try await ask(#"session.revoke {"user":"15550100"}"#, emulator).contains(#""count":1"#))
            await #expect(throws: RPCFailure(code: 401, message: "SESSION_REVOKED")) {
                try await client.call(Function.UpdatesGetState())
            }
            _ = try await client.login(phone: "15550100", code: "12345")
            _ = try await client.call(Function.UpdatesGetState())
        }
    }

    @Test func anExpiredReferenceIsRefusedAndAFreshOneTaken() async throws {
        try await withLogin { emulator, client in
            let channel = try await client.createChannel()
            let bytes = content(70_000)
            let message = try await client.post(try await client.upload(bytes, id: 1), to: channel, randomID: 1)
            let document = try #require(message.document)
            #expect(try await ask("reference.expire_all {}", emulator).contains(#""count":1"#))
            await #expect(throws: RPCFailure(code: 400, message: "FILE_REFERENCE_EXPIRED")) {
                try await client.download(document)
            }
            let again = try await history(of: channel, client).first
            let fresh = try #require(again?.document)
            #expect(fresh.fileReference != document.fileReference && fresh.id == document.id)
            #expect(try await client.download(fresh) == bytes)
        }
    }

    @Test func callsAreCounted() async throws {
        try await withLogin { emulator, client in
            for _ in 0..<3 { _ = try await client.call(Function.UpdatesGetState()) }
            let counters = try await ask("counters {}", emulator)
            #expect(
                counters.contains(#""updates.getState":3"#) && counters.contains(#""auth.signIn":1"#), "\(counters)")
        }
    }

    // MARK: Login

    @Test func phonesOfTheTestEnvironmentAreThere() async throws {
        try await withEmulator { emulator in
            try await WireClient.connect(emulator, center: 3) { client in
                _ = try await client.exchangeKeys()
                await #expect(throws: RPCFailure(code: 400, message: "PHONE_CODE_INVALID")) {
                    try await client.login(phone: "9996631234", code: "22222")
                }
                // Nobody has this phone yet.
                let sent = try await client.call(
                    Function.AuthSendCode(
                        phoneNumber: "9996631234", apiID: 1, apiHash: "hash", settings: API.CodeSettings()))
                guard case .authSentCode(let code) = sent else { throw WireClient.Lost() }
                let answer = try await client.call(
                    Function.AuthSignIn(
                        phoneNumber: "9996631234", phoneCodeHash: code.phoneCodeHash, phoneCode: "33333"))
                guard case .authAuthorizationSignUpRequired = answer else { throw WireClient.Lost() }
                _ = try await client.call(
                    Function.AuthSignUp(
                        phoneNumber: "9996631234", phoneCodeHash: code.phoneCodeHash, firstName: "Test", lastName: ""))
                _ = try await client.call(Function.UpdatesGetState())
                let user = try await client.login(phone: "9996631234", code: "33333")
                #expect(user > 0)
            }
            try await WireClient.connect(emulator, center: 2) { client in
                _ = try await client.exchangeKeys()
                await #expect(throws: RPCFailure(code: 303, message: "PHONE_MIGRATE_3")) {
                    try await client.login(phone: "9996631234", code: "33333")
                }
            }
        }
    }

    // MARK: Messages and files

    @Test func albumsHaveOneNumberAndForwardsAnOrigin() async throws {
        try await withLogin { _, client in
            let channel = try await client.createChannel("First")
            let other = try await client.createChannel("Second")
            var parts: [API.InputSingleMedia] = []
            for number in 1...3 as ClosedRange<Int64> {
                let file = try await client.upload(content(1000, seed: UInt64(number)), id: number)
                let media = API.InputMediaUploadedDocument(
                    forceFile: true, file: file, mimeType: "application/octet-stream", attributes: [])
                let kept = try await client.call(
                    Function.MessagesUploadMedia(peer: channel.peer, media: .inputMediaUploadedDocument(media)))
                guard case .messageMediaDocument(let shown) = kept, case .document(let document) = shown.document
                else { throw WireClient.Lost() }
                let input = API.InputDocumentValue(
                    id: document.id, accessHash: document.accessHash, fileReference: document.fileReference)
                parts.append(
                    API.InputSingleMedia(
                        media: .inputMediaDocument(API.InputMediaDocument(id: .inputDocument(input))),
                        randomID: number, message: "part \(number)"))
            }
            _ = try await client.call(Function.MessagesSendMultiMedia(peer: channel.peer, multiMedia: parts))
            let album = try await history(of: channel, client)
            #expect(album.map(\.message) == ["part 3", "part 2", "part 1"])
            #expect(album.first?.groupedID != nil && Set(album.map(\.groupedID)).count == 1)
            _ = try await client.call(
                Function.MessagesForwardMessages(
                    fromPeer: channel.peer, id: album.map(\.id), randomID: [11, 12, 13], toPeer: other.peer))
            let forwarded = try await history(of: other, client)
            #expect(Set(forwarded.map(\.message)) == Set(album.map(\.message)))
            for message in forwarded {
                #expect(message.fwdFrom?.channelPost == album.first { $0.message == message.message }?.id)
            }
            let document = try #require(forwarded.first { $0.message == "part 2" }?.document)
            #expect(try await client.download(document) == content(1000, seed: 2))
            _ = try await client.call(
                Function.MessagesForwardMessages(
                    dropAuthor: true, dropMediaCaptions: true, fromPeer: channel.peer, id: [album[0].id],
                    randomID: [14], toPeer: other.peer))
            let bare = try await history(of: other, client).first
            #expect(bare?.fwdFrom == nil && bare?.message == "" && bare?.document != nil)
        }
    }

    @Test func rangesOfAFileHaveHashes() async throws {
        try await withLogin { _, client in
            let channel = try await client.createChannel()
            let bytes = content(1_500_000)
            let message = try await client.post(try await client.upload(bytes, id: 1), to: channel, randomID: 1)
            let document = try #require(message.document)
            var offset = 0
            while offset < bytes.count {
                let hashes = try await client.call(
                    Function.UploadGetFileHashes(location: document.location, offset: Int64(offset)))
                for hash in hashes {
                    let end = offset + Int(hash.limit)
                    #expect(hash.offset == Int64(offset) && hash.hash == Digest.sha256(Array(bytes[offset..<end])))
                    offset = end
                }
                guard !hashes.isEmpty else { break }
            }
            #expect(offset == bytes.count)
        }
    }

    @Test func aTimerGoesWithWhatIsPosted() async throws {
        try await withLogin { _, client in
            let channel = try await client.createChannel()
            #expect(try await text("for ever", 1, to: channel, client).ttlPeriod == nil)
            _ = try await client.call(Function.MessagesSetHistoryTTL(peer: channel.peer, period: 86_400))
            #expect(try await text("for a day", 2, to: channel, client).ttlPeriod == 86_400)
            await #expect(throws: RPCFailure(code: 400, message: "TTL_PERIOD_INVALID")) {
                try await client.call(Function.MessagesSetHistoryTTL(peer: channel.peer, period: 5))
            }
            _ = try await client.call(Function.MessagesSetHistoryTTL(peer: channel.peer, period: 0))
            #expect(try await text("for ever again", 3, to: channel, client).ttlPeriod == nil)
        }
    }
}
