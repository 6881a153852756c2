// SPDX-License-Identifier: MIT

import Logging
import MTProto
import NIOCore
import NIOPosix
import Synchronization
import TL

/// What a query came to, with what faults make of its answer.
enum CallOutcome: Sendable {
    case answer(Outgoing, delaySeconds: Int64, copies: Int)
    /// It was not carried out: the salt is wrong from now on.
    case badSalt(query: Int64, sequence: Int32)
    /// The connection breaks; whether the query was carried out the client cannot know.
    case lost(query: Int64)
    case transport(query: Int64, code: Int32)
}

/// The MTProto face of the emulator: listeners, connections and sessions.
final class Server: Sendable {
    /// A connection that says nothing for so long is gone.
    private static let idleTime = TimeAmount.minutes(15)

    let backend: Backend
    let key: RSAPrivateKey
    let sessions = SessionTable()
    let logger: Logger
    private let pool: NIOThreadPool
    private let connections = Mutex<[ObjectIdentifier: (connection: Connection, loop: any EventLoop)]>([:])

    init(backend: Backend, key: RSAPrivateKey, pool: NIOThreadPool, logger: Logger) {
        self.backend = backend
        self.key = key
        self.pool = pool
        self.logger = logger
    }

    /// Port 0 takes a free one.
    func listen(host: String, port: Int, center: DataCenterID, on group: any EventLoopGroup) async throws -> any Channel
    {
        try await ServerBootstrap(group: group)
            .serverChannelOption(.backlog, value: 256)
            .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
            .childChannelOption(.socketOption(.tcp_nodelay), value: 1)
            .childChannelOption(
                .recvAllocator,
                value: AdaptiveRecvByteBufferAllocator(minimum: 1024, initial: 1 << 16, maximum: 1 << 18)
            )
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.addHandlers([
                        IdleStateHandler(readTimeout: Self.idleTime), Connection(server: self, center: center),
                    ])
                }
            }
            .bind(host: host, port: port).get()
    }

    // MARK: Connections

    /// Whether the connection may stay.
    func opened(_ connection: Connection) -> Bool {
        guard let loop = connection.eventLoop, !backend.isUnreachable(connection.center) else { return false }
        return connections.withLock { connections in
            guard connections.count < EmulatorLimits.connections else { return false }
            connections[ObjectIdentifier(connection)] = (connection, loop)
            return true
        }
    }

    func closed(_ connection: Connection) {
        connections.withLock { $0[ObjectIdentifier(connection)] = nil }
    }

    /// nil once it is closed.
    func loop(of connection: Connection) -> (any EventLoop)? {
        connections.withLock { $0[ObjectIdentifier(connection)]?.loop }
    }

    var connectionCount: Int { connections.withLock { $0.count } }

    /// What a fault that began now does to connections that are there.
    func closeUnreachable() {
        let all = connections.withLock { Array($0.values) }
        for (connection, loop) in all where backend.isUnreachable(connection.center) {
            loop.execute { connection.close() }
        }
    }

    func closeAll() {
        for (connection, loop) in connections.withLock({ Array($0.values) }) { loop.execute { connection.close() } }
    }

    /// Now and then: what outlived its time goes.
    func clean() {
        let now = backend.now
        backend.uploads.expire(now: backend.realNow)
        backend.sweep(now: backend.realNow)
        let expired = try? backend.store.change { world throws(Refusal) in world.expire(now: now) }
        publish(expired ?? [], except: nil)
    }

    // MARK: Queries

    /// Carries a query out on a thread that may wait for the disk, then calls `done` there.
    func perform(
        _ query: Query, _ session: ServerSession, _ caller: Caller, _ done: @escaping @Sendable (CallOutcome) -> Void
    ) {
        pool.submit { state in
            guard case .active = state else { return }
            done(self.outcome(of: query, session, caller))
        }
    }

    private func answer(_ value: some TLWritable, _ layer: TLLayer) -> [UInt8] {
        LayerForms.encode(value, layer, foreign: backend.foreign.withLock(\.self))
    }

    private func outcome(of query: Query, _ session: ServerSession, _ caller: Caller) -> CallOutcome {
        var faults: [Fault] = []
        let body: [UInt8]
        do throws(Refusal) {
            let call = try CallWrappers(unwrapping: query.body)
            faults = backend.arrive(RequestFacts(call, center: caller.center))
            if !backend.faults.isEmpty { closeUnreachable() }
            if let outcome = brokenBefore(query, faults, caller) { return outcome }
            var caller = caller
            caller.layer = try initialize(session, call, caller)
            guard let function = call.function else { throw Backend.unknownMethod(call.constructor) }
            let reply = try backend.call(function, by: caller, faults: faults)
            body = Self.packed(answer(reply.value, caller.layer), function)
            publish(reply.changes, except: session)
        } catch {
            body = TLWriter.encode(Service.RpcError(errorCode: error.code, errorMessage: error.text))
        }
        if faults.contains(where: { $0.kind == .loseAnswer }) { return .lost(query: query.id) }
        let delay = faults.first { $0.kind == .delayAnswer }.map { Int64($0.seconds ?? 3) } ?? 0
        let copies = faults.contains { $0.kind == .duplicateAnswer } ? 2 : 1
        return .answer(
            .content(ServerSession.result(body, of: query.id), answering: query.id), delaySeconds: delay, copies: copies
        )
    }

    private func brokenBefore(_ query: Query, _ faults: [Fault], _ caller: Caller) -> CallOutcome? {
        for fault in faults {
            switch fault.kind {
            case .dropConnection: return .lost(query: query.id)
            case .http429: return .transport(query: query.id, code: -429)
            case .badSalt:
                // A key that is gone has no salts.
                try? backend.store.change { world throws(Refusal) in world.keys[caller.key]?.saltGeneration += 1 }
                return .badSalt(query: query.id, sequence: query.sequence)
            default: continue
            }
        }
        return nil
    }

    /// The layer that the answer is written in: the session's, or what the key's client said before.
    private func initialize(
        _ session: ServerSession, _ call: CallWrappers, _ caller: Caller
    ) throws(Refusal) -> TLLayer {
        if call.refusesUpdates { session.refuseUpdates() }
        if let layer = call.layer {
            guard LayerForms.isSpoken(layer) else { throw .badRequest("CONNECTION_LAYER_INVALID") }
            guard call.isInitialized || session.layer != nil else { throw .badRequest("CONNECTION_NOT_INITED") }
            session.initialize(layer: layer)
            let isNews = backend.store.look { $0.keys[caller.key]?.layer != layer.rawValue }
            if isNews {
                try backend.store.change { world throws(Refusal) in world.keys[caller.key]?.layer = layer.rawValue }
            }
            return layer
        }
        if let layer = session.layer { return layer }
        guard let stored = backend.store.look({ $0.keys[caller.key]?.layer }) else {
            throw .badRequest("CONNECTION_NOT_INITED")
        }
        return TLLayer(rawValue: stored)
    }

    /// Answers are packed where that saves something; the bytes of files are not.
    private static func packed(_ body: [UInt8], _ function: any TLFunction) -> [UInt8] {
        guard body.count > 1024, !(function is Function.UploadGetFile) else { return body }
        let packed = PackedObject.pack(body)
        return packed.count < body.count ? packed : body
    }

    // MARK: Answers without their connection

    func keep(_ outcome: CallOutcome, _ session: ServerSession) {
        guard case .answer(let answer, _, _) = outcome else { return }
        let row = backend.store.look { $0.keys[session.id.key] }
        guard let numbered = session.number([answer], time: backend.time), let row else { return }
        resend(numbered, session, row)
    }

    func resend(_ message: SessionMessage, _ session: ServerSession, _ row: AuthorizationKey) {
        guard let connection = session.connection, let loop = loop(of: connection) else { return }
        loop.execute { connection.resend(message, session, row) }
    }

    // MARK: Updates

    /// Tells every connected member what happened.
    func publish(_ changes: [ChannelChange], except origin: ServerSession?) {
        let changes = changes.filter { !$0.events.isEmpty }
        guard !changes.isEmpty else { return }
        let now = backend.now
        for session in sessions.connected where session !== origin && session.wantsUpdates {
            guard let layer = session.layer, let connection = session.connection, let loop = loop(of: connection) else {
                continue
            }
            let body = backend.store.look { world -> [UInt8]? in
                guard let key = world.loginKey(session.id.key), !key.isRevoked, let user = key.user else { return nil }
                let seen = changes.filter { world.channels[$0.channel]?.members.contains(user) ?? false }
                guard !seen.isEmpty else { return nil }
                return answer(Renderer(world: world, viewer: user, now: now).updates(seen), layer)
            }
            guard let body else { continue }
            loop.execute { connection.push(body, to: session) }
        }
    }
}
