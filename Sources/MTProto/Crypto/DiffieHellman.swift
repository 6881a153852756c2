// SPDX-License-Identifier: MIT

import Synchronization

/// A group that a server proposes, after all checks of mtproto/security_guidelines.
package struct DiffieHellmanGroup: Sendable {
    package static let byteCount = 256

    package let generator: Int32
    package let primeBytes: [UInt8]
    private let prime: BigNumber

    /// The group that the servers use in practice; known to be good, so that its primality is never computed.
    package static let wellKnown = DiffieHellmanGroup(trusted: 3, KnownPrime.bytes)

    /// Nil where the prime is not a safe prime of 2048 bits or the generator does not generate its large subgroup.
    package init?(generator: Int32, prime: [UInt8]) {
        guard prime.count == Self.byteCount, prime[0] >= 0x80 else { return nil }
        let number = BigNumber(prime)
        guard Self.generates(generator, number), SafePrimes.shared.contains(prime, number) else { return nil }
        self.init(generator: generator, primeBytes: prime, prime: number)
    }

    private init(trusted generator: Int32, _ prime: [UInt8]) {
        self.init(generator: generator, primeBytes: prime, prime: BigNumber(prime))
    }

    private init(generator: Int32, primeBytes: [UInt8], prime: BigNumber) {
        self.generator = generator
        self.primeBytes = primeBytes
        self.prime = prime
    }

    var primeNumber: BigNumber { prime }
    var generatorNumber: BigNumber { BigNumber(UInt64(generator)) }

    /// g^exponent, as 256 bytes.
    package func power(_ exponent: [UInt8]) -> [UInt8] {
        generatorNumber.power(BigNumber(exponent), modulo: prime).bytes(Self.byteCount)
    }

    /// other^exponent: the shared secret, as 256 bytes.
    package func power(of other: [UInt8], _ exponent: [UInt8]) -> [UInt8] {
        BigNumber(other).power(BigNumber(exponent), modulo: prime).bytes(Self.byteCount)
    }

    /// 2^1984 <= value <= p - 2^1984, which is also within 1 and p - 1.
    package func isInSafeRange(_ value: [UInt8]) -> Bool {
        guard value.count <= Self.byteCount else { return false }
        let margin = BigNumber.power(of: 1984)
        let number = BigNumber(value)
        return number >= margin && number <= prime.minus(margin)
    }

    /// A secret exponent and the power of it, which is in the safe range.
    package func keyPair(random: inout some RandomBytes) -> (secret: [UInt8], power: [UInt8]) {
        while true {
            let secret = random.bytes(Self.byteCount)
            let power = power(secret)
            if isInSafeRange(power) { return (secret, power) }
        }
    }

    private static func generates(_ generator: Int32, _ prime: BigNumber) -> Bool {
        switch generator {
        case 2: prime.remainder(8) == 7
        case 3: prime.remainder(3) == 2
        case 4: true
        case 5: [1, 4].contains(prime.remainder(5))
        case 6: [19, 23].contains(prime.remainder(24))
        case 7: [3, 5, 6].contains(prime.remainder(7))
        default: false
        }
    }
}

/// Primes that were checked before: a check takes a good part of a second.
private final class SafePrimes: Sendable {
    static let shared = SafePrimes()
    private static let kept = 16

    private let checked = Mutex<[[UInt8]: Bool]>([:])

    func contains(_ bytes: [UInt8], _ number: BigNumber) -> Bool {
        if bytes == KnownPrime.bytes { return true }
        if let known = checked.withLock({ $0[bytes] }) { return known }
        let isSafe = number.isPrime && number.halved().isPrime
        checked.withLock { checked in
            if checked.count >= Self.kept { checked.removeAll() }
            checked[bytes] = isSafe
        }
        return isSafe
    }
}
