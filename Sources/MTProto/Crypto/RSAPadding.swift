// SPDX-License-Identifier: MIT

/// The two ways in which the first secret of a key exchange is padded (mtproto/auth_key, RSA_PAD).
///
///     0      192 (random padding after at most 144 bytes of data, reversed)      224
///     | data, padding                                    | SHA-256(temp_key, data, padding) |
///     encrypted with AES-256-IGE under temp_key and an IV of zeros, and then:
///     | temp_key xor SHA-256(encrypted) | encrypted |          256 bytes, big-endian, below the modulus
package enum RSAPadding {
    package static let dataBytesMax = 144
    private static let paddedBytes = 192
    private static let keyBytes = 32

    /// What a client sends. `data` has at most 144 bytes.
    package static func encrypt(
        _ data: [UInt8], for key: RSAPublicKey, random: inout some RandomBytes
    ) -> [UInt8] {
        precondition(data.count <= dataBytesMax)
        let padding = random.bytes(paddedBytes - data.count)
        while true {
            let block = pad(data, padding: padding, temporaryKey: random.bytes(keyBytes))
            // Otherwise a number as large as the modulus would lose information; another key, another number.
            if key.isBelowModulus(block) { return key.encrypt(block) }
        }
    }

    static func pad(_ data: [UInt8], padding: [UInt8], temporaryKey: [UInt8]) -> [UInt8] {
        let padded = data + padding
        let hashed = padded.reversed() + Digest.sha256(temporaryKey, padded)
        let encrypted = IGE(key: temporaryKey, iv: zeros).encrypt(hashed)
        let masked = zip(temporaryKey, Digest.sha256(encrypted)).map { $0 ^ $1 }
        return masked + encrypted
    }

    /// What a server reads: the data with its padding, or nil where the hash does not fit.
    package static func open(_ block: [UInt8]) -> [UInt8]? {
        guard block.count == RSAPublicKey.modulusBytes else { return nil }
        let encrypted = Array(block[keyBytes...])
        let temporaryKey = zip(block[..<keyBytes], Digest.sha256(encrypted)).map { $0 ^ $1 }
        let hashed = IGE(key: temporaryKey, iv: zeros).decrypt(encrypted)
        let padded = Array(hashed[..<paddedBytes].reversed())
        guard Digest.sha256(temporaryKey, padded).isEqualInConstantTime(to: hashed[paddedBytes...]) else { return nil }
        return padded
    }

    /// The old form, which clients in use still send: a zero, SHA-1(data), data, padding. `length` tells how much of
    /// what follows the hash is data, since the form itself does not; the data and the padding are returned.
    package static func openOld(_ block: [UInt8], length: ([UInt8]) -> Int?) -> [UInt8]? {
        guard block.count == RSAPublicKey.modulusBytes, block[0] == 0 else { return nil }
        let rest = Array(block[21...])
        guard let count = length(rest), count >= 0, count <= rest.count,
            Digest.sha1(Array(rest[..<count])).isEqualInConstantTime(to: block[1..<21])
        else { return nil }
        return rest
    }

    /// For tests of servers: what old clients send.
    package static func encryptOld(
        _ data: [UInt8], for key: RSAPublicKey, random: inout some RandomBytes
    ) -> [UInt8] {
        let hashed = Digest.sha1(data) + data
        return key.encrypt([0] + hashed + random.bytes(255 - hashed.count))
    }

    private static let zeros = [UInt8](repeating: 0, count: 32)
}
