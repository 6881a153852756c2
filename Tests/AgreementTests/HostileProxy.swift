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

    /// What happens to bytes on their way to us.
    enum Harm: CaseIterable, Sendable {
        case aBitIsFlipped
        case aPieceComesTwice
        case aPieceIsLost
        case garbageComesBefore
        case itBreaksOff
        case nothingMoreComes
    }

    /// A proxy that takes everything to `port`, and does `harm` once on each of the first `count` connections: to the piece
    /// that holds the byte `offset` of what comes back.
    static func run(
        _ harm: Harm, at offset: Int, of count: Int, port: Int, _ body: (TransportOptions.Proxy) async throws -> Void
    ) async throws {
        let connections = Atomic(0)
        let server = try await ServerBootstrap(group: .singletonMultiThreadedEventLoopGroup)
            .serverChannelOption(.backlog, value: 64)
            .childChannelInitializer { channel in
                let isHarmed = connections.add(1, ordering: .relaxed).oldValue < count
                return relay(channel, to: port, isHarmed ? (harm, offset) : nil)
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
    private static func relay(
        _ channel: any Channel, to port: Int, _ harm: (Harm, offset: Int)? = nil
    ) -> EventLoopFuture<Void> {
        ClientBootstrap(group: channel.eventLoop).connect(host: "127.0.0.1", port: port).flatMap { other in
            channel.eventLoop.makeCompletedFuture {
                try channel.pipeline.syncOperations.addHandler(Passing(to: other))
                try other.pipeline.syncOperations.addHandler(Passing(to: channel, harm))
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
        private var harm: (Harm, offset: Int)?
        private var isSilent = false

        init(to other: any Channel, _ harm: (Harm, offset: Int)? = nil) {
            self.other = other
            self.harm = harm
        }

        func channelRead(context: ChannelHandlerContext, data: NIOAny) {
            let piece = unwrapInboundIn(data)
            guard !isSilent else { return }
            guard let (kind, offset) = harm else { return other.writeAndFlush(piece, promise: nil) }
            guard offset < piece.readableBytes else {
                harm = (kind, offset - piece.readableBytes)
                return other.writeAndFlush(piece, promise: nil)
            }
            harm = nil
            let index = piece.readerIndex + offset
            switch kind {
            case .aBitIsFlipped:
                var other = piece
                other.setInteger(piece.getInteger(at: index, as: UInt8.self).map { $0 ^ 4 } ?? 0, at: index)
                self.other.writeAndFlush(other, promise: nil)
            case .aPieceComesTwice:
                for _ in 0..<2 { other.writeAndFlush(piece, promise: nil) }
            case .aPieceIsLost: break
            case .garbageComesBefore:
                let garbage = (0..<1000).map { _ in UInt8.random(in: 0...255) }
                other.writeAndFlush(ByteBuffer(bytes: garbage), promise: nil)
                other.writeAndFlush(piece, promise: nil)
            case .itBreaksOff:
                let half = piece.getSlice(at: piece.readerIndex, length: offset)
                other.writeAndFlush(half ?? piece, promise: nil)
                other.close(promise: nil)
                context.close(promise: nil)
            case .nothingMoreComes: isSilent = true
            }
        }

        func channelInactive(context: ChannelHandlerContext) { other.close(promise: nil) }

        func errorCaught(context: ChannelHandlerContext, error: any Error) { context.close(promise: nil) }
    }
}
