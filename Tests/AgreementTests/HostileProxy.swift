// SPDX-License-Identifier: MIT

import NIOCore
import NIOPosix
import Synchronization
import Telegram

/// A proxy that answers what the test wants, whatever it is asked.
enum HostileProxy {
    /// `answers`: what is said after each piece that comes, then silence; nil closes at once. Where there is a `next`, only
    /// the first connection is treated so, and the others are taken there.
    static func run(
        _ answers: [[UInt8]]?, thenLikeThis next: Int? = nil, _ body: (TransportOptions.Proxy) async throws -> Void
    ) async throws {
        let connections = Atomic(0)
        let server = try await ServerBootstrap(group: .singletonMultiThreadedEventLoopGroup)
            .serverChannelOption(.backlog, value: 64)
            .childChannelInitializer { channel in
                let number = connections.add(1, ordering: .relaxed).oldValue
                if let next, number > 0 { return relay(channel, to: next) }
                guard let answers else { return channel.close() }
                return channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.addHandler(Answering(answers))
                }
            }
            .bind(host: "127.0.0.1", port: 0).get()
        do {
            try await body(TransportOptions.Proxy(host: "127.0.0.1", port: server.localAddress?.port ?? 0))
        } catch {
            try await server.close()
            throw error
        }
        try await server.close()
    }

    /// Nothing is read before the other side is there.
    private static func relay(_ channel: any Channel, to port: Int) -> EventLoopFuture<Void> {
        ClientBootstrap(group: channel.eventLoop).connect(host: "127.0.0.1", port: port).flatMap { other in
            channel.eventLoop.makeCompletedFuture {
                try channel.pipeline.syncOperations.addHandler(Passing(to: other))
                try other.pipeline.syncOperations.addHandler(Passing(to: channel))
            }
        }
    }

    private final class Answering: ChannelInboundHandler {
        typealias InboundIn = ByteBuffer
        typealias OutboundOut = ByteBuffer

        private var answers: ArraySlice<[UInt8]>

        init(_ answers: [[UInt8]]) { self.answers = answers[...] }

        func channelRead(context: ChannelHandlerContext, data: NIOAny) {
            guard let answer = answers.popFirst() else { return }
            context.writeAndFlush(wrapOutboundOut(ByteBuffer(bytes: answer)), promise: nil)
        }

        func errorCaught(context: ChannelHandlerContext, error: any Error) { context.close(promise: nil) }
    }

    private final class Passing: ChannelInboundHandler {
        typealias InboundIn = ByteBuffer

        private let other: any Channel

        init(to other: any Channel) { self.other = other }

        func channelRead(context: ChannelHandlerContext, data: NIOAny) {
            other.writeAndFlush(unwrapInboundIn(data), promise: nil)
        }

        func channelInactive(context: ChannelHandlerContext) { other.close(promise: nil) }

        func errorCaught(context: ChannelHandlerContext, error: any Error) { context.close(promise: nil) }
    }
}
