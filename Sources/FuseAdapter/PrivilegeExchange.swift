// SPDX-License-Identifier: MIT

import CFuse
import Glibc
import Synchronization

/// Agrees with the kernel on `FUSE_HANDLE_KILLPRIV_V2`, of which libfuse 3.14 knows nothing, on the messages themselves.
///
/// With it the kernel asks once for `security.capability`, and not before each write(2), and leaves set-user-id bits to
/// who changes the content: it says with the request whether the writer may keep them. All that is done is one bit in
/// the answer to INIT, where the kernel has offered it, and one bit in a WRITE, which carries what libfuse would drop.
///
/// Layouts and values: the kernel's `linux/fuse.h`; all in the machine's order.
///
///     request   0 length u32 | 4 operation u32 | 8 unique u64 | 16 node u64 | 24 uid gid pid u32 | 36 padding
///     INIT     40 major u32 | 44 minor u32 | 48 read-ahead u32 | 52 flags u32 | ...
///     WRITE    40 handle u64 | 48 offset u64 | 56 size u32 | 60 write flags u32 | 64 lock owner u64 | 72 open flags u32
///     answer    0 length u32 | 4 error i32 | 8 unique u64, then for INIT 0 major | 4 minor | 8 read-ahead | 12 flags u32
final class PrivilegeExchange: Sendable {
    /// The number of the INIT that offers it, until that is answered; 0 otherwise, which no request has.
    private let offer = Atomic<UInt64>(0)
    private let agreement = Atomic(false)

    /// Whether the kernel relies on us.
    var isAgreed: Bool { agreement.load(ordering: .relaxed) }

    /// Takes the place of libfuse's own system calls on a session that is mounted and not served yet. False where it
    /// did not: then the kernel goes on asking, and nothing else is lost.
    static func install(on session: SessionPointer) -> Bool {
        var calls = fuse_custom_io()
        calls.read = { descriptor, buffer, size, userdata in
            let count = Glibc.read(descriptor, buffer, size)
            // Nothing below makes a system call: libfuse looks at errno.
            guard count > 0, let buffer, let userdata else { return count }
            let message = UnsafeMutableRawBufferPointer(start: buffer, count: count)
            Unmanaged<FuseDispatcher>.fromOpaque(userdata)._withUnsafeGuaranteedRef { $0.privileges.received(message) }
            return count
        }
        calls.writev = { descriptor, parts, count, userdata in
            guard let parts, let userdata else { return Glibc.writev(descriptor, parts, count) }
            let answer = UnsafeBufferPointer(start: parts, count: Int(count))
            Unmanaged<FuseDispatcher>.fromOpaque(userdata)._withUnsafeGuaranteedRef { $0.privileges.answering(answer) }
            return Glibc.writev(descriptor, parts, count)
        }
        return fuse_session_custom_io(session.raw, &calls, fuse_session_fd(session.raw)) == 0
    }

    /// Whether a WRITE, by the open flags that libfuse hands on, takes set-user-id bits away.
    static func clearsSetIDs(openFlags: Int32) -> Bool { UInt32(bitPattern: openFlags) & carrier != 0 }

    func received(_ message: UnsafeMutableRawBufferPointer) {
        guard message.count >= 8 else { return }
        switch message.loadUnaligned(fromByteOffset: 4, as: UInt32.self) {
        case Self.initialise:
            guard message.count >= 56, message.loadUnaligned(fromByteOffset: 52, as: UInt32.self) & Self.handled != 0
            else { return }
            offer.store(message.loadUnaligned(fromByteOffset: 8, as: UInt64.self), ordering: .relaxed)
        case Self.write:
            guard message.count >= 80, message.loadUnaligned(fromByteOffset: 60, as: UInt32.self) & Self.kill != 0
            else { return }
            let flags = message.loadUnaligned(fromByteOffset: 72, as: UInt32.self)
            message.storeBytes(of: flags | Self.carrier, toByteOffset: 72, as: UInt32.self)
        default: break
        }
    }

    func answering(_ parts: UnsafeBufferPointer<iovec>) {
        let offered = offer.load(ordering: .relaxed)
        guard offered != 0, parts.count == 2, let header = parts[0].iov_base, parts[0].iov_len >= 16,
            header.loadUnaligned(fromByteOffset: 8, as: UInt64.self) == offered
        else { return }
        offer.store(0, ordering: .relaxed)
        guard header.loadUnaligned(fromByteOffset: 4, as: Int32.self) == 0, let body = parts[1].iov_base,
            parts[1].iov_len >= 16
        else { return }
        let flags = body.loadUnaligned(fromByteOffset: 12, as: UInt32.self)
        body.storeBytes(of: flags | Self.handled, toByteOffset: 12, as: UInt32.self)
        agreement.store(true, ordering: .relaxed)
    }

    private static let write: UInt32 = 16
    private static let initialise: UInt32 = 26
    /// `FUSE_HANDLE_KILLPRIV_V2`.
    private static let handled: UInt32 = 1 << 28
    /// `FUSE_WRITE_KILL_SUIDGID`.
    private static let kill: UInt32 = 1 << 2
    /// A bit that no flag of open(2) has.
    private static let carrier: UInt32 = 1 << 31
}
