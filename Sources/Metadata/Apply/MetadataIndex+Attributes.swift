// SPDX-License-Identifier: MIT

import FilesystemModel

/// Records that change what is known of an inode, and the end of inodes and segments.
extension MetadataIndex {
    func setAttributes(of inode: InodeNumber, _ change: AttributeChange) throws(FSError) {
        let file = try requireInode(inode)
        try require(change, for: file)
        try apply(change, to: inode)
    }

    func setXattr(
        of inode: InodeNumber, _ name: [UInt8], _ value: [UInt8]?, _ time: Timestamp
    ) throws(FSError) {
        _ = try requireInode(inode)
        if let value {
            willWrite()
            statements.upsertXattr.bind(inode.rawValue, at: 1)
            statements.upsertXattr.bind(copying: name, at: 2)
            statements.upsertXattr.bind(copying: value, at: 3)
            try statements.upsertXattr.run()
        } else {
            guard try xattr(of: inode, name: name) != nil else {
                throw .indexDamaged("inode \(inode) has no such attribute")
            }
            willWrite()
            statements.deleteXattr.bind(inode.rawValue, at: 1)
            statements.deleteXattr.bind(copying: name, at: 2)
            try statements.deleteXattr.run()
        }
        mark(CheckpointKey(inode: inode.rawValue, kind: .xattr, detail: 0))
        change(inode) { $0.changeTime = time }
        inodes[inode]?.mayHaveXattrs = true
    }

    func setPolicy(of inode: InodeNumber, _ policy: ContentPolicy, _ time: Timestamp) throws(FSError) {
        _ = try requireInode(inode)
        change(inode) { inode in
            inode.policy = policy
            inode.changeTime = time
        }
    }

    func free(_ number: InodeNumber) throws(FSError) {
        let inode = try requireInode(number)
        guard inode.linkCount == 0 else { throw .indexDamaged("inode \(number) is freed and has names") }
        guard try !isKeptByShare(number) else { throw .indexDamaged("inode \(number) is freed and shared") }
        if inode.kind == .directory { try requireEmpty(number) }
        let cut = try CutPlan(inode, 0..<UInt64(Int64.max), in: self)
        willWrite()
        try apply(cut)
        if inodes.peek(number)?.mayHaveXattrs ?? true { try removeXattrs(of: number) }
        try remove(inode)
    }

    private func removeXattrs(of inode: InodeNumber) throws(FSError) {
        statements.deleteXattrs.bind(inode.rawValue, at: 1)
        try statements.deleteXattrs.run()
        if connection.changedRows > 0 { mark(CheckpointKey(inode: inode.rawValue, kind: .xattr, detail: 0)) }
    }

    func reclaim(_ segments: [SegmentSequence]) throws(FSError) {
        for sequence in segments {
            let bytes = try liveFrameBytes(of: sequence)
            guard bytes == 0 else { throw .indexDamaged("segment \(sequence) is reclaimed with \(bytes) live bytes") }
        }
        willWrite()
        for sequence in segments {
            statements.updateSegmentState.bind(UInt32(SegmentRow.State.reclaimed.rawValue), at: 1)
            statements.updateSegmentState.bind(sequence.rawValue, at: 2)
            try statements.updateSegmentState.run()
            mark(CheckpointKey(inode: .max, kind: .segment, detail: sequence.rawValue))
        }
    }
}
