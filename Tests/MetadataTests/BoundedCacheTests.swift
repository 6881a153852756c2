// SPDX-License-Identifier: MIT

import Testing

@testable import Metadata

/// Invariants:
/// - A key has the value that was set last, or none after its eviction.
/// - Evicting while over the limit brings the count to the limit, whatever came before.
/// - What was asked for lately stays longer than what was not.
@Suite struct BoundedCacheTests {
    @Test func `random use agrees with a dictionary`() {
        var generator = SeededGenerator(seed: SeededGenerator.seed())
        var cache = BoundedCache<Int, Int>(limit: 20)
        var expected: [Int: Int] = [:]
        for step in 0..<5000 {
            let key = Int.random(in: 0..<60, using: &generator)
            switch Int.random(in: 0..<4, using: &generator) {
            case 0:
                cache[key] = nil
                expected[key] = nil
            case 1: #expect(cache[key] == expected[key])
            default:
                cache[key] = step
                expected[key] = step
            }
            while cache.isOverLimit {
                guard let victim = cache.evict() else { break }
                #expect(expected.removeValue(forKey: victim.key) == victim.value)
            }
            #expect(cache.count == expected.count && cache.count <= 20)
        }
    }

    @Test func `what is used again outlives a scan`() {
        var cache = BoundedCache<Int, Int>(limit: 10)
        cache[-1] = 1
        for key in 0..<1000 {
            cache[key] = key
            _ = cache[-1]
            while cache.isOverLimit { _ = cache.evict() }
        }
        #expect(cache[-1] == 1)
        #expect(cache[0] == nil)
    }
}
