// SPDX-License-Identifier: MIT

/// Logins that are under way. They do not survive a restart, as on the real server after a few minutes.
struct PendingLogins: Sendable {
    struct Code: Sendable {
        var phone: String
        var code: String
        var expires: Int64
        var attemptsLeft = EmulatorLimits.codeAttempts
        var resends = 0
    }

    /// A server's side of one SRP exchange.
    struct Challenge: Sendable {
        var user: UserID
        var secret: [UInt8]
        var expires: Int64
        /// `srp_B`
        var value: [UInt8]
    }

    struct Export: Sendable {
        var user: UserID
        var target: DataCenterID
        var bytes: [UInt8]
        var expires: Int64
    }

    private static let countMax = 10_000

    /// By `phone_code_hash`.
    var codes: [String: Code] = [:]
    /// Keys that gave the right code and owe a password.
    var passwords: [KeyID: UserID] = [:]
    /// By `srp_id`.
    var challenges: [Int64: Challenge] = [:]
    var exports: [Int64: [Export]] = [:]

    mutating func expire(now: Int64) {
        codes = codes.filter { $0.value.expires > now }
        challenges = challenges.filter { $0.value.expires > now }
        exports = exports.mapValues { $0.filter { $0.expires > now } }.filter { !$0.value.isEmpty }
        if passwords.count > Self.countMax { passwords.removeAll() }
        if codes.count > Self.countMax { codes.removeAll() }
        if challenges.count > Self.countMax { challenges.removeAll() }
    }
}
