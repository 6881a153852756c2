// SPDX-License-Identifier: MIT

import Logging
import MTProto
import NIOCore
import Synchronization
import TL

/// One TCP connection of a client: bytes to messages and back, queries to the backend, answers in the order in which
/// they come. Queries run on threads that may wait for the disk; no more of them at once than `running`, so that neither
/// a large container nor a client that does not read makes answers pile up.
///
/// `@unchecked Sendable`: all but `isOpenFlag` belongs to the event loop.
final class Connection: ChannelInboundHandler, @unchecked Sendable {
    typealias InboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    private struct Waiting {
        var session: ServerSession
        var query: Query
        var key: AuthorizationKey
    }

    private static let runningMax = 16
    /// Queries that wait behind those; beyond it the connection is not read.
    private static let waitingMax = 64

    let server: Server
    let center: DataCenterID
    private let isOpenFlag = Atomic<Bool>(true)
    private var context: ChannelHandlerContext?
    private var transport = ServerTransport()
    private var random = SystemRandomBytes()
    private var exchange: KeyExchange
    private var key: (row: AuthorizationKey, key: AuthKey)?
    private var waiting: [Waiting] = []
    private var running: Set<Int64> = []
    private var isPaused = false
    private var deadline: Scheduled<Void>?
    /// When the bytes that a bandwidth fault lets through are spent.
    private var inboundFree = NIODeadline.uptimeNanoseconds(0)
    private var outboundFree = NIODeadline.uptimeNanoseconds(0)
    private var lastPlainID: Int64 = 0

    init(server: Server, center: DataCenterID) {
        self.server = server
        self.center = center
        exchange = KeyExchange(server.key, center: center)
    }

    var isOpen: Bool { isOpenFlag.load(ordering: .relaxed) }
    var eventLoop: (any EventLoop)? { context?.eventLoop }

    private var backend: Backend { server.backend }

    // MARK: Channel

    func channelActive(context: ChannelHandlerContext) {
        self.context = context
        guard server.opened(self) else { return context.close(promise: nil) }
        context.fireChannelActive()
    }

    func channelInactive(context: ChannelHandlerContext) {
        isOpenFlag.store(false, ordering: .relaxed)
        deadline?.cancel()
        waiting.removeAll()
        self.context = nil
        server.closed(self)
        context.fireChannelInactive()
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) { close() }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        if event is IdleStateHandler.IdleStateEvent { close() }
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        let buffer = unwrapInboundIn(data)
        do throws(WireError) {
            try feed(buffer)
            while isOpen, let frame = try nextFrame() { try receive(frame) }
        } catch {
            fail(error)
        }
        pace(buffer.readableBytes)
    }

    private func feed(_ buffer: ByteBuffer) throws(WireError) {
        let result = buffer.withUnsafeReadableBytes { bytes in
            Result { () throws(FrameError) in try transport.feed(bytes) }
        }
        do throws(FrameError) { try result.get() } catch { throw .frame(error) }
    }

    private func nextFrame() throws(WireError) -> [UInt8]? {
        do throws(FrameError) {
            switch try transport.next() {
            case .payload(let payload, _): return payload
            // Only servers send those.
            case .quickAck, .transportError: return []
            case nil: return nil
            }
        } catch {
            throw .frame(error)
        }
    }

    private func fail(_ error: WireError) {
        server.logger.debug("Connection given up", metadata: ["reason": "\(error)", "dc": "\(center.rawValue)"])
        if case .transport(let code) = error { send(ByteBuffer(bytes: transport.encode(error: code))) }
        close()
    }

    func close() {
        guard isOpenFlag.exchange(false, ordering: .relaxed) else { return }
        context?.close(promise: nil)
    }

    /// From any thread.
    func closeSoon() {
        guard let loop = server.loop(of: self) else { return }
        loop.execute { self.close() }
    }

    // MARK: Frames

    private func receive(_ frame: [UInt8]) throws(WireError) {
        guard frame.count >= 24 else { throw .transport(-404) }
        let keyID = frame.withUnsafeBytes { $0.loadUnaligned(as: Int64.self) }
        if keyID == 0 {
            try receivePlain(frame)
        } else {
            try receiveEncrypted(frame, KeyID(rawValue: keyID))
        }
    }

    private func receivePlain(_ frame: [UInt8]) throws(WireError) {
        guard let message = PlainMessage(decoding: frame) else { throw .transport(-404) }
        let now = backend.now
        let store = backend.store
        let outcome = try exchange.receive(message.body, serverTime: Int32(truncatingIfNeeded: now)) {
            id in (try? store.read { world throws(Refusal) in world.keys[id] != nil }) ?? true
        }
        if let made = outcome.made { try keep(made, now: now) }
        lastPlainID = max(lastPlainID + 4, Int64(backend.time * 4_294_967_296) & ~3 | 1)
        write(PlainMessage(id: lastPlainID, body: TLWriter.encode(outcome.answer)).encoded)
    }

    private func keep(_ made: KeyExchange.Made, now: Int64) throws(WireError) {
        let row = AuthorizationKey(
            id: KeyID(made.key), bytes: made.key.bytes, center: center, expires: made.expiresIn.map { now + Int64($0) },
            firstSalt: made.firstSalt, firstSaltExpires: now + 2 * EmulatorLimits.saltSeconds)
        do {
            try backend.store.change { world throws(Refusal) in world.keys.put(row) }
        } catch {
            throw .transport(-404)
        }
    }

    private func receiveEncrypted(_ frame: [UInt8], _ id: KeyID) throws(WireError) {
        let now = backend.now
        let center = center
        let found = try? backend.store.read { world throws(Refusal) in world.keys[id] }
        guard let row = found ?? nil, row.center == center, row.expires ?? Int64.max > now,
            let key = key?.row.id == id ? key?.key : AuthKey(row.bytes)
        else { throw .transport(-404) }
        self.key = (row, key)
        let message = try open(frame, key)
        let sessionID = ServerSession.ID(key: id, session: message.sessionID)
        if let code = Self.timeError(message.id, now: now) {
            let known = server.sessions.existing(sessionID)
            return send([ServerSession.refusal(message.id, message.sequence, code)], sessionID, known, row, key)
        }
        if let reply = wrongSalt(message, row, now) {
            return send([reply], sessionID, server.sessions.existing(sessionID), row, key)
        }
        try accept(message, server.sessions.session(sessionID), row, key)
    }

    private func open(_ frame: [UInt8], _ key: AuthKey) throws(WireError) -> EncryptedMessage {
        do throws(EnvelopeError) {
            return try EncryptedMessage(opening: frame, key: key, direction: .toServer)
        } catch {
            throw .envelope(error)
        }
    }

    /// core.telegram.org/mtproto/service_messages_about_messages, error codes.
    static func timeError(_ id: Int64, now: Int64) -> Int32? {
        guard id & 3 == 0 else { return 18 }
        let time = id >> 32
        if time < now - EmulatorLimits.messageAgeSeconds { return 16 }
        return time > now + EmulatorLimits.messageAheadSeconds ? 17 : nil
    }

    private func wrongSalt(_ message: EncryptedMessage, _ row: AuthorizationKey, _ now: Int64) -> Outgoing? {
        let (isValid, salt) = salts(row) { ($0.isValid(message.salt, at: now), $0.salt(at: now)) }
        guard !isValid else { return nil }
        return .badSalt(message.id, message.sequence, salt)
    }

    private func salts<Result: Sendable>(_ row: AuthorizationKey, _ body: (Salts) -> sending Result) -> Result {
        // Reading throws only what its body throws.
        backend.store.look { body(Salts(world: $0, key: row)) }
    }

    private func accept(
        _ message: EncryptedMessage, _ found: (session: ServerSession, isNew: Bool), _ row: AuthorizationKey,
        _ key: AuthKey
    ) throws(WireError) {
        let session = found.session
        var resent = session.attach(self)
        var replies: [Outgoing] = []
        if found.isNew {
            let now = backend.now
            let salt = salts(row) { $0.salt(at: now) }
            let notice = Service.NewSession(
                firstMsgID: try MessagePart.all(of: message).map(\.id).min() ?? message.id, uniqueID: Random.int64(),
                serverSalt: salt)
            replies.append(.content(TLWriter.encode(notice)))
        }
        let intake = try session.take(message)
        resent += intake.resent
        replies += intake.replies
        for command in intake.commands { replies += try obey(command, session, row) }
        if !replies.isEmpty || !resent.isEmpty {
            if let numbered = session.number(replies, resending: resent, time: backend.time) {
                write(numbered, session.id, row, key)
            }
        }
        waiting += intake.queries.map { Waiting(session: session, query: $0, key: row) }
        startQueries()
        // What has no query to answer is acknowledged by itself.
        if waiting.isEmpty, running.isEmpty, let owed = session.number([], time: backend.time) {
            write(owed, session.id, row, key)
        }
    }

    private func obey(
        _ command: ServerSession.Command, _ session: ServerSession, _ row: AuthorizationKey
    ) throws(WireError) -> [Outgoing] {
        switch command {
        case .disconnectAfter(let seconds):
            deadline?.cancel()
            deadline = context?.eventLoop.scheduleTask(in: .seconds(min(seconds, 86_400))) { self.close() }
            return []
        case .destroySession(let id):
            let isGone = server.sessions.remove(.init(key: row.id, session: id), except: session)
            return [
                .notice(
                    isGone
                        ? Service.DestroySessionRes.destroySessionOk(.init(sessionID: id))
                        : .destroySessionNone(.init(sessionID: id)))
            ]
        case .futureSalts(let request, let count):
            let now = backend.now
            return [salts(row) { Self.futureSalts($0.future(count, from: now), request, now) }]
        case .destroyKey(let request):
            try? backend.store.change { world throws(Refusal) in world.removeKey(row.id) }
            let answer = TLWriter.encode(Service.DestroyAuthKeyRes.destroyAuthKeyOk)
            return [.content(ServerSession.result(answer, of: request), answering: request)]
        }
    }

    /// Bare vectors, which the schema's own types do not have.
    private static func futureSalts(
        _ salts: [(since: Int64, until: Int64, salt: Int64)], _ request: Int64, _ now: Int64
    ) -> Outgoing {
        var writer = TLWriter()
        writer.constructor(TLConstructor.futureSalts)
        writer.fixed(request)
        writer.fixed(Int32(truncatingIfNeeded: now))
        writer.fixed(Int32(salts.count))
        for salt in salts {
            writer.fixed(Int32(truncatingIfNeeded: salt.since))
            writer.fixed(Int32(truncatingIfNeeded: salt.until))
            writer.fixed(salt.salt)
        }
        return Outgoing(body: writer.written, isContent: false)
    }

    // MARK: Queries

    private func startQueries() {
        while running.count < Self.runningMax, let index = waiting.firstIndex(where: isReady) {
            let next = waiting.remove(at: index)
            running.insert(next.query.id)
            let caller = Caller(
                key: next.key.id, session: next.session.id.session, center: center, layer: .declared)
            server.perform(next.query, next.session, caller) { outcome in
                guard let loop = self.server.loop(of: self) else { return self.server.keep(outcome, next.session) }
                loop.execute { self.finish(outcome, next.session, next.key) }
            }
        }
        pause(waiting.count > Self.waitingMax)
    }

    /// Whether nothing that it is to follow is under way.
    private func isReady(_ waiting: Waiting) -> Bool {
        guard let before = CallWrappers.precedingQuery(waiting.query.body) else { return true }
        return !running.contains(before) && !self.waiting.contains { $0.query.id == before }
    }

    private func finish(_ outcome: CallOutcome, _ session: ServerSession, _ row: AuthorizationKey) {
        switch outcome {
        case .answer(let answer, let delay, let copies):
            guard delay > 0, let context else { return deliver(answer, copies, session, row) }
            context.eventLoop.scheduleTask(in: .seconds(delay)) { self.deliver(answer, copies, session, row) }
        case .badSalt(let query, let sequence):
            running.remove(query)
            refuseSalt(of: query, sequence, session, row)
            startQueries()
        case .lost(let query):
            running.remove(query)
            session.lose(query)
            close()
        case .transport(let query, let code):
            running.remove(query)
            session.lose(query)
            fail(.transport(code))
        }
    }

    private func refuseSalt(of query: Int64, _ sequence: Int32, _ session: ServerSession, _ row: AuthorizationKey) {
        let now = backend.now
        session.forget(query)
        let fresh = backend.store.look { $0.keys[row.id] } ?? row
        let salt = salts(fresh) { $0.salt(at: now) }
        guard let key = AuthKey(row.bytes) else { return }
        send([.badSalt(query, sequence, salt)], session.id, session, fresh, key)
    }

    private func deliver(_ answer: Outgoing, _ copies: Int, _ session: ServerSession, _ row: AuthorizationKey) {
        let numbered = session.number([answer], time: backend.time)
        let done = { (_: Result<Void, any Error>) in
            if let request = answer.request { self.running.remove(request) }
            self.startQueries()
        }
        guard let numbered, isOpen, let context, let key = AuthKey(row.bytes) else {
            // It is kept for the session's next connection, or goes over the one that it has already.
            if let numbered { server.resend(numbered, session, row) }
            return done(.success(()))
        }
        for _ in 1..<max(1, copies) { write(numbered, session.id, row, key) }
        let promise = context.eventLoop.makePromise(of: Void.self)
        promise.futureResult.assumeIsolated().whenComplete(done)
        write(numbered, session.id, row, key, promise: promise)
    }

    /// What happened elsewhere. On the event loop.
    func push(_ body: [UInt8], to session: ServerSession) {
        guard isOpen, let key, key.row.id == session.id.key,
            let numbered = session.number([.content(body)], time: backend.time)
        else { return }
        write(numbered, session.id, key.row, key.key)
    }

    /// Over a connection that took the session over. On the event loop.
    func resend(_ message: SessionMessage, _ session: ServerSession, _ row: AuthorizationKey) {
        guard isOpen, let key = AuthKey(row.bytes) else { return }
        write(message, session.id, row, key)
    }

    // MARK: Going out

    private func send(
        _ messages: [Outgoing], _ id: ServerSession.ID, _ session: ServerSession?, _ row: AuthorizationKey,
        _ key: AuthKey
    ) {
        // Without a session the notice stands alone, with the first number.
        let session = session ?? ServerSession(id: id)
        guard let numbered = session.number(messages, time: backend.time) else { return }
        write(numbered, id, row, key)
    }

    private func write(
        _ message: SessionMessage, _ id: ServerSession.ID, _ row: AuthorizationKey, _ key: AuthKey,
        promise: EventLoopPromise<Void>? = nil
    ) {
        let now = backend.now
        let salt = salts(row) { $0.salt(at: now) }
        let sealed = EncryptedMessage.seal(
            salt: salt, sessionID: id.session, id: message.id, sequence: message.sequence, body: message.body, key: key,
            direction: .toClient, random: &random)
        write(sealed.packet, promise: promise)
    }

    private func write(_ payload: [UInt8], promise: EventLoopPromise<Void>? = nil) {
        let padding = transport.kind == .paddedIntermediate ? random.bytes(Int.random(in: 0...15)) : []
        let (head, tail) = transport.frame(payload, padding: padding)
        var buffer = ByteBufferAllocator().buffer(capacity: head.count + payload.count + tail.count)
        guard !head.isEmpty else { return send(buffer, promise) }
        buffer.writeBytes(head)
        buffer.writeBytes(payload)
        buffer.writeBytes(tail)
        buffer.withUnsafeMutableReadableBytes { transport.obfuscate($0) }
        send(buffer, promise)
    }

    /// Bytes as they are, once the bandwidth lets them.
    private func send(_ buffer: ByteBuffer, _ promise: EventLoopPromise<Void>? = nil) {
        guard let context, buffer.readableBytes > 0 else {
            promise?.fail(ChannelError.ioOnClosedChannel)
            return
        }
        guard let rate = backend.bandwidth(center) else {
            context.writeAndFlush(wrapOutboundOut(buffer), promise: promise)
            return
        }
        let start = max(.now(), outboundFree)
        outboundFree = start + .nanoseconds(Int64(buffer.readableBytes) * 1_000_000_000 / Int64(rate))
        context.eventLoop.scheduleTask(deadline: outboundFree) {
            guard let context = self.context else { return promise?.fail(ChannelError.ioOnClosedChannel) ?? () }
            context.writeAndFlush(self.wrapOutboundOut(buffer), promise: promise)
        }
    }

    // MARK: Slowing down

    private func pause(_ wanted: Bool) {
        guard wanted != isPaused, let context else { return }
        isPaused = wanted
        context.channel.setOption(.autoRead, value: !wanted).whenFailure { _ in }
    }

    /// Reads no more than a bandwidth fault lets through.
    private func pace(_ count: Int) {
        guard let rate = backend.bandwidth(center), let context else { return }
        inboundFree = max(.now(), inboundFree) + .nanoseconds(Int64(count) * 1_000_000_000 / Int64(rate))
        pause(true)
        context.eventLoop.scheduleTask(deadline: inboundFree) {
            self.pause(self.waiting.count > Self.waitingMax)
        }
    }
}

extension Outgoing {
    static func badSalt(_ id: Int64, _ sequence: Int32, _ salt: Int64) -> Outgoing {
        .notice(
            Service.BadMsgNotification.badServerSalt(
                Service.BadServerSalt(badMsgID: id, badMsgSeqno: sequence, errorCode: 48, newServerSalt: salt)))
    }
}
