// SPDX-License-Identifier: MIT

import Glibc
import NIOCore
import NIOPosix
import Synchronization

/// Why a call to a server has no answer.
package enum ControlClientError: Error, Hashable, Sendable {
    /// Nobody listens there: no volume is mounted under that name.
    case notListening(path: String)
    /// The socket is another user's.
    case notPermitted(path: String)
    case system(path: String, errno: Int32)
    /// The server went away before it answered.
    case connectionLost
    /// What came is no answer of this protocol.
    case malformedAnswer(String)
}

/// Calls the methods of a `ControlServer`. Any number of calls may be under way at once.
package final class ControlClient: Sendable {
    private enum Answer {
        /// Not there yet; the continuation once somebody waits.
        case awaited(CheckedContinuation<[UInt8], any Error>?)
        case arrived(Result<[UInt8], any Error>)
    }

    private struct Call {
        var answer: Answer
        var event: @Sendable ([UInt8]) -> Void
    }

    private struct State {
        var nextID: Int64 = 1
        var calls: [RPCID: Call] = [:]
        var end: (any Error)?
    }

    private let writer: LineWriter
    private let state = Mutex(State())

    private init(writer: LineWriter) { self.writer = writer }

    /// Connects, runs `body`, and closes the connection.
    package static func withConnection<Result: Sendable>(
        to path: String, limits: ControlLimits = .init(),
        _ body: @escaping @Sendable (ControlClient) async throws -> Result
    ) async throws -> Result {
        let channel = try await connect(to: path, limits: limits)
        return try await channel.executeThenClose { lines, outbound in
            let client = ControlClient(writer: LineWriter(outbound))
            return try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask { await client.read(lines) }
                defer { group.cancelAll() }
                return try await body(client)
            }
        }
    }

    /// Calls a method and waits for its answer. `onEvent` is called in order, on the reader's task. Cancelling the task
    /// ends the wait; the server gives the request up when the connection is closed. Throws the server's `RPCError`, or a
    /// `ControlClientError`.
    package func call<Parameters, Result, Event>(
        _ method: ControlMethod<Parameters, Result, Event>, _ parameters: Parameters,
        onEvent: @escaping @Sendable (Event) -> Void = { _ in }
    ) async throws -> Result {
        let id = RPCID.number(
            state.withLock { state in
                defer { state.nextID += 1 }
                return state.nextID
            })
        let request = try JSON.encode(RPCRequest(id: id, method: method.name, params: parameters))
        let line = try await answer(to: id, request) { line in
            // An event that this version cannot read is one that it does not know how to show.
            if let event = try? JSON.decode(RPCEvent<Event>.self, from: line) { onEvent(event.params.value) }
        }
        do {
            return try JSON.decode(RPCAnswerValue<Result>.self, from: line).result
        } catch {
            throw ControlClientError.malformedAnswer(error.summary)
        }
    }

    private func answer(
        to id: RPCID, _ request: [UInt8], _ event: @escaping @Sendable ([UInt8]) -> Void
    ) async throws -> [UInt8] {
        let end = state.withLock { state -> (any Error)? in
            if state.end == nil { state.calls[id] = Call(answer: .awaited(nil), event: event) }
            return state.end
        }
        if let end { throw end }
        defer { state.withLock { $0.calls[id] = nil } }
        do {
            try await writer.write(request)
        } catch {
            // The server may have said why before it closed.
            finish(id, .failure(ControlClientError.connectionLost))
        }
        return try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { wait(for: id, $0) }
        } onCancel: {
            finish(id, .failure(CancellationError()))
        }
    }

    private func wait(for id: RPCID, _ continuation: CheckedContinuation<[UInt8], any Error>) {
        let arrived = state.withLock { state -> Result<[UInt8], any Error>? in
            if case .arrived(let result) = state.calls[id]?.answer { return result }
            state.calls[id]?.answer = .awaited(continuation)
            return nil
        }
        if let arrived { continuation.resume(with: arrived) }
    }

    /// The first result counts.
    private func finish(_ id: RPCID, _ result: Result<[UInt8], any Error>) {
        let waiting = state.withLock { state -> CheckedContinuation<[UInt8], any Error>? in
            guard case .awaited(let continuation) = state.calls[id]?.answer else { return nil }
            state.calls[id]?.answer = .arrived(result)
            return continuation
        }
        waiting?.resume(with: result)
    }

    private func read(_ lines: NIOAsyncChannelInboundStream<ByteBuffer>) async {
        var end: any Error = ControlClientError.connectionLost
        do {
            for try await line in lines { try take(Array(line.readableBytesView)) }
        } catch let error as RPCError {
            end = error
        } catch let error as ControlClientError {
            end = error
        } catch {
            // The connection broke: `connectionLost` says so.
        }
        let calls = state.withLock { state in
            state.end = end
            return Array(state.calls.keys)
        }
        for id in calls { finish(id, .failure(end)) }
    }

    private func take(_ line: [UInt8]) throws {
        let head: RPCAnswerHead
        do {
            head = try JSON.decode(RPCAnswerHead.self, from: line)
        } catch {
            throw ControlClientError.malformedAnswer(error.summary)
        }
        if let id = head.params?.id, head.method != nil {
            state.withLock { $0.calls[id]?.event }?(line)
        } else if let id = head.id {
            finish(id, head.error.map { .failure($0) } ?? .success(line))
        } else if let error = head.error {
            // An error without an id is about the connection itself: it ends every call.
            throw error
        }
    }

    private static func connect(
        to path: String, limits: ControlLimits
    ) async throws -> NIOAsyncChannel<ByteBuffer, ByteBuffer> {
        do {
            return try await ClientBootstrap(group: .singletonMultiThreadedEventLoopGroup)
                .connect(unixDomainSocketPath: path) { channel in
                    channel.eventLoop.makeCompletedFuture {
                        try channel.pipeline.syncOperations.addHandler(
                            LineFramer(bytesMax: limits.answerBytesMax, timeout: nil, farewell: nil))
                        return try NIOAsyncChannel(wrappingChannelSynchronously: channel)
                    }
                }
        } catch let error as IOError {
            throw switch error.errnoCode {
            case ENOENT, ECONNREFUSED: ControlClientError.notListening(path: path)
            case EACCES, EPERM: ControlClientError.notPermitted(path: path)
            default: ControlClientError.system(path: path, errno: error.errnoCode)
            }
        }
    }
}
