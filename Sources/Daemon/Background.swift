// SPDX-License-Identifier: MIT

import ControlSocket
import Glibc
import Synchronization

/// Goes on in the background: the program starts itself again, detached from the terminal, and waits until that one says
/// that the mount answers or why not.
///
/// A fresh program rather than a fork: threads do not survive a fork.
package enum Background {
    /// What the child finds open.
    private static let readinessFile: Int32 = 3
    private static let passphraseFile: Int32 = 4

    /// The first line that the child writes.
    private struct Readiness: Codable {
        struct Trouble: Codable {
            var code: String
            var message: String
            var hint: String
        }

        var error: Trouble?
    }

    /// Starts this program with `arguments` and returns when its mount, or its socket, answers. Its failure is thrown here.
    /// The passphrase goes through a pipe; standard error goes to `logFile`.
    package static func start(_ arguments: [String], passphrase: Passphrase?, logFile: String) throws(Failure) {
        let (readiness, readinessEnd) = try pipe()
        defer { close(readiness) }
        try startChild(arguments, passphrase, readinessEnd, logFile)
        try waitUntilReady(readiness, logFile)
    }

    /// Closes our copies of the child's ends, so that its end is the end of the pipe.
    private static func startChild(
        _ arguments: [String], _ passphrase: Passphrase?, _ readinessEnd: Int32, _ logFile: String
    ) throws(Failure) {
        defer { close(readinessEnd) }
        guard let passphrase else { return try spawn(arguments, readinessEnd, nil, logFile) }
        let passphraseEnd = try passphrasePipe(passphrase)
        defer { close(passphraseEnd) }
        try spawn(arguments, readinessEnd, passphraseEnd, logFile)
    }

    /// The reading end of a pipe that holds the passphrase: at most 64 KiB, what a pipe takes without a reader.
    private static func passphrasePipe(_ passphrase: Passphrase) throws(Failure) -> Int32 {
        let (reading, writing) = try pipe()
        defer { close(writing) }
        do throws(Failure) {
            try writeAll(passphrase.bytes, to: writing, path: "pipe")
        } catch {
            close(reading)
            throw error
        }
        return reading
    }

    private static func waitUntilReady(_ readiness: Int32, _ logFile: String) throws(Failure) {
        let line = try readBytes(of: readiness, path: "pipe", bytesMax: 1 << 20)
        guard let answer = try? JSON.decode(Readiness.self, from: line) else {
            throw Failure(.failed, "The daemon ended before it answered", hint: "Its last words are in \(logFile)")
        }
        guard let trouble = answer.error else { return }
        throw Failure(FailureCode(rawValue: trouble.code) ?? .failed, trouble.message, hint: trouble.hint)
    }

    /// In the child: the passphrase that the parent read.
    package static func receivePassphrase() throws(Failure) -> Passphrase {
        defer { close(passphraseFile) }
        return try Passphrase(
            readBytes(of: passphraseFile, path: "pipe", bytesMax: Passphrase.bytesMax), source: "the parent")
    }

    /// Whether the parent was told. After that the descriptor may be anybody's.
    private static let isReported = Atomic<Bool>(false)

    /// In the child: tells the parent, who then ends; the first call counts. Throws where nobody waits any more, as after
    /// Ctrl-C.
    package static func report(_ failure: Failure?) throws(Failure) {
        guard !isReported.exchange(true, ordering: .relaxed) else { return }
        defer { close(readinessFile) }
        let trouble = failure.map { Readiness.Trouble(code: $0.code.rawValue, message: $0.message, hint: $0.hint) }
        // Strings only: encoding them cannot fail.
        let line = (try? JSON.encode(Readiness(error: trouble))) ?? []
        try writeAll(line + [UInt8(ascii: "\n")], to: readinessFile, path: "pipe")
    }

    private static func spawn(
        _ arguments: [String], _ readiness: Int32, _ passphrase: Int32?, _ logFile: String
    ) throws(Failure) {
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDWR, 0)
        posix_spawn_file_actions_adddup2(&actions, 0, 1)
        posix_spawn_file_actions_addopen(&actions, 2, logFile, O_WRONLY | O_CREAT | O_APPEND, 0o600)
        posix_spawn_file_actions_adddup2(&actions, readiness, readinessFile)
        if let passphrase { posix_spawn_file_actions_adddup2(&actions, passphrase, passphraseFile) }
        posix_spawn_file_actions_addclosefrom_np(&actions, passphrase == nil ? passphraseFile : passphraseFile + 1)

        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSID))

        var words: [UnsafeMutablePointer<CChar>?] = (["gramfs"] + arguments).map { strdup($0) } + [nil]
        defer { for word in words { free(word) } }
        var child = pid_t()
        let code = posix_spawn(&child, "/proc/self/exe", &actions, &attributes, &words, environ)
        guard code == 0 else { throw Failure(call: "posix_spawn", path: logFile, errno: code) }
    }

    /// Both ends at 10 or above, so that putting them to their places in the child hits neither.
    private static func pipe() throws(Failure) -> (reading: Int32, writing: Int32) {
        var ends: [Int32] = [-1, -1]
        guard pipe2(&ends, O_CLOEXEC) == 0 else { throw Failure(call: "pipe2", path: "pipe", errno: errno) }
        let high = ends.map { fcntl($0, F_DUPFD_CLOEXEC, 10) }
        let code = errno
        for end in ends { close(end) }
        guard high[0] >= 0, high[1] >= 0 else { throw Failure(call: "fcntl", path: "pipe", errno: code) }
        return (high[0], high[1])
    }
}
