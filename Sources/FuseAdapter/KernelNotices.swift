// SPDX-License-Identifier: MIT

import CFuse
import FilesystemModel

/// Tells the kernel what changed without it, so that it forgets what it remembers.
///
/// On a thread of its own: the kernel takes locks for a notice that a request under way may hold, so whoever gives
/// one may hold no lock and serve no request.
final class KernelNotices: Sendable {
    enum Notice: Sendable {
        case name(parent: InodeNumber, FileName)
        case content(InodeNumber)
        /// As `content`, to learn what the kernel had written and not told yet: it writes it back before it forgets it.
        case pages(InodeNumber, whenWritten: @Sendable () -> Void)
    }

    private let session: SessionPointer
    private let notices = BlockingQueue<Notice>()
    private let thread: PlainThread

    init(_ session: SessionPointer) {
        self.session = session
        let notices = notices
        thread = PlainThread(name: "gramfs-notice") {
            while let notice = notices.pop() { Self.give(notice, session) }
        }
    }

    /// False once the mount has ended.
    @discardableResult
    func give(_ notice: Notice) -> Bool { notices.push(notice) }

    /// Has the kernel write back its dirty pages of a file. Returns when they have arrived, or at once when the task is
    /// cancelled. The kernel sends them as requests: so never from a thread that serves any.
    func flushPages(of inode: InodeNumber) async {
        let flush = PageFlush()
        guard notices.push(.pages(inode, whenWritten: flush.end)) else { return }
        await flush.wait()
    }

    /// Has the kernel ask again for the attributes of a file before it shows or uses them. At once, and from a thread
    /// that serves a request too: for attributes alone the kernel takes no lock that a request may hold.
    func forgetAttributes(of inode: InodeNumber) {
        _ = fuse_lowlevel_notify_inval_inode(session.raw, inode.rawValue, -1, 0)
    }

    /// After this the session may be destroyed.
    func end() {
        notices.close()
        thread.join()
    }

    /// The kernel's answers say only that it did not remember it, or that the mount is gone.
    private static func give(_ notice: Notice, _ session: SessionPointer) {
        switch notice {
        case .name(let parent, let name):
            (name.bytes + [0]).withUnsafeBytes { bytes in
                guard let start = bytes.baseAddress else { return }
                _ = fuse_lowlevel_notify_inval_entry(
                    session.raw, parent.rawValue, start.assumingMemoryBound(to: CChar.self), name.bytes.count)
            }
        case .content(let inode):
            _ = fuse_lowlevel_notify_inval_inode(session.raw, inode.rawValue, 0, 0)
        case .pages(let inode, let whenWritten):
            _ = fuse_lowlevel_notify_inval_inode(session.raw, inode.rawValue, 0, 0)
            whenWritten()
        }
    }
}

/// `@unchecked Sendable`: libfuse locks the session itself; `FuseSession` destroys it after everybody is done.
struct SessionPointer: @unchecked Sendable {
    let raw: OpaquePointer
}
