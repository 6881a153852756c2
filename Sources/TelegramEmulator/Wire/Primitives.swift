// SPDX-License-Identifier: MIT

import CCrypto
import MTProto

/// Whatever nobody must be able to guess.
enum Random {
    static func bytes(_ count: Int) -> [UInt8] {
        var generator = SystemRandomBytes()
        return generator.bytes(count)
    }

    static func int64() -> Int64 {
        var generator = SystemRandomBytes()
        return generator.int64()
    }

    static func hex(_ count: Int) -> String { hexadecimal(bytes(count)) }
}

func hexadecimal(_ bytes: some Sequence<UInt8>) -> String {
    let digits = Array("0123456789abcdef")
    return bytes.reduce(into: "") { text, byte in
        text.append(digits[Int(byte >> 4)])
        text.append(digits[Int(byte & 15)])
    }
}

/// What clients may send with a small file; nothing rests on it.
enum MD5 {
    static func hex(_ bytes: [UInt8]) -> String {
        var hash = [UInt8](repeating: 0, count: 16)
        let status = EVP_Digest(bytes, bytes.count, &hash, nil, EVP_md5(), nil)
        precondition(status == 1, "libcrypto cannot hash")
        return hexadecimal(hash)
    }
}
