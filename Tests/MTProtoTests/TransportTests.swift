// SPDX-License-Identifier: MIT

import Testing

@testable import MTProto

/// Invariants: what goes in comes out, in pieces of any size; a length is believed only within its limit.
@Suite struct TransportTests {
    private static let payloads: [[UInt8]] = [24 + 48, 8, 508, 504, 512, 70_000, 1 << 20].map { count in
        [UInt8](repeating: 1, count: count == 70_000 ? 24 + 16 * 4374 : count == 1 << 20 ? 24 + 65_536 * 16 : count)
    }

    struct Way: Sendable, CustomStringConvertible {
        var kind: FrameKind
        var isObfuscated: Bool
        var description: String { "\(kind.rawValue)\(isObfuscated ? " obfuscated" : "")" }
    }

    static let ways = FrameKind.allCases.flatMap { kind in
        [Way(kind: kind, isObfuscated: false), Way(kind: kind, isObfuscated: true)]
    }

    @Test(arguments: ways) func bothEndsUnderstandEachOther(_ way: Way) throws {
        var random = Replay()
        var client = ClientTransport(way.kind, isObfuscated: way.isObfuscated, dataCentre: 2, random: &random)
        var server = ServerTransport()
        var payloads = Self.payloads
        // Below 24 bytes a padded frame is an error or an acknowledgement, never a message.
        payloads.removeAll { $0.count == 8 }
        payloads = payloads.map { [UInt8](repeating: 1, count: 24 + ($0.count - 24) / 16 * 16) }
        var wire = client.opening
        for payload in payloads { wire += client.encode(payload, padding: [9, 9, 9]) }
        var received: [Frame] = []
        var rest = wire[...]
        var step = 1
        while !rest.isEmpty {
            try server.feed(Array(rest.prefix(step)))
            rest = rest.dropFirst(step)
            step = step * 3 % 65_537
            while let frame = try server.next() { received.append(frame) }
        }
        #expect(received == payloads.map { .payload($0, wantsQuickAck: false) })
        #expect(server.isObfuscated == way.isObfuscated)
        #expect(server.kind == (way.isObfuscated && way.kind == .full ? .paddedIntermediate : way.kind))

        for payload in payloads { client.feed(server.encode(payload, padding: [7])) }
        for payload in payloads { #expect(try client.next() == .payload(payload, wantsQuickAck: false)) }
        #expect(try client.next() == nil)
        client.feed(server.encode(error: -404))
        #expect(try client.next() == .transportError(-404))
        if server.kind != .full {
            client.feed(server.encode(quickAck: 0xAABB_CCDD))
            #expect(try client.next() == .quickAck(0xAABB_CCDD))
        }
    }

    @Test func theErrorIsAsMeasured() {
        var encoder = FrameEncoder(.abridged)
        var bytes: [UInt8] = []
        encoder.append(error: -404, to: &bytes)
        #expect(bytes == hex("016cfeffff"))
    }

    @Test(arguments: FrameKind.allCases) func lengthsBeyondTheLimitAreRefusedAtOnce(_ kind: FrameKind) {
        var decoder = FrameDecoder(kind, role: .client)
        decoder.feed(kind == .abridged ? [0x7F, 0xFF, 0xFF, 0x7F] : [0xFC, 0xFF, 0xFF, 0x7F])
        #expect(throws: FrameError.self) { try decoder.next() }
    }

    @Test func webServersAreRecognised() {
        var decoder = FrameDecoder(.intermediate, role: .client)
        decoder.feed(Array("HTTP/1.1 400 Bad Request\r\n\r\n".utf8))
        #expect(throws: FrameError.tooLong(bytes: 0x5054_5448, limit: FrameLimits.payloadBytesMax)) {
            try decoder.next()
        }
        var server = ServerTransport()
        #expect(throws: FrameError.unknownOpening(http: true)) { try server.feed(Array("GET / HTTP/1.1\r\n".utf8)) }
        var garbage = ServerTransport()
        #expect(throws: FrameError.unknownOpening(http: false)) {
            try garbage.feed([UInt8](repeating: 0x41, count: 64))
        }
    }

    @Test func aFullFrameIsCheckedWhole() throws {
        var encoder = FrameEncoder(.full)
        var bytes: [UInt8] = []
        encoder.append([UInt8](repeating: 3, count: 32), to: &bytes)
        for index in 8..<bytes.count {
            var decoder = FrameDecoder(.full, role: .server)
            var wrong = bytes
            wrong[index] ^= 1
            decoder.feed(wrong)
            #expect(throws: FrameError.badChecksum) { try decoder.next() }
        }
        var twice = FrameDecoder(.full, role: .server)
        twice.feed(bytes + bytes)
        _ = try twice.next()
        #expect(throws: FrameError.badCounter(expected: 1, found: 0)) { try twice.next() }
    }

    @Test func aClientMayAskForQuickAcknowledgements() throws {
        var decoder = FrameDecoder(.abridged, role: .server)
        decoder.feed([0x82] + [UInt8](repeating: 5, count: 8))
        #expect(try decoder.next() == .payload([UInt8](repeating: 5, count: 8), wantsQuickAck: true))
        var intermediate = FrameDecoder(.intermediate, role: .server)
        intermediate.feed([8, 0, 0, 0x80] + [UInt8](repeating: 5, count: 8))
        #expect(try intermediate.next() == .payload([UInt8](repeating: 5, count: 8), wantsQuickAck: true))
    }

    @Test func anOpeningNeverLooksLikeAnotherProtocol() throws {
        var random = Replay(parts: [
            Array("GET ".utf8) + [UInt8](repeating: 1, count: 60), [0xEF] + [UInt8](repeating: 1, count: 63),
        ])
        let opening = try #require(Obfuscation.open(.abridged, random: &random)).opening
        #expect(opening[0] != 0xEF)
        #expect(!opening.starts(with: Array("GET ".utf8)))
        #expect(Obfuscation.accept(opening)?.kind == .abridged)
        #expect(Obfuscation.accept(opening, secret: [1]) == nil, "with a secret, the keys are others")
    }
}
