// SPDX-License-Identifier: MIT

import CFuse
import FilesystemModel
import Glibc
import Synchronization

/// The threads that take requests from the kernel, in place of libfuse's own loop, for the sake of small requests.
///
/// libfuse lets all of its threads wait in the kernel, which wakes another one for each request, mostly on another
/// core: with small requests that costs several times what the request does. Here one thread at a time listens. It
/// answers what is short by itself and looks for the next request for some microseconds before it sleeps, so that a
/// program that asks one thing after the other finds it awake. Before what may take long it lets another thread listen.
final class RequestLoop: Sendable {
    private let session: SessionPointer
    private let isShort: @Sendable (RequestHeader) -> Bool
    /// Holds an element while nobody listens.
    private let turn = BlockingQueue<Void>()
    /// The errno that ended it.
    private let failure = Atomic<Int32>(0)

    /// Longer than a program takes from one answer to its next request, shorter than it takes to wake a thread.
    private static let alertNanoseconds = 40_000
    /// How long an end that nobody announces (`fuse_session_exit`) may go unnoticed.
    private static let sleepMilliseconds: Int32 = 1000

    init(_ session: SessionPointer, isShort: @escaping @Sendable (RequestHeader) -> Bool) {
        self.session = session
        self.isShort = isShort
    }

    /// Serves with `threads` threads until the session has ended; returns 0, or minus the errno that ended it.
    func run(threads: Int) -> Int32 {
        let descriptor = fuse_session_fd(session.raw)
        guard fcntl(descriptor, F_SETFL, fcntl(descriptor, F_GETFL) | O_NONBLOCK) == 0 else { return -errno }
        turn.push(())
        let workers = (0..<threads).map { _ in PlainThread(name: "gramfs-fuse") { self.work() } }
        for worker in workers { worker.join() }
        fuse_session_reset(session.raw)
        return -failure.load(ordering: .relaxed)
    }

    private func work() {
        var buffer = fuse_buf()
        defer { free(buffer.mem) }
        while turn.pop() != nil {
            guard listen(&buffer) else { return turn.close() }
            fuse_session_process_buf(session.raw, &buffer)
        }
    }

    /// Answers short requests until there is one in `buffer` that may take long; false at the end of the session.
    private func listen(_ buffer: inout fuse_buf) -> Bool {
        while receive(&buffer) {
            guard let header = RequestHeader(buffer), isShort(header) else {
                turn.push(())
                return true
            }
            fuse_session_process_buf(session.raw, &buffer)
        }
        return false
    }

    private func receive(_ buffer: inout fuse_buf) -> Bool {
        var alertUntil = Self.now() + Self.alertTime
        while fuse_session_exited(session.raw) == 0 {
            let result = fuse_session_receive_buf(session.raw, &buffer)
            if result > 0 { return true }
            switch -result {
            case 0: return false
            case EINTR: continue
            case EAGAIN:
                guard Self.now() >= alertUntil else { continue }
                sleepUntilThereIsOne()
                alertUntil = Self.now() + Self.alertTime
            default:
                failure.store(-result, ordering: .relaxed)
                fuse_session_exit(session.raw)
            }
        }
        return false
    }

    private func sleepUntilThereIsOne() {
        var descriptor = pollfd(fd: fuse_session_fd(session.raw), events: Int16(POLLIN), revents: 0)
        poll(&descriptor, 1, Self.sleepMilliseconds)
    }

    /// With one core there is nobody who could ask meanwhile.
    private static let alertTime = sysconf(Int32(_SC_NPROCESSORS_ONLN)) > 1 ? alertNanoseconds : 0

    private static func now() -> Int {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        return time.tv_sec * 1_000_000_000 + time.tv_nsec
    }
}

/// The beginning of every request (`struct fuse_in_header` of the kernel's `linux/fuse.h`): length and operation, both
/// of 32 bits in the machine's order.
struct RequestHeader: Sendable {
    let byteCount: Int
    let operation: UInt32

    init(byteCount: Int, operation: UInt32) {
        self.byteCount = byteCount
        self.operation = operation
    }

    /// nil for what is not in memory.
    init?(_ buffer: fuse_buf) {
        guard buffer.flags.rawValue & FUSE_BUF_IS_FD.rawValue == 0, buffer.size >= 8, let bytes = buffer.mem else {
            return nil
        }
        byteCount = buffer.size
        operation = bytes.loadUnaligned(fromByteOffset: 4, as: UInt32.self)
    }

    /// Whether a thread may answer it and listen again, or others must not wait for it. `hasMuchBuffered` says that
    /// what seals a file's buffer may have much to seal.
    func isShort(hasMuchBuffered: Bool) -> Bool {
        switch operation {
        case Self.write: byteCount <= Self.shortWriteBytes && !hasMuchBuffered
        case Self.setattr, Self.link, Self.rename, Self.rename2, Self.flush, Self.release, Self.fsync, Self.fsyncdir:
            !hasMuchBuffered
        case Self.read, Self.readdir, Self.readdirplus, Self.fallocate, Self.lseek, Self.copyFileRange: false
        default: true
        }
    }

    private static let shortWriteBytes = 64 << 10

    // `enum fuse_opcode` of linux/fuse.h.
    private static let setattr: UInt32 = 4
    private static let rename: UInt32 = 12
    private static let link: UInt32 = 13
    private static let read: UInt32 = 15
    private static let write: UInt32 = 16
    private static let release: UInt32 = 18
    private static let fsync: UInt32 = 20
    private static let flush: UInt32 = 25
    private static let readdir: UInt32 = 28
    private static let fsyncdir: UInt32 = 30
    private static let fallocate: UInt32 = 43
    private static let readdirplus: UInt32 = 44
    private static let rename2: UInt32 = 45
    private static let lseek: UInt32 = 46
    private static let copyFileRange: UInt32 = 47
}
