// SPDX-License-Identifier: MIT

/// What names a request on its connection: an integer or a short string (JSON-RPC 2.0, section 4).
package enum RPCID: Hashable, Sendable, Codable, CustomStringConvertible {
    case number(Int64)
    case string(String)

    package init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        if let number = try? container.decode(Int64.self) {
            self = .number(number)
        } else {
            let text = try container.decode(String.self)
            guard text.utf8.count <= 128 else {
                throw DecodingError.dataCorruptedError(in: container, debugDescription: "id longer than 128 bytes")
            }
            self = .string(text)
        }
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        switch self {
        case .number(let number): try container.encode(number)
        case .string(let text): try container.encode(text)
        }
    }

    package var description: String {
        switch self {
        case .number(let number): "\(number)"
        case .string(let text): text
        }
    }
}

/// A request or notification without its parameters: those are decoded once the method is known.
struct RPCRequestHead: Decodable {
    var jsonrpc: String
    var method: String
    var id: RPCID?

    enum CodingKeys: CodingKey { case jsonrpc, method, id }

    init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        jsonrpc = try container.decode(String.self, forKey: .jsonrpc)
        method = try container.decode(String.self, forKey: .method)
        id = container.contains(.id) ? try container.decode(RPCID.self, forKey: .id) : nil
    }
}

/// What can be read of a request that is not one: its id, so that the answer finds its caller.
struct RPCRequestID: Decodable {
    var id: RPCID?
}

/// The parameters of a request; without any, those of an empty object.
struct RPCParameters<Value: Decodable>: Decodable {
    var value: Value

    enum CodingKeys: CodingKey { case params }

    init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        value =
            container.contains(.params)
            ? try container.decode(Value.self, forKey: .params)
            : try JSON.decode(from: Array("{}".utf8))
    }
}

/// A request as the client writes it.
struct RPCRequest<Parameters: Encodable>: Encodable {
    var jsonrpc = "2.0"
    var id: RPCID?
    var method: String
    var params: Parameters
}

/// The answer to a request that succeeded.
struct RPCResult<Value: Encodable>: Encodable {
    var jsonrpc = "2.0"
    var id: RPCID
    var result: Value
}

/// The answer to a request that failed; `id` is null where it could not be read.
struct RPCFailure: Encodable {
    var jsonrpc = "2.0"
    @ExplicitNull var id: RPCID?
    var error: RPCError

    /// The line without its newline.
    static func line(_ id: RPCID?, _ error: RPCError) -> [UInt8] {
        // Strings and integers only: encoding them cannot fail.
        (try? JSON.encode(RPCFailure(id: id, error: error))) ?? []
    }
}

/// What a long request tells before its answer: a notification that names the request.
struct RPCEvent<Value: Codable>: Codable {
    static var method: String { "event" }

    struct Parameters: Codable {
        var id: RPCID
        var value: Value
    }

    var jsonrpc = "2.0"
    var method: String
    var params: Parameters
}

/// Parameters of the notification `cancel`.
struct RPCCancellation: Codable {
    static let method = "cancel"

    var id: RPCID
}

/// What a client can tell of a line before it knows for which of its requests it is.
struct RPCAnswerHead: Decodable {
    struct Event: Decodable {
        var id: RPCID
    }

    var id: RPCID?
    var method: String?
    var params: Event?
    var error: RPCError?
}

/// The value of an answer.
struct RPCAnswerValue<Value: Decodable>: Decodable {
    var result: Value
}
