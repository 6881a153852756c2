// SPDX-License-Identifier: MIT

import NIOCore
import NIOPosix

/// A peer that sends a line and then reads nothing.
enum SilentPeer {
    static func connect(_ path: String, _ line: String) async throws -> any Channel {
        let channel = try await ClientBootstrap(group: .singletonMultiThreadedEventLoopGroup)
            .channelOption(.autoRead, value: false)
            .connect(unixDomainSocketPath: path).get()
        try await channel.writeAndFlush(ByteBuffer(string: line))
        return channel
    }
}
