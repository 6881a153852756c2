// SPDX-License-Identifier: MIT

/// Counts tries by who made them, in bounded memory. A value without a clock.
struct AttemptLimiter<Key: Hashable & Sendable>: Sendable {
    private struct Bucket {
        var tries: Double
        var time: ContinuousClock.Instant
    }

    let rule: AttemptRule
    private let keysMax: Int
    private var buckets: [Key: Bucket] = [:]

    init(_ rule: AttemptRule, keysMax: Int = 16_384) {
        self.rule = rule
        self.keysMax = keysMax
    }

    /// Takes one try. Nil where it may be made; otherwise how long to wait for the next.
    mutating func take(_ key: Key, at now: ContinuousClock.Instant) -> Duration? {
        var bucket = bucket(key, now)
        guard bucket.tries + 1 <= Double(rule.burst) else {
            return rule.refill * (bucket.tries + 1 - Double(rule.burst))
        }
        bucket.tries += 1
        if buckets[key] == nil, buckets.count >= keysMax { forgetOldest(now) }
        buckets[key] = bucket
        return nil
    }

    /// A try that was right counts as none, nor do those before it.
    mutating func forgive(_ key: Key) { buckets[key] = nil }

    /// As if it had not been taken.
    mutating func giveBack(_ key: Key) {
        guard let bucket = buckets[key] else { return }
        buckets[key]?.tries = max(0, bucket.tries - 1)
    }

    private func bucket(_ key: Key, _ now: ContinuousClock.Instant) -> Bucket {
        guard let known = buckets[key] else { return Bucket(tries: 0, time: now) }
        return Bucket(tries: max(0, known.tries - (now - known.time) / rule.refill), time: now)
    }

    /// Those with nothing left first; where all are busy, the half that has been quiet for longest.
    private mutating func forgetOldest(_ now: ContinuousClock.Instant) {
        buckets = buckets.filter { bucket($0.key, now).tries > 0 }
        guard buckets.count >= keysMax else { return }
        let times = buckets.values.map(\.time).sorted()
        let middle = times[times.count / 2]
        buckets = buckets.filter { $0.value.time > middle }
    }
}
