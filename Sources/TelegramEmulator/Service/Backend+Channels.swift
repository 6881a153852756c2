// SPDX-License-Identifier: MIT

import TL

/// channels.*, and the methods of messages.* that change a channel rather than its messages.
extension Backend {
    func callChannels(_ function: any TLFunction, _ account: Account) throws(Refusal) -> Reply? {
        switch function {
        case let it as Function.ChannelsCreateChannel: try createChannel(it, account)
        case let it as Function.ChannelsGetChannels: try getChannels(it, account)
        case let it as Function.ChannelsGetFullChannel: try getFullChannel(it, account)
        case let it as Function.ChannelsDeleteChannel: try deleteChannel(it, account)
        case let it as Function.ChannelsJoinChannel: try joinChannel(it, account)
        case let it as Function.ChannelsLeaveChannel: try leaveChannel(it, account)
        case let it as Function.ChannelsEditAdmin: try editAdmin(it, account)
        case let it as Function.ChannelsInviteToChannel: try invite(it, account)
        case let it as Function.ChannelsEditTitle:
            try changeChannel(it.channel, account) { world, id, now throws(Refusal) in
                try world.rename(id, by: account.id, title: it.title, now: now)
            }
        case let it as Function.ChannelsToggleSignatures:
            try changeChannel(it.channel, account) { world, id, now throws(Refusal) in
                try world.setSignatures(id, by: account.id, enabled: it.signaturesEnabled)
                return ChannelChange(channel: id, events: [])
            }
        case let it as Function.MessagesExportChatInvite: try exportInvitation(it, account)
        case let it as Function.MessagesCheckChatInvite: try checkInvitation(it, account)
        case let it as Function.MessagesEditChatAbout: try editAbout(it, account)
        case let it as Function.MessagesSetHistoryTTL: try setTimeToLive(it, account)
        default: nil
        }
    }

    private func createChannel(_ it: Function.ChannelsCreateChannel, _ account: Account) throws(Refusal) -> Reply {
        guard it.broadcast != it.megagroup || it.forImport else { throw .badRequest("CHANNELS_ADMIN_PUBLIC_TOO_MUCH") }
        try admit([.newChannels(account.id)])
        let now = now
        return try store.change { world throws(Refusal) in
            let (_, change) = try world.createChannel(
                by: account.id, title: it.title, about: it.about, isBroadcast: !it.megagroup,
                timeToLive: it.ttlPeriod, now: Int32(now))
            let updates = Renderer(world: world, viewer: account.id, now: now).updates(
                [change], first: [.updateChannel(API.UpdateChannel(channelID: change.channel.rawValue))])
            return Reply(updates, [change])
        }
    }

    private func getChannels(_ it: Function.ChannelsGetChannels, _ account: Account) throws(Refusal) -> Reply {
        let now = now
        return try store.read { world throws(Refusal) in
            var ids: [ChannelID] = []
            for input in it.id { ids.append(try world.channel(input, for: account.id)) }
            let chats = Renderer(world: world, viewer: account.id, now: now).chats(ids)
            return Reply(API.MessagesChats.messagesChats(API.MessagesChatsValue(chats: chats)))
        }
    }

    private func getFullChannel(_ it: Function.ChannelsGetFullChannel, _ account: Account) throws(Refusal) -> Reply {
        let now = now
        return try store.read { world throws(Refusal) in
            let id = try world.channel(it.channel, for: account.id)
            let channel = try world.channel(id, seenBy: account.id)
            let renderer = Renderer(world: world, viewer: account.id, now: now)
            return Reply(
                API.MessagesChatFull(
                    fullChat: renderer.full(channel), chats: [renderer.chat(channel)],
                    users: renderer.users([account.id])))
        }
    }

    private func deleteChannel(_ it: Function.ChannelsDeleteChannel, _ account: Account) throws(Refusal) -> Reply {
        let now = now
        return try store.change { world throws(Refusal) in
            let id = try world.channel(it.channel, for: account.id)
            let channel = try world.deleteChannel(id, by: account.id, now: now)
            let gone = API.ChannelForbidden(
                broadcast: channel.isBroadcast, megagroup: !channel.isBroadcast, id: id.rawValue,
                accessHash: world.accessHash(.channel, id.rawValue, for: account.id), title: channel.title)
            let update = API.Update.updateChannel(API.UpdateChannel(channelID: id.rawValue))
            return Reply(
                API.Updates.updates(
                    API.UpdatesValue(updates: [update], chats: [.channelForbidden(gone)], date: Int32(now), seq: 0)))
        }
    }

    private func joinChannel(_ it: Function.ChannelsJoinChannel, _ account: Account) throws(Refusal) -> Reply {
        try changeChannel(it.channel, account) { world, id, _ throws(Refusal) in
            try world.join(id, user: account.id)
            return ChannelChange(channel: id, events: [])
        }
    }

    private func leaveChannel(_ it: Function.ChannelsLeaveChannel, _ account: Account) throws(Refusal) -> Reply {
        try changeChannel(it.channel, account) { world, id, _ throws(Refusal) in
            try world.leave(id, user: account.id)
            return ChannelChange(channel: id, events: [])
        }
    }

    private func editAdmin(_ it: Function.ChannelsEditAdmin, _ account: Account) throws(Refusal) -> Reply {
        try changeChannel(it.channel, account) { world, id, _ throws(Refusal) in
            let target = try world.user(it.userID, for: account.id)
            try world.editAdmin(id, by: account.id, target: target.id, rights: AdminRights(it.adminRights))
            return ChannelChange(channel: id, events: [])
        }
    }

    private func invite(_ it: Function.ChannelsInviteToChannel, _ account: Account) throws(Refusal) -> Reply {
        let now = now
        return try store.change { world throws(Refusal) in
            let id = try world.channel(it.channel, for: account.id)
            var targets: [UserID] = []
            for input in it.users { targets.append(try world.user(input, for: account.id).id) }
            _ = try world.invite(targets, to: id, by: account.id)
            let updates = Renderer(world: world, viewer: account.id, now: now).updates(
                [ChannelChange(channel: id, events: [])])
            return Reply(API.MessagesInvitedUsers(updates: updates, missingInvitees: []))
        }
    }

    private func exportInvitation(
        _ it: Function.MessagesExportChatInvite, _ account: Account
    ) throws(Refusal) -> Reply {
        let now = now
        return try store.read { world throws(Refusal) in
            let id = try world.channel(it.peer, for: account.id)
            _ = try world.channel(id, for: account.id, right: .inviteUsers)
            return Reply(
                API.ExportedChatInvite.chatInviteExported(
                    API.ChatInviteExported(
                        permanent: true, link: "https://t.me/+\(world.invitation(to: id))",
                        adminID: account.id.rawValue,
                        date: Int32(now))))
        }
    }

    private func checkInvitation(
        _ it: Function.MessagesCheckChatInvite, _ account: Account
    ) throws(Refusal) -> Reply {
        let now = now
        return try store.read { world throws(Refusal) in
            let channel = try world.channel(invitation: it.hash)
            guard channel.members.contains(account.id) else {
                return Reply(
                    API.ChatInvite.chatInvite(
                        API.ChatInviteValue(
                            channel: true, broadcast: channel.isBroadcast, megagroup: !channel.isBroadcast,
                            title: channel.title, photo: .photoEmpty(API.PhotoEmpty(id: 0)),
                            participantsCount: Int32(channel.members.count), color: 0)))
            }
            let renderer = Renderer(world: world, viewer: account.id, now: now)
            return Reply(API.ChatInvite.chatInviteAlready(API.ChatInviteAlready(chat: renderer.chat(channel))))
        }
    }

    private func editAbout(_ it: Function.MessagesEditChatAbout, _ account: Account) throws(Refusal) -> Reply {
        try store.change { world throws(Refusal) in
            let id = try world.channel(it.peer, for: account.id)
            try world.setAbout(id, by: account.id, about: it.about)
        }
        return Reply(true)
    }

    private func setTimeToLive(_ it: Function.MessagesSetHistoryTTL, _ account: Account) throws(Refusal) -> Reply {
        let now = now
        return try store.change { world throws(Refusal) in
            let id = try world.channel(it.peer, for: account.id)
            let change = try world.setTimeToLive(id, by: account.id, seconds: it.period, now: Int32(now))
            let first = API.Update.updatePeerHistoryTTL(
                API.UpdatePeerHistoryTTL(
                    peer: .peerChannel(API.PeerChannel(channelID: id.rawValue)),
                    ttlPeriod: it.period == 0 ? nil : it.period))
            let updates = Renderer(world: world, viewer: account.id, now: now).updates([change], first: [first])
            return Reply(updates, [change])
        }
    }

    private func changeChannel(
        _ input: API.InputChannel, _ account: Account,
        _ body: (inout World, ChannelID, Int32) throws(Refusal) -> ChannelChange
    ) throws(Refusal) -> Reply {
        let now = now
        return try store.change { world throws(Refusal) in
            let id = try world.channel(input, for: account.id)
            let change = try body(&world, id, Int32(now))
            let updates = Renderer(world: world, viewer: account.id, now: now).updates(
                [change], first: [.updateChannel(API.UpdateChannel(channelID: id.rawValue))])
            return Reply(updates, [change])
        }
    }
}
