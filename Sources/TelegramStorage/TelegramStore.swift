// SPDX-License-Identifier: MIT

import Logging
import ObjectStorage
import Synchronization
import Telegram

/// A volume's objects in a private channel: each is one message that carries one document, and the root is the document of
/// the pinned message.
///
/// Everything that it remembers is a cache of what Telegram says. It holds no connection: at each call it asks for the
/// account's client, which may be another one after a new login.
package final class TelegramStore: ObjectStore {
    /// One call's way to the channel: access hashes are the account's own.
    struct Session: Sendable {
        let client: TelegramClient
        let account: Int64
        let isBot: Bool
        let channel: ChannelReference
    }

    struct State {
        var session: Session?
        /// Names whose posting ended without an answer: perhaps they are there.
        var doubtful: Set<ObjectName> = []
        var hasLooked = false
        var newest = NewestMessage()
        /// The root that was read or written last.
        var root: Root?
        /// A replacement of the root that did not end.
        var attempt: RootAttempt?
        /// Root documents that a listing showed and nobody needs any more, unless one is the root.
        var rootsSeen: Set<Int32> = []
        var hasClearedRoots = false
        /// Notices of pins whose deletion did not succeed.
        var notices: Set<Int32> = []
        /// From the first to the second there is nothing of the volume's.
        var quiet: (after: Int32, through: Int32)?
        /// When auto-delete was last known to be off.
        var checkedAutoDelete: Duration?
    }

    package let chat: ChatID
    package let traits: ObjectStoreTraits
    let logger: Logger
    let state = Mutex(State())
    let locations = DocumentLocations()
    let puts = KeyedTurns<ObjectName>()
    let fetches = KeyedTurns<Int32>()
    let rootTurns = KeyedTurns<Int32>()
    /// Told of the waits that transfers keep by themselves.
    package let waits: StoreWaits
    private let access: any TelegramAccess
    private let now: @Sendable () -> Duration

    /// `now` only ever rises.
    init(
        access: any TelegramAccess, chat: ChatID, traits: ObjectStoreTraits, logger: Logger,
        now: @escaping @Sendable () -> Duration
    ) {
        waits = StoreWaits()
        self.access = access
        self.chat = chat
        self.traits = traits
        self.logger = logger
        self.now = now
    }

    // MARK: The session

    /// Whoever is logged in now, and the channel as that account reaches it.
    func session() async throws(ObjectStoreError) -> Session {
        guard !Task.isCancelled else { throw .cancelled }
        let client = try await asked { () async throws(TelegramError) in try await access.client() }
        guard let account = await client.account else { throw .unauthorised("nobody is logged in") }
        if let known = state.withLock({ $0.session }), known.client === client, known.account == account.id {
            return known
        }
        let channel = try await asked { () async throws(TelegramError) in
            try await client.channel(id: self.chat.channel)
        }
        let session = Session(client: client, account: account.id, isBot: account.isBot, channel: channel.reference)
        locations.forgetAll()
        let isNewClient = state.withLock { state in
            defer { state.session = session }
            return state.session?.client !== client
        }
        if isNewClient { watch(client) }
        return session
    }

    private func watch(_ client: TelegramClient) {
        let waits = waits
        client.traffic.observe { wait in
            switch wait.lane {
            case .upload: waits.pause(.writes, for: .seconds(wait.seconds))
            case .download: waits.pause(.reads, for: .seconds(wait.seconds))
            // Thrown: the stack above keeps them.
            case .login, .message, .read: break
            }
        }
    }

    /// Requests to Telegram by method, those of the client that is logged in now.
    package var requests: [String: UInt64] { state.withLock { $0.session }?.client.traffic.requests ?? [:] }

    /// What only the whole description of the channel tells. Each look is one at auto-delete, too.
    func channelState(_ session: Session) async throws(ObjectStoreError) -> ChannelState {
        let found = try await asked { () async throws(TelegramError) in
            try await session.client.state(of: session.channel)
        }
        state.withLock { $0.newest.saw(pts: found.position) }
        let isPermanent = try await switchOffAutoDelete(found, session)
        let time = now()
        state.withLock { $0.checkedAutoDelete = isPermanent ? time : nil }
        return found
    }

    // MARK: Auto-delete

    /// False where messages that are posted now would vanish.
    private func switchOffAutoDelete(
        _ found: ChannelState, _ session: Session
    ) async throws(ObjectStoreError) -> Bool {
        guard let seconds = found.autoDeleteSeconds else { return true }
        logger.error(
            "Auto-delete was switched on: what was posted since then will vanish.",
            metadata: ["chat": "\(chat)", "after": "\(seconds) s"])
        guard !session.isBot else { return false }
        do throws(TelegramError) {
            try await session.client.setAutoDelete(nil, in: session.channel)
        } catch {
            if case .refused = error { return false }
            throw ObjectStoreError(error)
        }
        logger.notice("Auto-delete is off again.", metadata: ["chat": "\(chat)"])
        return true
    }

    /// Before something is posted: a message keeps the term that its channel had then. Asks Telegram once a day.
    func requirePermanence(_ session: Session) async throws(ObjectStoreError) {
        let time = now()
        let last = state.withLock { $0.checkedAutoDelete }
        if let last, time - last < Self.permanenceCheck { return }
        _ = try await channelState(session)
        guard state.withLock({ $0.checkedAutoDelete != nil }) else {
            throw .unauthorised(
                "messages of \(chat) are deleted after a time, and this account may not change that: an administrator "
                    + "has to switch auto-delete off")
        }
    }

    private static let permanenceCheck: Duration = .seconds(86_400)
}
