// SPDX-License-Identifier: MIT

import CCrypto

/// Keys from other keys (HKDF-SHA256, RFC 5869) and from passphrases (scrypt, RFC 7914), by libcrypto.
enum KeyDerivation {
    static func hkdf(
        key: UnsafeRawBufferPointer, salt: UnsafeRawBufferPointer, info: [UInt8],
        into output: UnsafeMutableRawBufferPointer
    ) throws(FormatError) {
        let status = info.withUnsafeBytes { info in
            ccrypto_hkdf_sha256(
                key.baseAddress, key.count, salt.baseAddress, salt.count, info.baseAddress, info.count,
                output.baseAddress, output.count)
        }
        guard status == 1 else { throw .library("HKDF") }
    }

    /// The caller has checked the cost; libcrypto refuses more memory than it says.
    static func scrypt(
        passphrase: [UInt8], salt: UnsafeRawBufferPointer, cost: ScryptCost,
        into output: UnsafeMutableRawBufferPointer
    ) throws(FormatError) {
        let memoryMax = ScryptCost.memoryBytesMax + (1 << 20)
        let status = passphrase.withUnsafeBytes { passphrase in
            EVP_PBE_scrypt(
                passphrase.bindMemory(to: CChar.self).baseAddress, passphrase.count,
                salt.bindMemory(to: UInt8.self).baseAddress, salt.count,
                1 << UInt64(cost.logN), UInt64(cost.blockSize), UInt64(cost.parallelism), memoryMax,
                output.bindMemory(to: UInt8.self).baseAddress, output.count)
        }
        guard status == 1 else { throw .library("scrypt") }
    }
}
