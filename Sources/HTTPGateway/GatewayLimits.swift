// SPDX-License-Identifier: MIT

import NIOCore

/// What strangers may cost. Each number with its reason; tests set others.
package struct GatewayLimits: Sendable {
    /// Connections at once; more wait in the backlog of the kernel. One costs about 300 KiB while it downloads.
    package var connectionsMax = 512
    /// Responses under way for one address: a browser opens six connections, a download manager sixteen.
    package var requestsPerAddressMax = 32
    /// From the first byte of a connection, or from the end of a response, to the end of the next request's head.
    package var headTimeout = TimeAmount.seconds(20)
    /// For the whole body of a form.
    package var bodyTimeout = Duration.seconds(10)
    /// How long a reader may leave a chunk of `chunkBytes` untaken: 2 KiB a second is the least.
    package var writeTimeout = TimeAmount.seconds(120)
    /// What is read and handed over at once: two frames.
    package var chunkBytes = 256 * 1024
    /// A path of 4 KiB takes three times as much in percent signs.
    package var targetBytesMax = 16 * 1024
    package var headBytesMax = 24 * 1024
    /// A form with a password.
    package var bodyBytesMax = 4 * 1024
    /// How long the first byte may take before the answer is 503. Browsers wait longer, people do not.
    package var firstByteTimeout = Duration.seconds(15)
    /// Names that a page lists; the ZIP has the rest.
    package var namesPerPageMax = 5000
    /// Files and folders of one ZIP: its list of contents, about 150 bytes for each, is kept to the end.
    package var namesPerZIPMax = 200_000
    /// ZIPs under way at once, of all addresses: the walk before each costs the index time, its list of contents memory.
    package var zipsMax = 8
    /// Wrong passwords in a row for one share from one address, and how soon one more is free.
    package var passwordTries = AttemptRule(burst: 5, refill: .seconds(180))
    /// The same for one share from all addresses.
    package var passwordTriesOfAll = AttemptRule(burst: 100, refill: .seconds(36))
    /// Tokens that do not exist, from one address.
    package var unknownTokens = AttemptRule(burst: 30, refill: .seconds(10))
    /// scrypt takes 32 MiB and a tenth of a second each.
    package var passwordChecksMax = 2
    /// How long a password is remembered for a browser.
    package var sessionLifetime = Duration.seconds(12 * 3600)

    package init() {}
}

/// So many tries at once, and one more after each `refill`.
package struct AttemptRule: Sendable, Hashable {
    package var burst: Int
    package var refill: Duration

    package init(burst: Int, refill: Duration) {
        self.burst = burst
        self.refill = refill
    }
}
