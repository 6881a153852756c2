// SPDX-License-Identifier: MIT

import Foundation
import TL
import Telegram
import Testing

/// Invariants: behind a SOCKS5 proxy that others wrote (microsocks) the client does everything, and makes no connection
/// around it; a proxy that is wrong, silent or hostile is an error that says so, and is left for good by the next one that
/// works.
@Suite(.serialized, .timeLimit(.minutes(5))) struct ProxyTests {
    @Test(.enabled(if: SOCKSProxy.isInstalled, "needs microsocks"), arguments: [nil, "secret"] as [String?])
    func everythingGoesThroughAProxy(password: String?) async throws {
        try await OwnClient.run { fixture in
            let proxy = try await SOCKSProxy(password: password, directory: fixture.directory.path)
            let client = try fixture.client(
                transport: TransportOptions(isObfuscated: password != nil, proxy: proxy.address(password)))
            try await fixture.login(client)
            let channel = try await client.createChannel(title: "Store", about: "").reference
            let bytes = OwnClient.content(3 << 20, seed: 5)
            let posted = try await client.postDocument(
                to: channel, source: OwnClient.source(bytes), fileName: "block", caption: "g1 proxy", randomID: 1)
            let document = try #require(posted.document)
            #expect(try await client.download(document, range: 0..<document.bytes) == bytes)
            let opened = fixture.emulator.connectionCount
            await client.close()
            let said = try proxy.end()
            // One for calls and at least one for parts.
            #expect(opened >= 2)
            #expect(said.count(of: "connected to 127.0.0.1:") >= opened, "\(said)")
        }
    }

    @Test(.enabled(if: SOCKSProxy.isInstalled, "needs microsocks"))
    func aProxyThatWantsAnotherPasswordIsAnError() async throws {
        try await OwnClient.run { fixture in
            let proxy = try await SOCKSProxy(password: "secret", directory: fixture.directory.path)
            for (password, reason) in [("wrong", "does not take this user name"), (nil, "is a user name needed")] {
                let said = try await refusal(fixture, proxy.address(password))
                #expect(said.contains(reason), "\(said)")
            }
            let logged = try proxy.end()
            #expect(!logged.contains("connected to"), "\(logged)")
        }
    }

    private static let connected: [UInt8] = [5, 0, 5, 0, 0, 1, 127, 0, 0, 1, 0, 80]

    private static let silent = "has not connected us within"

    /// What a proxy says, answer by answer, and what the client then says of it.
    private static let hostile: [([[UInt8]], String)] = [
        ([Array("HTTP/1.1 400 Bad Request\r\n\r\n".utf8)], "no SOCKS5 proxy"), ([[4, 90]], "no SOCKS5 proxy"),
        ([[5, 255]], "is a user name needed"), ([[5, 2]], "is a user name needed"),
        ([[5, 7]], "is a user name needed"),
        ([[5, 0], [5, 5, 0, 1, 0, 0, 0, 0, 0, 0]], "the connection was refused"),
        ([[5, 0], [5, 2, 0, 1, 0]], "not allowed by its rules"),
        ([[5, 0], [5, 77, 0, 1, 0]], "for the reason 77"),
        ([[5, 0], [5, 0, 0, 9, 0, 0]], "an address that SOCKS5 cannot carry"),
        ([[5, 0], [4, 0, 0, 1, 0, 0]], "no SOCKS5 proxy"), ([[5]], silent),
        ([[5, 0], [5, 0, 0, 3, 255, 1, 2]], silent), ([], silent),
        // It connects us with somebody else.
        ([[5, 0], Array(connected[2...]) + [UInt8](repeating: 0x41, count: 300_000)], "is not this protocol"),
    ]

    @Test func aHostileProxyIsAnError() async throws {
        try await OwnClient.run { fixture in
            try await withThrowingTaskGroup(of: Void.self) { group in
                for (answers, reason) in Self.hostile {
                    group.addTask {
                        try await HostileProxy.run(answers) { address in
                            // Who is silent is waited for; who answers on a busy machine gets the time that it takes.
                            let proxyMax: Duration = reason == Self.silent ? .milliseconds(300) : .seconds(60)
                            let said = try await refusal(fixture, address, proxyMax: proxyMax)
                            #expect(said.contains(reason), "\(said)")
                        }
                    }
                }
                try await group.waitForAll()
            }
        }
    }

    @Test func aProxyThatClosesIsAnError() async throws {
        try await OwnClient.run { fixture in
            try await HostileProxy.run(nil) { address in
                let said = try await refusal(fixture, address)
                #expect(said.contains("closed") || said.contains("reset"), "\(said)")
            }
        }
    }

    /// A proxy that was silent and comes to itself: the call that waits gets its answer.
    @Test(.enabled(if: SOCKSProxy.isInstalled, "needs microsocks"))
    func aProxyThatRecoversServesWhoWaits() async throws {
        try await OwnClient.run { fixture in
            let proxy = try await SOCKSProxy(password: nil, directory: fixture.directory.path)
            try await HostileProxy.run([], thenLikeThis: proxy.port) { address in
                var limits = ClientLimits()
                limits.proxyMax = .milliseconds(300)
                let client = try fixture.client(transport: TransportOptions(proxy: address), limits: limits)
                #expect(try await client.invoke(Function.HelpGetConfig()).thisDc == 2)
                await client.close()
            }
            _ = try proxy.end()
        }
    }

    /// Why a call through this proxy fails.
    private func refusal(
        _ fixture: OwnClient, _ address: TransportOptions.Proxy, proxyMax: Duration = .seconds(60)
    ) async throws -> String {
        var limits = ClientLimits()
        limits.patience = .seconds(1)
        limits.proxyMax = proxyMax
        let client = try fixture.client(
            "\(address.port)", transport: TransportOptions(proxy: address), limits: limits)
        var said = "an answer"
        do {
            _ = try await client.invoke(Function.HelpGetConfig())
        } catch TelegramError.unreachable(let reason) {
            said = reason
        }
        await client.close()
        return said
    }
}

extension String {
    fileprivate func count(of part: String) -> Int { components(separatedBy: part).count - 1 }
}
