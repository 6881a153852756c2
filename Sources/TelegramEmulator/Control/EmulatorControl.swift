// SPDX-License-Identifier: MIT

import ControlSocket

/// The methods of the control socket.
struct EmulatorControl: Sendable {
    let server: Server

    private var backend: Backend { server.backend }

    var registry: MethodRegistry {
        var registry = MethodRegistry()
        registry.register(.addUser) { parameters, _ in try addUser(parameters) }
        registry.register(.addBot) { parameters, _ in try addBot(parameters) }
        registry.register(.listChannels) { _, _ in listChannels() }
        registry.register(.admitAdmin) { parameters, _ in try admit(parameters) }
        registry.register(.setAutoDelete) { parameters, _ in try setAutoDelete(parameters) }
        registry.register(.listMessages) { parameters, _ in try listMessages(parameters) }
        registry.register(.deleteMessage) { parameters, _ in try deleteMessage(parameters) }
        registry.register(.editMessage) { parameters, _ in try editMessage(parameters) }
        registry.register(.revokeSessions) { parameters, _ in try revoke(parameters) }
        registry.register(.expireReferences) { _, _ in try expireReferences() }
        registry.register(.counters) { _, _ in backend.counters }
        registry.register(.addFault) { fault, _ in addFault(fault) }
        registry.register(.listFaults) { _, _ in backend.faults }
        registry.register(.clearFaults) { parameters, _ in CountReport(count: backend.clearFaults(parameters.id)) }
        return registry
    }

    private func addUser(_ it: UserParameters) throws -> UserReport {
        let account = try backend.addUser(
            phone: it.phone, code: it.code, password: it.password, home: it.dc.map(DataCenterID.init))
        return UserReport(id: account.id.rawValue, phone: account.phone ?? "", dc: account.home.rawValue)
    }

    private func addBot(_ it: BotParameters) throws -> String {
        try backend.addBot(name: it.name, home: it.dc.map(DataCenterID.init))
    }

    private func listChannels() -> [ChannelReport] {
        backend.store.look { world in
            world.channels.values.sorted { $0.id < $1.id }.map { channel in
                ChannelReport(
                    id: channel.id.rawValue, chat: channel.id.chat, title: channel.title,
                    creator: channel.creator.rawValue,
                    invitation: "https://t.me/+\(world.invitation(to: channel.id))",
                    messages: world.numbers[channel.id]?.count ?? 0,
                    pts: channel.pts, autoDelete: channel.timeToLive)
            }
        }
    }

    /// What the owner of a channel does in an app: makes somebody, or a bot, its administrator.
    private func admit(_ it: AdmissionParameters) throws -> CountReport {
        let id = try channel(it.chat)
        return try backend.store.change { world throws(Refusal) in
            guard let channel = world.channels[id], let account = world.account(named: it.user) else {
                throw .badRequest("USER_ID_INVALID")
            }
            try world.editAdmin(
                id, by: channel.creator, target: account.id,
                rights: [.changeInfo, .postMessages, .editMessages, .deleteMessages, .pinMessages, .other])
            return CountReport(count: 1)
        }
    }

    /// What the owner of a channel does in an app.
    private func setAutoDelete(_ it: AutoDeleteParameters) throws -> CountReport {
        let id = try channel(it.chat)
        let now = Int32(truncatingIfNeeded: backend.now)
        let change = try backend.store.change { world throws(Refusal) in
            guard let channel = world.channels[id] else { throw .badRequest("CHANNEL_INVALID") }
            return try world.setTimeToLive(id, by: channel.creator, seconds: it.seconds, now: now)
        }
        server.publish([change], except: nil)
        return CountReport(count: change.events.count)
    }

    private func listMessages(_ it: ChatParameters) throws -> [MessageReport] {
        let id = try channel(it.chat)
        return backend.store.look { world in
            (world.numbers[id] ?? []).compactMap { world.messages[MessageKey(channel: id, number: $0)] }.map {
                message in
                let document = message.document.flatMap { world.documents[$0] }
                return MessageReport(
                    id: message.id.number, date: message.date, sender: message.sender.rawValue, text: message.text,
                    pinned: message.isPinned, service: message.action != nil,
                    document: document.map { .init(id: $0.id.rawValue, size: $0.size, dc: $0.center.rawValue) })
            }
        }
    }

    private func deleteMessage(_ it: MessageParameters) throws -> CountReport {
        let id = try channel(it.chat)
        let now = backend.now
        let change = try backend.store.change { world throws(Refusal) in
            try world.delete([it.id], in: id, by: nil, now: now)
        }
        server.publish([change], except: nil)
        return CountReport(count: change.events.count)
    }

    private func editMessage(_ it: MessageParameters) throws -> CountReport {
        let key = MessageKey(channel: try channel(it.chat), number: it.id)
        let other = it.documentOf.map { MessageKey(channel: key.channel, number: $0) }
        let now = Int32(truncatingIfNeeded: backend.now)
        let (text, entities) = EntityFinder.complete(it.text ?? "", [])
        let change = try backend.store.change { world throws(Refusal) in
            let document = other.flatMap { world.messages[$0]?.document }
            if other != nil, document == nil { throw Refusal.badRequest("MESSAGE_ID_INVALID") }
            return try world.edit(key, by: nil, text: text, entities: entities, document: document, now: now)
        }
        server.publish([change], except: nil)
        return CountReport(count: change.events.count)
    }

    private func revoke(_ it: SessionParameters) throws -> CountReport {
        let keys = try backend.store.change { world throws(Refusal) in
            guard let account = world.account(named: it.user) else { throw Refusal.badRequest("USER_ID_INVALID") }
            return world.revokeSessions(of: account.id)
        }
        return CountReport(count: keys.count)
    }

    private func expireReferences() throws -> CountReport {
        try backend.store.change { world throws(Refusal) in
            world.settings.referenceEpoch &+= 1
            return CountReport(count: world.documents.rows.count)
        }
    }

    private func addFault(_ fault: Fault) -> Int64 {
        let id = backend.addFault(fault).id
        server.closeUnreachable()
        return id
    }

    private func channel(_ chat: Int64) throws(Refusal) -> ChannelID {
        guard let id = ChannelID(chat: chat), backend.store.look({ $0.channels[id] != nil }) else {
            throw .badRequest("CHANNEL_INVALID")
        }
        return id
    }
}

extension World {
    fileprivate func account(named user: UserName) -> Account? {
        account(phone: user.text) ?? Int64(user.text).flatMap { accounts[UserID(rawValue: $0)] }
    }
}
