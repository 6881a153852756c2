// SPDX-License-Identifier: MIT

import CCrypto
import FilesystemModel

/// A running SHA-256. Not thread-safe.
final class Digest {
    static let byteCount = 32

    private nonisolated(unsafe) static let function = EVP_MD_fetch(nil, "SHA256", nil)

    private let context: OpaquePointer

    init() throws(FormatError) {
        guard let function = Self.function, let context = EVP_MD_CTX_new() else { throw .library("SHA-256") }
        self.context = context
        guard EVP_DigestInit_ex2(context, function, nil) == 1 else { throw .library("SHA-256") }
    }

    deinit { EVP_MD_CTX_free(context) }

    func update(_ bytes: UnsafeRawBufferPointer) throws(FormatError) {
        guard EVP_DigestUpdate(context, bytes.baseAddress, bytes.count) == 1 else { throw .library("SHA-256") }
    }

    /// The hash of what came so far; more may follow.
    func value() throws(FormatError) -> [UInt8] {
        guard let copy = EVP_MD_CTX_new() else { throw .library("SHA-256") }
        defer { EVP_MD_CTX_free(copy) }
        var hash = [UInt8](repeating: 0, count: Self.byteCount)
        guard EVP_MD_CTX_copy_ex(copy, context) == 1, EVP_DigestFinal_ex(copy, &hash, nil) == 1 else {
            throw .library("SHA-256")
        }
        return hash
    }

    /// A second digest that goes on from here by itself.
    func copy() throws(FormatError) -> Digest {
        let other = try Digest()
        guard EVP_MD_CTX_copy_ex(other.context, context) == 1 else { throw .library("SHA-256") }
        return other
    }

    static func hash(_ parts: [UInt8]...) throws(FormatError) -> [UInt8] {
        let digest = try Digest()
        for part in parts {
            try part.withRawBytes { (bytes) throws(FormatError) in try digest.update(bytes) }
        }
        return try digest.value()
    }
}

extension Identifier128 {
    /// The first 16 bytes of the SHA-256.
    package init(hashing bytes: [UInt8]) throws(FormatError) {
        let hash = try Digest.hash(bytes)
        let words = hash.withUnsafeBytes { ($0.load(as: UInt64.self), $0.load(fromByteOffset: 8, as: UInt64.self)) }
        self.init(high: UInt64(bigEndian: words.0), low: UInt64(bigEndian: words.1))
    }
}
