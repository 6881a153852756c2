// SPDX-License-Identifier: MIT

import CIGE

/// A key and the two initial blocks of AES-256-IGE.
package struct IGE: Sendable {
    package static let blockBytes = 16

    package let key: [UInt8]
    package let iv: [UInt8]

    /// Both are 32 bytes long.
    package init(key: [UInt8], iv: [UInt8]) {
        precondition(key.count == 32 && iv.count == 32)
        self.key = key
        self.iv = iv
    }

    package func encrypt(_ plain: [UInt8]) -> [UInt8] {
        transform(plain) { encrypt($0, into: $1) }
    }

    package func decrypt(_ cipher: [UInt8]) -> [UInt8] {
        transform(cipher) { decrypt($0, into: $1) }
    }

    /// `output` is as long as `input`, a whole number of blocks, and other memory.
    package func encrypt(_ input: UnsafeRawBufferPointer, into output: UnsafeMutableRawPointer) {
        run(cige_encrypt, input, output)
    }

    package func decrypt(_ input: UnsafeRawBufferPointer, into output: UnsafeMutableRawPointer) {
        run(cige_decrypt, input, output)
    }

    /// Decrypts, and returns the SHA-256 of `prefix`, 32 bytes, and the plain bytes; in hardly more time.
    func decrypt(
        _ input: UnsafeRawBufferPointer, into output: UnsafeMutableRawPointer, hashingAfter prefix: ArraySlice<UInt8>
    ) -> [UInt8] {
        precondition(input.count % Self.blockBytes == 0 && prefix.count == Int(CIGE_PREFIX))
        return [UInt8](unsafeUninitializedCapacity: 32) { digest, initialized in
            let source = input.bindMemory(to: UInt8.self).baseAddress
            let target = output.assumingMemoryBound(to: UInt8.self)
            let status = prefix.withUnsafeBufferPointer { prefix in
                cige_decrypt_hashing(key, iv, source, target, input.count, prefix.baseAddress, digest.baseAddress)
            }
            precondition(status == 1, "libcrypto cannot decrypt")
            initialized = 32
        }
    }

    private typealias Function = (
        UnsafePointer<UInt8>?, UnsafePointer<UInt8>?, UnsafePointer<UInt8>?, UnsafeMutablePointer<UInt8>?, Int
    ) -> Int32

    private func run(_ function: Function, _ input: UnsafeRawBufferPointer, _ output: UnsafeMutableRawPointer) {
        precondition(input.count % Self.blockBytes == 0)
        let source = input.bindMemory(to: UInt8.self).baseAddress
        let target = output.assumingMemoryBound(to: UInt8.self)
        let status = key.withUnsafeBufferPointer { key in
            iv.withUnsafeBufferPointer { iv in
                function(key.baseAddress, iv.baseAddress, source, target, input.count)
            }
        }
        precondition(status == 1, "libcrypto cannot encrypt")
    }

    private func transform(
        _ input: [UInt8], _ body: (UnsafeRawBufferPointer, UnsafeMutableRawPointer) -> Void
    ) -> [UInt8] {
        guard !input.isEmpty else { return [] }
        return [UInt8](unsafeUninitializedCapacity: input.count) { buffer, initialized in
            guard let output = UnsafeMutableRawPointer(buffer.baseAddress) else { return }
            input.withUnsafeBytes { body($0, output) }
            initialized = input.count
        }
    }
}
