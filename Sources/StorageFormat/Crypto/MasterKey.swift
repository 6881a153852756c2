// SPDX-License-Identifier: MIT

import CCrypto

/// The random 256-bit key of a volume. Every other key is derived from it; it leaves the process only wrapped, in key
/// slots. Wiped when the last reference goes, and shown by no description.
package final class MasterKey: Sendable, CustomStringConvertible, CustomReflectable {
    let secret: SecretKey

    init(_ secret: SecretKey) { self.secret = secret }

    /// A new key, for a new volume.
    package convenience init(random: some RandomSource) {
        self.init(SecretKey { random.fill($0) })
    }

    /// The key that encrypts one segment, superblock or claim: fresh for each, because the salt is.
    func derivedKey(_ purpose: KeyPurpose, salt: UnsafeRawBufferPointer) throws(FormatError) -> SecretKey {
        try secret.derivedKey(purpose, salt: salt)
    }

    package var description: String { "MasterKey(hidden)" }
    package var customMirror: Mirror { Mirror(self, children: []) }
}

extension SecretKey {
    func derivedKey(_ purpose: KeyPurpose, salt: UnsafeRawBufferPointer) throws(FormatError) -> SecretKey {
        try withBytes { (key) throws(FormatError) in
            try SecretKey { (buffer) throws(FormatError) in
                try KeyDerivation.hkdf(key: key, salt: salt, info: purpose.info, into: buffer)
            }
        }
    }
}

/// What a derived key is for; the `info` of HKDF, so that no two purposes ever share a key.
enum KeyPurpose: String {
    case segment = "gramfs 1 segment"
    case superblock = "gramfs 1 superblock"
    case claim = "gramfs 1 claim"
    case recoverySlot = "gramfs 1 recovery slot"

    var info: [UInt8] { Array(rawValue.utf8) }
}
