// SPDX-License-Identifier: MIT

import FilesystemModel
import Synchronization

/// The files that are open or dirty. A leaf lock: it may be asked inside the volume's.
final class InodeTable: Sendable {
    private struct Row {
        let inode: OpenInode
        var handles: Int
    }

    private let rows = Mutex<[InodeNumber: Row]>([:])

    func find(_ number: InodeNumber) -> OpenInode? { rows.withLock { $0[number]?.inode } }

    func pending(_ number: InodeNumber) -> PendingAttributes { find(number)?.pending ?? .none }

    /// Finds or makes the state of a file and keeps it until `release`.
    func retain(_ inode: Inode) -> OpenInode {
        rows.withLock { rows in
            if let row = rows[inode.number] {
                rows[inode.number]?.handles = row.handles + 1
                return row.inode
            }
            let open = OpenInode(inode)
            rows[inode.number] = Row(inode: open, handles: 1)
            return open
        }
    }

    /// Whether that was the last handle. The state goes with it: the caller has sealed what was in the buffer.
    func release(_ number: InodeNumber) -> Bool {
        rows.withLock { rows in
            guard var row = rows[number] else { return true }
            row.handles -= 1
            rows[number] = row.handles > 0 ? row : nil
            return row.handles == 0
        }
    }

    func isOpen(_ number: InodeNumber) -> Bool { rows.withLock { $0[number] != nil } }

    var all: [OpenInode] { rows.withLock { $0.values.map(\.inode) } }
}
