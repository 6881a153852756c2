// SPDX-License-Identifier: MIT

import Logging
import MTProto
import NIOCore
import NIOPosix
import TL

/// What a link tells whoever made it. Called on the link's event loop.
struct LinkEvents: Sendable {
    var madeKey: @Sendable (AuthKey, Int64) -> Void = { _, _ in }
    var changedSalt: @Sendable (Int64) -> Void = { _ in }
    /// The server does not know the key (any more).
    var lostKey: @Sendable () -> Void = {}
    var update: @Sendable (TLReader) -> Void = { _ in }
    var wait: @Sendable (TelegramWait) -> Void = { _ in }
}

/// One session with one data centre over one connection at a time: connects, makes a key where there is none, sends,
/// reconnects, and gives every call its one outcome.
///
/// `@unchecked Sendable`: everything mutable is touched on `loop` only.
final class Link: @unchecked Sendable {
    struct Settings: Sendable {
        var dataCentre: Int32
        var endpoints: [ServerList.Endpoint]
        var isTest: Bool
        var keys: [RSAPublicKey]
        var options: TransportOptions
        var limits: ClientLimits
        var preface: [UInt8]
        var logger: Logger
    }

    private enum State {
        /// Nothing to do, or waiting for the next attempt.
        case idle
        case connecting
        case open(WireHandler)
        case stopped
    }

    private struct Call {
        var body: [UInt8]
        var continuation: CheckedContinuation<Result<TLReader, TelegramError>, Never>?
        var asked: SessionTime
    }

    let settings: Settings
    private let loop: any EventLoop
    private let events: LinkEvents
    private var state = State.idle
    private var key: (key: AuthKey, salt: Int64)?
    private var timeOffset: Duration?
    private var session: ClientSession<SystemRandomBytes>?
    private var exchange: ClientKeyExchange<SystemRandomBytes>?
    private var calls: [QueryID: Call] = [:]
    /// How often in a row the server, or whoever answers for it, did not know our key.
    private var keyRefusals = 0
    /// Cancelled before they were asked.
    private var cancelledEarly: Set<QueryID> = []
    private var attempts = 0
    private var downSince: SessionTime?
    private var lastFailure = "no connection was made yet"
    private var ticker: RepeatedTask?
    private var connectedAt: SessionTime?

    init(_ settings: Settings, key: (key: AuthKey, salt: Int64)?, loop: any EventLoop, events: LinkEvents) {
        self.settings = settings
        self.loop = loop
        self.events = events
        self.key = key
    }

    /// Connects without a call, so that a key is there.
    func start() { loop.execute { self.connectIfNeeded() } }

    /// Asks, once. Throws `unreachable`, `refused`, `wait`, `notLoggedIn`, `cancelled`.
    func call(_ body: [UInt8]) async throws(TelegramError) -> TLReader {
        let id = QueryIDs.next()
        let result = await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                loop.execute { self.begin(id, Call(body: body, continuation: continuation, asked: SteadyClock.now)) }
            }
        } onCancel: {
            loop.execute { self.cancel(id) }
        }
        // It had its outcome before: nobody asks for that number again.
        if Task.isCancelled { loop.execute { _ = self.cancelledEarly.remove(id) } }
        return try result.get()
    }

    func stop() async {
        await withCheckedContinuation { continuation in
            loop.execute {
                self.shutDown()
                continuation.resume()
            }
        }
    }

    func currentKey() async -> (AuthKey, Int64)? {
        await withCheckedContinuation { continuation in
            loop.execute { continuation.resume(returning: self.key.map { ($0.key, $0.salt) }) }
        }
    }

    // MARK: Calls

    private func begin(_ id: QueryID, _ call: Call) {
        if cancelledEarly.remove(id) != nil { return call.continuation?.resume(returning: .failure(.cancelled)) ?? () }
        if case .stopped = state {
            return call.continuation?.resume(returning: .failure(.unreachable("the client was closed"))) ?? ()
        }
        calls[id] = call
        session?.submit(id, body: call.body)
        connectIfNeeded()
        flush()
    }

    private func cancel(_ id: QueryID) {
        guard calls[id] != nil else {
            // Either it has its outcome, or it will begin after this.
            if cancelledEarly.count < 10_000 { cancelledEarly.insert(id) }
            return
        }
        session?.cancel(id)
        finish(id, .failure(.cancelled))
        flush()
    }

    private func finish(_ id: QueryID, _ result: Result<TLReader, TelegramError>) {
        guard let call = calls.removeValue(forKey: id) else { return }
        call.continuation?.resume(returning: result)
    }

    private func failAll(_ error: TelegramError) {
        for id in Array(calls.keys) {
            session?.cancel(id)
            finish(id, .failure(error))
        }
    }

    private func shutDown() {
        if case .stopped = state { return }
        let before = state
        state = .stopped
        ticker?.cancel()
        ticker = nil
        if case .open(let wire) = before { wire.end("closed by us") }
        failAll(.unreachable("the client was closed"))
    }

    // MARK: Connecting

    private func connectIfNeeded() {
        if ticker == nil {
            ticker = loop.scheduleRepeatedTask(initialDelay: .seconds(1), delay: .seconds(1)) { [weak self] _ in
                self?.tick()
            }
        }
        guard case .idle = state, attempts == 0 else { return }
        connect()
    }

    private func connect() {
        guard case .idle = state else { return }
        state = .connecting
        if downSince == nil { downSince = SteadyClock.now }
        guard !settings.endpoints.isEmpty else { return lost("data centre \(settings.dataCentre) has no address") }
        let endpoint = settings.endpoints[attempts % settings.endpoints.count]
        attempts += 1
        let target = settings.options.proxy.map { ServerList.Endpoint(host: $0.host, port: $0.port) } ?? endpoint
        let wire = NIOLoopBound(
            WireHandler(
                endpoint: endpoint, options: settings.options, dataCentre: exchangeNumber,
                proxyMax: settings.limits.proxyMax, onOpen: { [weak self] in self?.opened($0) },
                onBytes: { [weak self] in self?.session?.heard(now: SteadyClock.now) },
                onFrame: { [weak self] in self?.received($0) },
                onClose: { [weak self] in self?.lost($0) }), eventLoop: loop)
        ClientBootstrap(group: loop)
            .connectTimeout(.seconds(10))
            .channelOption(.socketOption(.tcp_nodelay), value: 1)
            .channelOption(.socketOption(.so_keepalive), value: 1)
            // A range of a file arrives in a few reads.
            .channelOption(
                .recvAllocator, value: AdaptiveRecvByteBufferAllocator(minimum: 1024, initial: 65_536, maximum: 1 << 20)
            )
            .channelInitializer { channel in
                channel.eventLoop.makeCompletedFuture { try channel.pipeline.syncOperations.addHandler(wire.value) }
            }
            .connect(host: target.host, port: target.port)
            .whenFailure { error in self.lost("\(target.host):\(target.port): \(error)") }
    }

    /// A server may list any number.
    private var exchangeNumber: Int32 { settings.dataCentre &+ (settings.isTest ? 10_000 : 0) }

    private func opened(_ wire: WireHandler) {
        guard case .connecting = state else { return wire.end("closed by us") }
        state = .open(wire)
        connectedAt = SteadyClock.now
        if let key {
            begin(with: key)
        } else {
            var exchange = ClientKeyExchange(
                keys: settings.keys, dataCentre: exchangeNumber, random: SystemRandomBytes())
            let packet = exchange.start(now: SteadyClock.now)
            self.exchange = exchange
            wire.send(packet)
        }
    }

    private func begin(with key: (key: AuthKey, salt: Int64)) {
        if session == nil {
            var session = ClientSession(
                key: key.key, salt: key.salt, timeOffset: timeOffset ?? .zero, isTimeKnown: timeOffset != nil,
                preface: settings.preface, random: SystemRandomBytes())
            for (id, call) in calls.sorted(by: { $0.key.rawValue < $1.key.rawValue }) {
                session.submit(id, body: call.body)
            }
            self.session = session
        }
        session?.connected(now: SteadyClock.now)
        flush()
    }

    private func lost(_ reason: String) {
        lastFailure = reason
        session?.disconnected()
        exchange = nil
        if downSince == nil { downSince = SteadyClock.now }
        switch state {
        case .stopped: return
        case .idle, .connecting, .open: state = .idle
        }
        settings.logger.debug("connection lost", metadata: ["dc": "\(settings.dataCentre)", "reason": "\(reason)"])
        // A connection that lived a while is replaced at once; one that does not come about, ever less often.
        if let connectedAt, SteadyClock.now - connectedAt > .seconds(10) { attempts = 0 }
        connectedAt = nil
        let delay = min(100 << min(attempts, 8), 16_000)
        loop.scheduleTask(in: .milliseconds(Int64(delay))) { [weak self] in self?.connectAgain() }
    }

    private func connectAgain() {
        guard case .idle = state else { return }
        // Nobody waits: the next call connects.
        guard !calls.isEmpty else {
            attempts = 0
            downSince = nil
            return
        }
        connect()
    }

    // MARK: Frames

    private func received(_ frame: Frame) {
        guard case .open(let wire) = state else { return }
        switch frame {
        case .quickAck: break
        case .transportError(let code): refused(code, wire)
        case .payload(let packet, _):
            if session != nil { take(packet, wire) } else { exchange(packet, wire) }
        }
    }

    private func exchange(_ packet: [UInt8], _ wire: WireHandler) {
        guard exchange != nil else { return wire.end("a message that nobody waits for") }
        do throws(KeyExchangeError) {
            switch try exchange?.receive(packet, now: SteadyClock.now) {
            case .send(let packet): wire.send(packet)
            case .done(let outcome):
                exchange = nil
                key = (outcome.key, outcome.salt)
                timeOffset = outcome.timeOffset
                events.madeKey(outcome.key, outcome.salt)
                begin(with: (outcome.key, outcome.salt))
            case nil: break
            }
        } catch {
            settings.logger.warning(
                "no key could be agreed on", metadata: ["dc": "\(settings.dataCentre)", "reason": "\(error)"])
            wire.end("no key could be agreed on: \(error)")
        }
    }

    private func take(_ packet: [UInt8], _ wire: WireHandler) {
        do throws(SessionError) {
            for event in try session?.receive(packet, now: SteadyClock.now) ?? [] { handle(event) }
            // Authentic: this connection works.
            keyRefusals = 0
            attempts = 0
            downSince = nil
        } catch {
            settings.logger.warning(
                "a message was refused", metadata: ["dc": "\(settings.dataCentre)", "reason": "\(error)"])
            return wire.end("a message was refused: \(error)")
        }
        flush()
    }

    private func handle(_ event: SessionEvent) {
        switch event {
        case .answer(let id, let reader): finish(id, .success(reader))
        case .failure(let id, .rejected(let failure)): finish(id, .failure(.refused(failure, method: "")))
        case .failure(let id, .unreadable(let why)):
            finish(id, .failure(.unreachable("an answer is unreadable: \(why)")))
        case .failure(let id, .badMessage(let code)):
            finish(id, .failure(.unreachable("the server refuses our messages (\(code))")))
        case .update(let reader): events.update(reader)
        case .saltChanged(let salt):
            key?.salt = salt
            events.changedSalt(salt)
        case .sessionCreated: break
        case .unreadable(let why):
            settings.logger.debug("a message could not be read", metadata: ["reason": "\(why)"])
        }
    }

    /// -404, -429 and so on, in place of an answer.
    private func refused(_ code: Int32, _ wire: WireHandler) {
        switch code {
        // Nobody signs these eight bytes: they count once several connections brought them, to other addresses too.
        case -404 where session != nil && keyRefusals < Self.keyRefusalsMax: keyRefusals += 1
        case -404 where session != nil:
            keyRefusals = 0
            session = nil
            key = nil
            failAll(.notLoggedIn("the server does not know our key"))
            events.lostKey()
        case -429:
            let seconds = min(1 << min(attempts, 6), 60)
            events.wait(TelegramWait(lane: .read, kind: .connections, seconds: seconds))
            attempts += 3
        default: break
        }
        wire.end("the server answered \(code)")
    }

    private static let keyRefusalsMax = 3

    private func flush() {
        guard case .open(let wire) = state, session != nil else { return }
        for packet in session?.flush(now: SteadyClock.now) ?? [] { wire.send(packet) }
    }

    private func tick() {
        let now = SteadyClock.now
        if case .open(let wire) = state, session?.tick(now: now) == false { wire.end("the server fell silent") }
        flush()
        let isDown = downSince.map { now - $0 > settings.limits.patience } ?? false
        for (id, call) in calls {
            if isDown, now - call.asked > settings.limits.patience {
                session?.cancel(id)
                finish(id, .failure(.unreachable(lastFailure)))
            } else if now - call.asked > settings.limits.answerMax {
                session?.cancel(id)
                finish(id, .failure(.unreachable("no answer for \(settings.limits.answerMax)")))
            }
        }
        if case .open = state, exchange != nil, let connectedAt, now - connectedAt > .seconds(30) {
            if case .open(let wire) = state { wire.end("the server fell silent in the key exchange") }
        }
    }
}
