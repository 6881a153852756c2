// SPDX-License-Identifier: MIT

import TL

/// Turns what the world holds into the objects that one account is shown. Access hashes differ for each who looks.
struct Renderer {
    let world: World
    let viewer: UserID
    let now: Int64

    // MARK: Users

    func user(_ account: Account) -> API.User {
        let isSelf = account.id == viewer
        return .user(
            API.UserValue(
                isSelf: isSelf, bot: account.isBot, premium: account.isPremium, id: account.id.rawValue,
                accessHash: accessHash(.user, account.id.rawValue), firstName: account.firstName,
                lastName: account.lastName, username: account.username, phone: isSelf ? account.phone : nil,
                botInfoVersion: account.isBot ? 1 : nil))
    }

    func users(_ ids: some Sequence<UserID>) -> [API.User] {
        Set(ids).sorted().compactMap { world.accounts[$0] }.map(user)
    }

    // MARK: Channels

    func chat(_ channel: Chat) -> API.Chat {
        let rights = channel.rights(of: viewer)
        return .channel(
            API.Channel(
                creator: channel.creator == viewer, left: !channel.members.contains(viewer),
                broadcast: channel.isBroadcast, megagroup: !channel.isBroadcast, signatures: channel.hasSignatures,
                id: channel.id.rawValue, accessHash: accessHash(.channel, channel.id.rawValue), title: channel.title,
                photo: .chatPhotoEmpty, date: channel.created,
                adminRights: rights.isEmpty ? nil : API.ChatAdminRights(rights),
                participantsCount: Int32(channel.members.count)))
    }

    func chats(_ ids: some Sequence<ChannelID>) -> [API.Chat] {
        Set(ids).sorted().compactMap { world.channels[$0] }.map(chat)
    }

    func full(_ channel: Chat) -> API.ChatFull {
        API.ChatFull(
            canViewParticipants: !channel.isBroadcast || !channel.rights(of: viewer).isEmpty,
            canDeleteChannel: channel.creator == viewer, id: channel.id.rawValue, about: channel.about,
            participantsCount: Int32(channel.members.count), adminsCount: Int32(channel.admins.count + 1),
            readInboxMaxID: channel.lastMessage, readOutboxMaxID: channel.lastMessage, unreadCount: 0,
            chatPhoto: .photoEmpty(API.PhotoEmpty(id: 0)), notifySettings: API.PeerNotifySettings(),
            pinnedMsgID: world.pinned(in: channel.id).last, pts: channel.pts, ttlPeriod: channel.timeToLive)
    }

    func dialog(_ channel: Chat) -> API.Dialog {
        .dialog(
            API.DialogValue(
                peer: .peerChannel(API.PeerChannel(channelID: channel.id.rawValue)),
                topMessage: world.numbers[channel.id]?.last ?? 0, readInboxMaxID: channel.lastMessage,
                readOutboxMaxID: channel.lastMessage, unreadCount: 0, unreadMentionsCount: 0, unreadReactionsCount: 0,
                notifySettings: API.PeerNotifySettings(), pts: channel.pts, ttlPeriod: channel.timeToLive))
    }

    // MARK: Messages

    func message(_ message: Message) -> API.Message {
        guard let channel = world.channels[message.id.channel] else {
            return .messageEmpty(API.MessageEmpty(id: message.id.number))
        }
        let peer = API.Peer.peerChannel(API.PeerChannel(channelID: channel.id.rawValue))
        let author = channel.isBroadcast ? nil : API.Peer.peerUser(API.PeerUser(userID: message.sender.rawValue))
        if let action = message.action {
            return .messageService(
                API.MessageService(
                    out: message.sender == viewer, post: channel.isBroadcast, id: message.id.number, fromID: author,
                    peerID: peer, replyTo: action.pinned.map { .messageReplyHeader($0) }, date: message.date,
                    action: self.action(action)))
        }
        return .message(
            API.MessageValue(
                out: message.sender == viewer, silent: message.isSilent, post: channel.isBroadcast,
                pinned: message.isPinned, id: message.id.number, fromID: author, peerID: peer,
                fwdFrom: message.origin.map(header), replyTo: message.replyTo.map { .messageReplyHeader($0) },
                date: message.date, message: message.text,
                media: message.document.flatMap { world.documents[$0] }.map(media)
                    ?? message.media.flatMap { try? TLReader.decode(from: $0) },
                replyMarkup: message.markup.flatMap { try? TLReader.decode(from: $0) },
                entities: message.entities.isEmpty ? nil : message.entities.map(API.MessageEntity.init),
                views: channel.isBroadcast ? 1 : nil, forwards: channel.isBroadcast ? 0 : nil,
                editDate: message.edited,
                postAuthor: channel.hasSignatures ? world.accounts[message.sender]?.firstName : nil,
                groupedID: message.group, ttlPeriod: message.timeToLive))
    }

    func messages(_ messages: [Message]) -> [API.Message] { messages.map(message) }

    private func action(_ action: Message.Action) -> API.MessageAction {
        switch action {
        case .created(let title): .messageActionChannelCreate(API.MessageActionChannelCreate(title: title))
        case .pinned: .messageActionPinMessage
        case .renamed(let title): .messageActionChatEditTitle(API.MessageActionChatEditTitle(title: title))
        case .added(let users):
            .messageActionChatAddUser(API.MessageActionChatAddUser(users: users.map(\.rawValue)))
        case .timeToLive(let seconds):
            .messageActionSetMessagesTTL(API.MessageActionSetMessagesTTL(period: seconds))
        }
    }

    private func header(_ origin: Message.Origin) -> API.MessageFwdHeader {
        let from: API.Peer? =
            origin.channel.map { .peerChannel(API.PeerChannel(channelID: $0.rawValue)) }
            ?? origin.user.map { .peerUser(API.PeerUser(userID: $0.rawValue)) }
        return API.MessageFwdHeader(
            fromID: from, date: origin.date, channelPost: origin.channel == nil ? nil : origin.number)
    }

    // MARK: Documents

    func document(_ document: Document) -> API.Document {
        .document(
            API.DocumentValue(
                id: document.id.rawValue, accessHash: accessHash(.document, document.id.rawValue),
                fileReference: world.reference(to: document.id, now: now), date: document.created,
                mimeType: document.mimeType, size: document.size, dcID: document.center.rawValue,
                attributes: document.attributes.compactMap { try? TLReader.decode(from: $0) }))
    }

    func media(_ document: Document) -> API.MessageMedia {
        guard let photo = document.photo else {
            return .messageMediaDocument(API.MessageMediaDocument(document: self.document(document)))
        }
        let size = API.PhotoSizeValue(
            type: Self.photoSize, w: photo.width, h: photo.height, size: Int32(clamping: document.size))
        return .messageMediaPhoto(
            API.MessageMediaPhoto(
                photo: .photo(
                    API.PhotoValue(
                        id: document.id.rawValue, accessHash: accessHash(.document, document.id.rawValue),
                        fileReference: world.reference(to: document.id, now: now), date: document.created,
                        sizes: [.photoSize(size)], dcID: document.center.rawValue))))
    }

    /// The one size that pictures have here.
    static let photoSize = "y"

    // MARK: Updates

    func update(_ event: ChannelEvent) -> API.Update? {
        let channel = event.id.channel
        let pts = event.id.pts
        let count = event.change.ptsCount
        func shown(_ number: Int32) -> API.Message? {
            world.messages[MessageKey(channel: channel, number: number)].map(message)
        }
        switch event.change {
        case .posted(let number):
            return shown(number).map {
                .updateNewChannelMessage(API.UpdateNewChannelMessage(message: $0, pts: pts, ptsCount: count))
            }
        case .edited(let number):
            return shown(number).map {
                .updateEditChannelMessage(API.UpdateEditChannelMessage(message: $0, pts: pts, ptsCount: count))
            }
        case .deleted(let numbers):
            return .updateDeleteChannelMessages(
                API.UpdateDeleteChannelMessages(
                    channelID: channel.rawValue, messages: numbers, pts: pts, ptsCount: count))
        case .pinned(let numbers), .unpinned(let numbers):
            let isPinned = if case .pinned = event.change { true } else { false }
            return .updatePinnedChannelMessages(
                API.UpdatePinnedChannelMessages(
                    pinned: isPinned, channelID: channel.rawValue, messages: numbers, pts: pts, ptsCount: count))
        }
    }

    /// `first` before what happened, then whom and what it is about.
    func updates(_ changes: [ChannelChange], first: [API.Update] = []) -> API.Updates {
        let events = changes.flatMap(\.events)
        let senders = events.compactMap { event -> UserID? in
            guard case .posted(let number) = event.change else { return nil }
            return world.messages[MessageKey(channel: event.id.channel, number: number)]?.sender
        }
        return .updates(
            API.UpdatesValue(
                updates: first + events.compactMap(update), users: users(senders + [viewer]),
                chats: chats(changes.map(\.channel)), date: Int32(now), seq: 0))
    }

    // MARK: Access

    func accessHash(_ kind: World.HashKind, _ id: Int64) -> Int64 { world.accessHash(kind, id, for: viewer) }
}

extension Message.Action {
    fileprivate var pinned: Int32? { if case .pinned(let number) = self { number } else { nil } }
}

extension API.MessageReplyHeader {
    fileprivate static func messageReplyHeader(_ number: Int32) -> API.MessageReplyHeader {
        API.MessageReplyHeader(replyToMsgID: number)
    }
}

extension API.ChatAdminRights {
    init(_ rights: AdminRights) {
        self.init(
            changeInfo: rights.contains(.changeInfo), postMessages: rights.contains(.postMessages),
            editMessages: rights.contains(.editMessages), deleteMessages: rights.contains(.deleteMessages),
            banUsers: rights.contains(.banUsers), inviteUsers: rights.contains(.inviteUsers),
            pinMessages: rights.contains(.pinMessages), addAdmins: rights.contains(.addAdmins),
            anonymous: rights.contains(.anonymous), manageCall: rights.contains(.manageCall),
            other: rights.contains(.other))
    }
}

extension AdminRights {
    init(_ rights: API.ChatAdminRights) {
        let named: [(Bool, AdminRights)] = [
            (rights.changeInfo, .changeInfo), (rights.postMessages, .postMessages),
            (rights.editMessages, .editMessages), (rights.deleteMessages, .deleteMessages),
            (rights.banUsers, .banUsers), (rights.inviteUsers, .inviteUsers), (rights.pinMessages, .pinMessages),
            (rights.addAdmins, .addAdmins), (rights.anonymous, .anonymous), (rights.manageCall, .manageCall),
            (rights.other, .other),
        ]
        self = named.reduce(into: []) { if $1.0 { $0.insert($1.1) } }
    }
}
