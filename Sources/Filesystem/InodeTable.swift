// SPDX-License-Identifier: MIT

import FilesystemModel
import Synchronization

/// The files that are open, or closed with bytes that wait for space. A leaf lock: it may be asked inside the volume's.
final class InodeTable: Sendable {
    private struct Row {
        let inode: OpenInode
        /// 0: what was written could not be logged yet.
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

    /// Gives up a handle. With the last one the state goes, unless it holds what could not be logged yet and `isUnsealed`
    /// says so: then it stays until `takeUnsealed`.
    func release(_ number: InodeNumber, isUnsealed: Bool) -> Release {
        rows.withLock { rows in
            guard var row = rows[number] else { return .last }
            row.handles -= 1
            rows[number] = row.handles > 0 || isUnsealed ? row : nil
            guard row.handles == 0, !isUnsealed else { return .others }
            return row.isForgotten ? .lastOfForgotten : .last
        }
    }

    /// Whether the file is open, and then remembers that the kernel has forgotten it.
    func noteForgottenIfOpen(_ number: InodeNumber) -> Bool {
        rows.withLock { rows in
            guard let row = rows[number], row.handles > 0 else { return false }
            rows[number]?.isForgotten = true
            return true
        }
    }

    /// Closed, with what could not be logged yet.
    var unsealed: [OpenInode] { rows.withLock { $0.values.filter { $0.handles == 0 }.map(\.inode) } }

    /// Ends the state of a file that nobody has open; nil where there is none or somebody opened it again.
    func takeUnsealed(_ number: InodeNumber) -> OpenInode? {
        rows.withLock { rows in
            guard let row = rows[number], row.handles == 0 else { return nil }
            rows[number] = nil
            return row.inode
        }
    }

    func isOpen(_ number: InodeNumber) -> Bool { rows.withLock { $0[number] != nil } }

    var all: [OpenInode] { rows.withLock { $0.values.map(\.inode) } }
}
