// SPDX-License-Identifier: MIT

import MTProto
import TL
import Testing

@testable import TelegramEmulator

/// Invariants: whatever a peer sends, its connection is closed or it is told what is wrong; nothing crashes, no claimed
/// length is believed, and the next client is served as if nothing had been.
@Suite(.serialized, .timeLimit(.minutes(10)))
struct HostilePeerTests {
    private func serves(_ emulator: Emulator) async throws {
        try await WireClient.connect(emulator) { client in
            _ = try await client.exchangeKeys()
            _ = try await client.call(Function.HelpGetConfig())
        }
    }

    @Test(
        arguments: [
            Array("GET / HTTP/1.1\r\nHost: x\r\n\r\n".utf8), Array("POST /api HTTP/1.1\r\n\r\n".utf8),
            [0x16, 0x03, 0x01, 0x02, 0x00, 0x01] + content(60, seed: 2), content(64, seed: 3),
            content(100_000, seed: 4),
            // Full: lengths that are too long, too short, not whole.
            [0xff, 0xff, 0xff, 0x7f, 0, 0, 0, 0], [8, 0, 0, 0, 0, 0, 0, 0], [21, 0, 0, 0, 0, 0, 0, 0],
            // Full: a wrong checksum.
            [16, 0, 0, 0, 0, 0, 0, 0, 1, 2, 3, 4, 5, 6, 7, 8],
            // Intermediate and abridged: too long, and empty.
            [0xee, 0xee, 0xee, 0xee, 0xff, 0xff, 0xff, 0x7f], [0xee, 0xee, 0xee, 0xee, 0, 0, 0, 0],
            [0xef, 0x7f, 0xff, 0xff, 0xff], [0xef, 0x00],
            // Padded, with nothing that could be a message.
            [0xdd, 0xdd, 0xdd, 0xdd, 3, 0, 0, 0, 1, 2, 3],
        ] as [[UInt8]])
    func foreignBytesEndTheConnection(bytes: [UInt8]) async throws {
        try await withEmulator { emulator in
            try await RawPeer.connect(emulator) { peer in
                try await peer.send(bytes)
                #expect(try await peer.isClosed())
            }
            try await serves(emulator)
        }
    }

    @Test func anUnknownKeyIsToldSo() async throws {
        try await withEmulator { emulator in
            try await RawPeer.connect(emulator) { peer in
                try await peer.send([0xef, 18] + content(72, seed: 5))
                #expect(try await peer.received() == [0x01, 0x6c, 0xfe, 0xff, 0xff])
            }
        }
    }

    @Test func aKeyOfAnotherDataCenterIsUnknown() async throws {
        try await withEmulator { emulator in
            let key = try await WireClient.connect(emulator, center: 1) { try await $0.exchangeKeys() }
            try await WireClient.connect(emulator, center: 2) { client in
                client.use(key)
                await #expect(throws: WireClient.Lost.self) { try await client.call(Function.HelpGetConfig()) }
            }
        }
    }

    /// Bodies under a good key: what is inside an authentic message may still be anything.
    @Test(
        arguments: [
            // A container that claims a thousand messages, one of itself, one cut short.
            [0xdc, 0xf8, 0xf1, 0x73, 0xe8, 0x03, 0, 0], [0xdc, 0xf8, 0xf1, 0x73, 0xff, 0xff, 0xff, 0x7f],
            [0xdc, 0xf8, 0xf1, 0x73, 1, 0, 0, 0, 4, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0xff, 0xff, 0, 0],
            // msgs_ack with a vector that is not there.
            [0x59, 0xb4, 0xd6, 0x62, 0x15, 0xc4, 0xb5, 0x1c, 0xff, 0xff, 0xff, 0x7f],
            // gzip_packed of nothing, and of what is no gzip.
            [0xa1, 0xcf, 0x72, 0x30, 0, 0, 0, 0], [0xa1, 0xcf, 0x72, 0x30, 3, 1, 2, 3],
        ] as [[UInt8]])
    func malformedBodiesEndTheConnection(body: [UInt8]) async throws {
        try await withEmulator { emulator in
            try await WireClient.connect(emulator) { client in
                let key = try await client.exchangeKeys()
                try await client.sendSealed(body, key, emulator)
                while let frame = try await client.frame() {
                    guard case .payload = frame else { continue }
                }
            }
            try await serves(emulator)
        }
    }

    @Test func aBombIsNotUnpacked() async throws {
        let bomb = PackedObject.pack([UInt8](repeating: 0, count: 64 << 20))
        #expect(bomb.count < 1 << 17)
        try await withEmulator { emulator in
            try await WireClient.connect(emulator) { client in
                let key = try await client.exchangeKeys()
                try await client.sendSealed(bomb, key, emulator)
                while try await client.frame() != nil {}
            }
            try await serves(emulator)
        }
    }

    @Test func deepNestingIsRefused() async throws {
        try await withEmulator { emulator in
            try await WireClient.connect(emulator) { client in
                _ = try await client.exchangeKeys()
                _ = try await client.call(Function.HelpGetConfig())
                var query = TLWriter.encode(Function.HelpGetConfig())
                for _ in 0..<1000 { query = TLWriter.encode(Function.InvokeWithoutUpdates(query: query)) }
                await #expect(throws: RPCFailure(code: 400, message: "INPUT_REQUEST_TOO_LONG")) {
                    try await client.answer(to: query)
                }
                var packed = TLWriter.encode(Function.HelpGetConfig())
                for _ in 0..<6 { packed = PackedObject.pack(packed) }
                _ = try await client.answer(to: packed)
            }
        }
    }

    @Test func unknownMethodsAndBadParametersCostOneAnswer() async throws {
        try await withEmulator { emulator in
            try await WireClient.connect(emulator) { client in
                _ = try await client.exchangeKeys()
                _ = try await client.call(Function.HelpGetConfig())
                await #expect(throws: RPCFailure(code: 400, message: "INPUT_METHOD_INVALID_305419896_0")) {
                    try await client.answer(to: [0x78, 0x56, 0x34, 0x12])
                }
                await #expect(throws: RPCFailure(code: 400, message: "INPUT_FETCH_ERROR")) {
                    // auth.sendCode without its parameters.
                    try await client.answer(to: [0x4f, 0x24, 0x77, 0xa6])
                }
                _ = try await client.call(Function.HelpGetConfig())
            }
        }
    }

    @Test func aReplayedMessageIsNotCarriedOutAgain() async throws {
        try await withEmulator { emulator in
            try await WireClient.connect(emulator) { client in
                let key = try await client.exchangeKeys()
                _ = try await client.login(phone: "15550100", code: "12345")
                let channel = try await client.createChannel()
                let send = TLWriter.encode(
                    Function.MessagesSendMessage(peer: channel.peer, message: "once", randomID: 5))
                let packet = client.sealed(send, key, emulator, sequence: 1)
                for _ in 0..<5 { try await client.send(packet) }
                try await client.sendSealed(TLWriter.encode(Function.Ping(pingID: 99)), key, emulator)
                // The pong says that all of them came in, the update that the first was carried out.
                var answers: [UInt8] = []
                while !answers.contains(TLWriter.encode(Int64(99))) || !answers.contains(Array("once".utf8)) {
                    let packet = try await client.packet()
                    answers += try EncryptedMessage(opening: packet, key: key, direction: .toClient).body
                }
                #expect(emulator.backend.counters["messages.sendMessage"] == 1)
            }
        }
    }

    @Test func aBadExchangeEndsWithItsError() async throws {
        try await withEmulator { emulator in
            for hostile in [
                TLWriter.encode(
                    Function.SetClientDHParams(nonce: .random(), serverNonce: .random(), encryptedData: content(336))),
                TLWriter.encode(
                    Function.ReqDHParams(
                        nonce: .random(), serverNonce: .random(), p: [1], q: [2], publicKeyFingerprint: 3,
                        encryptedData: content(256))),
            ] {
                try await WireClient.connect(emulator) { client in
                    try await client.send(PlainMessage(id: 4, body: hostile).encoded)
                    #expect(try await client.frame() == .transportError(-404))
                }
            }
            try await serves(emulator)
        }
    }
}

extension WireClient {
    /// A message under the client's key, in a session of its own.
    func sealed(_ body: [UInt8], _ key: AuthKey, _ emulator: Emulator, sequence: Int32 = 0) -> [UInt8] {
        var random = SystemRandomBytes()
        // The clock may stand still between two messages.
        lastSealed = max(lastSealed + 4, Int64(ContinuousTime.now * 4_294_967_296) & ~3)
        let id = lastSealed
        let salt = emulator.backend.store.look { world in
            world.keys[KeyID(key)].map { Salts(world: world, key: $0).salt(at: emulator.backend.now) } ?? 0
        }
        return EncryptedMessage.seal(
            salt: salt, sessionID: 77, id: id, sequence: sequence, body: body, key: key, direction: .toServer,
            random: &random
        ).packet
    }

    func sendSealed(_ body: [UInt8], _ key: AuthKey, _ emulator: Emulator) async throws {
        try await send(sealed(body, key, emulator))
    }
}
