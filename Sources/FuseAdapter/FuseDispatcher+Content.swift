// SPDX-License-Identifier: MIT

import Filesystem
import FilesystemModel
import Glibc

/// FALLOCATE, LSEEK, COPY_FILE_RANGE.
extension FuseDispatcher {
    /// The kernel has refused modes that FUSE does not have, and has written back what it holds of a range that goes.
    func allocate(
        _ request: consuming FuseRequest, _ handle: HandleID, mode flags: Int32, offset: Int64, length: Int64
    ) {
        guard let mode = AllocationMode(flags: flags) else { return fail(request, .notSupported) }
        guard let start = UInt64(exactly: offset), let count = UInt64(exactly: length), count > 0 else {
            return fail(request, .invalidArgument("a range of \(length) bytes at \(offset)"))
        }
        let unprivileged: Caller?
        do throws(FSError) { unprivileged = try unprivilegedChanger(request, request.inode) } catch {
            return fail(request, error)
        }
        // A hole frees, so it never waits for the gate.
        guard mode != .punchHole else {
            return waitingForSpace(request) { (volume, inode) throws(FSError) in
                if let unprivileged { try self.clearSetIDs(of: inode, for: unprivileged) }
                try volume.allocate(handle, mode, start, count)
            }
        }
        whenThereIsSpace(request) { dispatcher, request in
            dispatcher.waitingForSpace(request) { (volume, inode) throws(FSError) in
                if let unprivileged { try dispatcher.clearSetIDs(of: inode, for: unprivileged) }
                try volume.allocate(handle, mode, start, count)
            }
        }
    }

    /// FALLOCATE and COPY_FILE_RANGE do not say whether their caller keeps set-user-id bits: nil for root, who does.
    private func unprivilegedChanger(
        _ request: borrowing FuseRequest, _ inode: InodeNumber
    ) throws(FSError) -> Caller? {
        request.caller.uid == 0 ? nil : try changer(request, inode)
    }

    /// The kernel keeps what was written in its pages and does not send it before it asks: where somebody may have
    /// written, it is made to.
    func seek(_ request: consuming FuseRequest, _ handle: HandleID, offset: Int64, whence: Int32) {
        guard let target = SeekTarget(whence: whence) else {
            return fail(request, .invalidArgument("whence \(whence)"))
        }
        guard let start = UInt64(exactly: offset) else { return fail(request, .beyondEnd) }
        guard volume.isOpenForWriting(request.inode), let notices = notices.withLock({ $0 }) else {
            return seekNow(request, handle, target, start)
        }
        park(request) { request in
            await notices.flushPages(of: request.inode)
            guard !Task.isCancelled else { return self.fail(request, .interrupted) }
            self.seekNow(request, handle, target, start)
        }
    }

    private func seekNow(
        _ request: consuming FuseRequest, _ handle: HandleID, _ target: SeekTarget, _ start: UInt64
    ) {
        do throws(FSError) {
            let found = try volume.seek(handle, target, from: start)
            request.reply(offset: found)
        } catch {
            fail(request, error)
        }
    }

    /// The kernel has written back what it holds of both files.
    func copy(
        _ request: consuming FuseRequest, from source: (handle: HandleID, offset: Int64),
        to destination: (handle: HandleID, offset: Int64), changing inode: InodeNumber, length: Int, flags: Int32
    ) {
        guard flags == 0, let from = UInt64(exactly: source.offset), let to = UInt64(exactly: destination.offset),
            let count = UInt64(exactly: length)
        else { return fail(request, .invalidArgument("a copy of \(length) bytes with flags \(flags)")) }
        let (old, new) = (source.handle, destination.handle)
        let unprivileged: Caller?
        do throws(FSError) { unprivileged = try unprivilegedChanger(request, inode) } catch {
            return fail(request, error)
        }
        whenThereIsSpace(request) { dispatcher, request in
            dispatcher.waitingForSpace(request) { (volume, _) throws(FSError) in
                if let unprivileged { try dispatcher.clearSetIDs(of: inode, for: unprivileged) }
                return try volume.copy(from: old, from, to: new, to, length: count)
            } reply: { request, count in
                request.reply(written: Int(clamping: count))
            }
        }
    }
}

extension AllocationMode {
    /// Of fallocate(2): `FALLOC_FL_KEEP_SIZE` 1, `FALLOC_FL_PUNCH_HOLE` 2 (which goes only with it),
    /// `FALLOC_FL_ZERO_RANGE` 0x10; nil for what is not supported.
    init?(flags: Int32) {
        switch flags {
        case 0: self = .extend
        case 1: self = .keepSize
        case 1 | 2: self = .punchHole
        case 0x10: self = .zeroAndExtend
        case 1 | 0x10: self = .zero
        default: return nil
        }
    }
}

extension SeekTarget {
    /// Of lseek(2): `SEEK_DATA` 3, `SEEK_HOLE` 4.
    init?(whence: Int32) {
        switch whence {
        case 3: self = .data
        case 4: self = .hole
        default: return nil
        }
    }
}
