// SPDX-License-Identifier: MIT

import DataPlane
import FilesystemModel
import Logging
import Metadata
import ObjectStorage
import SegmentLog
import StorageFormat

/// What opening a volume takes from outside.
package struct VolumeOpening: Sendable {
    package var configuration: VolumeConfiguration
    package var identity: VolumeIdentity
    /// The newest that is known: the store's, or the local copy while the store is away.
    package var superblock: Superblock
    /// Nil where the superblock is the local copy.
    package var rootVersion: RootVersion?
    package var store: any ObjectStore
    /// Whom the root directory of a new volume belongs to.
    package var rootOwner: Caller
    package var clock: any WallClock = SystemWallClock()
    package var random: any RandomSource = SystemRandomSource()
    package var fileOperations: any FileOperations = SystemFileOperations()

    package init(
        configuration: VolumeConfiguration, identity: VolumeIdentity, superblock: Superblock,
        rootVersion: RootVersion?, store: any ObjectStore, rootOwner: Caller
    ) {
        self.configuration = configuration
        self.identity = identity
        self.superblock = superblock
        self.rootVersion = rootVersion
        self.store = store
        self.rootOwner = rootOwner
    }
}

extension Volume {
    /// Brings the index up to the local log and begins a new segment. Needs the store only where the index must be
    /// rebuilt, so that a volume mounts at once with any queue, and offline.
    package static func open(_ opening: VolumeOpening, logger: Logger) async throws(FSError) -> Volume {
        let executor = BlockingExecutor(threads: executorThreads, name: "gramfs-volume")
        do throws(FSError) {
            let volume = Volume(parts: try await parts(opening, executor, logger), logger: logger)
            try volume.prepare(rootOwner: opening.rootOwner, policy: opening.superblock.settings.defaultPolicy)
            return volume
        } catch {
            executor.shutDown()
            throw error
        }
    }

    /// Enough that some may wait for the disk and others go on.
    private static let executorThreads = 8

    private static func parts(
        _ opening: VolumeOpening, _ executor: BlockingExecutor, _ logger: Logger
    ) async throws(FSError) -> VolumeParts {
        let configuration = opening.configuration
        let files = try FSError.translating { () throws(SegmentLogError) in
            try Log.open(directory: configuration.segmentDirectory, operations: opening.fileOperations)
        }
        let (index, end) = try await index(opening, files, logger)
        let progress = StoredProgress(
            try lastStored(index), lastOfEarlierRun: end?.sequence ?? SegmentSequence(rawValue: 0),
            listAfter: opening.superblock.checkpoint?.listAfter ?? [])
        let sizes = SegmentSizes(
            configured: configuration.segmentBytes, objectBytesMax: opening.store.traits.objectBytesMax)
        let core = try LogCore(
            index: index, files: files, identity: opening.identity, epoch: opening.superblock.epoch,
            clock: opening.clock, random: opening.random, sizes: sizes, after: end)
        return VolumeParts(
            configuration: configuration, core: core, store: opening.store, superblock: opening.superblock,
            rootVersion: opening.rootVersion, progress: progress, clock: opening.clock,
            random: opening.random, executor: executor)
    }

    private static func index(
        _ opening: VolumeOpening, _ files: Log, _ logger: Logger
    ) async throws(FSError) -> (MetadataIndex, LogEnd?) {
        let path = opening.configuration.indexPath
        do throws(FSError) {
            return try replay(MetadataIndex.open(path: path, volume: opening.identity.volume), opening, files)
        } catch .indexDamaged(let reason) {
            logger.warning("the index is rebuilt from the log: \(reason)")
        }
        try MetadataIndex.remove(path: path)
        let index = try MetadataIndex.open(path: path, volume: opening.identity.volume)
        let recovery = VolumeRecovery(
            store: opening.store, identity: opening.identity, superblock: opening.superblock)
        let report = try await recovery.run(into: index, acceptsGaps: false) { _, _ in }
        guard report.isComplete else {
            throw .damaged("the store lacks segment \(report.missing.first?.description ?? "?"): see gramfs recover")
        }
        return try replay(index, opening, files)
    }

    private static func replay(
        _ index: MetadataIndex, _ opening: VolumeOpening, _ files: Log
    ) throws(FSError) -> (MetadataIndex, LogEnd?) {
        do throws(FSError) {
            let replay = LocalReplay(index: index, files: files, identity: opening.identity, random: opening.random)
            return (index, try replay.run())
        } catch {
            // Whatever it says, the error above says why the volume does not open.
            try? index.close()
            throw error
        }
    }

    /// The end of the run of segments that are stored without a gap.
    private static func lastStored(_ index: MetadataIndex) throws(FSError) -> SegmentSequence {
        if let first = try index.segments(in: .queued, limit: 1).first {
            return SegmentSequence(rawValue: first.sequence.rawValue - 1)
        }
        if let open = try index.segments(in: .open, limit: 1).first {
            return SegmentSequence(rawValue: open.sequence.rawValue - 1)
        }
        return try index.lastSegment() ?? SegmentSequence(rawValue: 0)
    }

    /// Makes the root directory of a new volume, and ends what a crash left open.
    private func prepare(rootOwner: Caller, policy: ContentPolicy) throws(FSError) {
        try log.locked { core throws(FSError) in
            if try core.index.inode(.root) == nil {
                let root = Inode(
                    number: .root, kind: .directory, permissions: 0o755, policy: policy, uid: rootOwner.uid,
                    gid: rootOwner.gid, time: self.clock.now(), parent: .root)
                try core.log(.createOrphan(inode: root))
            }
            try self.endOrphans(core)
            try self.trimBeyondSize(core)
        }
        try committer.commit(durably: true)
        if configuration.isReadOnly { log.stopReason.set("mounted read-only") }
        updateSpace()
    }

    /// Nobody has them open any more: a mount begins without handles.
    private func endOrphans(_ core: LogCore) throws(FSError) {
        while true {
            let orphans = try core.index.orphans(limit: 256)
            guard !orphans.isEmpty else { return }
            for orphan in orphans { try core.log(.free(inode: orphan)) }
        }
    }

    /// Frames that the kernel wrote back ahead of a gap, in a file whose true size was never logged, are nobody's.
    private func trimBeyondSize(_ core: LogCore) throws(FSError) {
        while true {
            let inodes = try core.index.inodesWithExtentsBeyondSize(limit: 256)
            guard !inodes.isEmpty else { return }
            for number in inodes {
                let size = try self.inode(number, core).size
                try core.log(.setAttributes(inode: number, AttributeChange(size: size)))
            }
        }
    }
}
