// SPDX-License-Identifier: MIT

import CIGE
import Testing

@testable import MTProto

/// Invariants: every published value comes out bit for bit; both ways of computing IGE agree; unsafe groups are refused.
@Suite struct CryptoTests {
    @Test func igeOpensThePublishedAnswer() {
        let plain = IGE(key: Vectors.temporaryKey, iv: Vectors.temporaryIV).decrypt(Vectors.encryptedAnswer)
        let answer = Array(plain[20..<plain.count - 8])
        #expect(Digest.sha1(answer) == Array(plain[..<20]))
        #expect(Array(plain.suffix(8)) == hex("7607B7374780E1C0"))
        #expect(IGE(key: Vectors.temporaryKey, iv: Vectors.temporaryIV).encrypt(plain) == Vectors.encryptedAnswer)
    }

    @Test(arguments: [16, 32, 48, 160, 4096]) func bothWaysOfIGEAgree(_ count: Int) {
        var random = Replay()
        let (key, iv, plain) = (random.bytes(32), random.bytes(32), random.bytes(count))
        var (fast, portable, back) = ([UInt8](repeating: 0, count: count), [UInt8](repeating: 0, count: count), plain)
        #expect(cige_encrypt(key, iv, plain, &fast, count) == 1)
        #expect(cige_encrypt_portable(key, iv, plain, &portable, count) == 1)
        #expect(fast == portable)
        #expect(cige_decrypt(key, iv, fast, &back, count) == 1)
        #expect(back == plain)
        #expect(cige_decrypt_portable(key, iv, fast, &back, count) == 1)
        #expect(back == plain)
    }

    @Test func decryptingAndHashingAtOnceIsBoth() {
        var random = Replay()
        let (key, iv) = (random.bytes(32), random.bytes(32))
        for count in Array(stride(from: 16, through: 800, by: 16)) + [65_536 - 16, 65_536, 65_536 + 48] {
            let (input, prefix) = (random.bytes(count), random.bytes(32))
            let expected = IGE(key: key, iv: iv).decrypt(input)
            for decrypt in [cige_decrypt_hashing, cige_decrypt_hashing_portable] {
                var (plain, digest) = ([UInt8](repeating: 0, count: count), [UInt8](repeating: 0, count: 32))
                #expect(decrypt(key, iv, input, &plain, count, prefix, &digest) == 1)
                #expect(plain == expected && digest == Digest.sha256(prefix + expected), "\(count) bytes")
            }
        }
    }

    @Test func theKeystreamGoesOn() {
        var random = Replay()
        let (key, iv, plain) = (random.bytes(32), random.bytes(16), random.bytes(100))
        var whole = plain
        CTR(key: key, iv: iv).apply(&whole)
        let pieces = CTR(key: key, iv: iv)
        var (first, second) = (Array(plain[..<33]), Array(plain[33...]))
        pieces.apply(&first)
        pieces.apply(&second)
        #expect(first + second == whole)
    }

    @Test func productsAreFactored() throws {
        let factors = try #require(Factorization.factor(1_468_428_376_148_703_121))
        #expect(factors == (1_008_949_199, 1_455_403_679))
        #expect(try #require(Factorization.factor(6)) == (2, 3))
        #expect(try #require(Factorization.factor(2_147_483_647 * 2_147_483_629)) == (2_147_483_629, 2_147_483_647))
        #expect(Factorization.factor(UInt64.max) == nil)
        #expect(Factorization.factor(0) == nil)
        #expect(Factorization.factor(1_000_000_007) == nil, "a prime has no factors, and looking for them ends")
    }

    @Test func theFirstSecretIsPaddedAsPublished() {
        let padded = RSAPadding.pad(
            Vectors.innerData, padding: Vectors.innerPadding, temporaryKey: (0..<32).map { UInt8($0) })
        #expect(padded == Vectors.rsaPadded)
        #expect(RSAPadding.open(padded) == Vectors.innerData + Vectors.innerPadding)
        var wrong = padded
        wrong[100] ^= 1
        #expect(RSAPadding.open(wrong) == nil)
    }

    @Test func bothPaddingsComeBackThroughTheServersKey() throws {
        let key = try #require(RSAPrivateKey.generate())
        var random = SystemRandomBytes()
        let data = [UInt8](repeating: 9, count: 144)
        let block = RSAPadding.encrypt(data, for: key.publicKey, random: &random)
        let clear = try #require(key.decrypt(block))
        let opened = try #require(RSAPadding.open(clear))
        #expect(opened.starts(with: data))
        let old = RSAPadding.encryptOld(data, for: key.publicKey, random: &random)
        let decrypted = try #require(key.decrypt(old))
        #expect(RSAPadding.openOld(decrypted) { _ in 144 }?.starts(with: data) == true)
        #expect(RSAPadding.openOld(decrypted) { _ in 143 } == nil)
        #expect(RSAPublicKey(pem: key.publicKey.pem) == key.publicKey)
        #expect(key.decrypt([UInt8](repeating: 0xFF, count: 256)) == nil)
    }

    @Test func onlySafeGroupsAreAccepted() {
        let prime = DiffieHellmanGroup.wellKnown.primeBytes
        #expect(DiffieHellmanGroup(generator: 3, prime: prime) != nil)
        for generator in [0, 1, 2, 8, -3] as [Int32] {
            #expect(DiffieHellmanGroup(generator: generator, prime: prime) == nil)
        }
        var composite = prime
        composite[255] ^= 0x06
        #expect(DiffieHellmanGroup(generator: 4, prime: composite) == nil)
        #expect(DiffieHellmanGroup(generator: 3, prime: Array(prime.dropFirst())) == nil)
        #expect(DiffieHellmanGroup(generator: 4, prime: [0x40] + prime.dropFirst()) == nil)
    }

    /// Without the shortcut, the published prime passes too.
    @Test func theKnownPrimeIsSafe() {
        let number = BigNumber(KnownPrime.bytes)
        #expect(number.isPrime)
        #expect(number.halved().isPrime)
        #expect(number.bitCount == 2048)
    }

    @Test func valuesNearTheEndsOfTheGroupAreRefused() {
        let group = DiffieHellmanGroup.wellKnown
        let margin = BigNumber.power(of: 1984)
        let prime = group.primeNumber
        #expect(!group.isInSafeRange([1]))
        #expect(!group.isInSafeRange(group.primeBytes))
        #expect(group.isInSafeRange(margin.bytes))
        #expect(!group.isInSafeRange(margin.minus(BigNumber(1)).bytes))
        #expect(group.isInSafeRange(prime.minus(margin).bytes))
        #expect(!group.isInSafeRange(prime.minus(margin).plus(BigNumber(1)).bytes))
        #expect(!group.isInSafeRange([UInt8](repeating: 0xFF, count: 300)))
    }

    @Test func thePublishedExponentGivesThePublishedKey() {
        let group = DiffieHellmanGroup.wellKnown
        #expect(group.power(Vectors.b) == Vectors.gB)
        #expect(group.power(of: Vectors.gA, Vectors.b) == Vectors.authKey)
    }
}
