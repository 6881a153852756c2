// SPDX-License-Identifier: MIT

import Logging
import ObjectStorage
import Telegram

/// Why a channel cannot hold a volume: facts about the channel and the account.
package enum ChannelProblem: Error, Hashable, Sendable {
    /// The account does not see it.
    case notThere(ChatID)
    /// A bot neither makes channels nor lists those that it is in.
    case botNeedsChat
    /// It was not said which one.
    case noChat
    /// It leads to no channel that the account is in.
    case notInvited(Invitation)
    /// The account may not do in the channel what a volume needs.
    case missingRight(ChatID, title: String, right: String)
    case store(ObjectStoreError)
}

/// A channel in which a root was found.
package struct FoundChannel: Hashable, Sendable {
    package let chat: ChatID
    package let title: String
}

/// What was found among the channels of an account, and what could not be looked at.
package struct ChannelSearch: Hashable, Sendable {
    package struct Skipped: Hashable, Sendable {
        package let chat: ChatID
        package let title: String
        package let reason: ObjectStoreError
    }

    package fileprivate(set) var found: [FoundChannel]
    package fileprivate(set) var skipped: [Skipped]
    /// False where Telegram's list of chats could not be read to its end.
    package let isComplete: Bool
}

extension TelegramStore {
    /// A new private channel. Creating is limited by Telegram to a few a day, and is not repeated after a lost answer.
    package static func create(
        _ access: any TelegramAccess, title: String, logger: Logger = Logger(label: "gramfs.telegram"),
        now: @escaping @Sendable () -> Duration = TelegramStore.steadyTime
    ) async throws(ChannelProblem) -> TelegramStore {
        let (client, isBot) = try await account(access)
        guard !isBot else { throw .botNeedsChat }
        let channel: ChannelDescription
        do throws(TelegramError) {
            channel = try await client.createChannel(title: String(title.prefix(100)), about: about)
        } catch {
            throw .store(ObjectStoreError(error))
        }
        return try await open(access, ChatID(channel: channel.reference.id), logger: logger, now: now)
    }

    private static let about =
        "A file system of gramfs. There is nothing to read here, and whoever deletes or edits a message loses files."

    /// A channel that is there: what a volume needs in it is looked at, and auto-delete switched off.
    package static func open(
        _ access: any TelegramAccess, _ chat: ChatID, logger: Logger = Logger(label: "gramfs.telegram"),
        now: @escaping @Sendable () -> Duration = TelegramStore.steadyTime
    ) async throws(ChannelProblem) -> TelegramStore {
        let (client, isBot) = try await account(access)
        let channel: ChannelDescription
        do throws(TelegramError) {
            channel = try await client.channel(id: chat.channel)
        } catch {
            if case .notFound = error { throw .notThere(chat) }
            throw .store(ObjectStoreError(error))
        }
        for (isThere, right) in [
            (channel.canPost, "post messages"), (channel.canPin, "pin messages"),
            (channel.canDelete, "delete messages"),
        ] where !isThere {
            throw .missingRight(chat, title: channel.title, right: right)
        }
        let store = attach(access, chat, isBot: isBot, logger: logger, now: now)
        do throws(ObjectStoreError) {
            _ = try await store.channelState(try await store.session())
        } catch {
            throw .store(error)
        }
        return store
    }

    /// The channel that an invitation leads to, where the account is in it. Nobody joins anything here: who joins by a link
    /// may read and not post, so an administrator has to name the account anyway.
    package static func chat(
        of invitation: Invitation, _ access: any TelegramAccess
    ) async throws(ChannelProblem) -> ChatID {
        let (client, isBot) = try await account(access)
        guard !isBot else { throw .botNeedsChat }
        do throws(TelegramError) {
            return ChatID(channel: try await client.channel(invitation: invitation.hash).reference.id)
        } catch {
            if case .notFound = error { throw .notInvited(invitation) }
            throw .store(ObjectStoreError(error))
        }
    }

    /// A channel that held the volume before, without asking Telegram: a volume is mounted also while that is away. What is
    /// wrong with the channel or the account is told by the calls.
    package static func attach(
        _ access: any TelegramAccess, _ chat: ChatID, isBot: Bool, logger: Logger = Logger(label: "gramfs.telegram"),
        now: @escaping @Sendable () -> Duration = TelegramStore.steadyTime
    ) -> TelegramStore {
        TelegramStore(access: access, chat: chat, traits: traits(isBot: isBot), logger: logger, now: now)
    }

    /// The channels of the account in which a root is pinned, among those where it may post. Each costs two requests;
    /// waits are waited out.
    package static func find(_ access: any TelegramAccess) async throws(ChannelProblem) -> ChannelSearch {
        let (client, isBot) = try await account(access)
        guard !isBot else { throw .botNeedsChat }
        do throws(TelegramError) {
            let list = try await patiently(client) { () async throws(TelegramError) in try await client.channels() }
            var search = ChannelSearch(found: [], skipped: [], isComplete: list.isComplete)
            var unreachable = 0
            for channel in list.channels where channel.isBroadcast && channel.canPost {
                let chat = ChatID(channel: channel.reference.id)
                do throws(TelegramError) {
                    let isVolume = try await patiently(client) { () async throws(TelegramError) in
                        try await holdsRoot(channel.reference, client)
                    }
                    unreachable = 0
                    if isVolume { search.found.append(FoundChannel(chat: chat, title: channel.title)) }
                } catch {
                    switch error {
                    case .notLoggedIn, .cancelled: throw error
                    // One is that channel's trouble, more are the network's.
                    case .unreachable where unreachable > 0: throw error
                    case .unreachable: unreachable += 1
                    default: break
                    }
                    search.skipped.append(
                        ChannelSearch.Skipped(chat: chat, title: channel.title, reason: ObjectStoreError(error)))
                }
            }
            return search
        } catch {
            throw .store(ObjectStoreError(error))
        }
    }

    private static func holdsRoot(
        _ channel: ChannelReference, _ client: TelegramClient
    ) async throws(TelegramError) -> Bool {
        guard let pinned = try await client.state(of: channel).pinnedMessage else { return false }
        let messages = try await client.messages([pinned], in: channel)
        if messages.contains(where: { DocumentLabel($0)?.isRoot == true }) { return true }
        // Something else was pinned on top.
        return try await client.pinnedMessages(in: channel).contains { DocumentLabel($0)?.isRoot == true }
    }

    /// Waits as Telegram demands, as a transfer would.
    private static func patiently<Value: Sendable>(
        _ client: TelegramClient, _ body: () async throws(TelegramError) -> Value
    ) async throws(TelegramError) -> Value {
        var waited = Duration.zero
        while true {
            do throws(TelegramError) {
                return try await body()
            } catch {
                guard case .wait(let wait) = error else { throw error }
                waited += .seconds(wait.seconds)
                guard await waited <= client.configuration.limits.transferWaitMax else { throw error }
                do { try await Task.sleep(for: .seconds(wait.seconds)) } catch { throw .cancelled }
            }
        }
    }

    private static func account(_ access: any TelegramAccess) async throws(ChannelProblem) -> (TelegramClient, Bool) {
        do throws(ObjectStoreError) {
            let client = try await asked { () async throws(TelegramError) in try await access.client() }
            guard let account = await client.account else { throw ObjectStoreError.unauthorised("nobody is logged in") }
            return (client, account.isBot)
        } catch {
            throw .store(error)
        }
    }

    /// Of a bot it is not known whether it may delete messages that are older than two days.
    static func traits(isBot: Bool) -> ObjectStoreTraits {
        var traits = ObjectStoreTraits.telegramUser
        traits.removalMayBeRefused = isBot
        // Fewer would keep read-ahead from filling the wire; how many really go at once, the client's window decides.
        traits.transfersMax = ClientLimits().transfersMax
        return traits
    }

    package static let steadyTime: @Sendable () -> Duration = {
        let start = ContinuousClock.now
        return { start.duration(to: .now) }
    }()
}
