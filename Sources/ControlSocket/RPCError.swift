// SPDX-License-Identifier: MIT

/// The error of an answer (JSON-RPC 2.0, section 5.1).
///
/// The codes that JSON-RPC reserves say that the request never reached its method. Failures of the method itself are
/// -32000 less the exit code that the command would end with, and say in `data` which failure it is and what to do.
package struct RPCError: Error, Hashable, Sendable, Codable {
    package struct Details: Hashable, Sendable, Codable {
        /// The word for the failure, as in `{"error":{"code":…}}` of the command line.
        package var code: String
        package var hint: String

        package init(code: String, hint: String) {
            self.code = code
            self.hint = hint
        }
    }

    package var code: Int
    package var message: String
    package var data: Details?

    package init(code: Int, message: String, data: Details? = nil) {
        self.code = code
        self.message = message
        self.data = data
    }

    package static func malformed(_ why: String) -> RPCError { RPCError(code: -32700, message: "Not JSON: \(why)") }
    package static func invalidRequest(_ why: String) -> RPCError {
        RPCError(code: -32600, message: "Not a request: \(why)")
    }
    package static func unknownMethod(_ name: String) -> RPCError {
        RPCError(code: -32601, message: "There is no method \(name.prefix(100))")
    }
    package static func invalidParameters(_ why: String) -> RPCError {
        RPCError(code: -32602, message: "Wrong parameters: \(why)")
    }
    package static func `internal`(_ why: String) -> RPCError { RPCError(code: -32603, message: why) }
    /// The bounds of `ControlLimits` were reached.
    package static func overloaded(_ why: String) -> RPCError { RPCError(code: -32099, message: why) }
    /// The caller or the server gave the request up.
    package static let cancelled = RPCError(code: -32098, message: "The request was cancelled")
    /// The peer is another user.
    package static let foreignPeer = RPCError(code: -32097, message: "This socket serves its own user and root only")
}
