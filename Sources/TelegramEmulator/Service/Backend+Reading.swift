// SPDX-License-Identifier: MIT

import TL

/// The methods that read messages and what happened to them.
extension Backend {
    func callReading(_ function: any TLFunction, _ account: Account) throws(Refusal) -> Reply? {
        switch function {
        case let it as Function.MessagesGetHistory: try getHistory(it, account)
        case let it as Function.MessagesSearch: try search(it, account)
        case let it as Function.ChannelsGetMessages: try getMessages(it, account)
        case let it as Function.MessagesGetMessages: emptyMessages(it)
        case let it as Function.MessagesGetDialogs: try getDialogs(it, account)
        case let it as Function.MessagesGetPeerDialogs: try getPeerDialogs(it, account)
        case let it as Function.ChannelsReadHistory: try readHistory(it, account)
        case let it as Function.UpdatesGetChannelDifference: try difference(it, account)
        default: nil
        }
    }

    private func getHistory(_ it: Function.MessagesGetHistory, _ account: Account) throws(Refusal) -> Reply {
        let query = HistoryQuery(
            offsetID: it.offsetID, offsetDate: it.offsetDate, addOffset: it.addOffset, limit: it.limit,
            maxID: it.maxID, minID: it.minID)
        return try page(it.peer, query, account)
    }

    private func search(_ it: Function.MessagesSearch, _ account: Account) throws(Refusal) -> Reply {
        var query = HistoryQuery(
            offsetID: it.offsetID, addOffset: it.addOffset, limit: it.limit, maxID: it.maxID, minID: it.minID,
            words: World.words(it.q), minDate: it.minDate, maxDate: it.maxDate)
        switch it.filter {
        case .inputMessagesFilterEmpty: break
        case .inputMessagesFilterDocument: query.content = .document
        case .inputMessagesFilterPhotos: query.content = .photo
        case .inputMessagesFilterPinned: query.isPinned = true
        case .inputMessagesFilterVideo, .inputMessagesFilterPhotoVideo, .inputMessagesFilterUrl,
            .inputMessagesFilterGif, .inputMessagesFilterVoice, .inputMessagesFilterMusic,
            .inputMessagesFilterChatPhotos, .inputMessagesFilterPhoneCalls, .inputMessagesFilterRoundVoice,
            .inputMessagesFilterRoundVideo, .inputMessagesFilterMyMentions, .inputMessagesFilterGeo,
            .inputMessagesFilterContacts:
            // What this server does not tell apart, it has none of.
            query.content = .nothing
        }
        return try page(it.peer, query, account)
    }

    private func page(_ peer: API.InputPeer, _ query: HistoryQuery, _ account: Account) throws(Refusal) -> Reply {
        if case .inputPeerSelf = peer { return Reply(Self.noMessages) }
        try admit([.reads(account.id)])
        let now = now
        return try store.read { world throws(Refusal) in
            let id = try world.channel(peer, for: account.id)
            let page = world.history(of: id, query)
            return Reply(
                Self.shown(
                    page.messages, count: page.count, of: id,
                    Renderer(world: world, viewer: account.id, now: now)))
        }
    }

    private static let noMessages = API.MessagesMessages.messagesMessages(API.MessagesMessagesValue())

    private static func shown(
        _ messages: [Message], count: Int, of id: ChannelID, _ renderer: Renderer
    ) -> API.MessagesMessages {
        .messagesChannelMessages(
            API.MessagesChannelMessages(
                pts: renderer.world.channels[id]?.pts ?? 0, count: Int32(count),
                messages: renderer.messages(messages), chats: renderer.chats([id]),
                users: renderer.users(messages.map(\.sender))))
    }

    private func getMessages(_ it: Function.ChannelsGetMessages, _ account: Account) throws(Refusal) -> Reply {
        guard it.id.count <= EmulatorLimits.messagesPerCall else { throw .badRequest("LIMIT_INVALID") }
        guard !it.id.isEmpty else { throw .badRequest("MESSAGE_IDS_EMPTY") }
        try admit([.reads(account.id)])
        let now = now
        return try store.read { world throws(Refusal) in
            let id = try world.channel(it.channel, for: account.id)
            let renderer = Renderer(world: world, viewer: account.id, now: now)
            var senders: [UserID] = []
            let messages = it.id.map { input -> API.Message in
                let number: Int32 =
                    switch input {
                    case .inputMessageID(let it): it.id
                    case .inputMessageReplyTo(let it):
                        world.messages[MessageKey(channel: id, number: it.id)]?.replyTo ?? 0
                    case .inputMessagePinned: world.pinned(in: id).last ?? 0
                    }
                guard let message = world.messages[MessageKey(channel: id, number: number)] else {
                    return .messageEmpty(API.MessageEmpty(id: number))
                }
                senders.append(message.sender)
                return renderer.message(message)
            }
            return Reply(
                API.MessagesMessages.messagesChannelMessages(
                    API.MessagesChannelMessages(
                        pts: world.channels[id]?.pts ?? 0, count: Int32(messages.count), messages: messages,
                        chats: renderer.chats([id]), users: renderer.users(senders))))
        }
    }

    /// Outside of channels there are no messages.
    private func emptyMessages(_ it: Function.MessagesGetMessages) -> Reply {
        let empty = it.id.map { input -> API.Message in
            switch input {
            case .inputMessageID(let it): .messageEmpty(API.MessageEmpty(id: it.id))
            case .inputMessageReplyTo(let it): .messageEmpty(API.MessageEmpty(id: it.id))
            case .inputMessagePinned: .messageEmpty(API.MessageEmpty(id: 0))
            }
        }
        return Reply(API.MessagesMessages.messagesMessages(API.MessagesMessagesValue(messages: empty)))
    }

    private func getDialogs(_ it: Function.MessagesGetDialogs, _ account: Account) throws(Refusal) -> Reply {
        try admit([.reads(account.id)])
        let now = now
        return try store.read { world throws(Refusal) in
            let renderer = Renderer(world: world, viewer: account.id, now: now)
            let all = world.channels(of: account.id).map { channel -> (channel: Chat, top: Message?) in
                let number = world.numbers[channel.id]?.last ?? 0
                return (channel, world.messages[MessageKey(channel: channel.id, number: number)])
            }.sorted { ($0.top?.date ?? 0, $0.channel.id.rawValue) > ($1.top?.date ?? 0, $1.channel.id.rawValue) }
            var rest = all[...]
            if case .inputPeerChannel(let peer) = it.offsetPeer,
                let last = all.firstIndex(where: { $0.channel.id.rawValue == peer.channelID })
            {
                rest = all[(last + 1)...]
            } else if it.offsetDate > 0 {
                rest = all.drop { ($0.top?.date ?? 0) >= it.offsetDate }[...]
            }
            let page = rest.prefix(max(0, min(Int(it.limit), EmulatorLimits.messagesPerCall)))
            let value = API.MessagesDialogsSlice(
                count: Int32(all.count), dialogs: page.map { renderer.dialog($0.channel) },
                messages: renderer.messages(page.compactMap(\.top)), chats: page.map { renderer.chat($0.channel) },
                users: renderer.users(page.compactMap(\.top?.sender)))
            guard page.count == all.count else { return Reply(API.MessagesDialogs.messagesDialogsSlice(value)) }
            return Reply(
                API.MessagesDialogs.messagesDialogs(
                    API.MessagesDialogsValue(
                        dialogs: value.dialogs, messages: value.messages, chats: value.chats, users: value.users)))
        }
    }

    private func getPeerDialogs(_ it: Function.MessagesGetPeerDialogs, _ account: Account) throws(Refusal) -> Reply {
        guard it.peers.count <= EmulatorLimits.messagesPerCall else { throw .badRequest("LIMIT_INVALID") }
        try admit([.reads(account.id)])
        let now = now
        return try store.read { world throws(Refusal) in
            var channels: [Chat] = []
            for input in it.peers {
                channels.append(
                    try world.channel(try world.channel(input.peer, for: account.id), seenBy: account.id))
            }
            let renderer = Renderer(world: world, viewer: account.id, now: now)
            let tops = channels.compactMap { channel in
                world.numbers[channel.id]?.last.flatMap { world.messages[MessageKey(channel: channel.id, number: $0)] }
            }
            return Reply(
                API.MessagesPeerDialogs(
                    dialogs: channels.map(renderer.dialog), messages: renderer.messages(tops),
                    chats: channels.map(renderer.chat), users: renderer.users(tops.map(\.sender)), state: state))
        }
    }

    /// Nobody counts what was not read.
    private func readHistory(_ it: Function.ChannelsReadHistory, _ account: Account) throws(Refusal) -> Reply {
        try store.read { world throws(Refusal) in _ = try world.channel(it.channel, for: account.id) }
        return Reply(true)
    }

    private func difference(
        _ it: Function.UpdatesGetChannelDifference, _ account: Account
    ) throws(Refusal) -> Reply {
        guard it.pts > 0 else { throw .badRequest("PERSISTENT_TIMESTAMP_EMPTY") }
        try admit([.reads(account.id)])
        let now = now
        return try store.read { world throws(Refusal) in
            let id = try world.channel(it.channel, for: account.id)
            let channel = try world.channel(id, seenBy: account.id)
            guard it.pts <= channel.pts else { throw .badRequest("PERSISTENT_TIMESTAMP_INVALID") }
            let renderer = Renderer(world: world, viewer: account.id, now: now)
            let limit = max(1, min(Int(it.limit), account.isBot ? 100_000 : 100))
            guard let events = world.events(of: id, after: it.pts, limit: limit) else {
                let messages = world.history(of: id, HistoryQuery(limit: 20)).messages
                return Reply(
                    API.UpdatesChannelDifference.updatesChannelDifferenceTooLong(
                        API.UpdatesChannelDifferenceTooLong(
                            final: true, timeout: 30, dialog: renderer.dialog(channel),
                            messages: renderer.messages(messages), chats: renderer.chats([id]),
                            users: renderer.users(messages.map(\.sender)))))
            }
            guard let last = events.last else {
                return Reply(
                    API.UpdatesChannelDifference.updatesChannelDifferenceEmpty(
                        API.UpdatesChannelDifferenceEmpty(final: true, pts: channel.pts, timeout: 30)))
            }
            return Reply(Self.difference(events, upTo: last, channel, renderer))
        }
    }

    private static func difference(
        _ events: [ChannelEvent], upTo last: ChannelEvent, _ channel: Chat, _ renderer: Renderer
    ) -> API.UpdatesChannelDifference {
        var posted: [Message] = []
        var others: [ChannelEvent] = []
        for event in events {
            if case .posted(let number) = event.change {
                // What was deleted since is told by its deletion alone.
                let message = renderer.world.messages[MessageKey(channel: channel.id, number: number)]
                if let message { posted.append(message) }
            } else {
                others.append(event)
            }
        }
        return .updatesChannelDifference(
            API.UpdatesChannelDifferenceValue(
                final: last.id.pts == channel.pts, pts: last.id.pts, timeout: 30,
                newMessages: renderer.messages(posted), otherUpdates: others.compactMap(renderer.update),
                chats: renderer.chats([channel.id]), users: renderer.users(posted.map(\.sender))))
    }
}
