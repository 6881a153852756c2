// SPDX-License-Identifier: MIT

import TL
import Telegram
import TelegramEmulator
import Testing

/// Invariant: a login is given up only where its home says so again and again, and never on disk before another takes its place.
@Suite(.serialized, .timeLimit(.minutes(5))) struct LostKeyTests {
    /// A connection as a proxy makes it, and -404 for whatever goes over it: eight bytes that nobody signs.
    private static let unknownKey: [[UInt8]] = [
        [5, 0], [5, 0, 0, 1, 127, 0, 0, 1, 0, 80], [4, 0, 0, 0, 0x6c, 0xfe, 0xff, 0xff],
    ]

    @Test(.enabled(if: SOCKSProxy.isInstalled, "needs microsocks"))
    func oneConnectionThatDoesNotKnowTheKeyIsNotBelieved() async throws {
        try await OwnClient.run { fixture in
            let first = try fixture.client()
            try await fixture.login(first)
            let account = await first.account
            await first.close()
            let proxy = try await SOCKSProxy(password: nil, directory: fixture.directory.path)
            try await HostileProxy.run(Self.unknownKey, thenLikeThis: proxy.port) { address in
                let client = try fixture.client(transport: TransportOptions(proxy: address))
                #expect(try await client.verifyLogin() == account)
                #expect(!client.isLoggedOut)
                await client.close()
            }
            _ = try proxy.end()
        }
    }

    @Test func aKeyThatNobodyKnowsStaysInTheSessionFile() async throws {
        try await OwnClient.run { fixture in
            let first = try fixture.client()
            try await fixture.login(first)
            let account = await first.account
            await first.close()
            try await HostileProxy.run(Self.unknownKey) { address in
                let client = try fixture.client(transport: TransportOptions(proxy: address))
                await #expect(throws: TelegramError.notLoggedIn("the server does not know our key")) {
                    try await client.verifyLogin()
                }
                while !client.isLoggedOut { await Task.yield() }
                await client.close()
            }
            let again = try fixture.client()
            #expect(try await again.verifyLogin() == account)
            #expect(!again.isLoggedOut)
            // Another login takes its place.
            try await fixture.login(again)
            await again.close()
            #expect(try await fixture.client().verifyLogin() == account)
        }
    }

    @Test func anAccountThatMovesStaysLoggedIn() async throws {
        try await OwnClient.run { fixture in
            let client = try fixture.client()
            try await fixture.login(client)
            let account = await client.account
            let channel = try await client.createChannel(title: "Store", about: "").reference
            _ = fixture.emulator.backend.addFault(Fault(.migrate, method: "channels.getFullChannel", center: 3))
            let states = try await withThrowingTaskGroup(of: Int32.self) { group in
                for _ in 0..<4 { group.addTask { try await client.state(of: channel).position } }
                return try await group.reduce(into: Set()) { $0.insert($1) }
            }
            #expect(states.count == 1)
            #expect(await client.homeDataCentre == 3)
            #expect(!client.isLoggedOut)
            let bytes = OwnClient.content(2 << 20, seed: 3)
            let posted = try await client.postDocument(
                to: channel, source: OwnClient.source(bytes), fileName: "block", caption: "g1 moved", randomID: 1)
            #expect(try await client.download(try #require(posted.document), range: 0..<2 << 20) == bytes)
            // Told of the next move in the middle of an upload.
            _ = fixture.emulator.backend.addFault(
                Fault(.migrate, method: "upload.saveFilePart", center: 2, after: 2))
            let second = try await client.postDocument(
                to: channel, source: OwnClient.source(bytes), fileName: "block", caption: "g1 again", randomID: 2)
            #expect(try await client.download(try #require(second.document), range: 0..<2 << 20) == bytes)
            await client.close()
            let other = try fixture.client()
            #expect(try await other.verifyLogin() == account)
            await other.close()
        }
    }
}
