// SPDX-License-Identifier: MIT

import CCrypto

/// One direction of AES-256-CTR: a keystream that goes on where it stopped. Not thread-safe.
///
/// `@unchecked Sendable`: it belongs to one connection, whose event loop alone uses it.
package final class CTR: @unchecked Sendable {
    private let context: OpaquePointer?

    /// 32 and 16 bytes.
    package init(key: [UInt8], iv: [UInt8]) {
        precondition(key.count == 32 && iv.count == 16)
        context = EVP_CIPHER_CTX_new()
        precondition(
            EVP_EncryptInit_ex(context, EVP_aes_256_ctr(), nil, key, iv) == 1, "libcrypto cannot encrypt")
    }

    deinit { EVP_CIPHER_CTX_free(context) }

    /// Encrypts or decrypts in place, which is the same.
    package func apply(_ bytes: UnsafeMutableRawBufferPointer) {
        var offset = 0
        while offset < bytes.count {
            let part = min(bytes.count - offset, 1 << 30)
            var written: Int32 = 0
            let place = bytes.baseAddress?.advanced(by: offset).assumingMemoryBound(to: UInt8.self)
            precondition(
                EVP_EncryptUpdate(context, place, &written, place, Int32(part)) == 1, "libcrypto cannot encrypt")
            offset += part
        }
    }

    package func apply(_ bytes: inout [UInt8]) {
        bytes.withUnsafeMutableBytes { apply($0) }
    }
}
