// SPDX-License-Identifier: MIT

import TL
import Telegram
import TelegramEmulator
import Testing

/// Invariant: whatever happens to the bytes that come back, at whatever place, nobody sees another answer than the server
/// gave, a post is made once, and what was asked is answered over another connection.
@Suite(.timeLimit(.minutes(10))) struct HarmedLineTests {
    /// Behind the proxy's twelve bytes: in the first answer, and in the middle of a file.
    private static let places = [12, 300_000]

    @Test(.enabled(if: SOCKSProxy.isInstalled, "needs microsocks"), arguments: HostileProxy.Harm.allCases)
    func everythingArrivesOnce(_ harm: HostileProxy.Harm) async throws {
        try await OwnClient.run { fixture in
            let first = try fixture.client()
            try await fixture.login(first)
            let channel = try await first.createChannel(title: "Store", about: "").reference
            let proxy = try await SOCKSProxy(password: nil, directory: fixture.directory.path)
            let bytes = OwnClient.content(3 << 20, seed: 9)
            for (number, place) in Self.places.enumerated() {
                await first.close()
                try await HostileProxy.run(harm, at: place, of: 1, port: proxy.port) { address in
                    let client = try fixture.client(transport: TransportOptions(proxy: address))
                    let posted = try await retrying {
                        try await client.postDocument(
                            to: channel, source: OwnClient.source(bytes), fileName: "block", caption: "g1 \(number)",
                            randomID: Int64(number + 1))
                    }
                    let document = try #require(posted.document)
                    let copy = try await retrying {
                        try await client.download(document, range: 0..<document.bytes)
                    }
                    #expect(copy == bytes)
                    await client.close()
                }
            }
            _ = try proxy.end()
            let again = try fixture.client()
            let posts = try await again.history(of: channel, after: 0).filter { $0.document != nil }
            #expect(posts.count == Self.places.count)
            await again.close()
        }
    }

    /// As the store above does it: a line that is silent for long is an error that may be tried again.
    private func retrying<Value>(_ body: () async throws -> Value) async throws -> Value {
        for _ in 0..<20 {
            do { return try await body() } catch TelegramError.unreachable { continue }
        }
        return try await body()
    }
}
