// SPDX-License-Identifier: MIT

/// A person with a phone, or a bot with a token.
package struct Account: Row, Hashable {
    static let kind = "account"

    package var id: UserID
    package var firstName: String
    package var lastName: String?
    package var phone: String?
    /// The login code that this account is always sent.
    package var code: String?
    package var password: PasswordVerifier?
    package var token: String?
    package var home: DataCenterID
    package var isPremium = false

    package var isBot: Bool { token != nil }
    var isPlausible: Bool { Plausible.ids.contains(id.rawValue) && (password?.verifier.count ?? 256) == 256 }

    package var username: String? { token == nil ? nil : "\(firstName)_bot" }
}

/// What a server keeps of a 2FA password (core.telegram.org/api/srp): never the password.
package struct PasswordVerifier: Hashable, Codable, Sendable {
    package var salt1: [UInt8]
    package var salt2: [UInt8]
    /// `v = g^x mod p`, 256 bytes big endian.
    package var verifier: [UInt8]
}

/// An authorisation key: made once by key exchange, then whoever holds it is its account.
package struct AuthorizationKey: Row, Hashable {
    static let kind = "key"

    package var id: KeyID
    package var bytes: [UInt8]
    package var center: DataCenterID
    package var user: UserID?
    /// The layer that the key's client declared last; answers are written in it.
    package var layer: Int32?
    /// Temporary keys die then.
    package var expires: Int64?
    /// The permanent key that a temporary one was bound to.
    package var permanent: KeyID?
    /// The salt that follows from the exchange, and until when it is taken.
    package var firstSalt: Int64
    package var firstSaltExpires: Int64
    /// Raised to make every salt that was given out wrong.
    package var saltGeneration: UInt32 = 0
    /// Somebody ended this login from elsewhere.
    package var isRevoked = false

    var isPlausible: Bool { bytes.count == 256 && saltGeneration < 1 << 30 }
}
