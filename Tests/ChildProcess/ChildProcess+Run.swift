// SPDX-License-Identifier: MIT

import Foundation

extension ChildProcess {
    package struct Result: Sendable {
        package var ending: Ending
        /// Standard output; what it complained about stands there too, except where `error` was asked for.
        package var output: String
        package var error = ""

        package init(ending: Ending, output: String, error: String = "") {
            self.ending = ending
            self.output = output
            self.error = error
        }

        package var code: Int32 { ending.code }
        package var isSuccess: Bool { ending == .exit(0) }
    }

    /// Waits for its end, off the cooperative pool.
    package func end() async -> Ending { await Self.offThePool { self.wait() } }

    /// Runs a program to its end, with its output and errors together. A cancelled task kills it.
    package static func run(
        _ words: [String], environment: [String: String] = standardEnvironment, directory: String? = nil
    ) async throws -> Result {
        let (process, pipe) = try start(words, environment, directory)
        return await withTaskCancellationHandler {
            await offThePool { process.result(from: pipe) }
        } onCancel: {
            process.send(SIGKILL)
        }
    }

    /// The same where blocking is allowed.
    package static func runBlocking(
        _ words: [String], environment: [String: String] = standardEnvironment, directory: String? = nil
    ) throws -> Result {
        let (process, pipe) = try start(words, environment, directory)
        return process.result(from: pipe)
    }

    /// Runs what blocks on a thread of its own.
    package static func offThePool<Value: Sendable>(_ body: @escaping @Sendable () -> Value) async -> Value {
        await withCheckedContinuation { continuation in
            Thread.detachNewThread { continuation.resume(returning: body()) }
        }
    }

    private static func start(
        _ words: [String], _ environment: [String: String], _ directory: String?
    ) throws -> (ChildProcess, ChildPipe) {
        let pipe = try ChildPipe()
        let process = try ChildProcess(
            words, environment: environment, directory: directory, output: pipe.writer, error: pipe.writer)
        pipe.closeWriter()
        return (process, pipe)
    }

    private func result(from pipe: ChildPipe) -> Result {
        // First all that it says: it may wait for that to be taken.
        let output = pipe.readToEnd()
        return Result(ending: wait(), output: output)
    }
}
