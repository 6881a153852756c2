// SPDX-License-Identifier: MIT

import NIOCore

/// What a peer may cost. The peer is of our own user, but a script gone wrong must not hurt the mount either.
package struct ControlLimits: Sendable {
    /// One request with its newline. Two passphrases of 64 KiB, in JSON or Base64, are the longest that anybody sends.
    package var requestBytesMax = 256 * 1024
    /// One answer or event as a client takes it: a report of 100,000 problems still fits.
    package var answerBytesMax = 64 * 1024 * 1024
    /// Connections served at once. Who comes then gets the place of the one that has been idle longest, or is told so and
    /// closed.
    package var connectionsMax = 64
    /// How long a connection without a request under way is left alone, also where others want its place.
    package var idleTimeMin = TimeAmount.seconds(10)
    /// Requests of one connection that have no answer yet; more are refused.
    package var outstandingMax = 16
    /// How long a line may stay without its end.
    package var lineTimeout = TimeAmount.seconds(10)
    /// How long a peer may take to read an answer before its connection is closed.
    package var writeTimeout = TimeAmount.seconds(60)

    package init() {}
}
