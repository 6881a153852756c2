// SPDX-License-Identifier: MIT

import CCrypto
import TL

/// The key of a server, by which it alone can begin a key exchange.
package struct RSAPublicKey: Hashable, Sendable {
    package static let modulusBytes = 256

    /// Big-endian, without leading zeros.
    package let modulus: [UInt8]
    package let exponent: [UInt8]

    /// Nil unless the modulus has 2048 bits: no other length is used by the protocol.
    package init?(modulus: [UInt8], exponent: [UInt8]) {
        let modulus = Array(modulus.drop { $0 == 0 })
        let exponent = Array(exponent.drop { $0 == 0 })
        guard modulus.count == Self.modulusBytes, modulus[0] >= 0x80, let last = modulus.last, last & 1 == 1,
            (1...4).contains(exponent.count)
        else { return nil }
        self.modulus = modulus
        self.exponent = exponent
    }

    /// Of `RSA PUBLIC KEY` (PKCS #1) or `PUBLIC KEY` (SubjectPublicKeyInfo) in a PEM.
    package init?(pem: String) {
        guard let key = Self.read(pem, isPrivate: false) else { return nil }
        defer { EVP_PKEY_free(key) }
        guard let n = Self.number(of: key, "n"), let e = Self.number(of: key, "e") else { return nil }
        self.init(modulus: n, exponent: e)
    }

    /// The last eight bytes of the SHA-1 of both numbers as TL bytes.
    package var fingerprint: Int64 {
        var writer = TLWriter()
        writer.bytes(modulus)
        writer.bytes(exponent)
        return Int64(bitPattern: UInt64(littleEndianBytes: Digest.sha1(writer.written)[12..<20]))
    }

    /// m^e mod n, as 256 bytes.
    package func encrypt(_ block: [UInt8]) -> [UInt8] {
        BigNumber(block).power(BigNumber(exponent), modulo: BigNumber(modulus)).bytes(Self.modulusBytes)
    }

    func isBelowModulus(_ block: [UInt8]) -> Bool { BigNumber(block) < BigNumber(modulus) }

    static func read(_ pem: String, isPrivate: Bool) -> OpaquePointer? {
        let bytes = Array(pem.utf8)
        guard bytes.count <= 1 << 16, let source = BIO_new_mem_buf(bytes, Int32(bytes.count)) else { return nil }
        defer { BIO_free(source) }
        if isPrivate { return PEM_read_bio_PrivateKey(source, nil, nil, nil) }
        if let key = PEM_read_bio_PUBKEY(source, nil, nil, nil) { return key }
        guard let again = BIO_new_mem_buf(bytes, Int32(bytes.count)) else { return nil }
        defer { BIO_free(again) }
        return ccrypto_read_rsa_public_key(again)
    }

    static func number(of key: OpaquePointer, _ name: String) -> [UInt8]? {
        var number: OpaquePointer?
        guard EVP_PKEY_get_bn_param(key, name, &number) == 1, let number else { return nil }
        defer { BN_clear_free(number) }
        var bytes = [UInt8](repeating: 0, count: (Int(BN_num_bits(number)) + 7) / 8)
        BN_bn2bin(number, &bytes)
        return bytes
    }
}

/// The server's half of the key, for whoever plays the server.
package struct RSAPrivateKey: Sendable, CustomStringConvertible, CustomReflectable {
    package let publicKey: RSAPublicKey
    private let exponent: [UInt8]

    /// A new key of 2048 bits. Takes about a second of work.
    package static func generate() -> RSAPrivateKey? {
        guard let key = ccrypto_generate_rsa(2048) else { return nil }
        defer { EVP_PKEY_free(key) }
        return RSAPrivateKey(key)
    }

    /// Of a PEM in any form that libcrypto reads.
    package init?(pem: String) {
        guard let key = RSAPublicKey.read(pem, isPrivate: true) else { return nil }
        defer { EVP_PKEY_free(key) }
        self.init(key)
    }

    private init?(_ key: OpaquePointer) {
        guard let n = RSAPublicKey.number(of: key, "n"), let e = RSAPublicKey.number(of: key, "e"),
            let d = RSAPublicKey.number(of: key, "d"), let publicKey = RSAPublicKey(modulus: n, exponent: e)
        else { return nil }
        self.publicKey = publicKey
        exponent = d
    }

    /// From the numbers themselves, big-endian: what `privateExponent` gave.
    package init(publicKey: RSAPublicKey, privateExponent: [UInt8]) {
        self.publicKey = publicKey
        exponent = privateExponent
    }

    package var privateExponent: [UInt8] { exponent }

    /// c^d mod n, as 256 bytes; nil for what is not below the modulus.
    package func decrypt(_ block: [UInt8]) -> [UInt8]? {
        guard block.count == RSAPublicKey.modulusBytes, publicKey.isBelowModulus(block) else { return nil }
        return BigNumber(block).power(BigNumber(exponent), modulo: BigNumber(publicKey.modulus))
            .bytes(RSAPublicKey.modulusBytes)
    }

    package var description: String { "RSAPrivateKey(hidden)" }
    package var customMirror: Mirror { Mirror(self, children: []) }
}

extension RSAPublicKey {
    /// PKCS #1, which is what the clients of this protocol read.
    package var pem: String {
        let body = Self.der(2, Self.positive(modulus)) + Self.der(2, Self.positive(exponent))
        let text = Self.base64(Self.der(0x30, body))
        var lines: [Substring] = []
        var rest = text[...]
        while !rest.isEmpty {
            lines.append(rest.prefix(64))
            rest = rest.dropFirst(64)
        }
        return "-----BEGIN RSA PUBLIC KEY-----\n\(lines.joined(separator: "\n"))\n-----END RSA PUBLIC KEY-----\n"
    }

    private static func positive(_ bytes: [UInt8]) -> [UInt8] { bytes[0] >= 0x80 ? [0] + bytes : bytes }

    private static func der(_ tag: UInt8, _ content: [UInt8]) -> [UInt8] {
        let count = content.count
        let length: [UInt8] =
            count < 128
            ? [UInt8(count)] : count < 256 ? [0x81, UInt8(count)] : [0x82, UInt8(count >> 8), UInt8(count & 255)]
        return [tag] + length + content
    }

    private static func base64(_ bytes: [UInt8]) -> String {
        var text = [UInt8](repeating: 0, count: (bytes.count + 2) / 3 * 4 + 1)
        let count = EVP_EncodeBlock(&text, bytes, Int32(bytes.count))
        return String(decoding: text.prefix(Int(count)), as: UTF8.self)
    }
}
