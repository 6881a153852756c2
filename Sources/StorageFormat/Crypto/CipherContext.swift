// SPDX-License-Identifier: MIT

import CCrypto
import FilesystemModel

/// AES-256-GCM under one key in one direction: the key schedule is made once, each call brings its nonce.
///
/// Not thread-safe: one context serves one call at a time.
final class CipherContext {
    enum Direction: Int32 {
        case open = 0
        case seal = 1
    }

    static let nonceBytes = 12
    static let tagBytes = 16

    /// Looked up once: a lookup by name for every entry would cost more than sealing a small one.
    private nonisolated(unsafe) static let cipher = EVP_CIPHER_fetch(nil, "AES-256-GCM", nil)

    private let context: OpaquePointer
    private let direction: Direction

    init(key: SecretKey, direction: Direction) throws(FormatError) {
        guard let cipher = Self.cipher, let context = EVP_CIPHER_CTX_new() else { throw .library("AES-256-GCM") }
        self.context = context
        self.direction = direction
        let status = key.withBytes { key in
            let bytes = key.bindMemory(to: UInt8.self).baseAddress
            return EVP_CipherInit_ex2(context, cipher, bytes, nil, direction.rawValue, nil)
        }
        guard status == 1 else { throw .library("AES-256-GCM key") }
    }

    // Freeing also wipes the key schedule.
    deinit { EVP_CIPHER_CTX_free(context) }

    /// Encrypts `plain` to `output` (as long, may be the same memory) and writes 16 bytes to `tag`.
    func seal(
        nonce: UnsafeRawPointer, associated: AssociatedData, plain: UnsafeRawBufferPointer,
        into output: UnsafeMutableRawPointer?, tag: UnsafeMutableRawPointer
    ) throws(FormatError) {
        assert(direction == .seal)
        try begin(nonce: nonce, associated: associated)
        try update(plain, into: output)
        guard finish(), EVP_CIPHER_CTX_ctrl(context, EVP_CTRL_AEAD_GET_TAG, Int32(Self.tagBytes), tag) == 1 else {
            throw .library("AES-256-GCM seal")
        }
    }

    /// Decrypts `sealed` to `output`; false where the tag does not fit, and then `output` is wiped.
    func open(
        nonce: UnsafeRawPointer, associated: AssociatedData, sealed: UnsafeRawBufferPointer,
        into output: UnsafeMutableRawPointer?, tag: UnsafeRawPointer
    ) throws(FormatError) -> Bool {
        assert(direction == .open)
        try begin(nonce: nonce, associated: associated)
        try update(sealed, into: output)
        let expected = UnsafeMutableRawPointer(mutating: tag)
        guard EVP_CIPHER_CTX_ctrl(context, EVP_CTRL_AEAD_SET_TAG, Int32(Self.tagBytes), expected) == 1 else {
            throw .library("AES-256-GCM open")
        }
        if finish() { return true }
        // Nobody may act on bytes that are not authentic, also not by accident.
        if let output { OPENSSL_cleanse(output, sealed.count) }
        return false
    }

    private func begin(nonce: UnsafeRawPointer, associated: AssociatedData) throws(FormatError) {
        let nonce = nonce.assumingMemoryBound(to: UInt8.self)
        guard EVP_CipherInit_ex2(context, nil, nil, nonce, direction.rawValue, nil) == 1 else {
            throw .library("AES-256-GCM nonce")
        }
        try update(associated.place, into: nil)
        try update(associated.header, into: nil)
        try update(associated.payload, into: nil)
    }

    /// `output` nil makes `input` associated data.
    private func update(_ input: UnsafeRawBufferPointer, into output: UnsafeMutableRawPointer?) throws(FormatError) {
        guard input.count > 0 else { return }
        guard let length = Int32(exactly: input.count) else {
            throw .tooLarge(.entry, bytes: UInt64(input.count), limit: UInt64(Int32.max))
        }
        var written: Int32 = 0
        let target = output?.assumingMemoryBound(to: UInt8.self)
        let source = input.bindMemory(to: UInt8.self).baseAddress
        guard EVP_CipherUpdate(context, target, &written, source, length) == 1 else {
            throw .library("AES-256-GCM update")
        }
    }

    private func finish() -> Bool {
        // GCM has no bytes left at the end, but libcrypto wants a place for them.
        withUnsafeTemporaryAllocation(byteCount: 16, alignment: 16) { scratch in
            var written: Int32 = 0
            return EVP_CipherFinal_ex(context, scratch.bindMemory(to: UInt8.self).baseAddress, &written) == 1
        }
    }
}

/// What a tag vouches for beside the encrypted bytes, in this order.
struct AssociatedData {
    static var nothing: UnsafeRawBufferPointer { UnsafeRawBufferPointer(start: nil, count: 0) }

    /// Where the bytes belong.
    var place: UnsafeRawBufferPointer
    /// How to read them.
    var header: UnsafeRawBufferPointer
    /// Bytes that are stored in clear.
    var payload = UnsafeRawBufferPointer(start: nil, count: 0)
}
