// SPDX-License-Identifier: MIT

import CCrypto

/// Proof of knowing the second password, without sending it (api/srp).
package struct PasswordProof: Hashable, Sendable {
    package enum Failure: Error, Hashable, Sendable {
        /// The group is not a safe one, or the server's value is out of its range: not an honest server.
        case unsafeParameters
    }

    /// What goes to the server.
    package let a: [UInt8]
    package let m1: [UInt8]

    /// `secret` is 256 random bytes; nil makes the caller take others, where the power is out of range.
    package init?(
        password: String, parameters: PasswordParameters, serverValue: [UInt8], secret: [UInt8]
    ) throws(Failure) {
        guard let group = parameters.group, group.isInSafeRange(serverValue) else { throw .unsafeParameters }
        let a = group.power(secret)
        guard group.isInSafeRange(a) else { return nil }
        let b = [UInt8](repeating: 0, count: 256 - serverValue.count) + serverValue
        let u = Digest.sha256(a, b)
        guard u.contains(where: { $0 != 0 }) else { return nil }
        let prime = group.primeNumber
        let x = BigNumber(parameters.passwordHash(password))
        let v = group.generatorNumber.power(x, modulo: prime)
        let kv = parameters.multiplier.times(v).modulo(prime)
        // Added p first, so that nothing gets negative.
        let base = BigNumber(b).plus(prime).minus(kv).modulo(prime)
        let exponent = BigNumber(secret).plus(BigNumber(u).times(x))
        let session = base.power(exponent, modulo: prime).bytes(256)
        self.a = a
        m1 = parameters.proof(a: a, b: b, key: Digest.sha256(session))
    }
}

/// `passwordKdfAlgoSHA256SHA256PBKDF2HMACSHA512iter100000SHA256ModPow`.
package struct PasswordParameters: Hashable, Sendable {
    package let salt1: [UInt8]
    package let salt2: [UInt8]
    package let generator: Int32
    package let prime: [UInt8]

    package init(salt1: [UInt8], salt2: [UInt8], generator: Int32, prime: [UInt8]) {
        self.salt1 = salt1
        self.salt2 = salt2
        self.generator = generator
        self.prime = prime
    }

    /// Nil where the server proposes an unsafe one.
    package var group: DiffieHellmanGroup? { DiffieHellmanGroup(generator: generator, prime: prime) }

    /// x.
    package func passwordHash(_ password: String) -> [UInt8] {
        let first = salted(salted(Array(password.utf8), salt1), salt2)
        var derived = [UInt8](repeating: 0, count: 64)
        let status = first.withUnsafeBufferPointer { secret in
            PKCS5_PBKDF2_HMAC(
                UnsafeRawPointer(secret.baseAddress)?.assumingMemoryBound(to: CChar.self), Int32(secret.count), salt1,
                Int32(salt1.count), 100_000, EVP_sha512(), 64, &derived)
        }
        precondition(status == 1, "libcrypto cannot derive a key")
        return salted(derived, salt2)
    }

    /// v, which a server keeps in place of the password. Nil for an unsafe group.
    package func verifier(_ password: String) -> [UInt8]? { group?.power(passwordHash(password)) }

    private func salted(_ data: [UInt8], _ salt: [UInt8]) -> [UInt8] { Digest.sha256(salt, data, salt) }

    var paddedGenerator: [UInt8] { BigNumber(UInt64(generator)).bytes(256) }
    var multiplier: BigNumber { BigNumber(Digest.sha256(prime, paddedGenerator)) }

    func proof(a: [UInt8], b: [UInt8], key: [UInt8]) -> [UInt8] {
        let mixed = zip(Digest.sha256(prime), Digest.sha256(paddedGenerator)).map { $0 ^ $1 }
        return Digest.sha256(mixed, Digest.sha256(salt1), Digest.sha256(salt2), a, b, key)
    }
}

/// The server's side, for whoever plays it.
package enum PasswordVerification {
    /// srp_B for a secret of 256 random bytes; nil where the group is unsafe.
    package static func serverValue(
        verifier: [UInt8], secret: [UInt8], parameters: PasswordParameters
    ) -> [UInt8]? {
        guard let group = parameters.group else { return nil }
        let kv = parameters.multiplier.times(BigNumber(verifier)).modulo(group.primeNumber)
        return kv.plus(BigNumber(group.power(secret))).modulo(group.primeNumber).bytes(256)
    }

    /// Whether the proof comes from somebody who knows the password.
    package static func accepts(
        a: [UInt8], m1: [UInt8], serverValue: [UInt8], verifier: [UInt8], secret: [UInt8],
        parameters: PasswordParameters
    ) -> Bool {
        guard let group = parameters.group, a.count <= 256, group.isInSafeRange(a) else { return false }
        let a = [UInt8](repeating: 0, count: 256 - a.count) + a
        let u = BigNumber(Digest.sha256(a, serverValue))
        let prime = group.primeNumber
        let base = BigNumber(a).times(BigNumber(verifier).power(u, modulo: prime)).modulo(prime)
        let session = base.power(BigNumber(secret), modulo: prime).bytes(256)
        return parameters.proof(a: a, b: serverValue, key: Digest.sha256(session)).isEqualInConstantTime(to: m1)
    }
}
