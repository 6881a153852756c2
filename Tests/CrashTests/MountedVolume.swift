// SPDX-License-Identifier: MIT

import Foundation
import Glibc
import TestDirectory

/// A volume of the built program in a world of its own: formatted, mounted, killed, mounted again, taken apart.
///
/// Everything is below a temporary directory, unless the test puts the state or the store on a disk of its own.
final class MountedVolume {
    enum Start {
        /// How long it took until the mount answered.
        case answers(Duration)
        /// It ended before.
        case ended(Command.Ending)
    }

    struct Failure: Error, CustomStringConvertible {
        let description: String
    }

    let directory: TemporaryDirectory
    let mountPoint: String
    let statePath: String
    let storePath: String
    private(set) var process: Command?

    private static let name = "v"

    init(
        directory: TemporaryDirectory, statePath: String? = nil, storePath: String? = nil, segmentSize: String = "1M"
    ) throws {
        self.directory = directory
        mountPoint = directory.path + "/m"
        self.statePath = statePath ?? directory.path + "/s"
        self.storePath = storePath ?? directory.path + "/store"
        for path in [mountPoint, self.statePath, self.storePath] { try System.makeDirectory(path) }
        try require("format", Self.name, "--store", "dir:\(self.storePath)", "--segment-size", segmentSize)
    }

    deinit { destroy() }

    /// Beside the bundle of the tests.
    static let binary: String = {
        let tests = (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")) ?? ""
        return URL(fileURLWithPath: tests).deletingLastPathComponent().path + "/gramfs"
    }()

    var environment: [String: String] {
        Command.standardEnvironment.merging([
            "HOME": directory.path, "GRAMFS_CONFIG_DIR": directory.path + "/c", "GRAMFS_STATE_DIR": statePath,
            "GRAMFS_RUNTIME_DIR": directory.path + "/r", "GRAMFS_PASSPHRASE": "open sesame",
        ]) { $1 }
    }

    // MARK: Life and death

    /// Mounts in the foreground and returns when the mount answers, or the process has ended. `wrapper` is a command
    /// that runs the program.
    func start(
        options: String = "upload_after=1s", crashAt: String? = nil, wrapper: [String] = []
    ) throws -> Start {
        precondition(process == nil, "one daemon at a time")
        let began = ContinuousClock.now
        var environment = environment
        environment["GRAMFS_CRASH_AT"] = crashAt
        let process = try Command(
            wrapper + [Self.binary, "mount", Self.name, mountPoint, "-f", "-o", options],
            environment: environment, output: directory.path + "/daemon.out", error: logPath)
        self.process = process
        let isOver = System.wait(atMost: .seconds(60)) { process.poll() != nil || answers }
        if let ending = process.poll() {
            self.process = nil
            return .ended(ending)
        }
        guard isOver else { throw Failure(description: "no answer within a minute: \(log)") }
        return .answers(ContinuousClock.now - began)
    }

    /// Mounts where nothing may go wrong; returns how long it took.
    @discardableResult
    func mount(options: String = "upload_after=1s", wrapper: [String] = []) throws -> Duration {
        switch try start(options: options, wrapper: wrapper) {
        case .answers(let time): return time
        case .ended(let ending): throw Failure(description: "the mount ended with \(ending): \(log)")
        }
    }

    /// SIGKILL. The mount stays behind, dead.
    func kill() {
        process?.kill()
        process = nil
    }

    /// Stops the daemon where it is, as a power cut stops a machine: what is in the kernel goes on, such as an fdatasync
    /// that has begun, and nothing is answered any more. Only `kill` may follow.
    func freeze() throws {
        guard let process else { throw Failure(description: "no daemon runs") }
        Glibc.kill(process.pid, SIGSTOP)
        let deadline = ContinuousClock.now + .seconds(30)
        // Without a pause: the sync that is under way is to be met, not waited for.
        while try !isStopped(process.pid) {
            guard ContinuousClock.now < deadline else { throw Failure(description: "the daemon does not stop") }
        }
    }

    /// Whether no thread runs: each is stopped, or inside a call that ends in being stopped.
    private func isStopped(_ pid: pid_t) throws -> Bool {
        let states: [Character?]
        do {
            states = try System.names(in: "/proc/\(pid)/task").map { thread in
                // After the name, which is in parentheses and may hold anything.
                let text = try System.text(of: "/proc/\(pid)/task/\(thread)/stat")
                return text.split(separator: ")").last?.dropFirst().first
            }
        } catch is SystemError {
            // A thread that ended meanwhile ran.
            return false
        }
        return states.contains { $0 == "T" } && states.allSatisfy { $0 == "T" || $0 == "D" }
    }

    /// Waits until the daemon has ended by itself.
    func waitForEnd(atMost limit: Duration) throws -> Command.Ending {
        guard let process else { throw Failure(description: "no daemon runs") }
        let ending = try process.wait(atMost: limit)
        self.process = nil
        return ending
    }

    func unmount() throws {
        try require("unmount", Self.name, "--timeout", "120s")
        let ending = try waitForEnd(atMost: .seconds(60))
        guard ending == .exit(0) else { throw Failure(description: "the daemon ended with \(ending): \(log)") }
    }

    /// Unmounts without waiting for the store.
    func unmountNow() throws {
        try require("unmount", Self.name, "--now")
        _ = try waitForEnd(atMost: .seconds(60))
    }

    /// Takes everything away, in whatever state it is.
    func destroy() {
        kill()
        while System.isMounted(mountPoint) {
            guard umount2(mountPoint, Int32(MNT_DETACH)) == 0 else { break }
        }
    }

    /// Whether the kernel gets answers: the root directory of a FUSE file system is inode 1, and opening it is a request
    /// while its attributes are the kernel's also of a dead mount.
    private var answers: Bool {
        var facts = stat()
        guard stat(mountPoint, &facts) == 0, facts.st_ino == 1, let root = opendir(mountPoint) else { return false }
        closedir(root)
        return true
    }

    var logPath: String { directory.path + "/daemon.log" }

    /// The last words of the daemon.
    var log: String { String(((try? System.text(of: logPath)) ?? "").suffix(4000)) }

    /// Its control socket.
    var socket: String { "\(directory.path)/r/\(Self.name).sock" }

    /// What is kept of the volume, here and in its store, for `restore`. It must be unmounted.
    func snapshot() throws {
        for (path, copy) in kept { try Command.require(["cp", "-a", path, copy], in: directory.path) }
    }

    /// Puts everything back as it was.
    func restore() throws {
        for (path, copy) in kept {
            try Command.require(["rm", "-rf", path], in: directory.path)
            try Command.require(["cp", "-a", copy, path], in: directory.path)
        }
    }

    private var kept: [(String, String)] {
        [(statePath, directory.path + "/kept-state"), (storePath, directory.path + "/kept-store")]
    }

    /// Loses everything of this machine, which ends as a crash does, or brings it back from the store.
    func recover(crashAt: String? = nil) throws -> Command.Result {
        var environment = environment
        environment["GRAMFS_CRASH_AT"] = crashAt
        let words = ["recover", Self.name, "--store", "dir:\(storePath)", "--force", "--json"]
        return try Command.run([Self.binary] + words, environment: environment, in: directory.path)
    }

    func loseMachine() throws {
        for path in [statePath, directory.path + "/c"] {
            try Command.require(["rm", "-rf", path], in: directory.path)
        }
        try System.makeDirectory(statePath)
    }

    // MARK: Commands

    func run(_ words: [String], atMost limit: Duration = .seconds(180)) throws -> Command.Result {
        try Command.run([Self.binary] + words, environment: environment, in: directory.path, atMost: limit)
    }

    @discardableResult
    func require(_ words: String...) throws -> String {
        let result = try run(words)
        guard result.isSuccess else {
            throw Failure(
                description: "gramfs \(words.joined(separator: " ")): \(result.ending) \(result.error) \(log)")
        }
        return result.output
    }

    func status() throws -> Status {
        let decoder = JSONDecoder()
        decoder.keyDecodingStrategy = .convertFromSnakeCase
        return try decoder.decode(Status.self, from: Data(try require("--json", "status", Self.name).utf8))
    }

    struct Status: Decodable {
        struct Trouble: Decodable {
            let message: String
        }

        let state: String
        let queuedBytes: UInt64
        let queuedSegments: UInt64
        let cachedBytes: UInt64
        let dirtyBytes: UInt64
        let storedSegments: UInt64
        let lastError: Trouble?
    }

    /// Waits until the store holds everything.
    func drain() throws { try require("sync", Self.name, "--timeout", "120s") }

    /// Every object read and compared. The volume must be mounted.
    func checkEverything() throws {
        let output = try require("--json", "check", Self.name, "--read-data")
        guard output.contains("\"ok\":true") || output.contains("\"ok\": true") else {
            throw Failure(description: "check: \(output)")
        }
    }

    /// Drops every stored segment from the local disk, which only a cache may lose, and the kernel's pages. The volume
    /// must be unmounted.
    func emptyCache() throws {
        let segments = "\(statePath)/\(Self.name)/segments"
        for directory in try System.names(in: segments) {
            for name in try System.names(in: "\(segments)/\(directory)") {
                try System.check("unlink", name, unlink("\(segments)/\(directory)/\(name)"))
            }
        }
    }

    /// Of the daemon's own process, also below a wrapper.
    var daemonPID: pid_t? {
        guard let text = try? System.text(of: "\(statePath)/\(Self.name)/lock"),
            let start = text.range(of: "\"pid\":")?.upperBound
        else { return nil }
        return pid_t(text[start...].prefix { $0.isNumber })
    }

    /// The most memory that the daemon ever had resident, in bytes.
    var peakMemory: UInt64 {
        get throws {
            guard let pid = daemonPID else { throw Failure(description: "no daemon") }
            let status = try System.text(of: "/proc/\(pid)/status")
            let line = status.split(separator: "\n").first { $0.hasPrefix("VmHWM:") } ?? ""
            return (line.split(separator: " ").dropFirst().first.flatMap { UInt64($0) } ?? 0) * 1024
        }
    }
}
