// SPDX-License-Identifier: MIT

import Logging
import MTProto

/// The application's own registration at Telegram: everybody needs one.
package struct Application: Hashable, Sendable {
    package let id: Int32
    package let hash: String

    /// Explains what is missing, for it is the first thing that a new user meets.
    package init(id: String?, hash: String?) throws(TelegramError) {
        guard let id, let hash, !id.isEmpty, !hash.isEmpty else {
            throw .configuration(
                """
                Telegram serves only registered applications, and gramfs has no registration to share: open \
                https://my.telegram.org, choose "API development tools", and give the api_id and api_hash that you get \
                there (GRAMFS_API_ID and GRAMFS_API_HASH, or api_id and api_hash in the configuration).
                """)
        }
        guard let number = Int32(id), number > 0 else { throw .configuration("api_id is a number, and not \(id)") }
        guard hash.utf8.count == 32, hash.utf8.allSatisfy({ (48...57).contains($0) || (97...102).contains($0) }) else {
            throw .configuration("api_hash has 32 hexadecimal digits")
        }
        self.id = number
        self.hash = hash
    }
}

/// How connections are made.
package struct TransportOptions: Hashable, Sendable {
    package struct Proxy: Hashable, Sendable {
        package var host: String
        package var port: Int
        /// With a password, or neither.
        package var user: String?
        package var password: String?

        package init(host: String, port: Int, user: String? = nil, password: String? = nil) {
            self.host = host
            self.port = port
            self.user = user
            self.password = password
        }
    }

    package var kind: FrameKind
    package var isObfuscated: Bool
    /// SOCKS5, from the first connection on.
    package var proxy: Proxy?

    package init(kind: FrameKind = .intermediate, isObfuscated: Bool = false, proxy: Proxy? = nil) {
        self.kind = kind
        self.isObfuscated = isObfuscated
        self.proxy = proxy
    }
}

/// How long is waited, how much at once.
package struct ClientLimits: Hashable, Sendable {
    /// Without a connection for so long, calls fail as unreachable.
    package var patience: Duration = .seconds(20)
    /// With a connection and no answer for so long, they do too.
    package var answerMax: Duration = .seconds(120)
    /// A proxy that has not connected us after so long is given up, and tried again.
    package var proxyMax: Duration = .seconds(15)
    /// Connections that carry parts of files, for each data centre.
    package var transferConnections = 2
    /// Parts under way at once, over all of them.
    package var transfersMax = 16
    /// A wait that is longer than this ends a transfer; shorter ones are waited out within it.
    package var transferWaitMax: Duration = .seconds(300)
    /// How often a call is repeated that the server had trouble with.
    package var serverTroubleMax = 5

    package init() {}
}

package struct TelegramConfiguration: Sendable {
    package var application: Application
    package var servers: ServerList
    package var transport = TransportOptions()
    package var limits = ClientLimits()
    /// The version of this program, shown in the account's list of devices.
    package var version: String
    package var logger: Logger
    /// Told of each wait as it begins, also of those that a transfer waits out by itself.
    package var onWait: @Sendable (TelegramWait) -> Void = { _ in }

    package init(application: Application, servers: ServerList, version: String, logger: Logger) {
        self.application = application
        self.servers = servers
        self.version = version
        self.logger = logger
    }
}
