// SPDX-License-Identifier: MIT

import ChildProcess
import Glibc

/// Programs with a deadline, and with their output and errors apart. Everything here blocks.
extension ChildProcess {
    func wait(atMost limit: Duration) throws -> Ending {
        guard System.wait(atMost: limit, for: { poll() != nil }), let ending = poll() else {
            throw Failure(description: "process \(identifier) still runs after \(limit)")
        }
        return ending
    }

    /// Runs to the end; its files are in `directory`.
    static func run(
        _ words: [String], environment: [String: String] = standardEnvironment, in directory: String,
        atMost limit: Duration = .seconds(120)
    ) throws -> Result {
        let place = "\(directory)/command-\(ContinuousClock.now.hashValue.magnitude)"
        defer { for suffix in ["out", "err"] { unlink("\(place).\(suffix)") } }
        let command = try ChildProcess(
            words, environment: environment, output: .file("\(place).out"), error: .file("\(place).err"))
        defer { command.kill() }
        let ending = try command.wait(atMost: limit)
        return Result(
            ending: ending, output: try System.text(of: "\(place).out"), error: try System.text(of: "\(place).err"))
    }

    /// Runs what must succeed.
    @discardableResult
    static func require(_ words: [String], in directory: String) throws -> String {
        let result = try run(words, in: directory)
        guard result.isSuccess else {
            throw Failure(description: "\(words.joined(separator: " ")): \(result.ending) \(result.error)")
        }
        return result.output
    }
}
