// SPDX-License-Identifier: MIT

/// A fault that a test or a person asked for: what goes wrong, where, and how often.
package struct Fault: Hashable, Codable, Sendable {
    package enum Kind: String, Codable, CaseIterable, Sendable {
        /// 420: wait so many seconds.
        case floodWait = "flood_wait"
        case floodPremiumWait = "flood_premium_wait"
        case slowmodeWait = "slowmode_wait"
        /// The server has enough of this peer: transport error -429, or HTTP 429.
        case http429 = "http_429"
        /// 303: the account, its phone or the file moved to another data centre.
        case migrate
        /// The connection breaks before the request was carried out.
        case dropConnection = "drop_connection"
        /// The request is carried out; its answer is never seen, and the connection breaks.
        case loseAnswer = "lose_answer"
        case delayAnswer = "delay_answer"
        case duplicateAnswer = "duplicate_answer"
        /// Every salt that was given out is wrong from now on.
        case badSalt = "bad_salt"
        /// The server's clock differs by so many seconds.
        case clockSkew = "clock_skew"
        case expiredReference = "expired_reference"
        case serverError = "server_error"
        /// 400 with the text of `message`, for all that Telegram refuses and this server would not.
        case refuse
        /// At most so many bytes a second pass each connection, either way.
        case bandwidth
        /// Connections are closed and refused.
        case unreachable
    }

    package var id: Int64
    package var kind: Kind
    /// Only requests of this method, such as `upload.getFile`.
    package var method: String?
    /// Only at this data centre; with `migrate` the one to go to.
    package var center: Int32?
    /// Only requests about this chat, in either form.
    package var chat: Int64?
    /// So many matching requests are let through first.
    package var after: Int
    /// How many requests it hits.
    package var count: Int
    /// How long to wait, to delay, to be unreachable; how far the clock is off.
    package var seconds: Int?
    /// Bytes a second, for `bandwidth`.
    package var bytes: Int?
    /// What `refuse` says, such as `PHONE_NUMBER_BANNED`.
    package var message: String?

    enum CodingKeys: String, CodingKey {
        case id, kind, method, center = "dc", chat, after, count, seconds, bytes, message
    }

    package init(
        _ kind: Kind, method: String? = nil, center: Int32? = nil, chat: Int64? = nil, after: Int = 0, count: Int = 1,
        seconds: Int? = nil, bytes: Int? = nil, message: String? = nil
    ) {
        id = 0
        self.kind = kind
        self.method = method
        self.center = center
        self.chat = chat
        self.after = after
        self.count = count
        self.seconds = seconds
        self.bytes = bytes
        self.message = message
    }

    package init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        id = try container.decodeIfPresent(Int64.self, forKey: .id) ?? 0
        kind = try container.decode(Kind.self, forKey: .kind)
        method = try container.decodeIfPresent(String.self, forKey: .method)
        center = try container.decodeIfPresent(Int32.self, forKey: .center)
        chat = try container.decodeIfPresent(Int64.self, forKey: .chat)
        after = try container.decodeIfPresent(Int.self, forKey: .after) ?? 0
        count = try container.decodeIfPresent(Int.self, forKey: .count) ?? 1
        seconds = try container.decodeIfPresent(Int.self, forKey: .seconds)
        bytes = try container.decodeIfPresent(Int.self, forKey: .bytes)
        message = try container.decodeIfPresent(String.self, forKey: .message)
        for (key, value, least) in [(CodingKeys.after, after, 0), (.count, count, 1), (.bytes, bytes ?? 1, 1)] {
            guard value < least else { continue }
            throw DecodingError.dataCorruptedError(forKey: key, in: container, debugDescription: "is too small")
        }
        if kind != .clockSkew, let seconds, seconds < 0 {
            throw DecodingError.dataCorruptedError(forKey: .seconds, in: container, debugDescription: "is negative")
        }
        if let seconds, !(-10_000_000...10_000_000).contains(seconds) {
            throw DecodingError.dataCorruptedError(forKey: .seconds, in: container, debugDescription: "is too large")
        }
    }

    /// A state of the server or the network rather than the end of single requests: it lasts until it is cleared, or for
    /// its `seconds` where those are a time.
    package var isCondition: Bool {
        switch kind {
        case .clockSkew, .bandwidth, .unreachable: true
        default: false
        }
    }
}

/// What is known of a request before it is carried out.
package struct RequestFacts: Hashable, Sendable {
    package var method: String
    package var center: DataCenterID
    package var chat: ChannelID?

    package init(method: String, center: DataCenterID, chat: ChannelID? = nil) {
        self.method = method
        self.center = center
        self.chat = chat
    }
}
