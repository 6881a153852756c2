// SPDX-License-Identifier: MIT

import DataPlane
import FilesystemModel
import Logging
import ObjectStorage
import Telegram
import TelegramStorage

/// The account that a store is in.
struct StoreAccount: Sendable {
    let name: AccountName
    let client: TelegramClient

    /// Telegram said so, and nobody has logged in since.
    var isLoggedOut: Bool { client.isLoggedOut }
}

extension VolumeStore {
    static func telegram(
        _ chat: StoreAddress.Chat, _ purpose: Purpose, _ account: AccountName, in accounts: Accounts
    ) async throws(Failure) -> VolumeStore {
        let client = try await accounts.client(of: account)
        let user = StoreAccount(name: account, client: client)
        let access = OpenClient(client)
        do throws(ChannelProblem) {
            let store: TelegramStore
            switch (purpose, chat) {
            case (.new(let title), .any), (.new(let title), .new):
                store = try await TelegramStore.create(access, title: title)
            case (.new, .known(let chat)), (.recovery, .known(let chat)):
                store = try await TelegramStore.open(access, chat)
            case (.new, .invited(let invitation)), (.recovery, .invited(let invitation)):
                store = try await TelegramStore.open(access, TelegramStore.chat(of: invitation, access))
            case (.known, .known(let chat)):
                // Mounted also while Telegram is away or nobody is logged in.
                store = TelegramStore.attach(access, chat, isBot: await client.account?.isBot ?? false)
            case (.known, .any), (.known, .new), (.known, .invited), (.recovery, .any), (.recovery, .new):
                throw .noChat
            }
            return VolumeStore(.telegram(.known(store.chat)), store, account: user)
        } catch {
            throw Failure(error, account)
        }
    }

    /// The chats of an account that hold a volume, each as a store; and a sentence on each that could not be looked at.
    static func telegramStores(
        _ account: AccountName, in accounts: Accounts
    ) async throws(Failure) -> (stores: [(title: String, store: VolumeStore)], skipped: [String]) {
        let client = try await accounts.client(of: account)
        let user = StoreAccount(name: account, client: client)
        let access = OpenClient(client)
        do throws(ChannelProblem) {
            let isBot = await client.account?.isBot ?? false
            let search = try await TelegramStore.find(access)
            let stores = search.found.map { found in
                let store = TelegramStore.attach(access, found.chat, isBot: isBot)
                return (title: found.title, store: VolumeStore(.telegram(.known(found.chat)), store, account: user))
            }
            var skipped = search.skipped.map { skipped in
                let reason = Failure(skipped.reason, in: .telegram(.known(skipped.chat))).message
                return "\(skipped.title) (\(skipped.chat)) could not be looked at: \(reason)"
            }
            if !search.isComplete { skipped.append("The list of the account's chats could not be read to its end") }
            return (stores, skipped)
        } catch {
            throw Failure(error, account)
        }
    }
}

extension Failure {
    init(_ problem: ChannelProblem, _ account: AccountName) {
        switch problem {
        case .notThere(let chat):
            self.init(
                .noSuchVolume, "The account \(account) does not see the chat \(chat)",
                hint: "Log in as one of its administrators, or compare the number")
        case .noChat:
            self.init(.usage, "The store names no chat", hint: "Write telegram:CHAT; gramfs recover --list shows them")
        case .notInvited(let invitation):
            self.init(
                .noSuchVolume, "\(invitation) leads to no channel that the account \(account) is in",
                hint: "Join it in any app, have an administrator name the account one too, and try again")
        case .botNeedsChat:
            self.init(
                .usage, "A bot can neither make channels nor list those that it is in",
                hint: "Make a private channel, make the bot its administrator, and write telegram:CHAT")
        case .missingRight(let chat, let title, let right):
            self.init(
                .notPermitted, "The account \(account) may not \(right) in \(title) (\(chat))",
                hint: "Have an administrator of the channel give it that right")
        case .store(.unauthorised(let why)):
            self.init(
                .notLoggedIn, "The account \(account) cannot be used: \(why)", hint: "Log in: gramfs login \(account)")
        case .store(.throttled(let duration)):
            self.init(
                .floodWait, "Telegram asks to wait \(duration)",
                hint: "Try again after that; coming early makes it longer")
        case .store(let error): self.init(error, in: .telegram(.any))
        }
    }
}
