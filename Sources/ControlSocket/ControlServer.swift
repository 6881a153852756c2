// SPDX-License-Identifier: MIT

import ChannelHandlers
import NIOCore
import NIOPosix
import Synchronization

/// Answers JSON-RPC 2.0 on a Unix socket, one object a line, to its own user and root.
package final class ControlServer: Sendable {
    typealias Connection = NIOAsyncChannel<ByteBuffer, ByteBuffer>

    private let socket: SocketFile
    private let registry: MethodRegistry
    private let policy: PeerPolicy
    private let limits: ControlLimits
    private let eventLoops: MultiThreadedEventLoopGroup
    private let listener: NIOAsyncChannel<Connection, Never>
    private let connections = Atomic<Int>(0)
    private let served = Mutex<[ObjectIdentifier: ControlConnection]>([:])

    private init(
        socket: SocketFile, registry: MethodRegistry, policy: PeerPolicy, limits: ControlLimits,
        eventLoops: MultiThreadedEventLoopGroup, listener: NIOAsyncChannel<Connection, Never>
    ) {
        self.socket = socket
        self.registry = registry
        self.policy = policy
        self.limits = limits
        self.eventLoops = eventLoops
        self.listener = listener
    }

    /// Listens at `path`, in a directory that is made with mode 0700, and serves until the task is cancelled. `whenReady`
    /// is called once connections are accepted. The socket is gone when this returns.
    package static func serve(
        at path: String, _ registry: MethodRegistry, policy: PeerPolicy = .ownUser, limits: ControlLimits = .init(),
        whenReady: @Sendable () async throws -> Void = {}
    ) async throws {
        let socket = try SocketFile(path: path)
        try await socket.claim()
        let eventLoops = MultiThreadedEventLoopGroup(numberOfThreads: 1)
        do {
            let listener = try await listen(at: socket, limits: limits, on: eventLoops)
            try socket.restrict()
            let server = ControlServer(
                socket: socket, registry: registry, policy: policy, limits: limits, eventLoops: eventLoops,
                listener: listener)
            try await server.run(whenReady)
        } catch {
            socket.remove()
            try await eventLoops.shutdownGracefully()
            throw error
        }
        socket.remove()
        try await eventLoops.shutdownGracefully()
    }

    private static func listen(
        at socket: SocketFile, limits: ControlLimits, on eventLoops: MultiThreadedEventLoopGroup
    ) async throws -> NIOAsyncChannel<Connection, Never> {
        let farewell: @Sendable (RPCError) -> [UInt8] = { RPCFailure.line(nil, $0) }
        return try await ServerBootstrap(group: eventLoops)
            .serverChannelOption(.backlog, value: 128)
            // `echo … | socat - UNIX:…` closes its side and still wants the answer.
            .childChannelOption(.allowRemoteHalfClosure, value: true)
            .bind(unixDomainSocketPath: socket.path) { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.addHandlers([
                        LineFramer(
                            bytesMax: limits.requestBytesMax, timeout: limits.lineTimeout, farewell: farewell),
                        SlowReaderGuard(timeout: limits.writeTimeout),
                    ])
                    return try Connection(wrappingChannelSynchronously: channel)
                }
            }
    }

    private func run(_ whenReady: @Sendable () async throws -> Void) async throws {
        try await listener.executeThenClose { incoming in
            try await whenReady()
            await withDiscardingTaskGroup { group in
                do {
                    for try await connection in incoming {
                        group.addTask { await self.serve(connection) }
                    }
                } catch {
                    // The listener failed or the task was cancelled: either way nothing more comes in.
                }
                group.cancelAll()
            }
        }
    }

    private func serve(_ connection: Connection) async {
        let count = connections.add(1, ordering: .relaxed).newValue
        defer { connections.subtract(1, ordering: .relaxed) }
        let refusal: RPCError? =
            if await !policy.admits(connection.channel) {
                .foreignPeer
            } else if count > limits.connectionsMax, !makeRoom() {
                .overloaded("More than \(limits.connectionsMax) connections")
            } else {
                nil
            }
        do {
            try await connection.executeThenClose { lines, outbound in
                let writer = LineWriter(outbound)
                if let refusal { return try await writer.write(RPCFailure.line(nil, refusal)) }
                let peer = ControlConnection(registry: registry, limits: limits, writer: writer, connection.channel)
                served.withLock { $0[ObjectIdentifier(peer)] = peer }
                defer { served.withLock { $0[ObjectIdentifier(peer)] = nil } }
                await peer.serve(lines)
            }
        } catch {
            // A peer that goes away in the middle of a line is no failure of ours.
        }
    }

    /// Ends the connection that has been idle longest: who only holds on to his keeps nobody out.
    private func makeRoom() -> Bool {
        let idle = served.withLock { served -> ControlConnection? in
            let idle = served.values.compactMap { peer in peer.idleSince.map { (peer, since: $0) } }
            guard let (peer, since) = idle.min(by: { $0.since < $1.since }), .now() - since >= limits.idleTimeMin else {
                return nil
            }
            return served.removeValue(forKey: ObjectIdentifier(peer))
        }
        idle?.end()
        return idle != nil
    }
}

/// Writes whole lines to a peer, from any task.
struct LineWriter: Sendable {
    private let outbound: NIOAsyncChannelOutboundWriter<ByteBuffer>

    init(_ outbound: NIOAsyncChannelOutboundWriter<ByteBuffer>) { self.outbound = outbound }

    /// Suspends while the peer reads more slowly than we write.
    func write(_ line: [UInt8]) async throws {
        var buffer = ByteBuffer()
        buffer.reserveCapacity(line.count + 1)
        buffer.writeBytes(line)
        buffer.writeInteger(UInt8(ascii: "\n"))
        try await outbound.write(buffer)
    }
}
