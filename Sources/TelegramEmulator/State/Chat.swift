// SPDX-License-Identifier: MIT

/// What an administrator may do: the bits of `chatAdminRights.flags`.
package struct AdminRights: OptionSet, Hashable, Codable, Sendable {
    package let rawValue: Int32

    package init(rawValue: Int32) { self.rawValue = rawValue }

    package static let changeInfo = AdminRights(rawValue: 1 << 0)
    package static let postMessages = AdminRights(rawValue: 1 << 1)
    package static let editMessages = AdminRights(rawValue: 1 << 2)
    package static let deleteMessages = AdminRights(rawValue: 1 << 3)
    package static let banUsers = AdminRights(rawValue: 1 << 4)
    package static let inviteUsers = AdminRights(rawValue: 1 << 5)
    package static let pinMessages = AdminRights(rawValue: 1 << 7)
    package static let addAdmins = AdminRights(rawValue: 1 << 9)
    package static let anonymous = AdminRights(rawValue: 1 << 10)
    package static let manageCall = AdminRights(rawValue: 1 << 11)
    package static let other = AdminRights(rawValue: 1 << 12)

    /// The creator's.
    package static let all: AdminRights = [
        .changeInfo, .postMessages, .editMessages, .deleteMessages, .banUsers, .inviteUsers, .pinMessages, .addAdmins,
        .manageCall, .other,
    ]
}

/// A channel (`broadcast`) or supergroup.
package struct Chat: Row, Hashable {
    static let kind = "channel"

    package var id: ChannelID
    package var title: String
    package var about: String
    package var created: Int32
    package var creator: UserID
    package var isBroadcast: Bool
    package var admins: [UserID: AdminRights] = [:]
    package var members: Set<UserID>
    package var hasSignatures = false
    package var timeToLive: Int32?
    package var pts: Int32 = 1
    package var lastMessage: Int32 = 0

    var isPlausible: Bool {
        Plausible.ids.contains(id.rawValue) && [pts, lastMessage].allSatisfy { Plausible.counts.contains($0) }
    }

    package func rights(of user: UserID) -> AdminRights { user == creator ? .all : admins[user] ?? [] }
}

/// What happened to a channel, in the order of its `pts`: what `updates.getChannelDifference` tells.
package struct ChannelEvent: Row, Hashable {
    static let kind = "event"

    package struct ID: Hashable, Codable, Sendable {
        package var channel: ChannelID
        /// The channel's `pts` after the event.
        package var pts: Int32
    }

    package enum Change: Hashable, Codable, Sendable {
        case posted(Int32)
        case edited(Int32)
        case deleted([Int32])
        case pinned([Int32])
        case unpinned([Int32])

        /// By how much it moves `pts`.
        package var ptsCount: Int32 {
            switch self {
            case .posted, .edited: 1
            case .deleted(let numbers), .pinned(let numbers), .unpinned(let numbers): Int32(numbers.count)
            }
        }
    }

    package var id: ID
    package var change: Change

    var isPlausible: Bool { Plausible.ids.contains(id.channel.rawValue) && Plausible.counts.contains(id.pts) }
}
