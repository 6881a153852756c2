// SPDX-License-Identifier: MIT

import TL

/// What both ends derive from the nonces of a key exchange (mtproto/auth_key).
package struct KeyExchangeSecrets: Sendable {
    package let newNonce: [UInt8]
    package let serverNonce: [UInt8]

    package init(newNonce: Opaque256, serverNonce: Opaque128) {
        self.newNonce = newNonce.bytes
        self.serverNonce = serverNonce.bytes
    }

    /// `tmp_aes_key` and `tmp_aes_iv`.
    package var cipher: IGE {
        let first = Digest.sha1(newNonce, serverNonce)
        let second = Digest.sha1(serverNonce, newNonce)
        let third = Digest.sha1(newNonce, newNonce)
        return IGE(key: first + second[0..<12], iv: Array(second[12..<20]) + third + newNonce[0..<4])
    }

    /// SHA-1, the object, and random bytes up to a whole block, encrypted.
    package func seal(_ object: [UInt8], random: inout some RandomBytes) -> [UInt8] {
        let hashed = Digest.sha1(object) + object
        return cipher.encrypt(hashed + random.bytes((16 - hashed.count % 16) % 16))
    }

    /// The object that was sealed, found by the hash before it: `length` reads how long it is. Nil where it is not.
    package func open(_ sealed: [UInt8], length: (TLReader) -> Int?) -> [UInt8]? {
        guard sealed.count >= 32, sealed.count % 16 == 0 else { return nil }
        let plain = cipher.decrypt(sealed)
        let rest = Array(plain[20...])
        guard let count = length(TLReader(rest)), count >= 0, count <= rest.count, rest.count - count < 16 else {
            return nil
        }
        let object = Array(rest[..<count])
        return Digest.sha1(object).isEqualInConstantTime(to: plain[..<20]) ? object : nil
    }

    /// `new_nonce_hash1`, 2 and 3: the proof that both ends have the same key.
    package func hash(_ number: UInt8, _ key: AuthKey) -> [UInt8] {
        Array(Digest.sha1(newNonce, [number], key.auxiliaryHash)[4..<20])
    }

    package var firstSalt: Int64 {
        Int64(bitPattern: UInt64(littleEndianBytes: zip(newNonce[0..<8], serverNonce[0..<8]).map { $0 ^ $1 }))
    }
}

extension TLReader {
    /// How many bytes one value takes from here on; nil where there is none.
    package func length<Value: TLReadable>(of type: Value.Type) -> Int? {
        var copy = self
        guard (try? Value(from: &copy)) != nil else { return nil }
        return copy.offset - offset
    }
}
