// SPDX-License-Identifier: MIT

import FoundationEssentials

/// Parameters of `key.add`, `key.change` and `key.remove`: what is to be, and what proves that the caller may.
///
/// A passphrase is bytes: one that is not UTF-8 stands as `passphrase_base64`, which wins over `passphrase`.
package struct KeyParameters: Codable, Hashable, Sendable {
    /// Of the key to change or remove.
    package var id: UInt32?
    /// Of the key to add; null for one that is made up.
    package var name: String?
    /// One that opens the volume now; or `recoveryKey`.
    package var passphrase: [UInt8]?
    package var recoveryKey: String?
    /// The one to be.
    package var newPassphrase: [UInt8]?
    /// A recovery key is to be made, which the answer tells.
    package var newRecoveryKey: Bool?

    package init(
        id: UInt32? = nil, name: String? = nil, passphrase: [UInt8]? = nil, recoveryKey: String? = nil,
        newPassphrase: [UInt8]? = nil, newRecoveryKey: Bool? = nil
    ) {
        self.id = id
        self.name = name
        self.passphrase = passphrase
        self.recoveryKey = recoveryKey
        self.newPassphrase = newPassphrase
        self.newRecoveryKey = newRecoveryKey
    }

    enum CodingKeys: String, CodingKey {
        case id
        case name
        case passphrase
        case exactPassphrase = "passphrase_base64"
        case recoveryKey = "recovery_key"
        case newPassphrase = "new_passphrase"
        case exactNewPassphrase = "new_passphrase_base64"
        case newRecoveryKey = "new_recovery_key"
    }

    package init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        id = try container.decodeIfPresent(UInt32.self, forKey: .id)
        name = try container.decodeIfPresent(String.self, forKey: .name)
        passphrase = try container.bytes(.passphrase, exactly: .exactPassphrase)
        recoveryKey = try container.decodeIfPresent(String.self, forKey: .recoveryKey)
        newPassphrase = try container.bytes(.newPassphrase, exactly: .exactNewPassphrase)
        newRecoveryKey = try container.decodeIfPresent(Bool.self, forKey: .newRecoveryKey)
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encodeIfPresent(id, forKey: .id)
        try container.encodeIfPresent(name, forKey: .name)
        try container.encode(passphrase, .passphrase, exactly: .exactPassphrase)
        try container.encodeIfPresent(recoveryKey, forKey: .recoveryKey)
        try container.encode(newPassphrase, .newPassphrase, exactly: .exactNewPassphrase)
        try container.encodeIfPresent(newRecoveryKey, forKey: .newRecoveryKey)
    }
}

/// One passphrase or recovery key of a volume, without anything secret.
package struct KeyReport: Codable, Hashable, Sendable {
    package enum Kind: String, Codable, Sendable, CaseIterable {
        case passphrase
        case recovery
        /// Of a newer gramfs.
        case unknown
    }

    /// What one guess of a passphrase costs.
    package struct Scrypt: Codable, Hashable, Sendable {
        package var n: UInt64
        package var r: UInt64
        package var p: UInt64
        package var memoryBytes: UInt64

        package init(n: UInt64, r: UInt64, p: UInt64, memoryBytes: UInt64) {
            self.n = n
            self.r = r
            self.p = p
            self.memoryBytes = memoryBytes
        }

        package enum CodingKeys: String, CodingKey, CaseIterable {
            case n
            case r
            case p
            case memoryBytes = "memory_bytes"
        }
    }

    package var id: UInt32
    package var name: String
    package var kind: Kind
    package var createdAt: UTCTime
    /// Null for a recovery key, which cannot be guessed.
    @ExplicitNull package var scrypt: Scrypt?

    package init(id: UInt32, name: String, kind: Kind, createdAt: UTCTime, scrypt: Scrypt?) {
        self.id = id
        self.name = name
        self.kind = kind
        self.createdAt = createdAt
        self.scrypt = scrypt
    }

    package enum CodingKeys: String, CodingKey, CaseIterable {
        case id
        case name
        case kind
        case createdAt = "created_at"
        case scrypt
    }
}

/// What opens a volume, in the order in which it is tried.
package struct KeyListReport: Codable, Hashable, Sendable {
    package var keys: [KeyReport]

    package init(keys: [KeyReport]) { self.keys = keys }
}

/// A key that was added, changed or removed, and those that open the volume from now on.
package struct KeyChangeReport: Codable, Hashable, Sendable {
    package var id: UInt32
    /// Of a recovery key that was made: told this once.
    @ExplicitNull package var recoveryKey: String?
    package var keys: [KeyReport]

    package init(id: UInt32, recoveryKey: String?, keys: [KeyReport]) {
        self.id = id
        self.recoveryKey = recoveryKey
        self.keys = keys
    }

    package enum CodingKeys: String, CodingKey, CaseIterable {
        case id
        case recoveryKey = "recovery_key"
        case keys
    }
}

extension KeyedDecodingContainer {
    fileprivate func bytes(_ text: Key, exactly exact: Key) throws -> [UInt8]? {
        guard let coded = try decodeIfPresent(String.self, forKey: exact) else {
            return try decodeIfPresent(String.self, forKey: text).map { Array($0.utf8) }
        }
        guard let data = Data(base64Encoded: coded) else {
            throw DecodingError.dataCorruptedError(forKey: exact, in: self, debugDescription: "not Base64")
        }
        return Array(data)
    }
}

extension KeyedEncodingContainer {
    fileprivate mutating func encode(_ bytes: [UInt8]?, _ text: Key, exactly exact: Key) throws {
        guard let bytes else { return }
        if let string = String(validating: bytes, as: UTF8.self) { return try encode(string, forKey: text) }
        try encode(Data(bytes).base64EncodedString(), forKey: exact)
    }
}
