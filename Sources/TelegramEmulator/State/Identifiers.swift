// SPDX-License-Identifier: MIT

/// A user or bot. Positive, and the same for everybody who sees it.
package struct UserID: RawRepresentable, Hashable, Comparable, Codable, Sendable {
    package let rawValue: Int64

    package init(rawValue: Int64) { self.rawValue = rawValue }

    package static func < (left: UserID, right: UserID) -> Bool { left.rawValue < right.rawValue }
}

/// A channel, as `peerChannel.channel_id` has it.
package struct ChannelID: RawRepresentable, Hashable, Comparable, Codable, Sendable {
    package let rawValue: Int64

    package init(rawValue: Int64) { self.rawValue = rawValue }

    /// The number that the Bot API and people use: -100 put before the id.
    package var chat: Int64 { -1_000_000_000_000 - rawValue }

    /// Either form, as people write it.
    package init?(chat: Int64) {
        if chat < -1_000_000_000_000 {
            self.init(rawValue: -1_000_000_000_000 - chat)
        } else if chat > 0 {
            self.init(rawValue: chat)
        } else {
            return nil
        }
    }

    package static func < (left: ChannelID, right: ChannelID) -> Bool { left.rawValue < right.rawValue }
}

/// A message in its channel: ids ascend from 1 and are never used again.
package struct MessageKey: Hashable, Codable, Sendable {
    package var channel: ChannelID
    package var number: Int32

    package init(channel: ChannelID, number: Int32) {
        self.channel = channel
        self.number = number
    }
}

/// An uploaded file that a message can show.
package struct DocumentID: RawRepresentable, Hashable, Codable, Sendable {
    package let rawValue: Int64

    package init(rawValue: Int64) { self.rawValue = rawValue }
}

/// `auth_key_id`: the last eight bytes of the key's SHA-1, little endian.
package struct KeyID: RawRepresentable, Hashable, Codable, Sendable {
    package let rawValue: Int64

    package init(rawValue: Int64) { self.rawValue = rawValue }
}

/// A data centre: 1, 2, 3…
package struct DataCenterID: RawRepresentable, Hashable, Comparable, Codable, Sendable {
    package let rawValue: Int32

    package init(rawValue: Int32) { self.rawValue = rawValue }

    package static func < (left: DataCenterID, right: DataCenterID) -> Bool { left.rawValue < right.rawValue }
}
