// SPDX-License-Identifier: MIT

import CCrypto

/// 32 bytes of key material that are wiped when the last reference goes, and that no description shows.
///
/// `@unchecked Sendable`: the bytes are written in the initialiser only.
final class SecretKey: @unchecked Sendable, CustomStringConvertible, CustomReflectable {
    static let byteCount = 32

    private let storage: UnsafeMutableRawBufferPointer

    init<Failure: Error>(filling fill: (UnsafeMutableRawBufferPointer) throws(Failure) -> Void) throws(Failure) {
        storage = .allocate(byteCount: Self.byteCount, alignment: 16)
        storage.initializeMemory(as: UInt8.self, repeating: 0)
        try fill(storage)
    }

    deinit {
        OPENSSL_cleanse(storage.baseAddress, storage.count)
        storage.deallocate()
    }

    /// The bytes stay where they are, and stay at all, until `body` returns.
    func withBytes<Result, Failure: Error>(
        _ body: (UnsafeRawBufferPointer) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        defer { withExtendedLifetime(self) {} }
        return try body(UnsafeRawBufferPointer(storage))
    }

    var description: String { "SecretKey(hidden)" }
    var customMirror: Mirror { Mirror(self, children: []) }
}
