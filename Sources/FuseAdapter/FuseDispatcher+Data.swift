// SPDX-License-Identifier: MIT

import CFuse
import Filesystem
import FilesystemModel

/// READ and WRITE: where a request enters. A read is followed downward in `Volume.readLocally`, a write in
/// `Volume.write`.
extension FuseDispatcher {
    /// One copy into the buffer, one by the kernel out of it. What is not here is fetched by a task.
    func read(_ request: consuming FuseRequest, _ handle: HandleID, offset: UInt64, length: Int) {
        guard length <= Limits.requestBytesMax else {
            fail(request, .invalidArgument("a read of \(length) bytes"))
            return
        }
        let detached = request.detach()
        readBuffers.withBuffer(length) { buffer in
            readLocally(detached.attach(), handle, offset: offset, into: buffer)
        }
    }

    private func readLocally(
        _ request: consuming FuseRequest, _ handle: HandleID, offset: UInt64,
        into buffer: UnsafeMutableRawBufferPointer
    ) {
        do throws(FSError) {
            guard let count = try volume.readLocally(request.inode, handle, offset: offset, into: buffer) else {
                fetch(request, handle, offset: offset, length: buffer.count)
                return
            }
            request.reply(bytes: UnsafeRawBufferPointer(rebasing: buffer.prefix(count)))
        } catch {
            fail(request, error)
        }
    }

    private func fetch(_ request: consuming FuseRequest, _ handle: HandleID, offset: UInt64, length: Int) {
        // It holds no bytes until they are there: writes that wait must not keep readers out.
        park(request, refusal: .unreachable("too many requests wait for the store")) { request in
            do throws(FSError) {
                let bytes = try await self.volume.read(request.inode, handle, offset: offset, length: length)
                request.reply(bytes: bytes)
            } catch {
                self.fail(request, error)
            }
        }
    }

    /// `bytes` are valid only during the call: they are copied where the request has to wait, which is rare.
    func write(
        _ request: consuming FuseRequest, _ handle: HandleID, offset: UInt64, _ bytes: UnsafeRawBufferPointer,
        _ origin: WriteOrigin
    ) {
        guard !volume.gate.isOpen else {
            writeNow(request, handle, offset: offset, bytes, origin)
            return
        }
        let copy = Array(bytes)
        whenThereIsSpace(request, holding: copy.count) { dispatcher, request in
            let detached = request.detach()
            copy.withUnsafeBytes { bytes in
                dispatcher.writeNow(detached.attach(), handle, offset: offset, bytes, origin)
            }
        }
    }

    private func writeNow(
        _ request: consuming FuseRequest, _ handle: HandleID, offset: UInt64, _ bytes: UnsafeRawBufferPointer,
        _ origin: WriteOrigin
    ) {
        do throws(FSError) {
            if origin == .unprivileged {
                try clearSetIDs(of: request.inode, for: try changer(request, request.inode))
            }
            let count = try volume.write(
                request.inode, handle, offset: offset, bytes, isFromCache: origin == .kernelCache)
            request.reply(written: count)
        } catch {
            fail(request, error)
        }
    }

    /// Before the content changes, and before anybody is told that it has: the kernel shows no bit that is gone.
    func clearSetIDs(of inode: InodeNumber, for caller: Caller) throws(FSError) {
        guard try volume.clearSetIDs(of: inode, caller: caller) else { return }
        notices.withLock { $0 }?.forgetAttributes(of: inode)
    }

    /// Who changes a file, with the groups where they decide what becomes of its setgid.
    func changer(_ request: borrowing FuseRequest, _ inode: InodeNumber) throws(FSError) -> Caller {
        try volume.asksForGroups(inode) ? request.callerWithGroups : request.caller
    }
}

/// Whose bytes a WRITE carries.
enum WriteOrigin: Sendable {
    /// The kernel's own pages. Whoever wrote into them has lost the bits that he had to lose.
    case kernelCache
    /// Of a program that keeps set-user-id bits (`CAP_FSETID`).
    case privileged
    /// Of a program whose writes take them away.
    case unprivileged

    init(_ file: fuse_file_info) {
        guard file.writepage == 0 else {
            self = .kernelCache
            return
        }
        self = PrivilegeExchange.clearsSetIDs(openFlags: file.flags) ? .unprivileged : .privileged
    }
}
