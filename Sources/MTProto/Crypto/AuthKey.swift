// SPDX-License-Identifier: MIT

/// Which way a message goes: the two ways use different parts of the key (`x` in mtproto/description).
package enum MessageDirection: Int, Sendable {
    case toServer = 0
    case toClient = 8
}

/// The 2048 bits that a client and one data centre share. A full credential: no description shows it.
package struct AuthKey: Hashable, Sendable, CustomStringConvertible, CustomReflectable {
    package static let byteCount = 256

    package let bytes: [UInt8]
    /// The last eight bytes of the SHA-1, as they stand on the wire, read little-endian.
    package let id: UInt64
    /// The first eight, which the key exchange proves the key by.
    package let auxiliaryHash: [UInt8]

    package init?(_ bytes: [UInt8]) {
        guard bytes.count == Self.byteCount else { return nil }
        let hash = Digest.sha1(bytes)
        self.bytes = bytes
        id = UInt64(littleEndianBytes: hash[12..<20])
        auxiliaryHash = Array(hash[0..<8])
    }

    /// `msg_key_large`; its middle is the message key, its first four bytes make the quick acknowledgement.
    func messageKeyHash(of plain: UnsafeRawBufferPointer, _ direction: MessageDirection) -> [UInt8] {
        Digest.sha256(messageKeyPart(direction), plain)
    }

    /// What the hash begins with.
    func messageKeyPart(_ direction: MessageDirection) -> ArraySlice<UInt8> {
        bytes[88 + direction.rawValue..<120 + direction.rawValue]
    }

    /// mtproto/description, "Defining AES Key and Initialization Vector".
    package func cipher(messageKey: [UInt8], _ direction: MessageDirection) -> IGE {
        let x = direction.rawValue
        let a = Digest.sha256(messageKey[...], bytes[x..<x + 36])
        let b = Digest.sha256(bytes[40 + x..<76 + x], messageKey[...])
        return IGE(
            key: Array(a[0..<8]) + b[8..<24] + a[24..<32], iv: Array(b[0..<8]) + a[8..<24] + b[24..<32])
    }

    package var description: String { "AuthKey(hidden)" }
    package var customMirror: Mirror { Mirror(self, children: []) }
}

extension UInt64 {
    /// Of at most eight bytes.
    package init(littleEndianBytes bytes: some BidirectionalCollection<UInt8>) {
        self = bytes.reversed().reduce(0) { $0 << 8 | UInt64($1) }
    }

    package var littleEndianBytes: [UInt8] { withUnsafeBytes(of: littleEndian) { Array($0) } }
}
