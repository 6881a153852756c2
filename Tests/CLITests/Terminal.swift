// SPDX-License-Identifier: MIT

import ChildProcess
import Foundation
import Glibc
import Synchronization

/// A program at a terminal of its own, and somebody who reads and types there.
final class Terminal: Sendable {
    private struct State {
        var shown = ""
        /// How much of it was waited for already.
        var seen = 0
        var waiter: (text: String, continuation: CheckedContinuation<Bool, Never>)?
        var isOver = false
    }

    struct Missing: Error, CustomStringConvertible {
        var description: String
    }

    private let state = Mutex(State())
    private let master: Int32
    private let process: ChildProcess

    init(_ program: Program, _ path: String, _ words: [String], _ environment: [String: String]) throws {
        master = posix_openpt(O_RDWR | O_NOCTTY)
        guard master >= 0, grantpt(master) == 0, unlockpt(master) == 0 else { throw CocoaError(.fileReadUnknown) }
        let slave = open(String(cString: ptsname(master)), O_RDWR | O_NOCTTY)
        guard slave >= 0 else { throw CocoaError(.fileReadUnknown) }
        defer { close(slave) }
        let stream = ChildProcess.Stream.descriptor(slave)
        process = try ChildProcess(
            [path] + words, environment: program.environment.merging(environment) { $1 }, input: stream,
            output: stream, error: stream)
        Thread.detachNewThread { [self] in read() }
    }

    deinit { close(master) }

    var shown: String { state.withLock { $0.shown } }

    /// Waits until `question` stands there, behind what was waited for before, and types `line`.
    func answer(_ question: String, _ line: String?) async throws {
        let isThere = await withCheckedContinuation { continuation in
            let now: Bool? = state.withLock { state in
                if Self.find(question, &state) { return true }
                if state.isOver { return false }
                state.waiter = (question, continuation)
                return nil
            }
            if let now { continuation.resume(returning: now) }
        }
        guard isThere else { throw Missing(description: "\"\(question)\" never came; there stood: \(shown)") }
        guard let line else { return }
        let bytes = Array((line + "\n").utf8)
        guard write(master, bytes, bytes.count) == bytes.count else { throw CocoaError(.fileWriteUnknown) }
    }

    /// The exit code.
    func end() async -> Int32 { await process.end().code }

    private func read() {
        var bytes = [UInt8](repeating: 0, count: 4096)
        while true {
            let count = Glibc.read(master, &bytes, bytes.count)
            if count < 0, errno == EINTR { continue }
            let waiter = state.withLock { state -> (CheckedContinuation<Bool, Never>, Bool)? in
                if count > 0 { state.shown += String(decoding: bytes.prefix(count), as: UTF8.self) }
                state.isOver = count <= 0
                guard let waiter = state.waiter else { return nil }
                let isThere = Self.find(waiter.text, &state)
                guard isThere || state.isOver else { return nil }
                state.waiter = nil
                return (waiter.continuation, isThere)
            }
            if let (continuation, isThere) = waiter { continuation.resume(returning: isThere) }
            if count <= 0 { return }
        }
    }

    private static func find(_ text: String, _ state: inout State) -> Bool {
        let rest = state.shown.dropFirst(state.seen)
        guard let range = rest.range(of: text) else { return false }
        state.seen = state.shown.distance(from: state.shown.startIndex, to: range.upperBound)
        return true
    }
}
