// SPDX-License-Identifier: MIT

import CFuse
import Filesystem
import FilesystemModel
import Glibc

/// A request of the kernel that is to be answered exactly once: every answer consumes it, and dropping it answers EIO.
struct FuseRequest: ~Copyable {
    private let raw: fuse_req_t
    /// For the log.
    let operation: FuseRequestKind
    let inode: InodeNumber

    init(_ raw: fuse_req_t, _ operation: FuseRequestKind, _ inode: InodeNumber) {
        self.raw = raw
        self.operation = operation
        self.inode = inode
    }

    deinit { fuse_reply_err(raw, EIO) }

    var caller: Caller {
        guard let context = fuse_req_ctx(raw)?.pointee else { return Caller(uid: 0, gid: 0) }
        return Caller(
            uid: context.uid, gid: context.gid, pid: context.pid, umask: UInt16(context.umask & 0o7777))
    }

    /// With the supplementary groups, which libfuse reads in /proc: only for the few requests where they count. Where they
    /// cannot be read there are none.
    var callerWithGroups: Caller {
        var caller = caller
        guard caller.uid != 0 else { return caller }
        caller.groups = [gid_t](unsafeUninitializedCapacity: Self.groupsMax) { buffer, count in
            count = min(max(0, Int(fuse_req_getgroups(raw, Int32(buffer.count), buffer.baseAddress))), buffer.count)
        }
        return caller
    }

    /// As the kernel (`NGROUPS_MAX`).
    private static let groupsMax = 65_536

    // MARK: Answers

    consuming func fail(_ errno: Int32) {
        fuse_reply_err(raw, errno)
        discard self
    }

    consuming func succeed() {
        fuse_reply_err(raw, 0)
        discard self
    }

    /// For FORGET, which the kernel does not wait for.
    consuming func end() {
        fuse_reply_none(raw)
        discard self
    }

    consuming func reply(attributes: Attributes) {
        var status = attributes.status
        fuse_reply_attr(raw, &status, KernelCache.seconds)
        discard self
    }

    consuming func reply(entry: Attributes) {
        var entry = entry.entry
        fuse_reply_entry(raw, &entry)
        discard self
    }

    consuming func replyAbsent() {
        var entry = KernelCache.absentEntry
        fuse_reply_entry(raw, &entry)
        discard self
    }

    /// Whether the kernel took the handle; where it did not, nobody will release it.
    consuming func reply(opened file: fuse_file_info) -> Bool {
        var file = file
        let result = fuse_reply_open(raw, &file)
        discard self
        return result == 0
    }

    /// As `reply(opened:)`.
    consuming func reply(created entry: Attributes, _ file: fuse_file_info) -> Bool {
        var entry = entry.entry
        var file = file
        let result = fuse_reply_create(raw, &entry, &file)
        discard self
        return result == 0
    }

    consuming func reply(bytes: UnsafeRawBufferPointer) {
        fuse_reply_buf(raw, bytes.baseAddress?.assumingMemoryBound(to: CChar.self), bytes.count)
        discard self
    }

    consuming func reply(bytes: [UInt8]) {
        bytes.withUnsafeBytes { bytes in
            _ = fuse_reply_buf(raw, bytes.baseAddress?.assumingMemoryBound(to: CChar.self), bytes.count)
        }
        discard self
    }

    consuming func reply(written count: Int) {
        fuse_reply_write(raw, count)
        discard self
    }

    consuming func reply(offset: UInt64) {
        fuse_reply_lseek(raw, off_t(clamping: offset))
        discard self
    }

    consuming func reply(xattrSize size: Int) {
        fuse_reply_xattr(raw, size)
        discard self
    }

    /// The target ends at the first NUL; a stored one has none.
    consuming func reply(symbolicLink target: [UInt8]) {
        (target + [0]).withUnsafeBytes { bytes in
            guard let start = bytes.baseAddress else { return }
            _ = fuse_reply_readlink(raw, start.assumingMemoryBound(to: CChar.self))
        }
        discard self
    }

    consuming func reply(statistics: statvfs) {
        var statistics = statistics
        fuse_reply_statfs(raw, &statistics)
        discard self
    }

    // MARK: Directory listings

    /// Lays one name into `buffer`; the bytes taken, or nil where it does not fit.
    func add(_ name: [UInt8], _ status: stat, next: DirectoryCookie, to buffer: UnsafeMutableRawBufferPointer) -> Int? {
        var status = status
        let taken = (name + [0]).withUnsafeBytes { name in
            fuse_add_direntry(
                raw, buffer.baseAddress?.assumingMemoryBound(to: CChar.self), buffer.count,
                name.baseAddress?.assumingMemoryBound(to: CChar.self), &status, off_t(next.rawValue))
        }
        return taken <= buffer.count ? taken : nil
    }

    /// The same with attributes, which is a lookup as well.
    func add(
        _ name: [UInt8], _ entry: fuse_entry_param, next: DirectoryCookie, to buffer: UnsafeMutableRawBufferPointer
    ) -> Int? {
        var entry = entry
        let taken = (name + [0]).withUnsafeBytes { name in
            fuse_add_direntry_plus(
                raw, buffer.baseAddress?.assumingMemoryBound(to: CChar.self), buffer.count,
                name.baseAddress?.assumingMemoryBound(to: CChar.self), &entry, off_t(next.rawValue))
        }
        return taken <= buffer.count ? taken : nil
    }

    // MARK: Leaving the thread

    /// Lets `call` be called with `token` when the caller is interrupted: at once where that has happened already,
    /// possibly after the answer.
    borrowing func onInterrupt(_ token: UInt, _ call: @escaping fuse_interrupt_func_t) {
        fuse_req_interrupt_func(raw, call, UnsafeMutableRawPointer(bitPattern: token))
    }

    /// To be carried where noncopyable values cannot go. Whoever takes it must attach it again.
    consuming func detach() -> DetachedRequest {
        let detached = DetachedRequest(raw: raw, operation: operation, inode: inode)
        discard self
        return detached
    }
}

/// A request on its way to another thread. `attach` it exactly once.
///
/// `@unchecked Sendable`: a request may be answered from any thread, and nobody else has it.
struct DetachedRequest: @unchecked Sendable {
    fileprivate let raw: fuse_req_t
    fileprivate let operation: FuseRequestKind
    fileprivate let inode: InodeNumber

    func attach() -> FuseRequest { FuseRequest(raw, operation, inode) }
}
