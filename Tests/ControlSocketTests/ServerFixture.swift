// SPDX-License-Identifier: MIT

import ControlSocket
import Glibc
import NIOCore
import NIOPosix
import TestDirectory

/// Runs `body` against a server in a directory of its own, and ends the server.
func withServer<Result: Sendable>(
    _ registry: MethodRegistry, policy: PeerPolicy = .ownUser, limits: ControlLimits = .init(),
    _ body: @escaping @Sendable (_ path: String) async throws -> Result
) async throws -> Result {
    let directory = try TemporaryDirectory()
    let path = directory.path + "/run/test.sock"
    let (ready, announcement) = AsyncStream.makeStream(of: Never.self)
    return try await withThrowingTaskGroup(of: Void.self) { group in
        group.addTask {
            defer { announcement.finish() }
            try await ControlServer.serve(
                at: path, registry, policy: policy, limits: limits, whenReady: { announcement.finish() })
        }
        for await _ in ready {}
        guard access(path, F_OK) == 0 else {
            try await group.waitForAll()
            throw ServerDidNotStart()
        }
        defer { group.cancelAll() }
        return try await body(path)
    }
}

struct ServerDidNotStart: Error {}

/// A peer that writes what it likes and sees every byte that comes back.
struct RawPeer {
    let lines: AsyncThrowingStream<String, any Error>
    let outbound: NIOAsyncChannelOutboundWriter<ByteBuffer>

    static func connect<Result: Sendable>(
        _ path: String, _ body: @escaping @Sendable (RawPeer) async throws -> Result
    ) async throws -> Result {
        let channel = try await ClientBootstrap(group: .singletonMultiThreadedEventLoopGroup)
            .channelOption(.allowRemoteHalfClosure, value: true)
            .connect(unixDomainSocketPath: path) { channel in
                channel.eventLoop.makeCompletedFuture {
                    try NIOAsyncChannel<ByteBuffer, ByteBuffer>(
                        wrappingChannelSynchronously: channel, configuration: .init(isOutboundHalfClosureEnabled: true))
                }
            }
        return try await channel.executeThenClose { inbound, outbound in
            let (lines, feed) = AsyncThrowingStream.makeStream(of: String.self)
            return try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask {
                    var rest = ""
                    do {
                        for try await buffer in inbound {
                            rest += String(buffer: buffer)
                            while let newline = rest.firstIndex(of: "\n") {
                                feed.yield(String(rest[..<newline]))
                                rest = String(rest[rest.index(after: newline)...])
                            }
                        }
                    } catch {
                        // A connection that the server resets has ended all the same.
                    }
                    feed.finish()
                }
                defer { group.cancelAll() }
                return try await body(RawPeer(lines: lines, outbound: outbound))
            }
        }
    }

    func send(_ text: String) async throws { try await outbound.write(ByteBuffer(string: text)) }
    /// Until the server closes.
    func allLines() async throws -> [String] { try await lines.reduce(into: []) { $0.append($1) } }

    func closeOutput() { outbound.finish() }
}

/// The answer to one line.
func firstAnswer(_ path: String, _ line: String) async throws -> String? {
    try await RawPeer.connect(path) { peer in
        try await peer.send(line + "\n")
        return try await peer.lines.first { _ in true }
    }
}

/// What a server leaves behind that was killed.
func leaveDeadSocket(at path: String) throws {
    let socket = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
    defer { close(socket) }
    var address = sockaddr_un()
    address.sun_family = sa_family_t(AF_UNIX)
    withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path.utf8) }
    let code = withUnsafePointer(to: &address) { pointer in
        pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
            bind(socket, __CONST_SOCKADDR_ARG(__sockaddr__: $0), socklen_t(MemoryLayout<sockaddr_un>.size))
        }
    }
    guard code == 0 else { throw ServerDidNotStart() }
}
