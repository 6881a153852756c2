// SPDX-License-Identifier: MIT

import Telegram
import TelegramEmulator
import Testing

/// Invariant: as long as bytes move, a slow line is waited for: nothing is given up, and nothing goes over it twice.
@Suite(.timeLimit(.minutes(10))) struct SlowLineTests {
    /// A part of 512 KiB takes longer than a server may be silent.
    private static let bytesPerSecond = 16 << 10

    @Test func aFileGoesUpAndDownOnce() async throws {
        try await OwnClient.run { fixture in
            let client = try fixture.client()
            try await fixture.login(client)
            let channel = try await client.createChannel(title: "Store", about: "").reference
            let backend = fixture.emulator.backend
            let bytes = OwnClient.content(1 << 20, seed: 7)
            _ = backend.addFault(Fault(.bandwidth, bytes: Self.bytesPerSecond))
            let message = try await client.postDocument(
                to: channel, source: OwnClient.source(bytes), fileName: "block", caption: "g1 slow", randomID: 1)
            #expect(backend.counters["upload.saveFilePart"] == 2)
            let document = try #require(message.document)
            let connections = fixture.emulator.connectionCount
            let asked = backend.counters["upload.getFile"] ?? 0
            #expect(try await client.download(document, range: 0..<document.bytes) == bytes)
            let gets = (backend.counters["upload.getFile"] ?? 0) - asked
            #expect(gets == 1 || gets == 2)
            // At most one that downloads have of their own: none was made anew.
            #expect(fixture.emulator.connectionCount <= connections + 1)
            _ = backend.clearFaults()
            await client.close()
        }
    }
}
