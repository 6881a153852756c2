// SPDX-License-Identifier: MIT

/// The two primes of the server's proof of work.
package enum Factorization {
    /// p <= q with p * q = `product`, for a product of two primes below 2^63; nil for what has no such factors.
    /// Pollard's rho with Brent's batches of products: microseconds to a few milliseconds.
    package static func factor(_ product: UInt64) -> (p: UInt64, q: UInt64)? {
        guard product > 3, product < 1 << 63 else { return nil }
        if product & 1 == 0 { return (2, product / 2) }
        for increment in 1...64 as ClosedRange<UInt64> {
            if let p = rho(product, increment), p > 1, p < product {
                let q = product / p
                return p < q ? (p, q) : (q, p)
            }
        }
        return nil
    }

    /// Bounded: a product of two primes of 32 bits takes about 2^16 steps; a prime would go on for ever.
    private static let stepsMax = 1 << 20

    private static func rho(_ n: UInt64, _ increment: UInt64) -> UInt64? {
        var slow: UInt64 = 2
        var fast: UInt64 = 2
        for _ in 0..<stepsMax / 128 {
            let (slowBefore, fastBefore) = (slow, fast)
            var product: UInt64 = 1
            for _ in 0..<128 {
                slow = step(slow, increment, n)
                fast = step(step(fast, increment, n), increment, n)
                product = multiply(product, slow > fast ? slow - fast : fast - slow, n)
            }
            switch gcd(product, n) {
            case 1: continue
            case n: return oneByOne(slowBefore, fastBefore, increment, n)
            case let factor: return factor
            }
        }
        return nil
    }

    /// Both factors fell into one batch: again, one step at a time.
    private static func oneByOne(_ slow: UInt64, _ fast: UInt64, _ increment: UInt64, _ n: UInt64) -> UInt64? {
        var (slow, fast) = (slow, fast)
        for _ in 0..<128 {
            slow = step(slow, increment, n)
            fast = step(step(fast, increment, n), increment, n)
            let factor = gcd(slow > fast ? slow - fast : fast - slow, n)
            if factor == n { return nil }
            if factor != 1 { return factor }
        }
        return nil
    }

    private static func step(_ value: UInt64, _ increment: UInt64, _ n: UInt64) -> UInt64 {
        (multiply(value, value, n) + increment) % n
    }

    private static func multiply(_ left: UInt64, _ right: UInt64, _ n: UInt64) -> UInt64 {
        n.dividingFullWidth(left.multipliedFullWidth(by: right)).remainder
    }

    private static func gcd(_ left: UInt64, _ right: UInt64) -> UInt64 {
        var (left, right) = (left, right)
        while right != 0 { (left, right) = (right, left % right) }
        return left
    }
}
