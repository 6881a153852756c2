// SPDX-License-Identifier: MIT

/// Which methods a server answers.
package struct MethodRegistry: Sendable {
    struct Handler: Sendable {
        /// Takes a request line, gives its answer line.
        let answer: @Sendable (_ line: [UInt8], _ request: RPCID, _ writer: LineWriter) async throws -> [UInt8]
        let whenAnswered: @Sendable () -> Void
    }

    private var handlers: [String: Handler] = [:]

    package init() {}

    package var names: [String] { handlers.keys.sorted() }

    /// `body` runs in a task that is cancelled when the peer goes away, cancels, or the server ends. `RPCError`s that it
    /// throws are answered as they are; anything else as an internal error. `whenAnswered` is called after the answer was
    /// written, whatever it was, or could not be.
    package mutating func register<Parameters, Result, Event>(
        _ method: ControlMethod<Parameters, Result, Event>, whenAnswered: @escaping @Sendable () -> Void = {},
        _ body: @escaping @Sendable (Parameters, EventSink<Event>) async throws -> Result
    ) {
        handlers[method.name] = Handler(
            answer: { line, request, writer in
                let parameters = try Self.parameters(Parameters.self, of: line)
                let result = try await body(parameters, EventSink(request: request, writer: writer))
                return try JSON.encode(RPCResult(id: request, result: result))
            }, whenAnswered: whenAnswered)
    }

    subscript(name: String) -> Handler? { handlers[name] }

    private static func parameters<Value: Decodable>(_: Value.Type, of line: [UInt8]) throws(RPCError) -> Value {
        do {
            return try JSON.decode(RPCParameters<Value>.self, from: line).value
        } catch {
            throw .invalidParameters(error.summary)
        }
    }
}

/// Where a method puts what it has to tell before its answer.
package struct EventSink<Event: Codable & Sendable>: Sendable {
    let request: RPCID
    let writer: LineWriter

    /// Suspends while the peer is slow to read; throws once it is gone.
    package func send(_ event: Event) async throws {
        let line = RPCEvent(method: RPCEvent<Event>.method, params: .init(id: request, value: event))
        try await writer.write(JSON.encode(line))
    }
}

extension DecodingError {
    /// What was wrong, in one line, with the key that it is about.
    package var summary: String {
        switch self {
        case .typeMismatch(_, let context): Self.summary(context.codingPath, "has another type")
        case .valueNotFound(_, let context): Self.summary(context.codingPath, "is null")
        case .keyNotFound(let key, let context): Self.summary(context.codingPath + [key], "is missing")
        case .dataCorrupted(let context):
            context.codingPath.isEmpty
                ? "it cannot be parsed" : Self.summary(context.codingPath, context.debugDescription)
        @unknown default: "it cannot be decoded"
        }
    }

    private static func summary(_ path: [any CodingKey], _ what: String) -> String {
        path.isEmpty ? "the value \(what)" : path.map(\.stringValue).joined(separator: ".") + " " + what
    }
}
