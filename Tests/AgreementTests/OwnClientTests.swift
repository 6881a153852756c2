// SPDX-License-Identifier: MIT

import Foundation
import MTProto
import TL
import Telegram
import TelegramEmulator
import Testing

/// Invariants: our own client does what the others do, and under every scripted fault a transfer ends with the bytes that
/// it began with and one message.
@Suite(.serialized, .timeLimit(.minutes(10)))
struct OwnClientTests {
    @Test(arguments: [
        (FrameKind.abridged, false), (.intermediate, false), (.paddedIntermediate, false), (.full, false),
        (.abridged, true), (.intermediate, true),
    ])
    func itConnectsOnEveryTransport(kind: FrameKind, isObfuscated: Bool) async throws {
        try await OwnClient.run { fixture in
            let client = try fixture.client(transport: TransportOptions(kind: kind, isObfuscated: isObfuscated))
            let config = try await client.invoke(Function.HelpGetConfig())
            #expect(config.thisDc == 2)
            await client.close()
        }
    }

    @Test func itLogsInAsTheOthersDo() async throws {
        try await OwnClient.run { fixture in
            let client = try fixture.client()
            guard case .sent(let code) = try await client.sendCode(phone: "15550101") else {
                Issue.record("no code was sent")
                return
            }
            await #expect(throws: LoginProblem.wrongCode) { try await client.signIn(code, code: "99999") }
            let outcome = try await client.signIn(code, code: "54321")
            guard case .passwordNeeded = outcome else {
                Issue.record("no password was asked for: \(outcome)")
                return
            }
            await #expect(throws: LoginProblem.wrongPassword) { try await client.checkPassword("wrong") }
            guard case .loggedIn(let account) = try await client.checkPassword("hunter2 päss") else {
                Issue.record("the password was not taken")
                return
            }
            #expect(try await client.verifyLogin() == account)
            try await client.logOut()
            await client.close()
            let token = try fixture.emulator.backend.addBot(name: "keeper")
            let bot = try fixture.client("bot")
            _ = try await bot.logInBot(token: token)
            #expect(await bot.account?.isBot == true)
            await bot.close()
        }
    }

    @Test func itDoesTheWholeList() async throws {
        try await OwnClient.run { fixture in
            let channel = try await useChannel(fixture)
            try await comeBack(fixture, channel)
        }
    }

    private func useChannel(_ fixture: OwnClient) async throws -> ChannelReference {
        let client = try fixture.client()
        try await fixture.login(client)
        let channel = try await client.createChannel(title: "Store", about: "blocks").reference
        let bytes = OwnClient.content(30 << 20, seed: 7)
        let posted = try await client.postDocument(
            to: channel, source: OwnClient.source(bytes), fileName: "block", caption: "g1 whole", randomID: 1)
        let document = try #require(posted.document)
        #expect(try await client.download(document, range: 0..<document.bytes) == bytes)
        for range in [0..<1, 1_048_575..<1_048_577, 17_000_001..<19_000_003, 31_457_279..<31_457_280] {
            let piece = try await client.download(
                document, range: Int64(range.lowerBound)..<Int64(range.upperBound))
            #expect(piece == Array(bytes[range]))
        }
        var texts: [Int32] = []
        for number in 0..<5 {
            texts.append(
                try await client.sendText("text \(number)", to: channel, randomID: Int64(10 + number)).id)
        }
        let history = try await client.history(of: channel, before: 0)
        #expect(history.map(\.id) == (texts.reversed() + [posted.id, 1]))
        try await client.edit(posted.id, in: channel, text: "g1 other")
        #expect(try await client.messages([posted.id], in: channel).map(\.text) == ["g1 other"])
        try await client.pin(posted.id, in: channel)
        #expect(try await client.pinnedMessages(in: channel).map(\.id) == [posted.id])
        #expect(try await client.state(of: channel).pinnedMessage == posted.id)
        try await client.delete(Array(texts[..<3]), in: channel)
        #expect(try await client.messages(texts, in: channel).map(\.id).sorted() == Array(texts[3...]))
        let difference = try await client.difference(of: channel, since: 1)
        #expect(difference.isFinal && Set(difference.deletedMessages).isSuperset(of: texts[..<3]))
        await client.close()
        return channel
    }

    /// In a new process, as far as the session file can tell.
    private func comeBack(_ fixture: OwnClient, _ channel: ChannelReference) async throws {
        let client = try fixture.client()
        #expect(try await client.verifyLogin().isBot == false, "the same key is good again")
        for seconds in [3600, -7200] {
            let fault = fixture.emulator.backend.addFault(Fault(.clockSkew, seconds: seconds))
            _ = try await client.state(of: channel)
            _ = fixture.emulator.backend.clearFaults(fault.id)
            _ = try await client.state(of: channel)
        }
        let positions = try await withThrowingTaskGroup(of: Int32.self) { group in
            for _ in 0..<50 { group.addTask { try await client.state(of: channel).position } }
            return try await group.reduce(into: Set()) { $0.insert($1) }
        }
        #expect(positions.count == 1)
        await client.close()
    }

    /// Each fault strikes parts and requests in the middle of a transfer up and down. What is refused is no such fault.
    @Test(arguments: Fault.Kind.allCases.filter { $0 != .refuse })
    func aTransferUnderAFaultEndsWithEqualContent(kind: Fault.Kind) async throws {
        try await OwnClient.run { fixture in
            let client = try fixture.client()
            try await fixture.login(client)
            let channel = try await client.createChannel(title: "Store", about: "").reference
            let bytes = OwnClient.content(12 << 20, seed: 11)
            let backend = fixture.emulator.backend
            for fault in Self.faults(kind) { _ = backend.addFault(fault) }
            let message = try await client.postDocument(
                to: channel, source: OwnClient.source(bytes), fileName: "block", caption: "g1 load", randomID: 1)
            var copy: [UInt8] = []
            var document = try #require(message.document)
            for _ in 0..<5 where copy.isEmpty {
                do {
                    copy = try await client.download(document, range: 0..<document.bytes)
                } catch TelegramError.fileReferenceExpired {
                    document = try #require(try await client.messages([message.id], in: channel).first?.document)
                }
            }
            #expect(copy == bytes)
            let messages = try await client.history(of: channel, before: 0).filter { $0.document != nil }
            #expect(messages.map(\.id) == [message.id], "one message, whatever was lost")
            _ = backend.clearFaults()
            await client.close()
        }
    }

    /// A server whose clock jumps while parts are on their way, and back: nobody waits until the client gives its queries up,
    /// which is after two minutes.
    @Test(arguments: [1800, -1800])
    func aClockThatJumpsDuringATransferIsFollowed(seconds: Int) async throws {
        try await OwnClient.run { fixture in
            let client = try fixture.client()
            try await fixture.login(client)
            let channel = try await client.createChannel(title: "Store", about: "").reference
            let bytes = OwnClient.content(12 << 20, seed: 12)
            let backend = fixture.emulator.backend
            let counted = { backend.counters["upload.getFile"] ?? 0 }
            for round in 0..<5 {
                let up = ContinuousClock.now
                let skew = Fault(.clockSkew, method: "upload.saveBigFilePart", after: 4 * round, seconds: seconds)
                _ = backend.addFault(skew)
                let message = try await client.postDocument(
                    to: channel, source: OwnClient.source(bytes), fileName: "block", caption: "g1 \(round)",
                    randomID: Int64(round + 1))
                #expect(up.duration(to: .now) < .seconds(60))
                let document = try #require(message.document)
                let due = counted() + 2 * round
                let down = ContinuousClock.now
                async let copy = client.download(document, range: 0..<document.bytes)
                while counted() < due { await Task.yield() }
                _ = backend.clearFaults()
                #expect(try await copy == bytes)
                #expect(down.duration(to: .now) < .seconds(60))
            }
            await client.close()
        }
    }

    private static func faults(_ kind: Fault.Kind) -> [Fault] {
        switch kind {
        case .clockSkew: [Fault(kind, method: "upload.saveBigFilePart", after: 5, seconds: 1800)]
        case .bandwidth: [Fault(kind, method: "upload.saveBigFilePart", after: 5, seconds: 3, bytes: 2 << 20)]
        case .unreachable: [Fault(kind, method: "upload.saveBigFilePart", after: 5, seconds: 2)]
        case .expiredReference: [Fault(kind, method: "upload.getFile", after: 3)]
        case .migrate: [Fault(kind, method: "upload.getFile", center: 3, after: 3)]
        default:
            ["upload.saveBigFilePart", "upload.getFile", "messages.sendMedia"].map { method in
                Fault(kind, method: method, after: method == "messages.sendMedia" ? 0 : 3, count: 1, seconds: 1)
            }
        }
    }
}
