// SPDX-License-Identifier: MIT

import Testing

@testable import TelegramEmulator

/// Invariants: a burst passes, then one at a time; whoever waits as long as told is let through; one chat does not use up
/// another's share.
@Suite struct RateLimiterTests {
    private let user = UserID(rawValue: 1)

    @Test func whoWaitsAsToldIsLetThrough() {
        var limiter = RateLimiter()
        let lane = [RateLane.messages(user, ChannelID(rawValue: 1))]
        for _ in 0..<20 { #expect(limiter.take(lane, now: 0) == nil) }
        var now = 0.0
        for _ in 0..<50 {
            if let wait = limiter.take(lane, now: now) {
                #expect((1...60).contains(wait))
                now += Double(wait)
                #expect(limiter.take(lane, now: now) == nil)
            }
        }
        #expect(now >= 60, "fifty more take minutes")
    }

    @Test func lanesAreApart() {
        var limiter = RateLimiter()
        for _ in 0..<21 { _ = limiter.take([.messages(user, ChannelID(rawValue: 1))], now: 0) }
        #expect(limiter.take([.messages(user, ChannelID(rawValue: 1))], now: 0) != nil)
        #expect(limiter.take([.messages(user, ChannelID(rawValue: 2))], now: 0) == nil)
        #expect(limiter.take([.messages(UserID(rawValue: 2), ChannelID(rawValue: 1))], now: 0) == nil)
    }

    @Test func aRefusedRequestUsesNothingUp() {
        var limiter = RateLimiter()
        let both: [RateLane] = [.messages(user, ChannelID(rawValue: 1)), .allMessages(user)]
        for _ in 0..<20 { #expect(limiter.take(both, now: 0) == nil) }
        for _ in 0..<100 { #expect(limiter.take(both, now: 0) != nil) }
        #expect(limiter.take([.allMessages(user)], now: 0) == nil)
    }
}
