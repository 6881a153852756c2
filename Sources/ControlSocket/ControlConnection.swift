// SPDX-License-Identifier: MIT

import NIOCore
import Synchronization

/// One peer: reads its requests, runs each in a task of its own, writes the answers as they come.
final class ControlConnection: Sendable {
    private struct State {
        /// The requests whose answer is not known yet.
        var running: [RPCID: Task<[UInt8], Never>] = [:]
        /// Those and the ones whose answer is being written: what a peer that does not read can pile up.
        var unfinished = 0
        var isClosed = false
        /// When the last line came or the last answer went.
        var lastUse = NIODeadline.now()
    }

    private struct Request {
        var id: RPCID
        var task: Task<[UInt8], Never>
        var whenAnswered: @Sendable () -> Void
    }

    private struct Refusal: Error {
        var id: RPCID?
        var error: RPCError
    }

    private let registry: MethodRegistry
    private let limits: ControlLimits
    private let writer: LineWriter
    private let channel: any Channel
    private let state = Mutex(State())

    init(registry: MethodRegistry, limits: ControlLimits, writer: LineWriter, _ channel: any Channel) {
        self.registry = registry
        self.limits = limits
        self.writer = writer
        self.channel = channel
    }

    /// Since when nothing is under way; nil while something is, a subscription too.
    var idleSince: NIODeadline? { state.withLock { $0.unfinished == 0 ? $0.lastUse : nil } }

    /// As if the peer had gone.
    func end() { channel.close(promise: nil) }

    /// Returns once the peer has no request left: when it closed its side and all is answered, or is gone altogether.
    func serve(_ lines: NIOAsyncChannelInboundStream<ByteBuffer>) async {
        channel.closeFuture.whenComplete { _ in self.cancelAll() }
        await withDiscardingTaskGroup { group in
            do {
                for try await line in lines {
                    state.withLock { $0.lastUse = .now() }
                    guard let request = await accept(Array(line.readableBytesView)) else { continue }
                    group.addTask { await self.finish(request) }
                }
            } catch {
                cancelAll()
            }
        }
    }

    /// The request in `line`, under way; nil where its answer was known at once, or none is wanted.
    private func accept(_ line: [UInt8]) async -> Request? {
        do throws(Refusal) {
            let head = try parse(line)
            guard let id = head.id else {
                if head.method == RPCCancellation.method { cancel(line) }
                return nil
            }
            guard let handler = registry[head.method] else { throw Refusal(id: id, error: .unknownMethod(head.method)) }
            let task = try start(id) { [writer] in try await handler.answer(line, id, writer) }
            return Request(id: id, task: task, whenAnswered: handler.whenAnswered)
        } catch {
            await write(RPCFailure.line(error.id, error.error))
            return nil
        }
    }

    private func parse(_ line: [UInt8]) throws(Refusal) -> RPCRequestHead {
        let head: RPCRequestHead
        do {
            head = try JSON.decode(from: line)
        } catch {
            if case .dataCorrupted(let context) = error, context.codingPath.isEmpty {
                throw Refusal(id: nil, error: .malformed("the line cannot be parsed"))
            }
            let id = try? JSON.decode(RPCRequestID.self, from: line).id
            throw Refusal(id: id ?? nil, error: .invalidRequest(error.summary))
        }
        guard head.jsonrpc == "2.0" else {
            throw Refusal(id: head.id, error: .invalidRequest("jsonrpc is not \"2.0\""))
        }
        return head
    }

    private func start(
        _ id: RPCID, _ body: @escaping @Sendable () async throws -> [UInt8]
    ) throws(Refusal) -> Task<[UInt8], Never> {
        let verdict = state.withLock { state -> Result<Task<[UInt8], Never>, Refusal> in
            guard !state.isClosed else { return .failure(Refusal(id: id, error: .cancelled)) }
            guard state.running[id] == nil else {
                return .failure(Refusal(id: id, error: .invalidRequest("id \(id) has no answer yet")))
            }
            guard state.unfinished < limits.outstandingMax else {
                let error = RPCError.overloaded("More than \(limits.outstandingMax) requests without an answer")
                return .failure(Refusal(id: id, error: error))
            }
            let task = Task { await Self.answer(id, body) }
            state.running[id] = task
            state.unfinished += 1
            return .success(task)
        }
        return try verdict.get()
    }

    private static func answer(_ id: RPCID, _ body: () async throws -> [UInt8]) async -> [UInt8] {
        do {
            return try await body()
        } catch let error as RPCError {
            return RPCFailure.line(id, error)
        } catch is CancellationError {
            return RPCFailure.line(id, .cancelled)
        } catch {
            return RPCFailure.line(id, .internal("\(error)"))
        }
    }

    /// Not in the request's own task: where that is cancelled it could not write its answer.
    private func finish(_ request: Request) async {
        let line = await withTaskCancellationHandler {
            await request.task.value
        } onCancel: {
            request.task.cancel()
        }
        state.withLock { $0.running[request.id] = nil }
        await write(line)
        state.withLock { state in
            state.unfinished -= 1
            state.lastUse = .now()
        }
        request.whenAnswered()
    }

    /// A peer that is gone wants no answer.
    private func write(_ line: [UInt8]) async { try? await writer.write(line) }

    private func cancel(_ line: [UInt8]) {
        guard let id = try? JSON.decode(RPCParameters<RPCCancellation>.self, from: line).value.id else { return }
        state.withLock { $0.running[id] }?.cancel()
    }

    private func cancelAll() {
        let tasks = state.withLock { state in
            state.isClosed = true
            return Array(state.running.values)
        }
        for task in tasks { task.cancel() }
    }
}
