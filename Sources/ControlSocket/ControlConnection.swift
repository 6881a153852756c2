// SPDX-License-Identifier: MIT

import NIOCore
import Synchronization

/// One peer: reads its requests, runs each in a task of its own, writes the answers as they come.
final class ControlConnection: Sendable {
    private let registry: MethodRegistry
    private let limits: ControlLimits
    private let writer: LineWriter
    /// The requests without an answer; nil once the peer is gone.
    private let outstanding = Mutex<[RPCID: Task<Void, Never>]?>([:])

    init(registry: MethodRegistry, limits: ControlLimits, writer: LineWriter) {
        self.registry = registry
        self.limits = limits
        self.writer = writer
    }

    /// Returns once the peer has no request left: when it closed its side and all is answered, or is gone altogether.
    func serve(_ lines: NIOAsyncChannelInboundStream<ByteBuffer>, closed: EventLoopFuture<Void>) async {
        closed.whenComplete { _ in self.cancelAll() }
        await withDiscardingTaskGroup { group in
            do {
                for try await line in lines {
                    guard let request = await accept(Array(line.readableBytesView)) else { continue }
                    group.addTask {
                        await withTaskCancellationHandler {
                            await request.value
                        } onCancel: {
                            request.cancel()
                        }
                    }
                }
            } catch {
                cancelAll()
            }
        }
    }

    /// The task of the request in `line`, or nil where its answer is known at once.
    private func accept(_ line: [UInt8]) async -> Task<Void, Never>? {
        do throws(Refusal) {
            let head = try parse(line)
            guard let id = head.id else {
                if head.method == RPCCancellation.method { cancel(line) }
                return nil
            }
            guard let handler = registry[head.method] else { throw Refusal(id: id, error: .unknownMethod(head.method)) }
            return try start(id) { [writer] in
                await Self.answer(id, writer) { try await handler.answer(line, id, writer) }
                handler.whenAnswered()
            }
        } catch {
            await answer(RPCFailure.line(error.id, error.error))
            return nil
        }
    }

    private struct Refusal: Error {
        var id: RPCID?
        var error: RPCError
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
        _ id: RPCID, _ body: @escaping @Sendable () async -> Void
    ) throws(Refusal) -> Task<Void, Never> {
        let verdict = outstanding.withLock { table -> Result<Task<Void, Never>, Refusal> in
            guard let running = table else { return .failure(Refusal(id: id, error: .cancelled)) }
            guard running[id] == nil else {
                return .failure(Refusal(id: id, error: .invalidRequest("id \(id) has no answer yet")))
            }
            guard running.count < limits.outstandingMax else {
                let error = RPCError.overloaded("More than \(limits.outstandingMax) requests without an answer")
                return .failure(Refusal(id: id, error: error))
            }
            let task = Task {
                await body()
                self.outstanding.withLock { $0?[id] = nil }
            }
            table?[id] = task
            return .success(task)
        }
        return try verdict.get()
    }

    private static func answer(
        _ id: RPCID, _ writer: LineWriter, _ body: () async throws -> [UInt8]
    ) async {
        let line: [UInt8]
        do {
            line = try await body()
        } catch let error as RPCError {
            line = RPCFailure.line(id, error)
        } catch is CancellationError {
            line = RPCFailure.line(id, .cancelled)
        } catch {
            line = RPCFailure.line(id, .internal("\(error)"))
        }
        // A peer that is gone wants no answer.
        try? await writer.write(line)
    }

    private func answer(_ line: [UInt8]) async { try? await writer.write(line) }

    private func cancel(_ line: [UInt8]) {
        guard let id = try? JSON.decode(RPCParameters<RPCCancellation>.self, from: line).value.id else { return }
        outstanding.withLock { $0?[id] }?.cancel()
    }

    private func cancelAll() {
        let tasks = outstanding.withLock { table in
            defer { table = nil }
            return table.map { Array($0.values) } ?? []
        }
        for task in tasks { task.cancel() }
    }
}
