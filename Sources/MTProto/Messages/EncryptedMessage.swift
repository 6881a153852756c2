// SPDX-License-Identifier: MIT

import TL

package enum EnvelopeError: Error, Hashable, Sendable {
    /// Not as long as an encrypted message can be.
    case badLength(Int)
    /// For another key. A server answers -404.
    case unknownKey(UInt64)
    /// The message key is not that of the content: damaged, forged, or encrypted with another key.
    case badMessageKey
    /// Inside an authentic message: a length or a padding that the protocol forbids.
    case badContentLength(Int)
}

/// What is encrypted with an authorization key (mtproto/description).
///
///     0             8          24
///     | auth_key_id | msg_key  | AES-256-IGE of:
///                              0      8            16       24      28
///                              | salt | session_id | msg_id | seqno | length | body | padding 12..1024 |
package struct EncryptedMessage: Sendable {
    package static let headerBytes = 32
    package static let paddingBytesMin = 12
    package static let paddingBytesMax = 1024

    package let salt: Int64
    package let sessionID: Int64
    package let id: Int64
    package let sequence: Int32
    /// The whole plain text, so that the body is not copied out of it.
    private let plain: [UInt8]
    package let bodyRange: Range<Int>

    package var body: [UInt8] { Array(plain[bodyRange]) }
    package var reader: TLReader { TLReader(plain, range: bodyRange) }

    /// The packet, and the token that a quick acknowledgement of it would have.
    package static func seal(
        salt: Int64, sessionID: Int64, id: Int64, sequence: Int32, body: [UInt8], key: AuthKey,
        direction: MessageDirection, random: inout some RandomBytes
    ) -> (packet: [UInt8], quickAck: UInt32) {
        precondition(body.count % 4 == 0)
        let unpadded = headerBytes + body.count + paddingBytesMin
        let padding = paddingBytesMin + (16 - unpadded % 16) % 16
        var writer = TLWriter(capacity: unpadded + 16)
        writer.fixed(salt)
        writer.fixed(sessionID)
        writer.fixed(id)
        writer.fixed(sequence)
        writer.fixed(Int32(body.count))
        writer.raw(body)
        writer.raw(random.bytes(padding))
        return seal(plain: writer.written, key: key, direction: direction)
    }

    /// Of the whole plain text with its padding.
    package static func seal(
        plain: [UInt8], key: AuthKey, direction: MessageDirection
    ) -> (packet: [UInt8], quickAck: UInt32) {
        plain.withUnsafeBytes { plain in
            let hash = key.messageKeyHash(of: plain, direction)
            let messageKey = Array(hash[8..<24])
            let cipher = key.cipher(messageKey: messageKey, direction)
            let packet = [UInt8](unsafeUninitializedCapacity: 24 + plain.count) { buffer, initialized in
                let output = UnsafeMutableRawBufferPointer(buffer)
                output.copyBytes(from: key.id.littleEndianBytes + messageKey)
                if let start = output.baseAddress { cipher.encrypt(plain, into: start + 24) }
                initialized = 24 + plain.count
            }
            return (packet, UInt32(truncatingIfNeeded: UInt64(littleEndianBytes: hash[0..<4])) | 0x8000_0000)
        }
    }

    /// Nothing of the content is looked at before the message key is found to be right.
    package init(opening packet: [UInt8], key: AuthKey, direction: MessageDirection) throws(EnvelopeError) {
        guard packet.count >= 24 + 48, (packet.count - 24) % 16 == 0 else { throw .badLength(packet.count) }
        let id = UInt64(littleEndianBytes: packet[0..<8])
        guard id == key.id else { throw .unknownKey(id) }
        let messageKey = Array(packet[8..<24])
        let cipher = key.cipher(messageKey: messageKey, direction)
        let count = packet.count - 24
        var hash: [UInt8] = []
        let plain = [UInt8](unsafeUninitializedCapacity: count) { buffer, initialized in
            packet.withUnsafeBytes { packet in
                guard let start = UnsafeMutableRawPointer(buffer.baseAddress) else { return }
                hash = cipher.decrypt(
                    UnsafeRawBufferPointer(rebasing: packet[24...]), into: start,
                    hashingAfter: key.messageKeyPart(direction))
            }
            initialized = count
        }
        guard messageKey.isEqualInConstantTime(to: hash[8..<24]) else { throw .badMessageKey }
        try self.init(authentic: plain)
    }

    private init(authentic plain: [UInt8]) throws(EnvelopeError) {
        func int64(_ offset: Int) -> Int64 {
            Int64(bitPattern: UInt64(littleEndianBytes: plain[offset..<offset + 8]))
        }
        func int32(_ offset: Int) -> Int32 {
            Int32(truncatingIfNeeded: UInt64(littleEndianBytes: plain[offset..<offset + 4]))
        }
        let length = Int(int32(28))
        guard length >= 0, length % 4 == 0, length <= plain.count - Self.headerBytes,
            (Self.paddingBytesMin...Self.paddingBytesMax).contains(plain.count - Self.headerBytes - length)
        else { throw .badContentLength(length) }
        salt = int64(0)
        sessionID = int64(8)
        id = int64(16)
        sequence = int32(24)
        bodyRange = Self.headerBytes..<Self.headerBytes + length
        self.plain = plain
    }
}
