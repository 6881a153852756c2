// SPDX-License-Identifier: MIT

import TL

/// The methods that post and change messages.
extension Backend {
    func callMessages(
        _ function: any TLFunction, by caller: Caller, _ account: Account
    ) throws(Refusal) -> Reply? {
        switch function {
        case let it as Function.MessagesSendMessage: try sendMessage(it, account)
        case let it as Function.MessagesSendMedia: try sendMedia(it, by: caller, account)
        case let it as Function.MessagesUploadMedia: try uploadMedia(it, by: caller, account)
        case let it as Function.MessagesSendMultiMedia: try sendAlbum(it, by: caller, account)
        case let it as Function.MessagesForwardMessages: try forward(it, account)
        case let it as Function.MessagesEditMessage: try editMessage(it, by: caller, account)
        // Outside of channels there are no messages.
        case is Function.MessagesDeleteMessages: Reply(API.MessagesAffectedMessages(pts: state.pts, ptsCount: 0))
        case let it as Function.MessagesSetTyping: try setTyping(it, account)
        case let it as Function.ChannelsDeleteMessages: try deleteMessages(it, account)
        case let it as Function.MessagesUpdatePinnedMessage: try pin(it, account)
        case let it as Function.MessagesUnpinAllMessages: try unpinAll(it, account)
        default: nil
        }
    }

    /// What is to be posted, before it is.
    private struct Post {
        var peer: API.InputPeer
        var drafts: [Draft]
        var medias: [API.InputMedia] = []
    }

    private func replied(_ reply: API.InputReplyTo?) -> Int32? { reply?.replyToMsgID }

    private func draft(
        _ text: String, _ entities: [API.MessageEntity]?, randomID: Int64, isSilent: Bool, reply: Int32?
    ) -> Draft {
        let (text, entities) = EntityFinder.complete(text, (entities ?? []).compactMap(TextEntity.init))
        return Draft(text: text, entities: entities, replyTo: reply, randomID: randomID, isSilent: isSilent)
    }

    private func sendMessage(_ it: Function.MessagesSendMessage, _ account: Account) throws(Refusal) -> Reply {
        let draft = draft(
            it.message, it.entities, randomID: it.randomID, isSilent: it.silent, reply: replied(it.replyTo))
        return try post(Post(peer: it.peer, drafts: [draft]), nil, account)
    }

    private func sendMedia(
        _ it: Function.MessagesSendMedia, by caller: Caller, _ account: Account
    ) throws(Refusal) -> Reply {
        let draft = draft(
            it.message, it.entities, randomID: it.randomID, isSilent: it.silent, reply: replied(it.replyTo))
        return try post(Post(peer: it.peer, drafts: [draft], medias: [it.media]), caller, account)
    }

    private func sendAlbum(
        _ it: Function.MessagesSendMultiMedia, by caller: Caller, _ account: Account
    ) throws(Refusal) -> Reply {
        guard EmulatorLimits.albumItems.contains(it.multiMedia.count) else {
            throw .badRequest(it.multiMedia.isEmpty ? "MEDIA_EMPTY" : "MULTI_MEDIA_TOO_LONG")
        }
        for (index, item) in it.multiMedia.enumerated() {
            // An album is made of what was uploaded before.
            switch item.media {
            case .inputMediaDocument, .inputMediaPhoto: break
            default: throw .badRequest("MEDIA_INVALID")
            }
            do throws(Refusal) {
                _ = try document(item.media, by: caller, account)
            } catch {
                guard error.text == "FILE_REFERENCE_EXPIRED" else { throw error }
                throw .badRequest("FILE_REFERENCE_\(index)_EXPIRED")
            }
        }
        let group = Int64.random(in: 1...Int64.max)
        let drafts = it.multiMedia.map { item in
            var draft = draft(
                item.message, item.entities, randomID: item.randomID, isSilent: it.silent, reply: replied(it.replyTo))
            draft.group = group
            return draft
        }
        return try post(Post(peer: it.peer, drafts: drafts, medias: it.multiMedia.map(\.media)), caller, account)
    }

    private func post(_ post: Post, _ caller: Caller?, _ account: Account) throws(Refusal) -> Reply {
        try posting.withLock { _ throws(Refusal) in
            let id = try store.read { world throws(Refusal) in
                let id = try world.channel(post.peer, for: account.id)
                try world.checkPosting(
                    to: id, by: account.id, randomIDs: post.drafts.map(\.randomID),
                    textUnits: post.drafts.map(\.text.utf16.count).max() ?? 0, hasMedia: !post.medias.isEmpty)
                return id
            }
            try admit([.messages(account.id, id), .allMessages(account.id)], amount: post.drafts.count)
            var drafts = post.drafts
            if let caller {
                for (index, media) in post.medias.enumerated() {
                    drafts[index].document = try document(media, by: caller, account).id
                }
            }
            return try append(drafts, to: id, account)
        }
    }

    private func append(_ drafts: [Draft], to id: ChannelID, _ account: Account) throws(Refusal) -> Reply {
        let now = now
        return try store.change { world throws(Refusal) in
            var change = ChannelChange(channel: id, events: [])
            var first: [API.Update] = []
            for draft in drafts {
                let posted = world.post(draft, in: id, by: account.id, now: Int32(now))
                change.events += posted.events
                if case .posted(let number) = posted.events.first?.change {
                    first.append(.updateMessageID(API.UpdateMessageID(id: number, randomID: draft.randomID)))
                }
            }
            let last = world.channels[id]?.lastMessage ?? 0
            first.append(
                .updateReadChannelInbox(
                    API.UpdateReadChannelInbox(
                        channelID: id.rawValue, maxID: last, stillUnreadCount: 0, pts: change.pts)))
            return Reply(
                Renderer(world: world, viewer: account.id, now: now).updates([change], first: first), [change])
        }
    }

    private func uploadMedia(
        _ it: Function.MessagesUploadMedia, by caller: Caller, _ account: Account
    ) throws(Refusal) -> Reply {
        try store.read { world throws(Refusal) in
            if case .inputPeerSelf = it.peer { return }
            _ = try world.channel(it.peer, for: account.id)
        }
        let document = try document(it.media, by: caller, account)
        let now = now
        return try store.read { world throws(Refusal) in
            Reply(Renderer(world: world, viewer: account.id, now: now).media(document))
        }
    }

    private func forward(_ it: Function.MessagesForwardMessages, _ account: Account) throws(Refusal) -> Reply {
        guard !it.id.isEmpty, it.id.count <= EmulatorLimits.messagesPerCall else {
            throw .badRequest("MESSAGE_IDS_EMPTY")
        }
        guard it.id.count == it.randomID.count else { throw .badRequest("RANDOM_ID_INVALID") }
        return try posting.withLock { _ throws(Refusal) in
            let (target, drafts) = try store.read { world throws(Refusal) in
                let source = try world.channel(it.fromPeer, for: account.id)
                let target = try world.channel(it.toPeer, for: account.id)
                try world.checkPosting(
                    to: target, by: account.id, randomIDs: it.randomID, textUnits: 0, hasMedia: true)
                var drafts: [Draft] = []
                for (number, random) in zip(it.id, it.randomID) {
                    let message = world.messages[MessageKey(channel: source, number: number)]
                    guard let message, message.action == nil else { throw .badRequest("MESSAGE_ID_INVALID") }
                    drafts.append(Self.copy(message, it, random))
                }
                return (target, drafts)
            }
            try admit([.messages(account.id, target), .allMessages(account.id)], amount: drafts.count)
            return try append(drafts, to: target, account)
        }
    }

    private static func copy(
        _ message: Message, _ it: Function.MessagesForwardMessages, _ random: Int64
    ) -> Draft {
        let keepsText = message.document == nil || !it.dropMediaCaptions
        return Draft(
            text: keepsText ? message.text : "", entities: keepsText ? message.entities : [],
            document: message.document,
            origin: it.dropAuthor
                ? nil
                : message.origin
                    ?? Message.Origin(
                        channel: message.id.channel, user: nil, number: message.id.number, date: message.date),
            randomID: random, isSilent: it.silent)
    }

    private func editMessage(
        _ it: Function.MessagesEditMessage, by caller: Caller, _ account: Account
    ) throws(Refusal) -> Reply {
        let id = try store.read { world throws(Refusal) in try world.channel(it.peer, for: account.id) }
        try admit([.changes(account.id, id)])
        let completed = it.message.map {
            EntityFinder.complete($0, (it.entities ?? []).compactMap(TextEntity.init))
        }
        return try posting.withLock { _ throws(Refusal) in
            let document: DocumentID? =
                if let media = it.media { try document(media, by: caller, account).id } else { nil }
            return try change(account) { world, now throws(Refusal) in
                try world.edit(
                    MessageKey(channel: id, number: it.id), by: account.id, text: completed?.text,
                    entities: completed?.entities ?? [], document: document, now: now)
            }
        }
    }

    private func deleteMessages(_ it: Function.ChannelsDeleteMessages, _ account: Account) throws(Refusal) -> Reply {
        guard !it.id.isEmpty else { throw .badRequest("MESSAGE_IDS_EMPTY") }
        guard it.id.count <= EmulatorLimits.messagesPerCall else { throw .badRequest("LIMIT_INVALID") }
        let id = try store.read { world throws(Refusal) in try world.channel(it.channel, for: account.id) }
        try admit([.changes(account.id, id)])
        let now = now
        return try store.change { world throws(Refusal) in
            let change = try world.delete(it.id, in: id, by: account.id, now: now)
            return Reply(
                API.MessagesAffectedMessages(
                    pts: world.channels[id]?.pts ?? 0, ptsCount: change.events.first?.change.ptsCount ?? 0), [change])
        }
    }

    /// Nobody is told.
    private func setTyping(_ it: Function.MessagesSetTyping, _ account: Account) throws(Refusal) -> Reply {
        try store.read { world throws(Refusal) in _ = try world.channel(it.peer, for: account.id) }
        return Reply(true)
    }

    private func pin(_ it: Function.MessagesUpdatePinnedMessage, _ account: Account) throws(Refusal) -> Reply {
        let id = try store.read { world throws(Refusal) in try world.channel(it.peer, for: account.id) }
        try admit([.changes(account.id, id)])
        return try change(account) { world, now throws(Refusal) in
            try world.pin(
                MessageKey(channel: id, number: it.id), by: account.id, isPinned: !it.unpin, isSilent: it.silent,
                now: now)
        }
    }

    private func unpinAll(_ it: Function.MessagesUnpinAllMessages, _ account: Account) throws(Refusal) -> Reply {
        try store.change { world throws(Refusal) in
            let id = try world.channel(it.peer, for: account.id)
            let change = try world.unpinAll(id, by: account.id)
            return Reply(
                API.MessagesAffectedHistory(
                    pts: world.channels[id]?.pts ?? 0, ptsCount: change.events.first?.change.ptsCount ?? 0, offset: 0),
                [change])
        }
    }

    private func change(
        _ account: Account, _ body: (inout World, Int32) throws(Refusal) -> ChannelChange
    ) throws(Refusal) -> Reply {
        let now = now
        return try store.change { world throws(Refusal) in
            let change = try body(&world, Int32(now))
            return Reply(Renderer(world: world, viewer: account.id, now: now).updates([change]), [change])
        }
    }
}
