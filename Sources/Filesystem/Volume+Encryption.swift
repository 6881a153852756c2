// SPDX-License-Identifier: MIT

import DataPlane
import FilesystemModel

/// How the content of a path stands in objects: for `encrypt status`.
package struct EncryptionSums: Sendable, Equatable {
    package var policy: ContentPolicy
    /// Of files at or below the path, by the frames that they have.
    package var sealedBytes: UInt64 = 0
    package var plainBytes: UInt64 = 0
    /// Readable bytes of the whole volume that no file has, or no file may have readable.
    package var leftoverPlainBytes: UInt64 = 0
    package var rewriting: RewriteProgress?
}

/// The encryption switch. A policy belongs to an inode; what is created inherits the one of its directory.
extension Volume {
    /// Gives everything at and below `path` this policy. What is there already stays as it is until `applyPolicy`.
    ///
    /// In bounded steps: who is interrupted calls again. What is moved in meanwhile keeps what it has.
    package func setPolicy(_ policy: ContentPolicy, below path: [UInt8]) async throws(FSError) {
        try await withTaskExecutorPreference(executor) { () async throws(FSError) in
            let top = try top(of: path)
            try await space.drop(top.inode, unless: policy)
            _ = try await setPolicy(policy, below: top.inode)
        }
    }

    /// Has everything at and below `path` rewritten that is not as the policy of `path` wants it, in the background.
    ///
    /// Goes on after a crash. Returns the inode to ask `rewriting` for.
    package func applyPolicy(of path: [UInt8]) async throws(FSError) -> InodeNumber {
        if let reason = log.stopReason.value { throw .readOnly(reason) }
        let inode = try await withTaskExecutorPreference(executor) { () async throws(FSError) in
            let top = try top(of: path)
            let policy = try log.locked { core throws(FSError) in try self.inode(top.inode, core).policy }
            _ = try await setPolicy(policy, below: top.inode)
            try await space.take(RewriteOrder(inode: top.inode, policy: policy))
            return top.inode
        }
        roots()
        return inode
    }

    /// Nil once it is complete.
    package func rewriting(_ inode: InodeNumber) async throws(FSError) -> RewriteProgress? {
        try await space.rewriting(inode)
    }

    /// Reads the extents of everything below `path`; of the whole volume where anything in it is readable.
    package func encryption(of path: [UInt8]) async throws(FSError) -> EncryptionSums {
        try await withTaskExecutorPreference(executor) { () async throws(FSError) in try await countEncryption(of: path)
        }
    }

    private func countEncryption(of path: [UInt8]) async throws(FSError) -> EncryptionSums {
        let top = try top(of: path)
        let policy = try log.locked { core throws(FSError) in try self.inode(top.inode, core).policy }
        var sums = EncryptionSums(policy: policy)
        var walk = TreeWalk(from: top.inode)
        while true {
            guard !Task.isCancelled else { throw .interrupted }
            let page = try log.locked { core throws(FSError) in try walk.next(core) }
            guard !page.isEmpty else { break }
            for inode in page where inode.kind == .regular { try count(inode.number, &sums) }
        }
        let plain = PlainFrames(log: log)
        let end = log.peek { $0.open.sequence }
        for state in [SegmentRow.State.queued, .stored] {
            sums.leftoverPlainBytes += try plain.leftovers(in: state, before: end).reduce(0) { $0 + $1.bytes }
        }
        sums.leftoverPlainBytes += try plain.reclaimed(before: end).reduce(0) { $0 + $1.bytes }
        sums.rewriting = try await space.rewriting(top.inode)
        return sums
    }

    /// An order was done. It was all, unless something without the policy came below its path meanwhile.
    func close(_ order: RewriteOrder) async throws(FSError) {
        let policy = try log.locked { core throws(FSError) in try core.index.inode(order.inode)?.policy }
        // Switched over: there is another order, or none.
        if policy == order.policy, try await setPolicy(order.policy, below: order.inode) > 0 {
            return try await space.take(RewriteOrder(inode: order.inode, policy: order.policy))
        }
        try await space.finish(order)
    }

    private func top(of path: [UInt8]) throws(FSError) -> Attributes {
        let top = try resolve(path)
        switch top.kind {
        case .regular, .directory: return top
        case .symbolicLink, .fifo, .socket, .characterDevice, .blockDevice:
            throw .invalidArgument("only files and directories have content that could be encrypted")
        }
    }

    /// Returns how many it changed.
    private func setPolicy(_ policy: ContentPolicy, below inode: InodeNumber) async throws(FSError) -> Int {
        var changed = 0
        var walk = TreeWalk(from: inode)
        while true {
            guard !Task.isCancelled else { throw .interrupted }
            let page = try log.locked { core throws(FSError) in try walk.next(core) }
            guard !page.isEmpty else { return changed }
            let due = page.filter { ($0.kind == .regular || $0.kind == .directory) && $0.policy != policy }
            changed += due.count
            try setPolicy(policy, of: due.map(\.number))
        }
    }

    private func setPolicy(_ policy: ContentPolicy, of numbers: [InodeNumber]) throws(FSError) {
        let now = clock.now()
        let open = try log.locked { core throws(FSError) in
            var open: [InodeNumber] = []
            var records: [Record] = []
            for number in numbers {
                guard let inode = try core.index.inode(number), inode.policy != policy else { continue }
                // Its write buffer must follow at the same moment.
                if self.inodes.isOpen(number) {
                    open.append(number)
                } else {
                    records.append(.setPolicy(inode: number, policy, time: now))
                }
            }
            try core.log(records)
            return open
        }
        for number in open {
            // Until it is that one which is open, or none.
            while try !setPolicy(policy, ofOpen: number, now) {}
        }
    }

    /// False where it was opened anew meanwhile.
    private func setPolicy(
        _ policy: ContentPolicy, ofOpen number: InodeNumber, _ now: Timestamp
    ) throws(FSError) -> Bool {
        guard let open = inodes.find(number) else {
            try setPolicy(policy, of: [number])
            return true
        }
        return try open.locked { state throws(FSError) in
            let isDone = try self.log.locked { core throws(FSError) in
                guard self.inodes.find(number) === open else { return false }
                guard let inode = try core.index.inode(number), inode.policy != policy else { return true }
                try core.log(.setPolicy(inode: number, policy, time: now))
                return true
            }
            if isDone { state.policy = policy }
            return isDone
        }
    }

    /// What is looked at in one section of the volume's lock.
    private static let countedAtOnce: UInt64 = 64 << 20

    private func count(_ number: InodeNumber, _ sums: inout EncryptionSums) throws(FSError) {
        var offset: UInt64? = 0
        while let start = offset {
            let (sealed, plain, next) = try log.locked { core throws(FSError) in
                try Self.count(number, from: start, core)
            }
            sums.sealedBytes += sealed
            sums.plainBytes += plain
            offset = next
        }
    }

    private static func count(
        _ number: InodeNumber, from offset: UInt64, _ core: LogCore
    ) throws(FSError) -> (sealed: UInt64, plain: UInt64, next: UInt64?) {
        guard let start = try core.index.dataStart(of: number, from: offset) else { return (0, 0, nil) }
        let range = start..<start + countedAtOnce
        var sealed: UInt64 = 0
        var plain: UInt64 = 0
        for extent in try core.index.extents(of: number, overlapping: range) {
            guard let part = extent.clamped(to: range) else { continue }
            for slice in part.frames {
                switch try core.locate(slice).policy {
                case .sealed: sealed += UInt64(slice.length)
                case .plain: plain += UInt64(slice.length)
                }
            }
        }
        return (sealed, plain, range.upperBound)
    }
}
