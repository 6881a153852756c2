// SPDX-License-Identifier: MIT

/// What a method changed in a channel: its new messages, and the event that tells others.
package struct ChannelChange: Sendable {
    package var channel: ChannelID
    package var events: [ChannelEvent]

    /// The channel's `pts` afterwards.
    package var pts: Int32 { events.last?.id.pts ?? 0 }
}

extension World {
    mutating func createChannel(
        by creator: UserID, title: String, about: String, isBroadcast: Bool, timeToLive: Int32?, now: Int32
    ) throws(Refusal) -> (Chat, ChannelChange) {
        guard EmulatorLimits.titleLength.contains(title.utf16.count) else { throw .badRequest("CHAT_TITLE_EMPTY") }
        guard about.utf16.count <= EmulatorLimits.aboutLength else { throw .badRequest("CHAT_ABOUT_TOO_LONG") }
        guard channels(of: creator).count < EmulatorLimits.channelsPerAccount else {
            throw .badRequest("CHANNELS_TOO_MUCH")
        }
        let id = ChannelID(rawValue: settings.nextChannel)
        settings.nextChannel += 1
        channels.put(
            Chat(
                id: id, title: title, about: about, created: now, creator: creator, isBroadcast: isBroadcast,
                members: [creator], timeToLive: timeToLive))
        let change = post(action: .created(title: title), in: id, by: creator, now: now)
        return (try channel(id, seenBy: creator), change)
    }

    func channels(of user: UserID) -> [Chat] {
        channels.values.filter { $0.members.contains(user) }.sorted { $0.id < $1.id }
    }

    /// A channel as somebody who is in it may use it.
    func channel(_ id: ChannelID, seenBy user: UserID) throws(Refusal) -> Chat {
        guard let channel = channels[id] else { throw .badRequest("CHANNEL_INVALID") }
        guard channel.members.contains(user) else { throw .badRequest("CHANNEL_PRIVATE") }
        return channel
    }

    func channel(
        _ id: ChannelID, for user: UserID, right: AdminRights, else text: String = "CHAT_ADMIN_REQUIRED"
    ) throws(Refusal) -> Chat {
        let channel = try channel(id, seenBy: user)
        guard channel.rights(of: user).contains(right) else {
            throw text == "CHAT_WRITE_FORBIDDEN" ? .forbidden(text) : .badRequest(text)
        }
        return channel
    }

    mutating func rename(_ id: ChannelID, by user: UserID, title: String, now: Int32) throws(Refusal) -> ChannelChange {
        var channel = try channel(id, for: user, right: .changeInfo)
        guard EmulatorLimits.titleLength.contains(title.utf16.count) else { throw .badRequest("CHAT_TITLE_EMPTY") }
        guard title != channel.title else { throw .badRequest("CHAT_NOT_MODIFIED") }
        channel.title = title
        channels.put(channel)
        return post(action: .renamed(title: title), in: id, by: user, now: now)
    }

    /// What follows `t.me/+` in the one link that invites to a channel.
    func invitation(to id: ChannelID) -> String {
        let digits = String(UInt64(bitPattern: derive([0x91], id.rawValue)), radix: 16)
        return String(repeating: "0", count: 16 - digits.count) + digits
    }

    func channel(invitation hash: String) throws(Refusal) -> Chat {
        guard let channel = channels.values.first(where: { invitation(to: $0.id) == hash }) else {
            throw .badRequest("INVITE_HASH_INVALID")
        }
        return channel
    }

    mutating func setAbout(_ id: ChannelID, by user: UserID, about: String) throws(Refusal) {
        var channel = try channel(id, for: user, right: .changeInfo)
        guard about.utf16.count <= EmulatorLimits.aboutLength else { throw .badRequest("CHAT_ABOUT_TOO_LONG") }
        guard about != channel.about else { throw .badRequest("CHAT_ABOUT_NOT_MODIFIED") }
        channel.about = about
        channels.put(channel)
    }

    mutating func setTimeToLive(
        _ id: ChannelID, by user: UserID, seconds: Int32, now: Int32
    ) throws(Refusal) -> ChannelChange {
        var channel = try channel(id, for: user, right: .deleteMessages)
        guard seconds >= 0, seconds % 86400 == 0 else { throw .badRequest("TTL_PERIOD_INVALID") }
        guard seconds != channel.timeToLive ?? 0 else { throw .badRequest("CHAT_NOT_MODIFIED") }
        channel.timeToLive = seconds == 0 ? nil : seconds
        channels.put(channel)
        return post(action: .timeToLive(seconds), in: id, by: user, now: now)
    }

    mutating func setSignatures(_ id: ChannelID, by user: UserID, enabled: Bool) throws(Refusal) {
        var channel = try channel(id, for: user, right: .changeInfo)
        guard channel.hasSignatures != enabled else { throw .badRequest("CHAT_NOT_MODIFIED") }
        channel.hasSignatures = enabled
        channels.put(channel)
    }

    /// Bots enter a channel only so: as administrators.
    mutating func editAdmin(
        _ id: ChannelID, by user: UserID, target: UserID, rights: AdminRights
    ) throws(Refusal) {
        var channel = try channel(id, for: user, right: .addAdmins)
        guard let account = accounts[target] else { throw .badRequest("USER_ID_INVALID") }
        guard target != channel.creator else { throw .badRequest("USER_CREATOR") }
        guard channel.rights(of: user).isSuperset(of: rights.subtracting(.other)) else {
            throw .forbidden("RIGHT_FORBIDDEN")
        }
        if rights.isEmpty {
            channel.admins[target] = nil
            if account.isBot { channel.members.remove(target) }
        } else {
            channel.admins[target] = rights
            channel.members.insert(target)
        }
        channels.put(channel)
    }

    /// Returns who could not be added.
    mutating func invite(
        _ users: [UserID], to id: ChannelID, by user: UserID
    ) throws(Refusal) -> [UserID] {
        var channel = try channel(id, for: user, right: .inviteUsers)
        for target in users {
            guard let account = accounts[target] else { throw .badRequest("USER_ID_INVALID") }
            if account.isBot, channel.isBroadcast { throw .badRequest("USER_BOT") }
            channel.members.insert(target)
        }
        channels.put(channel)
        return []
    }

    mutating func join(_ id: ChannelID, user: UserID) throws(Refusal) {
        guard let channel = channels[id] else { throw .badRequest("CHANNEL_INVALID") }
        // Every channel here is private: one is invited or made an administrator.
        guard channel.members.contains(user) else { throw .badRequest("CHANNEL_PRIVATE") }
        throw .badRequest("USER_ALREADY_PARTICIPANT")
    }

    /// Nothing in a channel tells of it.
    mutating func accept(invitationTo id: ChannelID, user: UserID) throws(Refusal) {
        guard var channel = channels[id] else { throw .badRequest("INVITE_HASH_INVALID") }
        guard !channel.members.contains(user) else { throw .badRequest("USER_ALREADY_PARTICIPANT") }
        guard channels(of: user).count < EmulatorLimits.channelsPerAccount else {
            throw .badRequest("CHANNELS_TOO_MUCH")
        }
        channel.members.insert(user)
        channels.put(channel)
    }

    mutating func leave(_ id: ChannelID, user: UserID) throws(Refusal) {
        var channel = try channel(id, seenBy: user)
        guard channel.creator != user else { throw .badRequest("USER_CREATOR") }
        channel.members.remove(user)
        channel.admins[user] = nil
        channels.put(channel)
    }

    mutating func deleteChannel(_ id: ChannelID, by user: UserID, now: Int64) throws(Refusal) -> Chat {
        let channel = try channel(id, seenBy: user)
        guard channel.creator == user else { throw .badRequest("CHAT_ADMIN_REQUIRED") }
        for number in numbers[id] ?? [] { forget(MessageKey(channel: id, number: number), now: now) }
        for pts in eventPTS[id] ?? [] { events[ChannelEvent.ID(channel: id, pts: pts)] = nil }
        numbers[id] = nil
        eventPTS[id] = nil
        channels[id] = nil
        return channel
    }

    // MARK: Events

    /// Moves the channel's `pts` and remembers why.
    mutating func record(_ change: ChannelEvent.Change, in id: ChannelID) -> ChannelEvent? {
        guard var channel = channels[id] else { return nil }
        channel.pts += change.ptsCount
        channels.put(channel)
        let event = ChannelEvent(id: .init(channel: id, pts: channel.pts), change: change)
        events.put(event)
        var remembered = eventPTS[id] ?? []
        remembered.append(channel.pts)
        if remembered.count > EmulatorLimits.channelEvents + EmulatorLimits.channelEvents / 10 {
            for pts in remembered.prefix(remembered.count - EmulatorLimits.channelEvents) {
                events[ChannelEvent.ID(channel: id, pts: pts)] = nil
            }
            remembered.removeFirst(remembered.count - EmulatorLimits.channelEvents)
        }
        eventPTS[id] = remembered
        return event
    }

    /// Whether a message was posted or changed there at `date` or later.
    func hasNews(in id: ChannelID, since date: Int32) -> Bool {
        (eventPTS[id] ?? []).suffix(EmulatorLimits.messagesPerCall).contains { pts in
            switch events[.init(channel: id, pts: pts)]?.change {
            case .posted(let number), .edited(let number):
                let message = messages[MessageKey(channel: id, number: number)]
                return max(message?.date ?? 0, message?.edited ?? 0) >= date
            // Nobody wrote down when: that nothing is new there is for the channel to say.
            case .deleted, .pinned, .unpinned: return true
            case nil: return false
            }
        }
    }

    /// What happened after `pts`, in order; nil where not all of it is remembered.
    func events(of id: ChannelID, after pts: Int32, limit: Int) -> [ChannelEvent]? {
        let remembered = eventPTS[id] ?? []
        let oldest = remembered.first.flatMap { events[.init(channel: id, pts: $0)] }
        if let oldest, pts < oldest.id.pts - oldest.change.ptsCount { return nil }
        let start = remembered.firstIndex { $0 > pts } ?? remembered.count
        return remembered[start...].prefix(limit).compactMap { events[.init(channel: id, pts: $0)] }
    }
}
