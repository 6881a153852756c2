// SPDX-License-Identifier: MIT

import Foundation
import Synchronization

/// A client in its virtual environment, as `Scripts/clients` made it.
struct PythonClient: Sendable {
    struct Result: Sendable {
        var code: Int32
        var text: String

        var lines: [Substring] { text.split(separator: "\n") }
    }

    private static let root = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

    private let interpreter: URL
    private let program: URL

    /// nil where it is not installed.
    init?(name: String, version: String) {
        interpreter = Self.root.appendingPathComponent(".build/clients/\(name)-\(version)/bin/python")
        program = Self.root.appendingPathComponent("Tests/AgreementTests/Clients/\(name)_client.py")
        guard FileManager.default.isExecutableFile(atPath: interpreter.path) else { return nil }
    }

    /// Its output and errors together. A cancelled task ends the process.
    func run(_ words: [String], in directory: String) async throws -> Result {
        let log = URL(fileURLWithPath: directory + "/client-\(UUID().uuidString).log")
        try Data().write(to: log)
        let process = Process()
        process.executableURL = interpreter
        process.arguments = [program.path] + words
        process.currentDirectoryURL = URL(fileURLWithPath: directory)
        process.environment = [
            "PATH": "/usr/bin:/bin", "HOME": directory, "LANG": "C.UTF-8", "PYTHONDONTWRITEBYTECODE": "1",
            "PYTHONUNBUFFERED": "1",
        ]
        let output = try FileHandle(forWritingTo: log)
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = output
        process.standardError = output
        let running = Running(process)
        let code = try await withTaskCancellationHandler {
            try await running.run()
        } onCancel: {
            running.end()
        }
        return Result(code: code, text: String(decoding: try Data(contentsOf: log), as: UTF8.self))
    }

    /// Waits off the cooperative pool, which must not wait for a process.
    private final class Running: Sendable {
        private let process: Mutex<Process>

        init(_ process: sending Process) { self.process = Mutex(process) }

        func run() async throws -> Int32 {
            try await withCheckedThrowingContinuation { continuation in
                process.withLock { process in
                    process.terminationHandler = { continuation.resume(returning: $0.terminationStatus) }
                    do {
                        try process.run()
                    } catch {
                        process.terminationHandler = nil
                        continuation.resume(throwing: error)
                    }
                }
            }
        }

        /// The child may have inherited a mask that blocks what can be blocked.
        func end() { process.withLock { if $0.isRunning { kill($0.processIdentifier, SIGKILL) } } }
    }
}
