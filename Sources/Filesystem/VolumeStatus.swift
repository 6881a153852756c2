// SPDX-License-Identifier: MIT

import DataPlane
import FilesystemModel

/// How a mounted volume stands: what `gramfs status` is made of.
package struct VolumeStatus: Sendable {
    package var volume: VolumeID
    package var epoch: Epoch
    /// Why it takes no changes; nil while it does.
    package var stopReason: String?
    package var isReadOnly: Bool
    /// Who took the volume over; nil while it is held.
    package var lossReason: String?
    /// In write buffers and in the open segment.
    package var dirtyBytes: UInt64
    package var queuedBytes: UInt64
    package var queuedSegments: Int
    package var uploading: [SegmentUpload]
    package var storedBytes: UInt64
    package var storedSegments: Int
    /// Plain bytes of what the volume's segments hold.
    package var storedLogicalBytes: UInt64
    package var cachedBytes: UInt64
    package var cacheBytesMax: UInt64
    package var position: LogPosition
    package var storedPosition: LogPosition
    /// What keeps write-back from going on.
    package var obstacle: String?
    /// While the message budget is spent: when the next small segment may go.
    package var nextMessage: Timestamp?
    /// Objects of dead segments that the store will not remove: known since the mount.
    package var refusedRemovals: Int
    package var lastFailure: FailureNote?
    package var files: UInt64
    package var directories: UInt64
    package var logicalBytes: UInt64
}

/// Where the last change of an inode is, as the xattr `user.gramfs.state` says.
package enum UploadState: String, Sendable, CaseIterable {
    /// Only in memory or in the segment that is being written.
    case dirty
    /// Sealed here, on its way.
    case queued
    case stored
}

/// statfs(2).
package struct VolumeStatistics: Sendable, Equatable {
    package var blockSize: UInt32
    package var blocks: UInt64
    package var freeBlocks: UInt64
    package var files: UInt64
    package var freeFiles: UInt64
    package var nameMax: UInt32
}

extension Volume {
    package func status() async throws(FSError) -> VolumeStatus {
        let uploading = await writeBack.underWay
        let obstacle = await writeBack.obstacle
        let refusedRemovals = await space.refusedRemovals()
        let stored = progress.sequence
        return try log.locked { core throws(FSError) in
            let totals = try core.index.segmentTotals()
            let queued = totals.objectBytes - totals.storedBytes
            let local = core.files.localBytes
            let unsent = queued + core.open.byteCount
            return VolumeStatus(
                volume: core.identity.volume, epoch: core.epoch, stopReason: core.stopReason.value,
                isReadOnly: self.configuration.isReadOnly, lossReason: self.lease?.lossReason,
                dirtyBytes: UInt64(max(0, self.dirty.bytes)) + (core.open.isEmpty ? 0 : core.open.byteCount),
                queuedBytes: queued, queuedSegments: totals.countByState[.queued] ?? 0, uploading: uploading,
                storedBytes: totals.storedBytes, storedSegments: totals.countByState[.stored] ?? 0,
                storedLogicalBytes: totals.logicalBytes,
                cachedBytes: local > unsent ? local - unsent : 0, cacheBytesMax: self.configuration.cacheBytesMax,
                position: core.position, storedPosition: try core.lastPosition(of: stored), obstacle: obstacle,
                nextMessage: core.open.isEmpty ? nil : self.messages.nextMessage,
                refusedRemovals: refusedRemovals, lastFailure: self.lastFailure.value, files: core.index.counts.files,
                directories: core.index.counts.directories, logicalBytes: core.index.counts.logicalBytes)
        }
    }

    /// A store has no size of its own: what is free is as much again as anybody could fill.
    package func statistics() throws(FSError) -> VolumeStatistics {
        let counts = log.peek { $0.index.counts }
        let blockSize: UInt32 = 4096
        // Of sparse files together the sizes may be larger than any number; they wrap.
        let used = counts.logicalBytes / UInt64(blockSize) + (counts.logicalBytes % UInt64(blockSize) == 0 ? 0 : 1)
        let free = Self.freeBytesShown / UInt64(blockSize)
        let files = counts.files + counts.directories
        return VolumeStatistics(
            blockSize: blockSize, blocks: used + free, freeBlocks: free, files: files + Self.freeFilesShown,
            freeFiles: Self.freeFilesShown, nameMax: UInt32(Limits.nameBytesMax))
    }

    private static let freeBytesShown: UInt64 = 1 << 50
    private static let freeFilesShown: UInt64 = 1 << 40

    /// Conservative after a clock that was set back: then a file may be called queued that is stored.
    func uploadState(of number: InodeNumber) throws(FSError) -> UploadState {
        if let open = inodes.find(number), !open.peek({ $0.buffer.value.isEmpty }) { return .dirty }
        return try log.locked { core throws(FSError) in
            let attributes = try self.attributes(of: number, core)
            guard let oldest = try core.oldestUnsent(after: self.progress.sequence) else { return .stored }
            let extents = try core.index.extents(of: number, overlapping: 0..<UInt64.max)
            let newestSegment = extents.map(\.run.segment).max() ?? SegmentSequence(rawValue: 0)
            if newestSegment == core.open.sequence || attributes.changeTime >= core.open.created { return .dirty }
            if newestSegment > self.progress.sequence || attributes.changeTime >= oldest { return .queued }
            return .stored
        }
    }
}
