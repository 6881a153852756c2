// SPDX-License-Identifier: MIT

import ChildProcess
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
        case ended(ChildProcess.Ending)
    }

    struct Failure: Error, CustomStringConvertible {
        let description: String
    }

    let directory: TemporaryDirectory
    let mountPoint: String
    let statePath: String
    let storePath: String
    private(set) var process: ChildProcess?

    static let name = "v"

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

    /// The same volume on another machine, which has nothing of it yet.
    init(beside other: MountedVolume) throws {
        directory = try TemporaryDirectory()
        mountPoint = directory.path + "/m"
        statePath = directory.path + "/s"
        storePath = other.storePath
        for path in [mountPoint, statePath] { try System.makeDirectory(path) }
    }

    /// The same volume with a copy of a state directory that may be in use.
    convenience init(cloning other: MountedVolume) throws {
        try self.init(beside: other)
        for part in ["/c", "/s"] {
            try ChildProcess.require(["rm", "-rf", directory.path + part], in: directory.path)
            try ChildProcess.require(
                ["cp", "-a", other.directory.path + part, directory.path + part], in: directory.path)
        }
    }

    deinit { destroy() }

    /// Beside the bundle of the tests.
    static let binary: String = {
        let tests = (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")) ?? ""
        return URL(fileURLWithPath: tests).deletingLastPathComponent().path + "/gramfs"
    }()

    var environment: [String: String] {
        ChildProcess.standardEnvironment.merging([
            "HOME": directory.path, "GRAMFS_CONFIG_DIR": directory.path + "/c", "GRAMFS_STATE_DIR": statePath,
            "GRAMFS_RUNTIME_DIR": directory.path + "/r", "GRAMFS_PASSPHRASE": "open sesame",
        ]) { $1 }
    }

    // MARK: Life and death

    /// Mounts in the foreground and returns when the mount answers, or the process has ended. `wrapper` is a command
    /// that runs the program.
    func start(
        options: String = "upload_after=1s", crashAt: String? = nil, wrapper: [String] = [], takesOver: Bool = false
    ) throws -> Start {
        precondition(process == nil, "one daemon at a time")
        let began = ContinuousClock.now
        var environment = environment
        environment["GRAMFS_CRASH_AT"] = crashAt
        let process = try ChildProcess(
            wrapper + [Self.binary, "mount", Self.name, mountPoint, "-f", "-o", options]
                + (takesOver ? ["--force"] : []),
            environment: environment, output: .file(directory.path + "/daemon.out"),
            error: .file(logPath, appends: true))
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
    func mount(
        options: String = "upload_after=1s", wrapper: [String] = [], takesOver: Bool = false
    ) throws -> Duration {
        switch try start(options: options, wrapper: wrapper, takesOver: takesOver) {
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
    /// that has begun, and nothing is answered any more. Only `kill` or `thaw` may follow.
    func freeze() throws {
        guard let process else { throw Failure(description: "no daemon runs") }
        process.send(SIGSTOP)
        let deadline = ContinuousClock.now + .seconds(30)
        // Without a pause: the sync that is under way is to be met, not waited for.
        while try !isStopped(process.identifier) {
            guard ContinuousClock.now < deadline else { throw Failure(description: "the daemon does not stop") }
        }
    }

    /// Lets a daemon that was stopped go on.
    func thaw() throws {
        guard let process else { throw Failure(description: "no daemon runs") }
        process.send(SIGCONT)
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
    func waitForEnd(atMost limit: Duration) throws -> ChildProcess.Ending {
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

    /// Unmounts without waiting for the store. Returns what it says.
    @discardableResult
    func unmountNow() throws -> String {
        let words = try require("unmount", Self.name, "--now")
        _ = try waitForEnd(atMost: .seconds(60))
        return words
    }

    /// Takes everything away, in whatever state it is.
    func destroy() {
        kill()
        while System.isMounted(mountPoint) {
            guard umount2(mountPoint, Int32(MNT_DETACH)) == 0 else { break }
        }
    }

    /// Whether the kernel gets answers: the root directory of a FUSE file system is inode 1, and opening it is a request
    /// while its attributes are the kernel's also of a dead mount. Asked of what was opened: the dead mount may be taken
    /// away in between.
    private var answers: Bool {
        guard let root = opendir(mountPoint) else { return false }
        defer { closedir(root) }
        var facts = stat()
        return fstat(dirfd(root), &facts) == 0 && facts.st_ino == 1
    }

    var logPath: String { directory.path + "/daemon.log" }

    /// The last words of the daemon.
    var log: String { String(((try? System.text(of: logPath)) ?? "").suffix(4000)) }

    /// Its control socket.
    var socket: String { "\(directory.path)/r/\(Self.name).sock" }

    /// What is kept of the volume, here and in its store, for `restore`. It must be unmounted.
    func snapshot() throws {
        for (path, copy) in kept { try ChildProcess.require(["cp", "-a", path, copy], in: directory.path) }
    }

    /// Puts everything back as it was.
    func restore() throws {
        for (path, copy) in kept {
            try ChildProcess.require(["rm", "-rf", path], in: directory.path)
            try ChildProcess.require(["cp", "-a", copy, path], in: directory.path)
        }
    }

    private var kept: [(String, String)] {
        [(statePath, directory.path + "/kept-state"), (storePath, directory.path + "/kept-store")]
    }

    /// Brings everything back from the store, and takes the volume over.
    func recover(crashAt: String? = nil, options: String...) throws -> ChildProcess.Result {
        var environment = environment
        environment["GRAMFS_CRASH_AT"] = crashAt
        let words = ["recover", Self.name, "--store", "dir:\(storePath)", "--force", "--json"]
        return try ChildProcess.run([Self.binary] + words + options, environment: environment, in: directory.path)
    }

    /// Brings everything here and leaves the volume to whom it belongs.
    func join() throws { try require("recover", Self.name, "--store", "dir:\(storePath)") }

    /// Loses everything of this machine, which ends as a crash does.
    func loseMachine() throws {
        for path in [statePath, directory.path + "/c"] {
            try ChildProcess.require(["rm", "-rf", path], in: directory.path)
        }
        try System.makeDirectory(statePath)
    }

    // MARK: Commands

    func run(_ words: [String], atMost limit: Duration = .seconds(180)) throws -> ChildProcess.Result {
        try ChildProcess.run([Self.binary] + words, environment: environment, in: directory.path, atMost: limit)
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
        try Self.decode(Status.self, try require("--json", "status", Self.name))
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
        let report = try check()
        guard report.ok, report.complete else { throw Failure(description: "check: \(report)") }
    }

    /// What a check of everything finds.
    func check() throws -> CheckReport {
        let result = try run(["--json", "check", Self.name, "--read-data"])
        guard [.exit(0), .exit(3)].contains(result.ending) else {
            throw Failure(description: "check ended with \(result.ending): \(result.error) \(log)")
        }
        let report = try Self.decode(CheckReport.self, result.output)
        guard result.ending == .exit(report.ok && report.complete ? 0 : 3) else {
            throw Failure(description: "check ended with \(result.ending): \(result.output) \(result.error)")
        }
        return report
    }

    struct CheckReport: Decodable {
        struct Problem: Decodable {
            let kind: String
            let path: String?
        }

        let ok: Bool
        let complete: Bool
        let problems: [Problem]

        var kinds: [String] { problems.map(\.kind).sorted() }
    }

    /// The objects of the store, in the order in which they came.
    func objects() throws -> [StoredObject] {
        var found: [StoredObject] = []
        for directory in try System.names(in: storePath + "/objects") {
            for name in try System.names(in: "\(storePath)/objects/\(directory)") {
                found.append(StoredObject(path: "\(storePath)/objects/\(directory)/\(name)"))
            }
        }
        return found.sorted { $0.sequence < $1.sequence }
    }

    struct StoredObject: Hashable {
        let path: String

        /// The part of the name behind the point.
        var sequence: Substring { path.split(separator: ".").last ?? "" }

        var bytes: UInt64 {
            var facts = stat()
            return stat(path, &facts) == 0 ? UInt64(facts.st_size) : 0
        }
    }

    /// What the store holds.
    var storedBytes: UInt64 { get throws { try objects().reduce(0) { $0 + $1.bytes } } }

    /// What the segments take on the local disk.
    var segmentBytes: UInt64 {
        get throws {
            let path = "\(statePath)/\(Self.name)/segments"
            var bytes: UInt64 = 0
            for directory in try System.names(in: path) {
                for name in try System.names(in: "\(path)/\(directory)") {
                    var facts = stat()
                    // Gone meanwhile where that fails.
                    if stat("\(path)/\(directory)/\(name)", &facts) == 0 { bytes += UInt64(facts.st_blocks) * 512 }
                }
            }
            return bytes
        }
    }

    static func decode<Value: Decodable>(_: Value.Type, _ text: String) throws -> Value {
        let decoder = JSONDecoder()
        decoder.keyDecodingStrategy = .convertFromSnakeCase
        return try decoder.decode(Value.self, from: Data(text.utf8))
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
