// SPDX-License-Identifier: MIT

import Glibc

/// A process that was started for a test, with its output in a file.
final class Command {
    enum Ending: Equatable {
        case exit(Int32)
        case signal(Int32)
    }

    struct Result {
        let ending: Ending
        let output: String
        let error: String

        var isSuccess: Bool { ending == .exit(0) }
    }

    struct Failure: Error, CustomStringConvertible {
        let description: String
    }

    let pid: pid_t
    private var ending: Ending?

    /// `words[0]` is searched in PATH. Standard output and error go to files.
    init(_ words: [String], environment: [String: String], output: String, error: String) throws {
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
        posix_spawn_file_actions_addopen(&actions, 1, output, O_WRONLY | O_CREAT | O_TRUNC, 0o600)
        posix_spawn_file_actions_addopen(&actions, 2, error, O_WRONLY | O_CREAT | O_APPEND, 0o600)
        posix_spawn_file_actions_addclosefrom_np(&actions, 3)
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        var none = sigset_t()
        sigemptyset(&none)
        var all = sigset_t()
        sigfillset(&all)
        posix_spawnattr_setsigmask(&attributes, &none)
        posix_spawnattr_setsigdefault(&attributes, &all)
        // A group of its own: a Ctrl-C for the tests lets them clean up.
        posix_spawnattr_setflags(
            &attributes, Int16(POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETPGROUP))
        var arguments: [UnsafeMutablePointer<CChar>?] = words.map { strdup($0) } + [nil]
        var variables: [UnsafeMutablePointer<CChar>?] = environment.map { strdup("\($0)=\($1)") } + [nil]
        defer { for text in arguments + variables { free(text) } }
        var child = pid_t()
        let code = posix_spawnp(&child, words[0], &actions, &attributes, &arguments, &variables)
        guard code == 0 else { throw SystemError(call: "posix_spawn", path: words[0], code: code) }
        pid = child
    }

    /// Nil while it runs.
    func poll() -> Ending? {
        if let ending { return ending }
        var status: Int32 = 0
        guard waitpid(pid, &status, WNOHANG) == pid else { return nil }
        let signal = status & 0x7F
        ending = signal == 0 ? .exit((status >> 8) & 0xFF) : .signal(signal)
        return ending
    }

    func wait(atMost limit: Duration) throws -> Ending {
        guard System.wait(atMost: limit, for: { poll() != nil }), let ending else {
            throw Failure(description: "process \(pid) still runs after \(limit)")
        }
        return ending
    }

    /// Kills it where it still runs, and waits.
    func kill() {
        guard poll() == nil else { return }
        Glibc.kill(pid, SIGKILL)
        _ = System.wait(atMost: .seconds(30)) { poll() != nil }
    }

    static let standardEnvironment = ["PATH": "/usr/sbin:/usr/bin:/sbin:/bin", "LC_ALL": "C.UTF-8"]

    /// Runs to the end; its files are in `directory`.
    static func run(
        _ words: [String], environment: [String: String] = standardEnvironment, in directory: String,
        atMost limit: Duration = .seconds(120)
    ) throws -> Result {
        let place = "\(directory)/command-\(nextNumber())"
        defer { for suffix in ["out", "err"] { unlink("\(place).\(suffix)") } }
        let command = try Command(
            words, environment: environment, output: "\(place).out", error: "\(place).err")
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

    private static func nextNumber() -> UInt64 { UInt64(ContinuousClock.now.hashValue.magnitude) }
}
