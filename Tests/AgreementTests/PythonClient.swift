// SPDX-License-Identifier: MIT

import ChildProcess
import Foundation

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
        let ended = try await ChildProcess.run(
            [interpreter.path, program.path] + words,
            environment: [
                "PATH": "/usr/bin:/bin", "HOME": directory, "LANG": "C.UTF-8", "PYTHONDONTWRITEBYTECODE": "1",
                "PYTHONUNBUFFERED": "1",
            ], directory: directory)
        return Result(code: ended.code, text: ended.output)
    }
}
