// SPDX-License-Identifier: MIT

import MTProto
import TL

extension TelegramClient {
    /// A private channel of this account, without auto-delete.
    package func createChannel(title: String, about: String) async throws(TelegramError) -> ChannelDescription {
        // Not repeated: two channels would be worse than an error.
        let updates = try await invoke(
            Function.ChannelsCreateChannel(broadcast: true, title: title, about: about), isRepeatable: false)
        guard let channel = updates.chats.lazy.compactMap(ChannelDescription.init).first else {
            throw .unsupported("an answer without the channel that was created")
        }
        remember(channel.reference)
        return channel
    }

    /// The channels that this account sees; for bots, which cannot list, `channel(id:)`.
    package func channels() async throws(TelegramError) -> ChannelList {
        var found: [Int64: ChannelDescription] = [:]
        var isComplete = false
        var place = DialogPlace(date: 0, id: 0, peer: .inputPeerEmpty)
        var limit: Int32 = Self.dialogsAtOnce
        for _ in 0..<Self.dialogRequestsMax {
            let next: DialogPlace?
            do throws(TelegramError) {
                let page = try await invoke(
                    Function.MessagesGetDialogs(
                        offsetDate: place.date, offsetID: place.id, offsetPeer: place.peer, limit: limit, hash: 0))
                let (dialogs, messages, chats) = page.parts
                let channels = chats.compactMap(ChannelDescription.init)
                for channel in channels { found[channel.reference.id] = channel }
                guard case .messagesDialogsSlice = page, !dialogs.isEmpty else {
                    isComplete = true
                    break
                }
                let last = dialogs.lazy.compactMap(\.value).last
                let date = messages.lazy.compactMap(ChannelMessage.init).first { $0.id == last?.topMessage }?.date
                next = DialogPlace(after: last, date, channels.map(\.reference))
                limit = min(limit * 2, Self.dialogsAtOnce)
            } catch {
                // Some chat of the user's ends in a kind of message that we do not know.
                guard case .unreadable(_, _, let bytes) = error else { throw error }
                guard limit == 1 else {
                    limit = max(limit / 8, 1)
                    continue
                }
                let references = Self.salvage(bytes)
                for channel in try await verified(references) { found[channel.reference.id] = channel }
                let partial = PartialDialogs(bytes)
                next = DialogPlace(after: partial?.last, partial?.date, references)
            }
            guard let next, next.date != place.date || next.id != place.id || next.peer != place.peer else { break }
            place = next
        }
        return ChannelList(channels: found.values.sorted { $0.reference.id < $1.reference.id }, isComplete: isComplete)
    }

    private static let dialogsAtOnce: Int32 = 100
    private static let dialogRequestsMax = 60

    /// After which chat a page of the list of chats begins.
    private struct DialogPlace {
        var date: Int32
        var id: Int32
        var peer: API.InputPeer

        init(date: Int32, id: Int32, peer: API.InputPeer) {
            self.date = date
            self.id = id
            self.peer = peer
        }

        init?(after last: API.DialogValue?, _ date: Int32?, _ channels: [ChannelReference]) {
            guard let last, let date else { return nil }
            self.date = date
            id = last.topMessage
            peer =
                switch last.peer {
                case .peerChannel(let channel):
                    channels.first { $0.id == channel.channelID }?.peer ?? .inputPeerEmpty
                case .peerChat(let chat): .inputPeerChat(API.InputPeerChat(chatID: chat.chatID))
                case .peerUser: .inputPeerEmpty
                }
        }
    }

    /// Objects carry no length, so that what follows an unknown one is lost. Channels begin with their constructor,
    /// on four bytes: those that can be read anywhere are candidates.
    static func salvage(_ bytes: [UInt8]) -> [ChannelReference] {
        var found: Set<ChannelReference> = []
        var offset = 0
        while offset + 4 <= bytes.count {
            var reader = TLReader(bytes, range: offset..<bytes.count)
            if let word = try? reader.peekWord(), [0xd49f_34c6, 0x7482_147e].contains(word),
                let chat = try? API.Chat(from: &reader), let channel = ChannelDescription(chat)
            {
                found.insert(channel.reference)
            }
            offset += 4
        }
        return Array(found)
    }

    /// A candidate is a channel only if Telegram says so.
    private func verified(_ references: [ChannelReference]) async throws(TelegramError) -> [ChannelDescription] {
        var verified: [ChannelDescription] = []
        for reference in references.prefix(1000) {
            do throws(TelegramError) {
                verified.append(try await channel(reference))
            } catch {
                switch error {
                case .notFound, .refused: continue
                default: throw error
                }
            }
        }
        return verified
    }

    /// What Telegram says of a channel. A bot gives an access hash of zero.
    package func channel(_ reference: ChannelReference) async throws(TelegramError) -> ChannelDescription {
        let answer = try await invoke(Function.ChannelsGetChannels(id: [reference.input]))
        let chats: [API.Chat] =
            switch answer {
            case .messagesChats(let value): value.chats
            case .messagesChatsSlice(let value): value.chats
            }
        guard
            let channel = chats.lazy.compactMap(ChannelDescription.init).first(where: {
                $0.reference.id == reference.id
            })
        else { throw .notFound("channel \(reference.id)") }
        return channel
    }

    /// By number alone: as it was reached before, or among those that the account sees; a bot asks directly.
    package func channel(id: Int64) async throws(TelegramError) -> ChannelDescription {
        if account?.isBot == true { return try await channel(ChannelReference(id: id, accessHash: 0)) }
        if let known = content.channels?.first(where: { $0.id == id }) {
            do throws(TelegramError) {
                return try await channel(known)
            } catch {
                guard case .notFound = error else { throw error }
            }
        }
        let list = try await channels()
        guard let channel = list.channels.first(where: { $0.reference.id == id }) else {
            throw .notFound(
                "channel \(id)" + (list.isComplete ? "" : ", in a list of chats that could not be read whole"))
        }
        remember(channel.reference)
        return channel
    }

    /// The channel that a link of invitation leads to, by what follows `t.me/+`. Nobody is joined: `notFound` where the
    /// account is no member, or the link leads nowhere any more.
    package func channel(invitation hash: String) async throws(TelegramError) -> ChannelDescription {
        let answer: API.ChatInvite
        do throws(TelegramError) {
            answer = try await invoke(Function.MessagesCheckChatInvite(hash: hash))
        } catch {
            guard case .refused(let failure, _) = error, failure.message.hasPrefix("INVITE_HASH_") else { throw error }
            throw .notFound("the channel of this invitation: \(failure.message)")
        }
        guard case .chatInviteAlready(let known) = answer, let channel = ChannelDescription(known.chat) else {
            throw .notFound("the channel of this invitation: it is no member")
        }
        remember(channel.reference)
        return channel
    }

    /// The list of chats takes many requests where there are many; a volume's channel is asked for at every start.
    private func remember(_ channel: ChannelReference) {
        guard content.channels?.contains(channel) != true else { return }
        let others = content.channels?.filter { $0.id != channel.id } ?? []
        content.channels = Array(([channel] + others).prefix(Self.channelsRemembered))
        save()
    }

    private static let channelsRemembered = 16

    package func state(of channel: ChannelReference) async throws(TelegramError) -> ChannelState {
        let full: API.ChatFull
        do throws(TelegramError) {
            full = try await invoke(Function.ChannelsGetFullChannel(channel: channel.input)).fullChat
        } catch {
            guard case .unreadable(_, _, let bytes) = error, let state = ChannelState(beginning: bytes) else {
                throw error
            }
            return state
        }
        return ChannelState(
            pinnedMessage: full.pinnedMsgID, autoDeleteSeconds: full.ttlPeriod.flatMap { $0 > 0 ? $0 : nil },
            position: full.pts, about: full.about)
    }

    /// Nil turns it off.
    package func setAutoDelete(_ seconds: Int32?, in channel: ChannelReference) async throws(TelegramError) {
        try await unlessUnchanged { () async throws(TelegramError) in
            _ = try await self.invoke(Function.MessagesSetHistoryTTL(peer: channel.peer, period: seconds ?? 0))
        }
    }

    package func deleteChannel(_ channel: ChannelReference) async throws(TelegramError) {
        _ = try await invoke(Function.ChannelsDeleteChannel(channel: channel.input))
    }

    /// Returns the notice of it that Telegram posted, where it did.
    @discardableResult
    package func pin(_ message: Int32, in channel: ChannelReference) async throws(TelegramError) -> Int32? {
        var updates: API.Updates?
        try await unlessUnchanged { () async throws(TelegramError) in
            do throws(TelegramError) {
                updates = try await self.invoke(
                    Function.MessagesUpdatePinnedMessage(silent: true, peer: channel.peer, id: message))
            } catch {
                // It is pinned, and something beside that is newer than we are.
                guard case .unreadable = error else { throw error }
            }
        }
        return updates?.list.lazy.compactMap { update -> Int32? in
            guard case .updateNewChannelMessage(let value) = update, let notice = ChannelMessage(value.message) else {
                return nil
            }
            return notice.isService ? notice.id : nil
        }.first
    }

    package func unpin(_ message: Int32, in channel: ChannelReference) async throws(TelegramError) {
        try await unlessUnchanged { () async throws(TelegramError) in
            _ = try await self.invoke(
                Function.MessagesUpdatePinnedMessage(silent: true, unpin: true, peer: channel.peer, id: message))
        }
    }

    /// As it already was is as it should be.
    func unlessUnchanged(_ body: () async throws(TelegramError) -> Void) async throws(TelegramError) {
        do throws(TelegramError) {
            try await body()
        } catch {
            guard case .refused(let failure, _) = error, RPCMeaning(failure) == .unchanged else { throw error }
        }
    }
}

extension API.MessagesDialogs {
    fileprivate var parts: ([API.Dialog], [API.Message], [API.Chat]) {
        switch self {
        case .messagesDialogs(let value): (value.dialogs, value.messages, value.chats)
        case .messagesDialogsSlice(let value): (value.dialogs, value.messages, value.chats)
        case .messagesDialogsNotModified: ([], [], [])
        }
    }
}

extension API.Updates {
    var chats: [API.Chat] {
        switch self {
        case .updates(let value): value.chats
        case .updatesCombined(let value): value.chats
        default: []
        }
    }

    var list: [API.Update] {
        switch self {
        case .updates(let value): value.updates
        case .updatesCombined(let value): value.updates
        case .updateShort(let value): [value.update]
        default: []
        }
    }
}
