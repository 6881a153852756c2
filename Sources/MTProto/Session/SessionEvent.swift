// SPDX-License-Identifier: MIT

import TL

/// A query as whoever asked it knows it; it may travel under several message ids.
package struct QueryID: Hashable, Sendable, RawRepresentable {
    package let rawValue: UInt64
    package init(rawValue: UInt64) { self.rawValue = rawValue }
}

/// `rpc_error`.
package struct RPCFailure: Error, Hashable, Sendable {
    package let code: Int32
    package let message: String

    package init(code: Int32, message: String) {
        self.code = code
        self.message = message
    }
}

/// Why a query has no answer although the connection stands.
package enum QueryFailure: Error, Hashable, Sendable {
    case rejected(RPCFailure)
    /// The answer is compressed and does not unpack within its limit.
    case unreadable(String)
    /// The server refused the message itself, again and again.
    case badMessage(code: Int32)
}

/// What happened, for whoever drives the session.
package enum SessionEvent: Sendable {
    /// The object that answers, still as bytes: what it is, only the one who asked knows.
    case answer(QueryID, TLReader)
    case failure(QueryID, QueryFailure)
    /// Something that nobody asked for: updates.
    case update(TLReader)
    /// Worth keeping for the next connection.
    case saltChanged(Int64)
    /// The server forgot what it had not sent: updates may be lost.
    case sessionCreated
    /// A part of the protocol that could not be read; it was left out.
    case unreadable(String)
}

/// Why the connection has to be closed: the peer is not one that we share the key with, or not an honest one.
package enum SessionError: Error, Hashable, Sendable {
    case envelope(EnvelopeError)
    case wrongSession(Int64)
    /// Even, which a server never gives out.
    case badMessageID(Int64)
    /// The sender forbids itself such a container: too long, within another, or cut short.
    case badContainer
}
