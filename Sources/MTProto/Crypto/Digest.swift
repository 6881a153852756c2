// SPDX-License-Identifier: MIT

import CCrypto

/// The hash functions of the protocol, over several parts as if they were one.
package enum Digest {
    private nonisolated(unsafe) static let sha1Function = EVP_sha1()
    private nonisolated(unsafe) static let sha256Function = EVP_sha256()
    private nonisolated(unsafe) static let sha512Function = EVP_sha512()

    package static func sha1(_ parts: [UInt8]...) -> [UInt8] { hash(sha1Function, 20, parts.map { $0[...] }) }
    package static func sha256(_ parts: [UInt8]...) -> [UInt8] { hash(sha256Function, 32, parts.map { $0[...] }) }
    package static func sha256(_ parts: ArraySlice<UInt8>...) -> [UInt8] { hash(sha256Function, 32, parts) }
    package static func sha512(_ parts: [UInt8]...) -> [UInt8] { hash(sha512Function, 64, parts.map { $0[...] }) }

    /// Over memory that is not in an array.
    static func sha256(_ first: ArraySlice<UInt8>, _ second: UnsafeRawBufferPointer) -> [UInt8] {
        first.withUnsafeBytes { first in run(sha256Function, 32, [first, second]) }
    }

    private static func hash(_ function: OpaquePointer?, _ count: Int, _ parts: [ArraySlice<UInt8>]) -> [UInt8] {
        guard parts.count != 1 else { return parts[0].withUnsafeBytes { run(function, count, [$0]) } }
        let joined = Array(parts.joined())
        return joined.withUnsafeBytes { run(function, count, [$0]) }
    }

    private static func run(_ function: OpaquePointer?, _ count: Int, _ parts: [UnsafeRawBufferPointer]) -> [UInt8] {
        let context = EVP_MD_CTX_new()
        defer { EVP_MD_CTX_free(context) }
        var hash = [UInt8](repeating: 0, count: count)
        var status = EVP_DigestInit_ex(context, function, nil)
        for part in parts where status == 1 { status = EVP_DigestUpdate(context, part.baseAddress, part.count) }
        // Fails for want of memory only, and no message can be made or trusted without.
        precondition(status == 1 && EVP_DigestFinal_ex(context, &hash, nil) == 1, "libcrypto cannot hash")
        return hash
    }
}

extension [UInt8] {
    /// Equal, in a time that does not tell where they differ.
    package func isEqualInConstantTime(to other: some Collection<UInt8>) -> Bool {
        guard count == other.count else { return false }
        var difference: UInt8 = 0
        for (left, right) in zip(self, other) { difference |= left ^ right }
        return difference == 0
    }
}
