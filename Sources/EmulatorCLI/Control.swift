// SPDX-License-Identifier: MIT

import ArgumentParser
import ControlSocket

struct Control: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "ctl",
        abstract: "Call a method of a running emulator.",
        discussion: """
            Prints what the method answers, as JSON on one line. The methods are user.add {phone,code,password?}, \
            bot.add {name}, channel.list, channel.admit {chat,user}, channel.auto_delete {chat,seconds}, message.list {chat}, message.delete {chat,id}, \
            message.edit {chat,id,text,document_of}, session.revoke {user}, reference.expire_all, counters, \
            fault.add {kind,method?,dc?,chat?,after=0,count=1,seconds?,bytes?,message?}, fault.list and fault.clear {id?}. The kinds of faults are flood_wait, \
            flood_premium_wait, slowmode_wait, http_429, migrate, drop_connection, lose_answer, delay_answer, \
            duplicate_answer, bad_salt, clock_skew, expired_reference, server_error, refuse, bandwidth and unreachable.
            """)

    @Option(help: ArgumentHelp("control_socket of the ready file.", valueName: "path"))
    var socket: String

    @Argument(help: "Such as fault.add.")
    var method: String

    @Argument(help: ArgumentHelp("The parameters: a JSON object.", valueName: "json"))
    var parameters: String?

    func run() async throws {
        let parameters = try document(parameters ?? "{}")
        let method = ControlMethod<JSONDocument, JSONDocument, NoEvent>(name: method)
        do {
            let result = try await ControlClient.withConnection(to: absolutePath(socket)) { client in
                try await client.call(method, parameters)
            }
            print(String(decoding: try JSON.encode(result), as: UTF8.self))
        } catch let error as RPCError {
            throw Complaint("\(error.message) (\(error.code))")
        } catch ControlClientError.notListening(let path) {
            throw Complaint("No emulator answers at \(path)")
        }
    }

    private func document(_ text: String) throws -> JSONDocument {
        do {
            return try JSON.decode(from: Array(text.utf8))
        } catch {
            throw ValidationError("The parameters are no JSON: \(error.summary)")
        }
    }
}

/// Any JSON, as it came.
enum JSONDocument: Codable, Sendable {
    case null
    case bool(Bool)
    case integer(Int64)
    case number(Double)
    case text(String)
    case list([JSONDocument])
    case object([String: JSONDocument])

    init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        if container.decodeNil() {
            self = .null
        } else if let value = try? container.decode(Bool.self) {
            self = .bool(value)
        } else if let value = try? container.decode(Int64.self) {
            self = .integer(value)
        } else if let value = try? container.decode(Double.self) {
            self = .number(value)
        } else if let value = try? container.decode(String.self) {
            self = .text(value)
        } else if let value = try? container.decode([JSONDocument].self) {
            self = .list(value)
        } else {
            self = .object(try container.decode([String: JSONDocument].self))
        }
    }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        switch self {
        case .null: try container.encodeNil()
        case .bool(let value): try container.encode(value)
        case .integer(let value): try container.encode(value)
        case .number(let value): try container.encode(value)
        case .text(let value): try container.encode(value)
        case .list(let value): try container.encode(value)
        case .object(let value): try container.encode(value)
        }
    }
}
