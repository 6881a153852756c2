// SPDX-License-Identifier: MIT

import TL

/// users.*, contacts.resolveUsername, updates.getState, and what ends or moves a login.
extension Backend {
    func callUsers(
        _ function: any TLFunction, by caller: Caller, _ account: Account
    ) throws(Refusal) -> Reply? {
        switch function {
        case let it as Function.UsersGetUsers: try getUsers(it, account)
        case let it as Function.UsersGetFullUser: try getFullUser(it, account)
        case let it as Function.ContactsResolveUsername: try resolve(it, account)
        case is Function.UpdatesGetState: Reply(state)
        case let it as Function.UpdatesGetDifference: getDifference(it, account)
        case is Function.AuthLogOut: try logOut(by: caller)
        case is Function.AuthResetAuthorizations: try resetOthers(by: caller, account)
        default: nil
        }
    }

    /// There are no private chats here: all that happens, happens in channels with a `pts` of their own.
    var state: API.UpdatesState {
        API.UpdatesState(pts: 1, qts: 0, date: Int32(now), seq: 0, unreadCount: 0)
    }

    /// Only which channels to ask about: `updates.getChannelDifference` tells what happened there.
    private func getDifference(_ it: Function.UpdatesGetDifference, _ account: Account) -> Reply {
        let now = now
        return store.look { world in
            let channels = world.channels(of: account.id).filter { world.hasNews(in: $0.id, since: it.date) }
            guard !channels.isEmpty else {
                return Reply(
                    API.UpdatesDifference.updatesDifferenceEmpty(
                        API.UpdatesDifferenceEmpty(date: Int32(now), seq: 0)))
            }
            let updates = channels.map {
                API.Update.updateChannelTooLong(API.UpdateChannelTooLong(channelID: $0.id.rawValue, pts: $0.pts))
            }
            let renderer = Renderer(world: world, viewer: account.id, now: now)
            return Reply(
                API.UpdatesDifference.updatesDifference(
                    API.UpdatesDifferenceValue(
                        otherUpdates: updates, chats: channels.map(renderer.chat), users: [], state: state)))
        }
    }

    private func getUsers(_ it: Function.UsersGetUsers, _ account: Account) throws(Refusal) -> Reply {
        let now = now
        return try store.read { world throws(Refusal) in
            let renderer = Renderer(world: world, viewer: account.id, now: now)
            var users: [API.User] = []
            for input in it.id {
                // Whom one may not see is passed over, as Telegram does.
                if let found = try? world.user(input, for: account.id) { users.append(renderer.user(found)) }
            }
            return Reply(users)
        }
    }

    private func getFullUser(_ it: Function.UsersGetFullUser, _ account: Account) throws(Refusal) -> Reply {
        let now = now
        return try store.read { world throws(Refusal) in
            let user = try world.user(it.id, for: account.id)
            let full = API.UserFull(
                canPinMessage: true, id: user.id.rawValue, settings: API.PeerSettings(),
                notifySettings: API.PeerNotifySettings(), commonChatsCount: 0)
            let shown = Renderer(world: world, viewer: account.id, now: now).user(user)
            return Reply(API.UsersUserFull(fullUser: full, chats: [], users: [shown]))
        }
    }

    private func resolve(_ it: Function.ContactsResolveUsername, _ account: Account) throws(Refusal) -> Reply {
        let now = now
        return try store.read { world throws(Refusal) in
            let wanted = it.username.lowercased()
            let found = world.accounts.values.first { $0.username?.lowercased() == wanted }
            guard let found else { throw .badRequest("USERNAME_NOT_OCCUPIED") }
            return Reply(
                API.ContactsResolvedPeer(
                    peer: .peerUser(API.PeerUser(userID: found.id.rawValue)), chats: [],
                    users: [Renderer(world: world, viewer: account.id, now: now).user(found)]))
        }
    }

    private func logOut(by caller: Caller) throws(Refusal) -> Reply {
        try store.change { world throws(Refusal) in world.login(nil, on: caller.key) }
        return Reply(API.AuthLoggedOut())
    }

    private func resetOthers(by caller: Caller, _ account: Account) throws(Refusal) -> Reply {
        try store.change { world throws(Refusal) in
            _ = world.revokeSessions(of: account.id)
            world.login(account.id, on: caller.key)
        }
        return Reply(true)
    }
}

extension World {
    func user(_ input: API.InputUser, for viewer: UserID) throws(Refusal) -> Account {
        switch input {
        case .inputUserSelf:
            if let account = accounts[viewer] { return account }
        case .inputUser(let user):
            let id = UserID(rawValue: user.userID)
            // A bot that knows a user's id may leave the hash out.
            let hashIsRight =
                user.accessHash == accessHash(.user, user.userID, for: viewer)
                || user.accessHash == 0 && accounts[viewer]?.isBot == true || id == viewer
            if hashIsRight, let account = accounts[id] { return account }
        default: break
        }
        throw .badRequest("USER_ID_INVALID")
    }

    func channel(_ input: API.InputChannel, for viewer: UserID) throws(Refusal) -> ChannelID {
        guard case .inputChannel(let channel) = input else { throw .badRequest("CHANNEL_INVALID") }
        return try channelID(channel.channelID, channel.accessHash, for: viewer)
    }

    func channel(_ input: API.InputPeer, for viewer: UserID) throws(Refusal) -> ChannelID {
        guard case .inputPeerChannel(let channel) = input else { throw .badRequest("PEER_ID_INVALID") }
        return try channelID(channel.channelID, channel.accessHash, for: viewer)
    }

    /// A bot may leave the hash out for channels that it is in.
    private func channelID(_ number: Int64, _ hash: Int64, for viewer: UserID) throws(Refusal) -> ChannelID {
        let id = ChannelID(rawValue: number)
        let isBot = accounts[viewer]?.isBot ?? false
        guard channels[id] != nil, hash == accessHash(.channel, number, for: viewer) || isBot && hash == 0 else {
            throw .badRequest("CHANNEL_INVALID")
        }
        _ = try channel(id, seenBy: viewer)
        return id
    }
}

// MARK: From outside

extension Backend {
    /// Without a data centre the second, where there is one: clients begin at another, so that they have to move.
    private func home(_ wanted: DataCenterID?) throws(Refusal) -> DataCenterID {
        let centers = centers.map(\.id)
        guard let wanted else { return centers.dropFirst().first ?? DataCenterID(rawValue: 1) }
        guard centers.contains(wanted) else { throw .badRequest("DC_ID_INVALID") }
        return wanted
    }

    package func addUser(
        phone: String, code: String, password: String? = nil, home: DataCenterID? = nil
    ) throws(Refusal) -> Account {
        let home = try self.home(home)
        let verifier = password.map(PasswordVerifier.init)
        return try store.change { world throws(Refusal) in
            try world.addUser(phone: phone, code: code, password: verifier, home: home)
        }
    }

    /// Returns its token.
    package func addBot(name: String, home: DataCenterID? = nil) throws(Refusal) -> String {
        let home = try self.home(home)
        let tail = "AA" + Random.hex(17).prefix(33)
        return try store.change { world throws(Refusal) in
            try world.addBot(name: name, tokenTail: tail, home: home).token ?? ""
        }
    }
}
