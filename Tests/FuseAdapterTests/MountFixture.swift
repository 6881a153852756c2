// SPDX-License-Identifier: MIT

import Filesystem
import FilesystemModel
import Glibc
import Logging
import Synchronization
import Testing

@testable import FuseAdapter

/// A volume mounted on a directory of its own, served by threads of its own, gone with the test.
final class MountFixture: Sendable {
    let volume: Volume
    let session: FuseSession
    let path: String
    private let directory: TemporaryDirectory
    private let runner: PlainThread
    private let outcome = Outcome()

    init(_ change: (inout FuseMountOptions) -> Void = { _ in }) throws {
        var options = FuseMountOptions(name: "test, of a \\ name")
        change(&options)
        directory = try TemporaryDirectory()
        path = directory.path
        volume = try makeVolume()
        session = try FuseSession.mount(volume, at: path, options, logger: Logger(label: "test"))
        let isReady = BlockingQueue<Bool>()
        runner = PlainThread(name: "test-mount") { [session, outcome] in
            do throws(FuseSessionError) {
                try session.run { isReady.push(true) }
            } catch {
                outcome.failure.withLock { $0 = error }
            }
            isReady.push(false)
        }
        guard isReady.pop() == true else { throw outcome.failure.withLock { $0 } ?? .ended }
    }

    deinit {
        session.stop()
        runner.join()
    }

    /// Waits until `run` has returned, with its error.
    func waitForEnd() -> FuseSessionError? {
        runner.join()
        return outcome.failure.withLock { $0 }
    }

    private final class Outcome: Sendable {
        let failure = Mutex<FuseSessionError?>(nil)
    }

    func callAsFunction(_ name: String) -> String { "\(path)/\(name)" }

    /// Where there is no FUSE the tests are left out, aloud; where CI promises one they fail.
    static let isPossible: Bool = {
        if access("/dev/fuse", R_OK | W_OK) == 0 { return true }
        if getenv("CI").map({ String(cString: $0) }) == "true" { return true }
        print("real-mount tests are skipped: no /dev/fuse that can be opened")
        return false
    }()
}

extension Trait where Self == ConditionTrait {
    static var needsFuse: Self { .enabled(if: MountFixture.isPossible, "needs /dev/fuse") }
    static var needsRoot: Self { .enabled(if: MountFixture.isPossible && geteuid() == 0, "needs root and /dev/fuse") }
}

final class TemporaryDirectory: Sendable {
    let path: String

    init() throws {
        var template = Array("/tmp/gramfs-fuse-XXXXXX".utf8CString)
        guard let made = mkdtemp(&template) else { throw Errno.last }
        path = String(cString: made)
    }

    deinit { rmdir(path) }
}

/// What a system call said.
struct Errno: Error, Equatable, CustomStringConvertible {
    let code: Int32

    init(_ code: Int32) { self.code = code }

    static var last: Errno { Errno(Glibc.errno) }
    var description: String { String(cString: strerror(code)) }
}

@discardableResult
func check<Value: SignedInteger>(_ result: Value) throws -> Value {
    guard result >= 0 else { throw Errno.last }
    return result
}

func status(_ path: String) throws -> stat {
    var status = stat()
    try check(lstat(path, &status))
    return status
}

/// A descriptor that is closed with the test, or by hand.
final class OpenFile {
    private(set) var descriptor: Int32

    init(_ path: String, _ flags: Int32, mode: mode_t = 0o644) throws {
        descriptor = try check(Glibc.open(path, flags | O_CLOEXEC, mode))
    }

    deinit { if descriptor >= 0 { Glibc.close(descriptor) } }

    func close() throws {
        let held = descriptor
        descriptor = -1
        try check(Glibc.close(held))
    }

    @discardableResult
    func write(_ bytes: [UInt8], at offset: Int? = nil) throws -> Int {
        if let offset { return try check(pwrite(descriptor, bytes, bytes.count, off_t(offset))) }
        return try check(Glibc.write(descriptor, bytes, bytes.count))
    }

    func read(_ count: Int, at offset: Int = 0) throws -> [UInt8] {
        var bytes = [UInt8](repeating: 0xEE, count: count)
        let count = try check(pread(descriptor, &bytes, bytes.count, off_t(offset)))
        return Array(bytes.prefix(count))
    }
}

func write(_ bytes: [UInt8], to path: String) throws {
    let file = try OpenFile(path, O_CREAT | O_TRUNC | O_WRONLY)
    try file.write(bytes)
    try file.close()
}

func contents(_ path: String) throws -> [UInt8] { try OpenFile(path, O_RDONLY).read(8 << 20) }

func pattern(_ count: Int, seed: UInt8 = 1) -> [UInt8] {
    (0..<count).map { UInt8(truncatingIfNeeded: $0 &* 31 &+ $0 >> 8) ^ seed }
}

/// Waits for what another thread brings about; no sleeping, and no waiting for ever.
func eventually(_ condition: () throws -> Bool) rethrows -> Bool {
    let deadline = ContinuousClock.now + .seconds(20)
    while ContinuousClock.now < deadline {
        if try condition() { return true }
        sched_yield()
    }
    return false
}
