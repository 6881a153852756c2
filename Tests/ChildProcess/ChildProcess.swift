// SPDX-License-Identifier: MIT

import Glibc
import Synchronization

/// A program that a test starts.
///
/// Beside what it is given as its standard streams it inherits nothing: no descriptor, so that no pipe of another test
/// stays open in it, no signal mask, and a process group of its own, so that a Ctrl-C lets the tests clean up.
package final class ChildProcess: Sendable {
    package enum Ending: Equatable, Sendable {
        case exit(Int32)
        case signal(Int32)

        /// As a shell says it: 128 and the number of a signal.
        package var code: Int32 {
            switch self {
            case .exit(let code): code
            case .signal(let number): 128 + number
            }
        }
    }

    /// Where a standard stream comes from or goes to.
    package enum Stream: Sendable {
        case null
        /// Made where it is missing, and emptied or written on at its end.
        case file(String, appends: Bool = false)
        /// Remains the caller's, who may close it after the start.
        case descriptor(Int32)
    }

    package struct Failure: Error, CustomStringConvertible {
        package let description: String

        package init(description: String) { self.description = description }
    }

    package static let standardEnvironment = ["PATH": "/usr/sbin:/usr/bin:/sbin:/bin", "LC_ALL": "C.UTF-8"]

    private let pid: pid_t
    private let ending = Mutex<Ending?>(nil)

    /// `words[0]` is a path, or searched in the PATH of the tests.
    package init(
        _ words: [String], environment: [String: String] = standardEnvironment, directory: String? = nil,
        input: Stream = .null, output: Stream = .null, error: Stream = .null
    ) throws {
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        for (number, stream) in [input, output, error].enumerated() { stream.add(to: &actions, as: Int32(number)) }
        if let directory { posix_spawn_file_actions_addchdir_np(&actions, directory) }
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
        posix_spawnattr_setflags(
            &attributes, Int16(POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETPGROUP))

        var arguments: [UnsafeMutablePointer<CChar>?] = words.map { strdup($0) } + [nil]
        var variables: [UnsafeMutablePointer<CChar>?] = environment.map { strdup("\($0)=\($1)") } + [nil]
        defer { for text in arguments + variables { free(text) } }
        var child = pid_t()
        let code = posix_spawnp(&child, words[0], &actions, &attributes, &arguments, &variables)
        guard code == 0 else {
            throw Failure(description: "\(words[0]) does not start: \(String(cString: strerror(code)))")
        }
        pid = child
    }

    /// Its number, also after its end.
    package var identifier: pid_t { pid }

    /// Nil while it runs.
    package func poll() -> Ending? {
        ending.withLock { ending in
            if ending == nil {
                var status: Int32 = 0
                if waitpid(pid, &status, WNOHANG) == pid {
                    let signal = status & 0x7F
                    ending = signal == 0 ? .exit((status >> 8) & 0xFF) : .signal(signal)
                }
            }
            return ending
        }
    }

    /// Blocks until it has ended: never on the cooperative pool. Several threads may wait.
    @discardableResult
    package func wait() -> Ending {
        while true {
            if let ending = poll() { return ending }
            var information = siginfo_t()
            // Leaves it to `poll` to take the ending, so that its number is not another's while somebody signals it.
            _ = waitid(P_PID, id_t(pid), &information, WEXITED | WNOWAIT)
        }
    }

    /// Nothing where it has ended.
    package func send(_ signal: Int32) {
        ending.withLock { if $0 == nil { _ = Glibc.kill(pid, signal) } }
    }

    /// Kills it where it still runs, and blocks until it has ended.
    package func kill() {
        send(SIGKILL)
        wait()
    }
}

extension ChildProcess.Stream {
    fileprivate func add(to actions: inout posix_spawn_file_actions_t, as number: Int32) {
        switch self {
        case .null: posix_spawn_file_actions_addopen(&actions, number, "/dev/null", O_RDWR, 0)
        case .file(let path, let appends):
            let flags = O_RDWR | O_CREAT | (appends ? O_APPEND : O_TRUNC)
            posix_spawn_file_actions_addopen(&actions, number, path, flags, 0o600)
        case .descriptor(let descriptor): posix_spawn_file_actions_adddup2(&actions, descriptor, number)
        }
    }
}
