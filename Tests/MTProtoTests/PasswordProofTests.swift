// SPDX-License-Identifier: MIT

import Testing

@testable import MTProto

@Suite struct PasswordProofTests {
    private let parameters = PasswordParameters(
        salt1: Vectors.salt1, salt2: Vectors.salt2, generator: 3, prime: DiffieHellmanGroup.wellKnown.primeBytes)
    private let password = "hunter2 pass"

    private func repeated(_ text: String) -> [UInt8] {
        Array(repeatElement(Digest.sha512(Array(text.utf8)), count: 4).joined())
    }

    @Test func thePublishedProofComesOut() throws {
        #expect(parameters.passwordHash(password) == Vectors.passwordX)
        let verifier = try #require(parameters.verifier(password))
        #expect(Digest.sha256(verifier) == Vectors.srpVHash)
        let value = PasswordVerification.serverValue(
            verifier: verifier, secret: repeated("server"), parameters: parameters)
        #expect(value == Vectors.srpB)
        let proof = try #require(
            try PasswordProof(
                password: password, parameters: parameters, serverValue: Vectors.srpB, secret: repeated("client")))
        #expect(Digest.sha256(proof.a) == Vectors.srpAHash)
        #expect(proof.m1 == Vectors.srpM1)
        func accepts(_ proof: PasswordProof) -> Bool {
            PasswordVerification.accepts(
                a: proof.a, m1: proof.m1, serverValue: Vectors.srpB, verifier: verifier, secret: repeated("server"),
                parameters: parameters)
        }
        #expect(accepts(proof))
        let wrong = try #require(
            try PasswordProof(
                password: "hunter3 pass", parameters: parameters, serverValue: Vectors.srpB, secret: repeated("client"))
        )
        #expect(!accepts(wrong))
    }

    @Test func unsafeServersAreRefused() {
        let weak = PasswordParameters(
            salt1: Vectors.salt1, salt2: Vectors.salt2, generator: 2, prime: DiffieHellmanGroup.wellKnown.primeBytes)
        let secret = repeated("client")
        #expect(throws: PasswordProof.Failure.unsafeParameters) {
            try PasswordProof(password: password, parameters: weak, serverValue: Vectors.srpB, secret: secret)
        }
        for value in [[], [1], DiffieHellmanGroup.wellKnown.primeBytes, [UInt8](repeating: 255, count: 400)]
            as [[UInt8]]
        {
            #expect(throws: PasswordProof.Failure.unsafeParameters) {
                try PasswordProof(password: password, parameters: parameters, serverValue: value, secret: secret)
            }
        }
    }
}
