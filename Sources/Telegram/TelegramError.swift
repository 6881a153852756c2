// SPDX-License-Identifier: MIT

import MTProto
import TL

/// Why a call has no result: facts, sorted by what the caller can do about them.
package enum TelegramError: Error, Hashable, Sendable {
    /// Telegram will not serve this kind of call for a while. Nothing happened, and the connection is well.
    case wait(TelegramWait)
    /// No connection, or no answer. The effect of the call is unknown.
    case unreachable(String)
    /// Nobody is logged in, or no longer.
    case notLoggedIn(String)
    /// The call was understood and refused (`rpc_error`).
    case refused(RPCFailure, method: String)
    /// A file reference expired: fetch the message again.
    case fileReferenceExpired
    /// The document, message or channel is not there.
    case notFound(String)
    /// An answer with a constructor that we do not know. Its bytes are kept here and the connection goes on.
    case unreadable(method: String, TLError, [UInt8])
    /// Something that this client does not do.
    case unsupported(String)
    /// The configuration or the session file cannot be used.
    case configuration(String)
    /// The session file is in use by another process.
    case sessionInUse(path: String)
    /// Too large for Telegram.
    case tooLarge(bytes: Int64, limit: Int64)
    /// The source of an upload could not be read.
    case source(String)
    case cancelled
}

/// A wait that Telegram demands.
package struct TelegramWait: Hashable, Sendable {
    package enum Lane: String, Hashable, Sendable {
        case login, upload, download, message, read
    }

    package enum Kind: String, Hashable, Sendable {
        case flood = "FLOOD_WAIT"
        case premiumFlood = "FLOOD_PREMIUM_WAIT"
        case slowMode = "SLOWMODE_WAIT"
        /// Too many connections: the transport said so (-429).
        case connections = "-429"
        case other
    }

    package let lane: Lane
    package let kind: Kind
    package let seconds: Int

    package init(lane: Lane, kind: Kind, seconds: Int) {
        self.lane = lane
        self.kind = kind
        self.seconds = seconds
    }
}
