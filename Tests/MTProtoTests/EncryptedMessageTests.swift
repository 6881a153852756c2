// SPDX-License-Identifier: MIT

import TL
import Testing

@testable import MTProto

/// Invariants: the published packets come out bit for bit; whatever is changed on the way is refused, for one reason.
@Suite struct EncryptedMessageTests {
    private func key() throws -> AuthKey { try #require(AuthKey(Vectors.authKey)) }
    private let salt = Int64(bitPattern: UInt64(littleEndianBytes: hex("522fb2fff026a7fe")))

    @Test func thePublishedPacketsComeOut() throws {
        var random = Replay(parts: [(0..<20).map { UInt8($0) }])
        let body = TLWriter.encode(Function.Ping(pingID: 0x0102_0304_0506_0708))
        let sealed = EncryptedMessage.seal(
            salt: salt, sessionID: 0x1122_3344_5566_7788, id: 0x65AB_C0FD_0000_0004, sequence: 1, body: body,
            key: try key(), direction: .toServer, random: &random)
        #expect(sealed.packet == Vectors.upPacket)
        #expect(sealed.quickAck == UInt32(UInt64(littleEndianBytes: hex("6f3eabaa"))) | 0x8000_0000)
    }

    @Test func thePublishedPacketsOpen() throws {
        let message = try EncryptedMessage(opening: Vectors.downPacket, key: key(), direction: .toClient)
        #expect(message.salt == salt)
        #expect(message.sessionID == 0x1122_3344_5566_7788)
        #expect(message.id == 0x65AB_C0FD_0000_0001)
        #expect(message.sequence == 1)
        #expect(message.body == TLWriter.encode(Function.Ping(pingID: 0x0102_0304_0506_0708)))
    }

    /// A message that is sent back is none that the other side made.
    @Test func theDirectionsDoNotMix() throws {
        let key = try key()
        #expect(throws: EnvelopeError.badMessageKey) {
            try EncryptedMessage(opening: Vectors.upPacket, key: key, direction: .toClient)
        }
    }

    @Test func everyChangedByteIsNoticed() throws {
        let key = try key()
        for index in Vectors.downPacket.indices {
            var packet = Vectors.downPacket
            packet[index] ^= 0x10
            let expected: EnvelopeError =
                index < 8 ? .unknownKey(UInt64(littleEndianBytes: packet[0..<8])) : .badMessageKey
            #expect(throws: expected) { try EncryptedMessage(opening: packet, key: key, direction: .toClient) }
        }
    }

    @Test func everyOtherLengthIsRefused() throws {
        let key = try key()
        for count in 0..<Vectors.downPacket.count {
            #expect(throws: EnvelopeError.self) {
                try EncryptedMessage(opening: Array(Vectors.downPacket[..<count]), key: key, direction: .toClient)
            }
        }
    }

    /// Authentic, and yet not allowed: a length that is no multiple of four, negative, or leaves a wrong padding.
    @Test(arguments: [-4, 1, 2, 36, 40, 1 << 30] as [Int32]) func badLengthsInsideAreRefused(_ length: Int32) throws {
        let key = try key()
        var plain = [UInt8](repeating: 0, count: 64)
        plain.replaceSubrange(28..<32, with: withUnsafeBytes(of: length.littleEndian) { Array($0) })
        let packet = EncryptedMessage.seal(plain: plain, key: key, direction: .toClient).packet
        #expect(throws: EnvelopeError.badContentLength(Int(length))) {
            try EncryptedMessage(opening: packet, key: key, direction: .toClient)
        }
    }

    @Test func tooMuchPaddingIsRefused() throws {
        let key = try key()
        let plain = [UInt8](repeating: 0, count: 32 + 1040)
        let packet = EncryptedMessage.seal(plain: plain, key: key, direction: .toClient).packet
        #expect(throws: EnvelopeError.badContentLength(0)) {
            try EncryptedMessage(opening: packet, key: key, direction: .toClient)
        }
    }

    @Test func plainMessagesTolerateWhatFollowsTheirObject() throws {
        let request = try #require(PlainMessage(decoding: Vectors.requestPacket))
        #expect(request.encoded == Vectors.requestPacket)
        // As published, it declares 184 bytes where there are 80: such a packet is padded to them.
        let padded = Vectors.resPQPacket + [UInt8](repeating: 0, count: 104)
        let answer = try #require(PlainMessage(decoding: padded))
        var reader = TLReader(answer.body)
        let read = try Service.ResPQ(from: &reader)
        #expect(read.nonce.bytes == Vectors.nonce)
        #expect(PlainMessage(decoding: Array(Vectors.requestPacket.dropLast())) == nil)
    }
}
