// SPDX-License-Identifier: MIT

import ChannelHandlers
import Filesystem
import FilesystemModel
import Hummingbird
import HummingbirdCore
import Logging
import NIOCore

/// Where the gateway listens, and what it calls itself.
package struct GatewayConfiguration: Sendable {
    package var host: String
    /// 0 takes a free one.
    package var port: Int
    /// How the link begins for those who open it, without a slash at the end: behind a proxy. Nil where they come straight to
    /// the gateway. Only then is what a proxy on this machine says of the client's address believed.
    package var publicURL: String?
    package var limits = GatewayLimits()

    package init(host: String, port: Int, publicURL: String? = nil) {
        self.host = host
        self.port = port
        self.publicURL = publicURL
    }
}

/// Something that a stranger did with a link.
package struct ShareUse: Sendable, Hashable {
    package enum Kind: String, Sendable, CaseIterable {
        /// The page was opened.
        case opened
        /// All of the file, or of a folder's ZIP, has gone out.
        case downloaded
        /// A wrong password.
        case denied
        /// Too many wrong ones.
        case limited
    }

    package var kind: Kind
    package var share: ShareID
    package var address: String
}

/// Serves the links of a volume's shares over HTTP/1.1. Reads from the volume only, and from nothing else on the machine.
package struct HTTPGateway: Sendable {
    private let volume: Volume
    private let configuration: GatewayConfiguration
    private let logger: Logger
    private let onUse: @Sendable (ShareUse) -> Void

    package init(
        _ volume: Volume, _ configuration: GatewayConfiguration, logger: Logger,
        onUse: @escaping @Sendable (ShareUse) -> Void = { _ in }
    ) {
        self.volume = volume
        self.configuration = configuration
        self.logger = logger
        self.onUse = onUse
    }

    /// Serves until the task is cancelled; what is being downloaded breaks off then. `whenReady` gets the port. Throws where
    /// the address cannot be had.
    package func run(whenReady: @escaping @Sendable (Int) -> Void) async throws {
        let limits = configuration.limits
        // Everything that is done for a request blocks only these threads: SQLite, local files, scrypt.
        let executor = BlockingExecutor(threads: Self.threads, name: "gramfs-gateway")
        let responder = GatewayResponder(
            volume: volume, configuration: configuration, executor: executor, logger: logger, onUse: onUse)
        var quiet = Logger(label: "gramfs.gateway")
        quiet.logLevel = .error
        let application = Application(
            responder: responder,
            server: .http1(
                configuration: .init(
                    additionalChannelHandlers: [SlowReaderGuard(timeout: limits.writeTimeout)],
                    idleTimeout: limits.headTimeout,
                    httpDecoderConfiguration: .init(
                        maxHeaderFieldSize: limits.headBytesMax, maxHeaderListSize: limits.headBytesMax,
                        maxHeaderFieldCount: 100))),
            configuration: ApplicationConfiguration(
                address: .hostname(configuration.host, port: configuration.port),
                availableConnectionsDelegate: MaximumAvailableConnections(limits.connectionsMax, logger: quiet)),
            onServerRunning: { channel in whenReady(channel.localAddress?.port ?? configuration.port) },
            logger: quiet)
        try await application.run()
    }

    private static let threads = 4
}
