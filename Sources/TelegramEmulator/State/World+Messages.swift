// SPDX-License-Identifier: MIT

/// A message before it has an id.
struct Draft: Sendable {
    var text: String
    var entities: [TextEntity] = []
    var document: DocumentID?
    var origin: Message.Origin?
    var replyTo: Int32?
    var group: Int64?
    var randomID: Int64
    var isSilent = false
}

extension World {
    // MARK: Posting

    /// Whether `user` may send `drafts` to a channel: asked before parts become documents, so that a refused message
    /// leaves them as they are.
    func checkPosting(
        to id: ChannelID, by user: UserID, randomIDs: [Int64], textUnits: Int, hasMedia: Bool
    ) throws(Refusal) {
        let channel = try channel(id, seenBy: user)
        if channel.isBroadcast, !channel.rights(of: user).contains(.postMessages) {
            throw .forbidden("CHAT_WRITE_FORBIDDEN")
        }
        for random in randomIDs {
            guard random != 0 else { throw .badRequest("RANDOM_ID_EMPTY") }
            if sent[user]?[random] != nil { throw .internal("RANDOM_ID_DUPLICATE") }
        }
        guard Set(randomIDs).count == randomIDs.count else { throw .internal("RANDOM_ID_DUPLICATE") }
        let premium = accounts[user]?.isPremium ?? false
        let caption = premium ? EmulatorLimits.captionLengthPremium : EmulatorLimits.captionLength
        if hasMedia, textUnits > caption { throw .badRequest("MEDIA_CAPTION_TOO_LONG") }
        if !hasMedia, textUnits == 0 { throw .badRequest("MESSAGE_EMPTY") }
        if !hasMedia, textUnits > EmulatorLimits.textLength { throw .badRequest("MESSAGE_TOO_LONG") }
    }

    mutating func post(_ draft: Draft, in id: ChannelID, by user: UserID, now: Int32) -> ChannelChange {
        let number = takeNumber(id)
        let message = Message(
            id: MessageKey(channel: id, number: number), date: now, sender: user, text: draft.text,
            entities: draft.entities, document: draft.document, origin: draft.origin, replyTo: draft.replyTo,
            group: draft.group, randomID: draft.randomID, isSilent: draft.isSilent,
            timeToLive: channels[id]?.timeToLive)
        sent[user, default: [:]][draft.randomID] = message.id
        return insert(message)
    }

    mutating func post(action: Message.Action, in id: ChannelID, by user: UserID, now: Int32) -> ChannelChange {
        let number = takeNumber(id)
        return insert(
            Message(
                id: MessageKey(channel: id, number: number), date: now, sender: user, text: "", action: action))
    }

    private mutating func insert(_ message: Message) -> ChannelChange {
        messages.put(message)
        numbers[message.id.channel, default: []].append(message.id.number)
        if let document = message.document {
            uses[document, default: 0] += 1
            orphans[document] = nil
        }
        let event = record(.posted(message.id.number), in: message.id.channel)
        return ChannelChange(channel: message.id.channel, events: event.map { [$0] } ?? [])
    }

    private mutating func takeNumber(_ id: ChannelID) -> Int32 {
        channels[id]?.lastMessage += 1
        return channels[id]?.lastMessage ?? 0
    }

    // MARK: Changing

    /// `text` nil leaves it as it is.
    mutating func edit(
        _ key: MessageKey, by user: UserID?, text: String?, entities: [TextEntity], document: DocumentID?, now: Int32
    ) throws(Refusal) -> ChannelChange {
        guard var message = messages[key], message.action == nil else { throw .badRequest("MESSAGE_ID_INVALID") }
        if let user {
            let channel = try channel(key.channel, seenBy: user)
            let isOwn = message.sender == user
            let rights = channel.rights(of: user)
            guard isOwn && (rights.contains(.postMessages) || !channel.isBroadcast) || rights.contains(.editMessages)
            else { throw .badRequest("MESSAGE_AUTHOR_REQUIRED") }
        }
        let before = message
        if let text {
            guard !text.isEmpty || message.document != nil else { throw .badRequest("MESSAGE_EMPTY") }
            let most = message.document == nil ? EmulatorLimits.textLength : EmulatorLimits.captionLength
            guard text.utf16.count <= most else {
                throw .badRequest(message.document == nil ? "MESSAGE_TOO_LONG" : "MEDIA_CAPTION_TOO_LONG")
            }
            message.text = text
            message.entities = entities
        }
        if let document { message.document = document }
        guard message != before else { throw .badRequest("MESSAGE_NOT_MODIFIED") }
        if before.document != message.document {
            release(before.document, now: Int64(now))
            if let document {
                uses[document, default: 0] += 1
                orphans[document] = nil
            }
        }
        message.edited = now
        messages.put(message)
        let event = record(.edited(key.number), in: key.channel)
        return ChannelChange(channel: key.channel, events: event.map { [$0] } ?? [])
    }

    /// Ids that name no message are passed over, as Telegram does.
    mutating func delete(
        _ wanted: [Int32], in id: ChannelID, by user: UserID?, now: Int64
    ) throws(Refusal) -> ChannelChange {
        guard channels[id] != nil else { throw .badRequest("CHANNEL_INVALID") }
        let present = Array(Set(wanted)).sorted().filter { messages[MessageKey(channel: id, number: $0)] != nil }
        if let user {
            let channel = try channel(id, seenBy: user)
            let rights = channel.rights(of: user)
            let mayDeleteOwn = rights.contains(.postMessages) || !channel.isBroadcast
            for number in present where !rights.contains(.deleteMessages) {
                let isOwn = messages[MessageKey(channel: id, number: number)]?.sender == user
                guard isOwn, mayDeleteOwn else { throw .forbidden("MESSAGE_DELETE_FORBIDDEN") }
            }
        }
        for number in present { forget(MessageKey(channel: id, number: number), now: now) }
        let gone = Set(present)
        if !gone.isEmpty { numbers[id]?.removeAll { gone.contains($0) } }
        let event = present.isEmpty ? nil : record(.deleted(present), in: id)
        return ChannelChange(channel: id, events: event.map { [$0] } ?? [])
    }

    mutating func forget(_ key: MessageKey, now: Int64) {
        guard let message = messages[key] else { return }
        release(message.document, now: now)
        messages[key] = nil
    }

    private mutating func release(_ document: DocumentID?, now: Int64) {
        guard let document, let count = uses[document] else { return }
        uses[document] = count > 1 ? count - 1 : nil
        if count <= 1 { orphans[document] = now }
    }

    mutating func pin(
        _ key: MessageKey, by user: UserID, isPinned: Bool, isSilent: Bool, now: Int32
    ) throws(Refusal) -> ChannelChange {
        let channel = try channel(key.channel, seenBy: user)
        let rights = channel.rights(of: user)
        guard rights.contains(.pinMessages) || channel.isBroadcast && rights.contains(.editMessages) else {
            throw .badRequest("CHAT_ADMIN_REQUIRED")
        }
        guard var message = messages[key], message.action == nil else { throw .badRequest("MESSAGE_ID_INVALID") }
        guard message.isPinned != isPinned else { throw .badRequest("CHAT_NOT_MODIFIED") }
        message.isPinned = isPinned
        messages.put(message)
        let event = record(isPinned ? .pinned([key.number]) : .unpinned([key.number]), in: key.channel)
        var change = ChannelChange(channel: key.channel, events: event.map { [$0] } ?? [])
        // Pinning in a channel posts a service message; unpinning does not.
        if isPinned { change.events += post(action: .pinned(key.number), in: key.channel, by: user, now: now).events }
        return change
    }

    mutating func unpinAll(_ id: ChannelID, by user: UserID) throws(Refusal) -> ChannelChange {
        _ = try channel(id, for: user, right: .pinMessages)
        let pinned = pinned(in: id)
        for number in pinned {
            messages[MessageKey(channel: id, number: number)]?.isPinned = false
        }
        let event = pinned.isEmpty ? nil : record(.unpinned(pinned), in: id)
        return ChannelChange(channel: id, events: event.map { [$0] } ?? [])
    }

    func pinned(in id: ChannelID) -> [Int32] {
        (numbers[id] ?? []).filter { messages[MessageKey(channel: id, number: $0)]?.isPinned ?? false }
    }

    // MARK: Auto-delete

    /// Deletes what has outlived its channel's timer.
    mutating func expire(now: Int64) -> [ChannelChange] {
        var expired: [ChannelID: [Int32]] = [:]
        for channel in channels.values where channel.timeToLive != nil {
            for number in numbers[channel.id] ?? [] {
                let message = messages[MessageKey(channel: channel.id, number: number)]
                guard let message, let seconds = message.timeToLive else { continue }
                if Int64(message.date) + Int64(seconds) <= now { expired[channel.id, default: []].append(number) }
            }
        }
        return expired.compactMap { id, numbers in try? delete(numbers, in: id, by: nil, now: now) }
    }
}
