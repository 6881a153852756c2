// SPDX-License-Identifier: MIT

import CCrypto

/// A whole number of any size, not negative. Wiped when it goes.
///
/// `@unchecked Sendable`: the number is written in the initialisers only.
final class BigNumber: @unchecked Sendable, Comparable {
    private let value: OpaquePointer

    /// Big-endian.
    init(_ bytes: [UInt8]) {
        guard let value = BN_bin2bn(bytes, Int32(bytes.count), nil) else { Self.noMemory() }
        self.value = value
    }

    convenience init(_ small: UInt64) {
        self.init(withUnsafeBytes(of: small.bigEndian) { Array($0) })
    }

    private init(compute: (OpaquePointer, OpaquePointer) -> Int32) {
        guard let value = BN_new(), let context = BN_CTX_new() else { Self.noMemory() }
        defer { BN_CTX_free(context) }
        guard compute(value, context) == 1 else { Self.noMemory() }
        self.value = value
    }

    deinit { BN_clear_free(value) }

    /// Big-endian, without leading zeros.
    var bytes: [UInt8] {
        var bytes = [UInt8](repeating: 0, count: (Int(BN_num_bits(value)) + 7) / 8)
        BN_bn2bin(value, &bytes)
        return bytes
    }

    /// Big-endian, with leading zeros up to `count`; longer numbers are a mistake of ours.
    func bytes(_ count: Int) -> [UInt8] {
        let bytes = bytes
        precondition(bytes.count <= count)
        return [UInt8](repeating: 0, count: count - bytes.count) + bytes
    }

    var bitCount: Int { Int(BN_num_bits(value)) }

    /// Probably, to 2^-128 (Miller and Rabin).
    var isPrime: Bool {
        let context = BN_CTX_new()
        defer { BN_CTX_free(context) }
        return BN_check_prime(value, context, nil) == 1
    }

    func remainder(_ small: UInt64) -> UInt64 { UInt64(BN_mod_word(value, UInt(small))) }

    func halved() -> BigNumber { BigNumber { result, _ in BN_rshift1(result, self.value) } }

    /// Bases and exponents are secret somewhere: constant time.
    func power(_ exponent: BigNumber, modulo: BigNumber) -> BigNumber {
        BigNumber { result, context in
            BN_set_flags(exponent.value, BN_FLG_CONSTTIME)
            return BN_mod_exp(result, self.value, exponent.value, modulo.value, context)
        }
    }

    func times(_ other: BigNumber) -> BigNumber {
        BigNumber { result, context in BN_mul(result, self.value, other.value, context) }
    }

    func plus(_ other: BigNumber) -> BigNumber {
        BigNumber { result, _ in BN_add(result, self.value, other.value) }
    }

    /// Of numbers where the result is not negative.
    func minus(_ other: BigNumber) -> BigNumber {
        precondition(self >= other)
        return BigNumber { result, _ in BN_sub(result, self.value, other.value) }
    }

    func modulo(_ modulus: BigNumber) -> BigNumber {
        BigNumber { result, context in BN_nnmod(result, self.value, modulus.value, context) }
    }

    static func power(of exponent: Int) -> BigNumber {
        BigNumber { result, _ in BN_set_bit(result, Int32(exponent)) }
    }

    static func < (left: BigNumber, right: BigNumber) -> Bool { BN_cmp(left.value, right.value) < 0 }
    static func == (left: BigNumber, right: BigNumber) -> Bool { BN_cmp(left.value, right.value) == 0 }

    private static func noMemory() -> Never { fatalError("libcrypto has no memory for a number") }
}
