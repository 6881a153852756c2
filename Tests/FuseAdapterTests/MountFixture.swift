// SPDX-License-Identifier: MIT

import FilesystemModel
import Glibc
import Logging
import ObjectStorage
import Synchronization
import Testing
import VolumeFixture

@testable import Filesystem
@testable import FuseAdapter

/// A real volume mounted on a directory of its own, served by threads of its own, gone with the test.
///
/// Its background does not run, so that nothing is sealed, synced or sent but what the test brings about.
final class MountFixture: Sendable {
    let fixture: VolumeFixture
    let store: MemoryStore
    let session: FuseSession
    let path: String
    private let options: FuseMountOptions
    private let prepare: @Sendable (inout VolumeOpening) -> Void
    private let directory: MountDirectory
    private let runner: PlainThread
    private let outcome = Outcome()

    var volume: Volume { fixture.volume }

    /// A new volume in an empty store, whose root belongs to the user of the test.
    convenience init(
        _ change: (inout FuseMountOptions) -> Void = { _ in },
        prepare: @escaping @Sendable (inout VolumeOpening) -> Void = { _ in }
    ) async throws {
        let store = MemoryStore()
        let fixture = try await VolumeFixture.format(store, prepare: Self.preparing(prepare))
        var options = FuseMountOptions(name: "test, of a \\ name")
        change(&options)
        try self.init(fixture, store, options, prepare)
    }

    private static func preparing(
        _ prepare: @escaping @Sendable (inout VolumeOpening) -> Void
    ) -> @Sendable (inout VolumeOpening) -> Void {
        { opening in
            opening.rootOwner = Caller(uid: geteuid(), gid: getegid())
            prepare(&opening)
        }
    }

    private init(
        _ fixture: VolumeFixture, _ store: MemoryStore, _ options: FuseMountOptions,
        _ prepare: @escaping @Sendable (inout VolumeOpening) -> Void
    ) throws {
        self.fixture = fixture
        self.store = store
        self.prepare = prepare
        self.options = options
        directory = try MountDirectory()
        path = directory.path
        session = try FuseSession.mount(fixture.volume, at: path, options, logger: Logger(label: "test"))
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
        guard !outcome.isClosed.withLock({ $0 }) else { return }
        // The test runs on plain threads, so that waiting here keeps nobody from closing.
        let isClosed = BlockingQueue<Void>()
        Task { [volume = fixture.volume] in
            do { try await volume.close() } catch { print("closing the volume of a test: \(error)") }
            isClosed.push(())
        }
        _ = isClosed.pop()
    }

    /// Waits until `run` has returned, with its error.
    func waitForEnd() -> FuseSessionError? {
        runner.join()
        return outcome.failure.withLock { $0 }
    }

    /// Unmounts, closes the volume, and mounts what is in its state directory: nothing is remembered but what is there.
    func remounted(_ change: (inout FuseMountOptions) -> Void = { _ in }) async throws -> MountFixture {
        try await end()
        let reopened = try await VolumeFixture.reopen(
            fixture.directory, store, fixture.identity, writer: fixture.writer, prepare: prepare)
        var options = options
        change(&options)
        return try MountFixture(reopened, store, options, prepare)
    }

    /// Sends everything to the store, and mounts what a machine with nothing but the store makes of it: every byte that
    /// is read has to be fetched.
    func recovered() async throws -> MountFixture {
        try await fixture.synchronise()
        try await end()
        let (recovered, report) = try await VolumeFixture.recover(from: store, prepare: prepare)
        #expect(report.isComplete)
        return try MountFixture(recovered, store, options, prepare)
    }

    private func end() async throws {
        session.stop()
        runner.join()
        outcome.isClosed.withLock { $0 = true }
        try await volume.close()
    }

    private final class Outcome: Sendable {
        let failure = Mutex<FuseSessionError?>(nil)
        let isClosed = Mutex(false)
    }

    func callAsFunction(_ name: String) -> String { "\(path)/\(name)" }

    /// How many requests of these kinds there were.
    func requests(_ kinds: FuseRequestKind...) -> UInt64 {
        let counts = session.requestCounts
        return kinds.reduce(0) { $0 + (counts[$1] ?? 0) }
    }

    var openHandles: Int { volume.handles.count }

    func inode(_ name: String) throws -> InodeNumber {
        InodeNumber(rawValue: UInt64(try status(self(name)).st_ino))
    }

    /// Where there is no FUSE the tests are left out, aloud; where CI promises one they fail.
    static let isPossible: Bool = {
        if access("/dev/fuse", R_OK | W_OK) == 0 { return true }
        if getenv("CI").map({ String(cString: $0) }) == "true" { return true }
        print("real-mount tests are skipped: no /dev/fuse that can be opened")
        return false
    }()
}

extension Volume {
    /// Whether there still is such an inode, orphans included.
    func holds(_ inode: InodeNumber) -> Bool { (try? attributes(of: inode)) != nil }
}

extension Trait where Self == ConditionTrait {
    static var needsFuse: Self { .enabled(if: MountFixture.isPossible, "needs /dev/fuse") }
    static var needsRoot: Self { .enabled(if: MountFixture.isPossible && geteuid() == 0, "needs root and /dev/fuse") }
}

/// Every suite that mounts, one test after the other: they block in system calls that this very process answers.
@Suite(.needsFuse, .serialized, .onPlainThreads) struct RealMountTests {}

/// Runs tests on threads of their own: what blocks in the kernel must not hold a thread of the cooperative pool.
struct PlainThreadsTrait: SuiteTrait, TestTrait, TestScoping {
    let isRecursive = true
    private static let executor = BlockingExecutor(threads: 2, name: "test-body")

    func provideScope(
        for test: Test, testCase: Test.Case?, performing function: @Sendable () async throws -> Void
    ) async throws {
        try await withTaskExecutorPreference(Self.executor) { try await function() }
    }
}

extension Trait where Self == PlainThreadsTrait {
    static var onPlainThreads: Self { PlainThreadsTrait() }
}

/// A mount point; `Scripts/test` unmounts what a killed test left below such paths.
final class MountDirectory: Sendable {
    let path: String

    init() throws {
        var template = Array("/tmp/gramfs-test-mount-XXXXXX".utf8CString)
        guard let made = mkdtemp(&template) else { throw Errno.last }
        path = String(cString: made)
    }

    deinit { rmdir(path) }
}
