// SPDX-License-Identifier: MIT

import Logging
import MTProto
import ObjectStorage
import ObjectStoreSuite
import TL
import Telegram
import TelegramStorage
import TestDirectory
import Testing

@testable import TelegramEmulator

/// One key for all emulators: making one takes longer than most tests.
private let serverKey = RSAPrivateKey.generate()

enum AccountKind: String, CaseIterable, Sendable, CustomTestStringConvertible {
    case user, bot

    var testDescription: String { "as a \(rawValue)" }
}

/// An emulated Telegram with a person, and a bot that the person lets into channels.
final class Scene: Sendable {
    static let phone = "15550100"

    let directory: TemporaryDirectory
    let emulator: Emulator
    let logger: Logger
    private let botToken: String
    private let botName: String

    private init(hasRateLimits: Bool) async throws {
        directory = try TemporaryDirectory()
        try Self.prepare(directory.path + "/state")
        var logger = Logger(label: "test")
        logger.logLevel = .critical
        self.logger = logger
        emulator = try await Emulator.start(
            EmulatorConfiguration(state: directory.path + "/state", hasRateLimits: hasRateLimits), logger: logger)
        try emulator.ready.write(to: directory.path + "/ready.json")
        _ = try emulator.backend.addUser(phone: Self.phone, code: "12345")
        botName = "keeper"
        botToken = try emulator.backend.addBot(name: botName)
    }

    /// Ends with the lock on the directory, which the emulator takes.
    private static func prepare(_ path: String) throws {
        let state = try StateDirectory(path: path)
        let key = try #require(serverKey)
        let centers = (1...3).map {
            StateDirectory.Server.Center(id: DataCenterID(rawValue: Int32($0)), port: 0, mediaPort: 0)
        }
        try state.save(
            .init(
                secret: Random.bytes(32), centers: centers,
                key: [key.publicKey.modulus, key.publicKey.exponent, key.privateExponent]))
    }

    /// Suites that call it are serialised: an emulator takes some thirty descriptors.
    static func with(hasRateLimits: Bool = false, _ body: (Scene) async throws -> Void) async throws {
        let scene = try await Scene(hasRateLimits: hasRateLimits)
        do {
            try await body(scene)
        } catch {
            try await scene.emulator.stop()
            throw error
        }
        try await scene.emulator.stop()
    }

    var backend: Backend { emulator.backend }

    // MARK: Accounts

    /// A client of its own, as another process would have one.
    func client(_ kind: AccountKind = .user, session: String = "main") async throws -> TelegramClient {
        var configuration = TelegramConfiguration(
            application: try Application(id: "1", hash: String(repeating: "0a", count: 16)),
            servers: try ServerList(path: directory.path + "/ready.json"), version: "test", logger: logger)
        // An answer that a fault took away for good is not waited for as long as a person's.
        configuration.limits.answerMax = .seconds(15)
        let client = try TelegramClient(
            configuration: configuration, sessionPath: "\(directory.path)/\(kind)-\(session).session")
        try await login(client, kind)
        return client
    }

    /// Somebody else, in no channel.
    func stranger(phone: String) async throws -> TelegramClient {
        let configuration = TelegramConfiguration(
            application: try Application(id: "1", hash: String(repeating: "0a", count: 16)),
            servers: try ServerList(path: directory.path + "/ready.json"), version: "test", logger: logger)
        let client = try TelegramClient(
            configuration: configuration, sessionPath: "\(directory.path)/\(phone).session")
        guard case .sent(let code) = try await client.sendCode(phone: phone) else { return client }
        _ = try await client.signIn(code, code: "12345")
        return client
    }

    func login(_ client: TelegramClient, _ kind: AccountKind) async throws {
        switch kind {
        case .user:
            guard case .sent(let code) = try await client.sendCode(phone: Self.phone) else { return }
            _ = try await client.signIn(code, code: "12345")
        case .bot: _ = try await client.logInBot(token: botToken)
        }
    }

    /// A channel of the person's, with the bot as its administrator.
    func channel(_ owner: TelegramClient, title: String = "Store") async throws -> ChannelReference {
        let channel = try await owner.createChannel(title: title, about: "").reference
        try await admit(to: channel, owner)
        return channel
    }

    func admit(
        to channel: ChannelReference, _ owner: TelegramClient,
        rights: API.ChatAdminRights = API.ChatAdminRights(
            postMessages: true, editMessages: true, deleteMessages: true, pinMessages: true)
    ) async throws {
        let found = try await owner.invoke(Function.ContactsResolveUsername(username: botName + "_bot"))
        guard case .user(let bot)? = found.users.first else { throw Missing.bot }
        _ = try await owner.invoke(
            Function.ChannelsEditAdmin(
                channel: .inputChannel(
                    API.InputChannelValue(channelID: channel.id, accessHash: channel.accessHash)),
                userID: .inputUser(API.InputUserValue(userID: bot.id, accessHash: bot.accessHash ?? 0)),
                adminRights: rights, rank: ""))
    }

    enum Missing: Error { case bot }

    // MARK: What the server has

    func messages(_ chat: ChatID) -> [Message] {
        let id = ChannelID(rawValue: chat.channel)
        return backend.store.look { world in
            (world.numbers[id] ?? []).compactMap { world.messages[MessageKey(channel: id, number: $0)] }
        }
    }

    /// The names of the objects that messages of the channel carry, one for each message.
    func objectNames(_ chat: ChatID) -> [String] {
        messages(chat).filter { $0.text.hasPrefix("gramfs object ") }.map { String($0.text.dropFirst(14)) }
    }

    func roots(_ chat: ChatID) -> [Message] { messages(chat).filter { $0.text.hasPrefix("gramfs root ") } }

    func calls(_ method: String) -> Int { backend.counters[method] ?? 0 }

    /// Behind everybody's back.
    func delete(_ message: Int32, in chat: ChatID) throws {
        let now = backend.now
        _ = try backend.store.change { world throws(Refusal) in
            try world.delete([message], in: ChannelID(rawValue: chat.channel), by: nil, now: now)
        }
    }

    func edit(_ message: Int32, in chat: ChatID, text: String?, document: DocumentID? = nil) throws {
        let now = Int32(truncatingIfNeeded: backend.now)
        _ = try backend.store.change { world throws(Refusal) in
            try world.edit(
                MessageKey(channel: ChannelID(rawValue: chat.channel), number: message), by: nil, text: text,
                entities: [], document: document, now: now)
        }
    }
}

/// A channel with a store on it, and the clients behind both.
struct Setting: Sendable {
    let scene: Scene
    let kind: AccountKind
    let owner: TelegramClient
    let client: TelegramClient
    let chat: ChatID
    let store: TelegramStore

    init(_ scene: Scene, _ kind: AccountKind) async throws {
        self.scene = scene
        self.kind = kind
        owner = try await scene.client()
        client = kind == .user ? owner : try await scene.client(.bot)
        chat = ChatID(channel: try await scene.channel(owner).id)
        store = try await TelegramStore.open(OpenClient(client), chat, logger: scene.logger)
    }

    /// As another process would open it.
    func reopen(session: String = "other") async throws -> TelegramStore {
        try await TelegramStore.open(
            OpenClient(try await scene.client(kind, session: session)), chat, logger: scene.logger)
    }

    /// The same session in a new process, as far as the store can tell.
    func restart() async throws -> TelegramStore {
        try await TelegramStore.open(OpenClient(client), chat, logger: scene.logger)
    }
}

func withSetting(
    _ kind: AccountKind, hasRateLimits: Bool = false, _ body: (Setting) async throws -> Void
) async throws {
    try await Scene.with(hasRateLimits: hasRateLimits) { scene in
        let setting = try await Setting(scene, kind)
        do {
            try await body(setting)
        } catch {
            await setting.owner.close()
            await setting.client.close()
            throw error
        }
        await setting.owner.close()
        await setting.client.close()
    }
}
