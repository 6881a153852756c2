// SPDX-License-Identifier: MIT

import TL

/// Who is in a channel, and how one gets there by a link.
extension Backend {
    func callMembers(_ function: any TLFunction, _ account: Account) throws(Refusal) -> Reply? {
        switch function {
        case let it as Function.MessagesImportChatInvite: try importInvitation(it, account)
        case let it as Function.ChannelsGetParticipants: try getParticipants(it, account)
        case let it as Function.ChannelsGetParticipant: try getParticipant(it, account)
        default: nil
        }
    }

    private func importInvitation(
        _ it: Function.MessagesImportChatInvite, _ account: Account
    ) throws(Refusal) -> Reply {
        let now = now
        return try store.change { world throws(Refusal) in
            let id = try world.channel(invitation: it.hash).id
            try world.accept(invitationTo: id, user: account.id)
            return Reply(
                Joined(
                    updates: Renderer(world: world, viewer: account.id, now: now).updates(
                        [ChannelChange(channel: id, events: [])],
                        first: [.updateChannel(API.UpdateChannel(channelID: id.rawValue))])))
        }
    }

    /// The newest layer has something around the updates.
    private struct Joined: TLWritable {
        /// messages.chatInviteJoinResultOk
        private static let constructor: UInt32 = 0x4456_63a7

        var updates: API.Updates

        func write(to writer: inout TLWriter) {
            if writer.layer >= .newest { writer.constructor(Self.constructor) }
            updates.write(to: &writer)
        }
    }

    private func getParticipants(
        _ it: Function.ChannelsGetParticipants, _ account: Account
    ) throws(Refusal) -> Reply {
        try admit([.reads(account.id)])
        let now = now
        return try store.read { world throws(Refusal) in
            let channel = try world.channel(try world.channel(it.channel, for: account.id), seenBy: account.id)
            guard !channel.isBroadcast || !channel.rights(of: account.id).isEmpty else {
                throw .badRequest("CHAT_ADMIN_REQUIRED")
            }
            let members = channel.members.sorted().compactMap { world.accounts[$0] }
            let found = members.filter { Self.isShown($0, by: it.filter, channel) }
            let limit = max(0, min(Int(it.limit), EmulatorLimits.participantsPerCall))
            let page = found.dropFirst(max(0, Int(it.offset))).prefix(limit)
            let renderer = Renderer(world: world, viewer: account.id, now: now)
            return Reply(
                API.ChannelsChannelParticipants(
                    count: Int32(found.count), participants: page.map { renderer.participant($0.id, of: channel) },
                    chats: [renderer.chat(channel)], users: page.map(renderer.user)))
        }
    }

    private static func isShown(
        _ account: Account, by filter: API.ChannelParticipantsFilter, _ channel: Chat
    ) -> Bool {
        switch filter {
        case .channelParticipantsRecent: true
        case .channelParticipantsAdmins: !channel.rights(of: account.id).isEmpty
        case .channelParticipantsBots: account.isBot
        case .channelParticipantsSearch(let it): matches(account, it.q)
        // Nobody is banned here, and nobody has contacts.
        case .channelParticipantsKicked, .channelParticipantsBanned, .channelParticipantsContacts: false
        }
    }

    private static func matches(_ account: Account, _ query: String) -> Bool {
        let wanted = World.words(query)
        let words = World.words(
            [account.firstName, account.lastName ?? "", account.username ?? ""].joined(separator: " "))
        return wanted.allSatisfy { part in words.contains { $0.hasPrefix(part) } }
    }

    private func getParticipant(
        _ it: Function.ChannelsGetParticipant, _ account: Account
    ) throws(Refusal) -> Reply {
        try admit([.reads(account.id)])
        let now = now
        return try store.read { world throws(Refusal) in
            let channel = try world.channel(try world.channel(it.channel, for: account.id), seenBy: account.id)
            let wanted = try Self.participant(it.participant, world, account)
            guard wanted == account.id || !channel.isBroadcast || !channel.rights(of: account.id).isEmpty else {
                throw .badRequest("CHAT_ADMIN_REQUIRED")
            }
            guard channel.members.contains(wanted) else { throw .badRequest("USER_NOT_PARTICIPANT") }
            let renderer = Renderer(world: world, viewer: account.id, now: now)
            return Reply(
                API.ChannelsChannelParticipant(
                    participant: renderer.participant(wanted, of: channel), chats: [renderer.chat(channel)],
                    users: renderer.users([wanted])))
        }
    }

    private static func participant(
        _ peer: API.InputPeer, _ world: World, _ account: Account
    ) throws(Refusal) -> UserID {
        switch peer {
        case .inputPeerSelf: return account.id
        case .inputPeerUser(let it):
            let input = API.InputUserValue(userID: it.userID, accessHash: it.accessHash)
            return try world.user(.inputUser(input), for: account.id).id
        default: throw .badRequest("PARTICIPANT_ID_INVALID")
        }
    }
}

extension Renderer {
    func participant(_ user: UserID, of channel: Chat) -> API.ChannelParticipant {
        let rights = API.ChatAdminRights(channel.rights(of: user))
        if user == channel.creator {
            return .channelParticipantCreator(
                API.ChannelParticipantCreator(userID: user.rawValue, adminRights: rights))
        }
        if channel.admins[user] != nil {
            return .channelParticipantAdmin(
                API.ChannelParticipantAdmin(
                    canEdit: channel.rights(of: viewer).contains(.addAdmins), isSelf: user == viewer,
                    userID: user.rawValue, inviterID: user == viewer ? channel.creator.rawValue : nil,
                    promotedBy: channel.creator.rawValue, date: channel.created, adminRights: rights))
        }
        guard user == viewer else {
            return .channelParticipant(
                API.ChannelParticipantValue(userID: user.rawValue, date: channel.created))
        }
        return .channelParticipantSelf(
            API.ChannelParticipantSelf(
                userID: user.rawValue, inviterID: channel.creator.rawValue, date: channel.created))
    }
}
