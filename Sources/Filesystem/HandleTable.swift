// SPDX-License-Identifier: MIT

import DataPlane
import FilesystemModel
import Glibc
import Synchronization

/// What the kernel holds for an open file; never 0, never used twice in a mount.
package struct HandleID: RawRepresentable, Hashable, Sendable {
    package var rawValue: UInt64

    package init(rawValue: UInt64) { self.rawValue = rawValue }

    /// Of a directory without an OPENDIR: a listing that ends with what there is when it comes there.
    package static let directory = HandleID(rawValue: 0)
}

/// The flags of open(2), as the kernel passed them.
package struct OpenFlags: RawRepresentable, Hashable, Sendable {
    package var rawValue: Int32

    package init(rawValue: Int32) { self.rawValue = rawValue }

    /// O_WRONLY or O_RDWR.
    var allowsWriting: Bool { rawValue & O_ACCMODE != O_RDONLY }
}

/// One open file description.
final class Handle: Sendable {
    let inode: OpenInode
    let flags: OpenFlags
    let readAhead = Mutex(ReadAhead())

    init(inode: OpenInode, flags: OpenFlags) {
        self.inode = inode
        self.flags = flags
    }
}

/// An open directory.
final class DirectoryHandle: Sendable {
    /// Names from here on came after the listing began, or was rewound: it would never end for who renames what it finds.
    let end: Mutex<DirectoryCookie>

    init(end: DirectoryCookie) { self.end = Mutex(end) }
}

final class HandleTable<Handle: Sendable>: Sendable {
    private struct State {
        var next: UInt64 = 1
        var handles: [HandleID: Handle] = [:]
    }

    private let state = Mutex(State())

    func add(_ handle: Handle) -> HandleID {
        state.withLock { state in
            let id = HandleID(rawValue: state.next)
            state.next += 1
            state.handles[id] = handle
            return id
        }
    }

    func find(_ id: HandleID) throws(FSError) -> Handle {
        guard let handle = state.withLock({ $0.handles[id] }) else { throw .badHandle }
        return handle
    }

    func remove(_ id: HandleID) -> Handle? { state.withLock { $0.handles.removeValue(forKey: id) } }

    var count: Int { state.withLock { $0.handles.count } }
}
