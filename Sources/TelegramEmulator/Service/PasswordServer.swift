// SPDX-License-Identifier: MIT

import MTProto
import TL

/// The server's side of a 2FA login (core.telegram.org/api/srp).
extension PasswordVerifier {
    /// What is kept of a password. Slow on purpose: 100,000 rounds.
    init(password: String) {
        let parameters = Self.parameters(salt1: Random.bytes(40), salt2: Random.bytes(16))
        self.init(
            salt1: parameters.salt1, salt2: parameters.salt2,
            // The well-known group is a safe one.
            verifier: parameters.verifier(password) ?? [])
    }

    static func parameters(salt1: [UInt8], salt2: [UInt8]) -> PasswordParameters {
        let group = DiffieHellmanGroup.wellKnown
        return PasswordParameters(
            salt1: salt1, salt2: salt2, generator: group.generator, prime: group.primeBytes)
    }

    private var parameters: PasswordParameters { Self.parameters(salt1: salt1, salt2: salt2) }

    /// Made anew for each login: `srp_B` and the secret behind it.
    func challenge(_ user: UserID, expires: Int64) -> PendingLogins.Challenge {
        let secret = Random.bytes(256)
        let value = PasswordVerification.serverValue(verifier: verifier, secret: secret, parameters: parameters)
        return PendingLogins.Challenge(user: user, secret: secret, expires: expires, value: value ?? [])
    }

    /// Whether the proof comes from somebody who knows the password.
    func accepts(_ proof: API.InputCheckPasswordSRPValue, _ challenge: PendingLogins.Challenge) -> Bool {
        PasswordVerification.accepts(
            a: proof.a, m1: proof.m1, serverValue: challenge.value, verifier: verifier, secret: challenge.secret,
            parameters: parameters)
    }
}

extension API.PasswordKdfAlgo {
    init(salt1: [UInt8], salt2: [UInt8]) {
        let parameters = PasswordVerifier.parameters(salt1: salt1, salt2: salt2)
        self = .passwordKdfAlgoSHA256SHA256PBKDF2HMACSHA512iter100000SHA256ModPow(
            .init(salt1: salt1, salt2: salt2, g: parameters.generator, p: parameters.prime))
    }
}
