// SPDX-License-Identifier: MIT

import FilesystemModel

/// Records that make, count and end shares. Rows are few and written at once.
extension MetadataIndex {
    func createShare(_ share: Share) throws(FSError) {
        let inode = try requireInode(share.inode)
        guard inode.linkCount > 0, inode.kind == (share.kind == .folder ? .directory : .regular) else {
            throw .indexDamaged("inode \(share.inode) cannot be shared")
        }
        guard try loadShare(share.id) == nil, share.end == nil, share.downloads == 0 else {
            throw .indexDamaged("share \(share.id) is not new")
        }
        if let snapshot = share.snapshot {
            let kept = try requireRegular(snapshot)
            guard kept.linkCount == 0, share.kind == .file, try !isKeptByShare(snapshot) else {
                throw .indexDamaged("inode \(snapshot) cannot be the snapshot of a share")
            }
        }
        willWrite()
        try insertRow(share)
        mark(share)
    }

    func countDownload(of id: ShareID) throws(FSError) {
        let share = try requireShare(id)
        guard share.end == nil, share.downloads < share.downloadsMax ?? UInt64(Int64.max) else {
            throw .indexDamaged("share \(id) cannot be downloaded any more")
        }
        willWrite()
        statements.updateShareDownloads.bind(id.rawValue, at: 1)
        try statements.updateShareDownloads.run()
        mark(share)
    }

    func endShare(_ id: ShareID, _ end: Share.End) throws(FSError) {
        let share = try requireShare(id)
        guard share.end == nil else { throw .indexDamaged("share \(id) has ended before") }
        try endRow(share, end)
    }

    func forgetShare(_ id: ShareID) throws(FSError) {
        let share = try requireShare(id)
        guard share.end != nil else { throw .indexDamaged("share \(id) has not ended") }
        willWrite()
        statements.deleteShare.bind(id.rawValue, at: 1)
        try statements.deleteShare.run()
        mark(share)
    }

    /// The inode has lost its last name: whoever knew a link to it knows nothing any more.
    func endShares(of inode: InodeNumber, _ time: Timestamp) throws(FSError) {
        guard mayHaveShares else { return }
        statements.selectOpenShares.bind(inode.rawValue, at: 1)
        for share in try shares(statements.selectOpenShares) {
            try endRow(share, Share.End(reason: .deleted, time: time))
        }
    }

    func insertRow(_ share: Share) throws(FSError) {
        mayHaveShares = true
        try share.run(statements.insertShare)
    }

    private func endRow(_ share: Share, _ end: Share.End) throws(FSError) {
        willWrite()
        statements.endShare.bind(share.id.rawValue, at: 1)
        statements.endShare.bind(UInt32(end.reason.rawValue), at: 2)
        statements.endShare.bind(end.time, at: 3)
        try statements.endShare.run()
        if let snapshot = share.snapshot { endedSnapshots.append(snapshot) }
        mark(share)
    }

    private func requireShare(_ id: ShareID) throws(FSError) -> Share {
        guard let share = try loadShare(id) else { throw .indexDamaged("no share \(id)") }
        return share
    }

    private func mark(_ share: Share) { mark(CheckpointRow.share(share).key) }
}
