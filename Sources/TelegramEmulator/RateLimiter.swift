// SPDX-License-Identifier: MIT

/// What a request uses up. Telegram publishes none of these numbers: they follow what its FAQ for bots and the users of
/// client libraries report, and change without notice.
enum RateLane: Hashable, Sendable {
    /// About twenty messages a minute in one group or channel.
    case messages(UserID, ChannelID)
    /// About thirty a second over all chats.
    case allMessages(UserID)
    /// Edits, pins and deletions count apart from new messages.
    case changes(UserID, ChannelID)
    /// Reading history, single messages, differences.
    case reads(UserID)
    case newChannels(UserID)
    case codes(phone: String)
    case passwords(UserID)

    var bucket: (burst: Double, perSecond: Double) {
        switch self {
        case .messages: (20, 20.0 / 60)
        case .allMessages: (30, 30)
        case .changes: (30, 1)
        case .reads: (30, 2)
        case .newChannels: (10, 10.0 / 86400)
        case .codes: (5, 5.0 / 86400)
        case .passwords: (5, 5.0 / 3600)
        }
    }
}

/// Token buckets. A value without clock.
struct RateLimiter: Sendable {
    private struct Bucket: Sendable {
        var tokens: Double
        var time: Double
    }

    private static let bucketsMax = 10_000

    private var buckets: [RateLane: Bucket] = [:]

    /// Takes one of each lane; where one is empty takes none, and says how many seconds to wait.
    mutating func take(_ lanes: [RateLane], amount: Int = 1, now: Double) -> Int32? {
        if buckets.count > Self.bucketsMax { buckets = buckets.filter { now - $0.value.time <= 86400 } }
        let filled = lanes.map { lane in
            let (burst, perSecond) = lane.bucket
            let bucket = buckets[lane] ?? Bucket(tokens: burst, time: now)
            return min(burst, bucket.tokens + max(0, now - bucket.time) * perSecond)
        }
        let waits = zip(lanes, filled).compactMap { lane, tokens in
            // More at once than the bucket holds passes when it is full.
            let wanted = min(Double(amount), lane.bucket.burst)
            return tokens >= wanted ? nil : (wanted - tokens) / lane.bucket.perSecond
        }
        if let wait = waits.max() { return Int32(max(1, wait.rounded(.up))) }
        for (lane, tokens) in zip(lanes, filled) {
            buckets[lane] = Bucket(tokens: max(0, tokens - Double(amount)), time: now)
        }
        return nil
    }
}
