// SPDX-License-Identifier: MIT

import Logging
import MTProto
import NIOCore
import NIOPosix
import Synchronization
import TL

/// An account at Telegram, or the way to log in to one. One client at a time uses a session file.
///
/// Every call ends with its result or a `TelegramError`. Waits that Telegram demands are thrown as `wait`; only transfers
/// wait them out by themselves, and report them.
package actor TelegramClient {
    package let configuration: TelegramConfiguration
    let group: any EventLoopGroup
    let file: SessionFile
    var content: SessionFile.Content
    /// From the server; before that, from the configuration.
    var endpoints: [Int32: [ServerList.Endpoint]]
    var mediaEndpoints: [Int32: [ServerList.Endpoint]] = [:]
    private var main: Link?
    private var transferLinks: [Int32: [Link]] = [:]
    private var authorisations: [Int32: Task<Result<Void, TelegramError>, Never>] = [:]
    private var didLoadConfiguration = false
    private var isClosed = false
    /// The key at home that takes the place of one that the server does not know: in the session file it does so only with
    /// a login, for the server may have been wrong.
    private var newHomeKey: SessionFile.Key?
    private var isHomeKeyRefused = false
    /// The account is being carried to another home.
    private var moving: Task<Result<Void, TelegramError>, Never>?
    /// Where each document was found to be, against what its message says.
    var documentCentres: [Int64: Int32] = [:]
    nonisolated let window: TransferGate
    nonisolated let channelUpdates = UpdateHub()
    private nonisolated let wasRefused: Atomic<Bool>
    /// What was asked of Telegram and what it demanded, for whoever shows it.
    package nonisolated let traffic = RequestTraffic()

    /// Opens and locks the session file. Nothing is connected before the first call.
    package init(
        configuration: TelegramConfiguration, sessionPath: String,
        group: any EventLoopGroup = MultiThreadedEventLoopGroup.singleton
    ) throws(TelegramError) {
        guard !configuration.servers.keys.isEmpty else { throw .configuration("no server's key is known") }
        self.configuration = configuration
        self.group = group
        file = try SessionFile(path: sessionPath)
        content = try file.load()
        endpoints = configuration.servers.endpoints
        wasRefused = Atomic(content.account == nil)
        window = TransferGate(limit: configuration.limits.transfersMax)
    }

    package var account: SessionFile.Account? { content.account }
    /// Whether a login is needed, as far as the last calls tell.
    package nonisolated var isLoggedOut: Bool { wasRefused.load(ordering: .relaxed) }
    package var homeDataCentre: Int32 { content.home ?? configuration.servers.firstDataCentre }

    /// Ends all connections and lets the session file go. What is under way fails.
    package func close() async {
        isClosed = true
        let links = [main].compactMap(\.self) + transferLinks.values.flatMap(\.self)
        main = nil
        transferLinks = [:]
        for task in authorisations.values { task.cancel() }
        for link in links { await link.stop() }
        file.release()
    }

    // MARK: Calls

    /// Calls a method at the home data centre. With `isRepeatable`, what the server had trouble with is asked again.
    package func invoke<Method: TLFunction>(
        _ method: Method, isRepeatable: Bool = true
    ) async throws(TelegramError) -> Method.Result {
        var moves = 0
        while true {
            let link = try mainLink()
            do throws(TelegramError) {
                return try await call(method, on: link, isRepeatable: isRepeatable)
            } catch {
                guard moves < 3, case .refused(let failure, _) = error,
                    case .migrate(let kind, let dataCentre) = RPCMeaning(failure), kind != .file, kind != .stats
                else { throw error }
                moves += 1
                try await move(to: dataCentre, from: link)
            }
        }
    }

    nonisolated func call<Method: TLFunction>(
        _ method: Method, on link: Link, isRepeatable: Bool = true
    ) async throws(TelegramError) -> Method.Result {
        let body = TLWriter.encode(method)
        var troubles = 0
        while true {
            traffic.count(Method.name)
            do throws(TelegramError) {
                var reader = try await link.call(body)
                return try Self.read(&reader, of: Method.self)
            } catch {
                guard case .refused(let failure, _) = error else { throw error }
                switch RPCMeaning(failure) {
                case .wait(let kind, let seconds):
                    let wait = TelegramWait(
                        lane: TelegramWait.Lane(method: Method.name), kind: kind, seconds: max(seconds, 1))
                    configuration.onWait(wait)
                    traffic.tell(wait)
                    throw .wait(wait)
                case .serverTrouble where isRepeatable && troubles < configuration.limits.serverTroubleMax:
                    troubles += 1
                    try await Self.sleep(.milliseconds(100 << troubles))
                case .fileReferenceExpired: throw .fileReferenceExpired
                case .notLoggedIn:
                    await refused(on: link)
                    throw .notLoggedIn(failure.message)
                case .notFound: throw .notFound(failure.message)
                // Whether it had an effect, the server does not say.
                case .serverTrouble:
                    throw .unreachable("the server is in trouble: \(failure.message) (\(failure.code), \(Method.name))")
                case .migrate, .passwordNeeded, .partMissing, .alreadySent, .unchanged, .refused:
                    throw .refused(failure, method: Method.name)
                }
            }
        }
    }

    private static func read<Method: TLFunction>(
        _ reader: inout TLReader, of method: Method.Type
    ) throws(TelegramError) -> Method.Result {
        var copy = reader
        do throws(TLError) {
            return try reader.read()
        } catch {
            throw .unreadable(method: Method.name, error, copy.remainder())
        }
    }

    static func sleep(_ duration: Duration) async throws(TelegramError) {
        do { try await Task.sleep(for: duration) } catch { throw .cancelled }
    }

    // MARK: Links

    func mainLink() throws(TelegramError) -> Link {
        guard !isClosed else { throw .unreachable("the client was closed") }
        if let main { return main }
        let hub = channelUpdates
        let link = makeLink(homeDataCentre, isMedia: false) { hub.take($0) }
        main = link
        return link
    }

    /// A connection for parts of files: the least recently used of those to that data centre.
    func transferLink(_ dataCentre: Int32) async throws(TelegramError) -> Link {
        try await authorise(dataCentre)
        guard !isClosed else { throw .unreachable("the client was closed") }
        var links = transferLinks[dataCentre] ?? []
        if links.count < configuration.limits.transferConnections {
            links.append(makeLink(dataCentre, isMedia: true) { _ in })
        } else {
            links.append(links.removeFirst())
        }
        transferLinks[dataCentre] = links
        return links[links.count - 1]
    }

    private func makeLink(
        _ dataCentre: Int32, isMedia: Bool, update: @escaping @Sendable (TLReader) -> Void
    ) -> Link {
        let media = isMedia ? mediaEndpoints[dataCentre] ?? [] : []
        let settings = Link.Settings(
            dataCentre: dataCentre, endpoints: media.isEmpty ? endpoints[dataCentre] ?? [] : media,
            isTest: configuration.servers.isTest, keys: configuration.servers.keys, options: configuration.transport,
            limits: configuration.limits, preface: Device.preface(configuration, wantsUpdates: !isMedia),
            logger: configuration.logger)
        let new = newHomeKey.flatMap { $0.dataCentre == dataCentre ? $0 : nil }
        let known = new ?? content.keys.first { $0.dataCentre == dataCentre }
        let key = known.flatMap { known in AuthKey(Array(known.key)).map { (key: $0, salt: known.salt) } }
        let onWait = configuration.onWait
        let events = LinkEvents(
            madeKey: { key, salt in Task { await self.keep(key, salt, for: dataCentre) } },
            changedSalt: { salt in Task { await self.keep(salt: salt, for: dataCentre) } },
            lostKey: { Task { await self.forgetKey(of: dataCentre) } }, update: update, wait: onWait)
        return Link(settings, key: key, loop: group.next(), events: events)
    }

    private func keep(_ key: AuthKey, _ salt: Int64, for dataCentre: Int32, isAuthorised: Bool = false) {
        if isHomeKeyRefused, dataCentre == homeDataCentre {
            newHomeKey = SessionFile.Key(
                dataCentre: dataCentre, key: .init(key.bytes), salt: salt, isAuthorised: false)
            return
        }
        if let index = content.keys.firstIndex(where: { $0.dataCentre == dataCentre }),
            content.keys[index].key == .init(key.bytes)
        {
            guard isAuthorised, !content.keys[index].isAuthorised else { return }
            content.keys[index].isAuthorised = true
            return save()
        }
        content.keys.removeAll { $0.dataCentre == dataCentre }
        content.keys.append(
            SessionFile.Key(dataCentre: dataCentre, key: .init(key.bytes), salt: salt, isAuthorised: isAuthorised))
        save()
    }

    /// The key that a link works with, also where the link's own notice of it is still on its way.
    private func keepKey(of link: Link, for dataCentre: Int32) async {
        if let (key, salt) = await link.currentKey() { keep(key, salt, for: dataCentre, isAuthorised: true) }
    }

    private func keep(salt: Int64, for dataCentre: Int32) {
        guard let index = content.keys.firstIndex(where: { $0.dataCentre == dataCentre }) else { return }
        // Written with the next change that matters: an old salt costs one message.
        content.keys[index].salt = salt
    }

    /// The server does not know the key. At home only a login tells what is right instead; elsewhere the login is carried
    /// there anew.
    private func forgetKey(of dataCentre: Int32) async {
        if dataCentre == homeDataCentre, content.account != nil {
            isHomeKeyRefused = true
            wasRefused.store(true, ordering: .relaxed)
        } else {
            content.keys.removeAll { $0.dataCentre == dataCentre }
            save()
        }
        await dropLinks(to: dataCentre)
    }

    private func dropLinks(to dataCentre: Int32) async {
        authorisations[dataCentre] = nil
        let links = transferLinks.removeValue(forKey: dataCentre) ?? []
        for link in links { await link.stop() }
    }

    /// A 401. Away from home it says only that the login has to be carried there again.
    private func refused(on link: Link) async {
        let dataCentre = link.settings.dataCentre
        guard dataCentre != homeDataCentre else { return wasRefused.store(true, ordering: .relaxed) }
        // Of several that were under way, the first does it.
        guard transferLinks[dataCentre]?.contains(where: { $0 === link }) == true else { return }
        for index in content.keys.indices where content.keys[index].dataCentre == dataCentre {
            content.keys[index].isAuthorised = false
        }
        save()
        await dropLinks(to: dataCentre)
    }

    /// Telegram told who we are.
    func seenLoggedIn() {
        guard !isHomeKeyRefused else { return }
        wasRefused.store(content.account == nil, ordering: .relaxed)
    }

    /// A session that cannot be written now is written with its next change; until then a restart logs in anew.
    func save() {
        do throws(TelegramError) {
            try file.save(content)
        } catch {
            configuration.logger.error("the session cannot be saved", metadata: ["reason": "\(error)"])
        }
    }

    // MARK: Data centres

    /// The account, or the phone number, belongs elsewhere: a key there, and that is home.
    /// `link` is the one that was told so: where another has taken its place already, that was done.
    func move(to dataCentre: Int32, from link: Link) async throws(TelegramError) {
        if let moving { return try await moving.value.get() }
        guard dataCentre != homeDataCentre, link.settings.dataCentre == homeDataCentre else { return }
        guard endpoints[dataCentre] != nil else {
            throw .unreachable("we are sent to data centre \(dataCentre), which has no address")
        }
        let task = Task { await self.carry(to: dataCentre) }
        moving = task
        let result = await task.value
        moving = nil
        try result.get()
    }

    /// Who is logged in is so at the new home before it is one.
    private func carry(to dataCentre: Int32) async -> Result<Void, TelegramError> {
        configuration.logger.info("moving", metadata: ["dc": "\(dataCentre)"])
        do throws(TelegramError) {
            let old = try mainLink()
            if content.account != nil, !isAuthorised(at: dataCentre) {
                try await importLogin(to: dataCentre, from: old)
            }
            if main === old { main = nil }
            content.home = dataCentre
            newHomeKey = nil
            isHomeKeyRefused = false
            save()
            await old.stop()
            return .success(())
        } catch {
            return .failure(error)
        }
    }

    private func importLogin(to dataCentre: Int32, from home: Link) async throws(TelegramError) {
        let exported = try await call(Function.AuthExportAuthorization(dcID: dataCentre), on: home)
        let link = makeLink(dataCentre, isMedia: true) { _ in }
        _ = try await call(
            Function.AuthImportAuthorization(id: exported.id, bytes: exported.bytes), on: link, isRepeatable: false)
        await keepKey(of: link, for: dataCentre)
        transferLinks[dataCentre, default: []].append(link)
    }

    /// Once per connection of this process: where the data centres are today.
    package func loadConfiguration() async throws(TelegramError) {
        guard !didLoadConfiguration else { return }
        let config = try await invoke(Function.HelpGetConfig())
        didLoadConfiguration = true
        var plain: [Int32: [ServerList.Endpoint]] = [:]
        var media: [Int32: [ServerList.Endpoint]] = [:]
        for option in config.dcOptions where !option.ipv6 && !option.cdn && option.secret == nil {
            guard !option.tcpoOnly || configuration.transport.isObfuscated, (1...65535).contains(option.port) else {
                continue
            }
            let endpoint = ServerList.Endpoint(host: option.ipAddress, port: Int(option.port))
            if option.mediaOnly {
                media[option.id, default: []].append(endpoint)
            } else {
                plain[option.id, default: []].append(endpoint)
            }
        }
        for (dataCentre, list) in plain { endpoints[dataCentre] = list }
        mediaEndpoints = media
    }

    /// Carries the login to another data centre, once for all who need it.
    func authorise(_ dataCentre: Int32) async throws(TelegramError) {
        if authorisations[dataCentre] == nil {
            authorisations[dataCentre] = Task { await self.authorising(dataCentre) }
        }
        guard let task = authorisations[dataCentre] else { return }
        let result = await task.value
        if case .failure = result { authorisations[dataCentre] = nil }
        try result.get()
    }

    private func authorising(_ dataCentre: Int32) async -> Result<Void, TelegramError> {
        do throws(TelegramError) {
            guard content.account != nil else { throw .notLoggedIn("nobody is logged in") }
            try await loadConfiguration()
            guard dataCentre != homeDataCentre else {
                await keepKey(of: try mainLink(), for: dataCentre)
                return .success(())
            }
            guard !isAuthorised(at: dataCentre) else { return .success(()) }
            guard endpoints[dataCentre] != nil else {
                throw .unreachable("data centre \(dataCentre) has no address")
            }
            try await importLogin(to: dataCentre, from: try mainLink())
            return .success(())
        } catch {
            return .failure(error)
        }
    }

    private func isAuthorised(at dataCentre: Int32) -> Bool {
        content.keys.contains { $0.dataCentre == dataCentre && $0.isAuthorised }
    }

    /// After a login or a logout.
    func become(_ account: SessionFile.Account?) async {
        // Their hashes are an account's own.
        if account?.id != content.account?.id { content.channels = nil }
        content.account = account
        wasRefused.store(account == nil, ordering: .relaxed)
        if let newHomeKey {
            content.keys.removeAll { $0.dataCentre == newHomeKey.dataCentre }
            content.keys.append(newHomeKey)
        }
        newHomeKey = nil
        isHomeKeyRefused = false
        content.home = homeDataCentre
        for index in content.keys.indices {
            content.keys[index].isAuthorised = account != nil && content.keys[index].dataCentre == content.home
        }
        authorisations = [:]
        let links = transferLinks.values.flatMap(\.self)
        transferLinks = [:]
        for link in links { await link.stop() }
        save()
    }

    /// The login and its keys are gone at the server too: the next call makes new keys.
    package func forgetEverything() async {
        await become(nil)
        await main?.stop()
        main = nil
        content.keys = []
        save()
    }
}
