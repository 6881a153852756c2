// SPDX-License-Identifier: MIT

import CFuse
import Filesystem
import FilesystemModel
import Glibc
import Logging
import Synchronization

/// One mount: from the mount point to the end of the connection with the kernel.
///
/// `mount`, then `run` on a thread that it may keep until the mount has ended, which `unmount`, `stop`, or anybody
/// with umount(8) brings about. Where `run` is never called, `stop` alone takes the mount away.
package final class FuseSession: Sendable {
    /// Without links.
    package let mountPoint: String

    private let session: SessionPointer
    private let options: FuseMountOptions
    private let dispatcher: FuseDispatcher
    private let notices: KernelNotices
    private let control: ConnectionControl
    private let logger: Logger
    private let phase = Mutex(Phase.mounted)
    private let hasEnded = BlockingQueue<Never>()

    private enum Phase {
        case mounted
        case running
        case ended

        var isMounted: Bool { if case .mounted = self { true } else { false } }
        var isEnded: Bool { if case .ended = self { true } else { false } }
    }

    /// Mounts, so that requests wait until `run`. A dead mount on the mount point is taken away before.
    package static func mount(
        _ volume: Volume, at mountPoint: String, _ options: FuseMountOptions, logger: Logger
    ) throws(FuseSessionError) -> FuseSession {
        try FuseDevice.check(options)
        let point = try MountPoint(preparing: mountPoint)
        FuseLibraryLog.install(logger)
        let dispatcher = FuseDispatcher(volume: volume, threads: options.threads, logger: logger)
        let session = try newSession(options, dispatcher)
        guard fuse_session_mount(session.raw, point.path) == 0 else {
            fuse_session_destroy(session.raw)
            let said = FuseLibraryLog.takeLines().joined(separator: "; ")
            // The helper writes to the standard error that it inherits.
            throw .mountFailed(said.isEmpty ? "fusermount3 refused; with -f it shows why" : said)
        }
        if !PrivilegeExchange.install(on: session) {
            logger.notice("libfuse keeps its system calls: the kernel will ask for capabilities before each write")
        }
        return FuseSession(session, point.path, options, dispatcher, logger)
    }

    private init(
        _ session: SessionPointer, _ mountPoint: String, _ options: FuseMountOptions, _ dispatcher: FuseDispatcher,
        _ logger: Logger
    ) {
        self.session = session
        self.mountPoint = mountPoint
        self.options = options
        self.dispatcher = dispatcher
        self.logger = logger
        let notices = KernelNotices(session)
        self.notices = notices
        dispatcher.notices.withLock { $0 = notices }
        control = ConnectionControl(mountPoint: mountPoint)
    }

    private static func newSession(
        _ options: FuseMountOptions, _ dispatcher: FuseDispatcher
    ) throws(FuseSessionError) -> SessionPointer {
        var arguments = fuse_args()
        defer { fuse_opt_free_args(&arguments) }
        for argument in ["gramfs", "-o", options.argument] { fuse_opt_add_arg(&arguments, argument) }
        var operations = fuseOperations(options)
        // The session holds the dispatcher; the reference that callbacks use is a borrowed one.
        let userdata = Unmanaged.passUnretained(dispatcher).toOpaque()
        _ = FuseLibraryLog.takeLines()
        guard
            let session = fuse_session_new(
                &arguments, &operations, MemoryLayout<fuse_lowlevel_ops>.size, userdata)
        else { throw .mountFailed(FuseLibraryLog.takeLines().joined(separator: "; ")) }
        return SessionPointer(raw: session)
    }

    /// Serves the kernel until the mount has ended, and returns when every request is answered and nothing of the
    /// mount is left. Blocks; once in the life of a session. `whenReady` is called, on another thread, when the mount
    /// answers.
    package func run(whenReady: @escaping @Sendable () -> Void = {}) throws(FuseSessionError) {
        let isFirst = phase.withLock { phase in
            guard phase.isMounted else { return false }
            phase = .running
            return true
        }
        guard isFirst else { throw .ended }
        ProcessHints.becomeFlusher()
        let probe = PlainThread(name: "gramfs-probe") { [control] in
            guard control.answers() else { return }
            control.raiseReadAhead()
            whenReady()
        }
        let volume = dispatcher.volume
        let loop = RequestLoop(session) { $0.isShort(hasMuchBuffered: volume.hasMuchBuffered) }
        let result = loop.run(threads: options.threads)
        finish()
        probe.join()
        guard result >= 0 else { throw .loop(-result) }
    }

    /// Answers first, while there still is somebody to answer; the connection last.
    private func finish() {
        dispatcher.end()
        control.abort()
        notices.end()
        phase.withLock { $0 = .ended }
        fuse_session_unmount(session.raw)
        fuse_session_destroy(session.raw)
        hasEnded.close()
    }

    /// Ends the mount as umount(8) does: what the kernel still holds is written first. `busy` where it is in use;
    /// then nothing has changed. `run` returns soon after.
    package func unmount() throws(FuseSessionError) {
        guard !phase.withLock({ $0.isEnded }) else { return }
        try Unmounting.ordinarily(mountPoint)
    }

    /// Has the kernel send what programs have written and it keeps in its pages, and returns when all of it has come.
    ///
    /// By syncfs(2), which sends many pages at once; and then file by file, because syncfs returns to a daemon's mount
    /// before its requests have been taken.
    package func writeBack() async {
        control.writeBack()
        for inode in dispatcher.volume.inodesOpenForWriting { await notices.flushPages(of: inode) }
    }

    /// Ends the mount in any case, and returns when `run` is about to: what the kernel still holds is written, files
    /// that are open end with an error. Not from a thread that serves requests.
    package func stop() {
        let isRunning = phase.withLock { phase -> Bool? in
            switch phase {
            case .mounted:
                phase = .ended
                return false
            case .running: return true
            case .ended: return nil
            }
        }
        switch isRunning {
        case nil: return
        case false: finish()
        default: endLoop()
        }
    }

    private func endLoop() {
        do throws(FuseSessionError) {
            try Unmounting.ordinarily(mountPoint)
        } catch {
            logger.notice("ending a mount that is in use", metadata: ["reason": "\(error)"])
            breakLoop()
        }
        _ = hasEnded.pop()
    }

    /// The threads look whether they should end after each request: so they get one. Where the mount is out of sight
    /// already, they see the end of the connection, or look after a while.
    private func breakLoop() {
        if control.answers() { control.writeBack() }
        awaitPages()
        // Under the lock: the session must not be destroyed meanwhile.
        phase.withLock { phase in
            if case .running = phase { fuse_session_exit(session.raw) }
        }
        if !control.answers() { control.abort() }
    }

    /// The second half of `writeBack`, for a thread. Ends although nothing comes: what waits for space or for the store
    /// must not hold up an end in any case.
    private func awaitPages() {
        let written = BlockingQueue<Void>()
        var notices = 0
        for inode in dispatcher.volume.inodesOpenForWriting {
            if self.notices.give(.pages(inode, whenWritten: { written.push(()) })) { notices += 1 }
        }
        let deadline = ContinuousClock.now + Self.lastPagesPatience
        for _ in 0..<notices {
            guard written.pop(within: max(.zero, deadline - .now)) != nil else {
                return logger.warning("the kernel's pages did not all arrive before the end of the mount")
            }
        }
    }

    private static let lastPagesPatience: Duration = .seconds(10)

    /// A name changed without the kernel. Returns at once.
    package func forgetName(_ name: FileName, in parent: InodeNumber) { notices.give(.name(parent: parent, name)) }

    /// Content and attributes changed without the kernel. Returns at once.
    package func forgetContent(of inode: InodeNumber) { notices.give(.content(inode)) }

    /// Requests that wait for something; for status and tests.
    package var parkedRequests: Int { dispatcher.parked.count }

    /// How many requests of each kind the kernel has sent so far.
    package var requestCounts: [FuseRequestKind: UInt64] { dispatcher.counts.values }
}
