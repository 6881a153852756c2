// SPDX-License-Identifier: MIT

import NIOCore
import NIOPosix

@testable import TelegramEmulator

/// Somebody who knows where the emulator listens, and nothing of its protocol.
struct RawPeer {
    private let outbound: NIOAsyncChannelOutboundWriter<ByteBuffer>
    private let inbound: NIOAsyncChannelInboundStream<ByteBuffer>

    static func connect(_ emulator: Emulator, _ body: (RawPeer) async throws -> Void) async throws {
        let address = emulator.ready.dcs[0]
        let channel = try await ClientBootstrap(group: .singletonMultiThreadedEventLoopGroup)
            .connect(host: address.host, port: address.port) { channel in
                channel.eventLoop.makeCompletedFuture {
                    try NIOAsyncChannel<ByteBuffer, ByteBuffer>(wrappingChannelSynchronously: channel)
                }
            }
        try await channel.executeThenClose { inbound, outbound in
            try await body(RawPeer(outbound: outbound, inbound: inbound))
        }
    }

    func send(_ bytes: [UInt8]) async throws { try await outbound.write(ByteBuffer(bytes: bytes)) }

    /// Everything until the server closes.
    func received() async throws -> [UInt8] {
        var bytes: [UInt8] = []
        do {
            for try await buffer in inbound { bytes += buffer.readableBytesView }
        } catch is CancellationError {
            throw CancellationError()
        } catch {
            // A reset is an end as well, whatever the socket calls it.
        }
        return bytes
    }

    func isClosed() async throws -> Bool {
        _ = try await received()
        return true
    }
}
