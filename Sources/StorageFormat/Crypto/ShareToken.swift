// SPDX-License-Identifier: MIT

import FilesystemModel

/// What opens a share: 160 random bits, 32 characters of base 32. Only its hash is kept.
package struct ShareToken: Hashable, Sendable, CustomStringConvertible {
    package let bytes: [UInt8]

    private static let byteCount = 20

    package init(random: any RandomSource) { bytes = random.bytes(Self.byteCount) }

    /// Nil for what is no token.
    package init?(_ text: some StringProtocol) {
        // Before anything is decoded: the text comes from anybody.
        guard text.utf8.count == 32, let bytes = Base32.bytes(text) else { return nil }
        self.bytes = bytes
    }

    package var description: String { Base32.text(bytes) }

    /// SHA-256. Of 160 random bits a plain hash cannot be searched for, and one that is found out by its timing opens nothing.
    package func hash() throws(FormatError) -> [UInt8] { try Digest.hash(bytes) }
}

extension ScryptCost {
    /// 32 MiB and about a tenth of a second: a guess comes from the network, where it is rationed besides.
    package static let sharePassword = ScryptCost(logN: 15, blockSize: 8, parallelism: 1) ?? .standard
}

extension Share.Password {
    /// Takes as long as the cost says, and its memory.
    package init(
        _ password: [UInt8], cost: ScryptCost = .sharePassword, random: any RandomSource
    ) throws(FormatError) {
        let salt = random.bytes(Self.saltBytes)
        self.init(
            logN: cost.logN, blockSize: cost.blockSize, parallelism: cost.parallelism, salt: salt,
            hash: try Self.hash(password, salt, cost))
    }

    /// Takes as long as the cost says, whether it is the password or not.
    package func matches(_ password: [UInt8]) throws(FormatError) -> Bool {
        guard let cost = ScryptCost(logN: logN, blockSize: blockSize, parallelism: parallelism) else { return false }
        let found = try Self.hash(password, salt, cost)
        // No early end: every byte is looked at.
        return found.count == hash.count && zip(found, hash).reduce(0) { $0 | ($1.0 ^ $1.1) } == 0
    }

    private static func hash(
        _ password: [UInt8], _ salt: [UInt8], _ cost: ScryptCost
    ) throws(FormatError) -> [UInt8] {
        var hash = [UInt8](repeating: 0, count: hashBytes)
        try hash.withRawMutableBytes { (output) throws(FormatError) in
            try salt.withRawBytes { (salt) throws(FormatError) in
                try KeyDerivation.scrypt(passphrase: password, salt: salt, cost: cost, into: output)
            }
        }
        return hash
    }
}
