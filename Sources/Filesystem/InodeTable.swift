// SPDX-License-Identifier: MIT

import FilesystemModel
import Synchronization

/// The files that are open or dirty. A leaf lock: it may be asked inside the volume's.
final class InodeTable: Sendable {
    private struct Row {
        let inode: OpenInode
        var handles: Int
        /// The kernel gave up its last reference although handles are open: their releases are on their way.
        var isForgotten = false
    }

    /// What the last release of a file leaves to do.
    enum Release {
        case others
        case last
        /// And the kernel has forgotten the file before.
        case lastOfForgotten
    }

    private let rows = Mutex<[InodeNumber: Row]>([:])

    func find(_ number: InodeNumber) -> OpenInode? { rows.withLock { $0[number]?.inode } }

    func pending(_ number: InodeNumber) -> PendingAttributes { find(number)?.pending ?? .none }

    /// Finds or makes the state of a file and keeps it until `release`.
    func retain(_ inode: Inode) -> OpenInode {
        rows.withLock { rows in
            if let row = rows[inode.number] {
                rows[inode.number]?.handles = row.handles + 1
                rows[inode.number]?.isForgotten = false
                return row.inode
            }
            let open = OpenInode(inode)
            rows[inode.number] = Row(inode: open, handles: 1)
            return open
        }
    }

    /// Gives up a handle. With the last one the state goes: the caller has sealed what was in the buffer.
    func release(_ number: InodeNumber) -> Release {
        rows.withLock { rows in
            guard var row = rows[number] else { return .last }
            row.handles -= 1
            rows[number] = row.handles > 0 ? row : nil
            guard row.handles == 0 else { return .others }
            return row.isForgotten ? .lastOfForgotten : .last
        }
    }

    /// Whether the file is open, and then remembers that the kernel has forgotten it.
    func noteForgottenIfOpen(_ number: InodeNumber) -> Bool {
        rows.withLock { rows in
            guard rows[number] != nil else { return false }
            rows[number]?.isForgotten = true
            return true
        }
    }

    func isOpen(_ number: InodeNumber) -> Bool { rows.withLock { $0[number] != nil } }

    var all: [OpenInode] { rows.withLock { $0.values.map(\.inode) } }
}
