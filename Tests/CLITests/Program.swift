// SPDX-License-Identifier: MIT

import ChildProcess
import ControlSocket
import Foundation
import TestDirectory

/// Runs the built program in a world of its own: its configuration, state and sockets are in a temporary directory, and
/// nothing of the tester's environment reaches it.
final class Program: Sendable {
    struct Result: Sendable {
        var code: Int32
        var output: String
        var error: String

        /// What `{"error":…}` says.
        var failure: [String: String] {
            get throws {
                try JSON.decode([String: [String: String]].self, from: Array(error.utf8))["error"] ?? [:]
            }
        }
    }

    let directory: TemporaryDirectory

    init() throws { directory = try TemporaryDirectory() }

    var path: String { directory.path }

    /// Beside the bundle of the tests.
    static let binary: String = {
        let tests = (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")) ?? ""
        return URL(fileURLWithPath: tests).deletingLastPathComponent().path + "/gramfs"
    }()

    /// What a program of this world sees.
    var environment: [String: String] {
        [
            "PATH": "/usr/bin:/bin", "HOME": path, "GRAMFS_CONFIG_DIR": path + "/c", "GRAMFS_STATE_DIR": path + "/s",
            "GRAMFS_RUNTIME_DIR": path + "/r",
        ]
    }

    func run(
        _ words: [String] = [], environment: [String: String] = [:], program: String? = nil
    ) async throws -> Result {
        let files = ["out", "err"].map { "\(path)/\($0)-\(UUID().uuidString)" }
        let process = try ChildProcess(
            [program ?? Self.binary] + words, environment: self.environment.merging(environment) { $1 },
            directory: path, output: .file(files[0]), error: .file(files[1]))
        let ending = await process.end()
        let texts = try files.map { String(decoding: try Data(contentsOf: URL(fileURLWithPath: $0)), as: UTF8.self) }
        return Result(code: ending.code, output: texts[0], error: texts[1])
    }

    func write(_ text: String, to name: String) throws {
        let url = URL(fileURLWithPath: path + "/" + name)
        try FileManager.default.createDirectory(at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
        try Data(text.utf8).write(to: url)
    }

    func makeDirectory(_ name: String) throws {
        try FileManager.default.createDirectory(atPath: path + "/" + name, withIntermediateDirectories: true)
    }
}
