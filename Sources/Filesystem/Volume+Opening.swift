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
    package var store: any ObjectStore
    /// The same store with calls that end soon: what a mount asks before it answers.
    package var askingStore: any ObjectStore
    /// Who opens it; and whether to write to it, and against whom.
    package var writer: WriterIdentity
    package var mode: WriterMode = .whenFree
    /// A root that is damaged or older than `superblock` gives way to that; otherwise it is an error.
    package var ignoresBadRoot = false
    /// Whether the process of another writer has certainly ended.
    package var isGone: @Sendable (WriterIdentity) -> Bool = { _ in false }
    /// Whom the root directory of a new volume belongs to.
    package var rootOwner: Caller
    package var clock: any WallClock = SystemWallClock()
    package var random: any RandomSource = SystemRandomSource()
    package var fileOperations: any FileOperations = SystemFileOperations()

    package init(
        configuration: VolumeConfiguration, identity: VolumeIdentity, superblock: Superblock,
        store: any ObjectStore, writer: WriterIdentity, rootOwner: Caller
    ) {
        self.configuration = configuration
        self.identity = identity
        self.superblock = superblock
        self.store = store
        askingStore = store
        self.writer = writer
        self.rootOwner = rootOwner
    }
}

extension Volume {
    /// Brings the index up to the local log, makes this machine the writer and begins a new segment. While the store is
    /// away the last known writer goes on with what is here; the store is needed where the index must be rebuilt.
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
        let admission = WriterAdmission(
            store: opening.askingStore, identity: opening.identity, writer: opening.writer, mode: opening.mode,
            isGone: opening.isGone, random: opening.random)
        let standing = try await admission.standing(
            local: opening.superblock, ignoresBadRoot: opening.ignoresBadRoot || opening.mode == .inspect)
        let superblock = standing?.superblock ?? opening.superblock
        var local = try await localLog(opening, superblock, files, logger)
        let admitted: Admission
        do throws(FSError) {
            admitted = try await admission.admit(&local, standing, local: opening.superblock) {
                (log, superblock) async throws(FSError) in
                try await catchUp(log, opening, superblock, files, logger)
            }
            // So that the next mount may go on while the store is away.
            if let writer = admitted.writer { try keepCopy(admitted, writer, opening) }
        } catch {
            // Whatever it says, the error above says why the volume does not open.
            try? local.index.close()
            throw error
        }
        let index = local.index
        let progress = StoredProgress(
            try lastStored(index), lastOfEarlierRun: local.end?.sequence ?? SegmentSequence(rawValue: 0),
            listAfter: admitted.superblock.checkpoint?.listAfter ?? [])
        let sizes = SegmentSizes(
            configured: configuration.segmentBytes, objectBytesMax: opening.store.traits.objectBytesMax)
        // The root's: they may have been changed since the volume was opened with a copy of it.
        let identity = VolumeIdentity(
            volume: opening.identity.volume, key: opening.identity.key, slots: admitted.superblock.slots)
        let core = try LogCore(
            index: index, files: files, identity: identity, epoch: admitted.epoch,
            clock: opening.clock, random: opening.random, sizes: sizes, after: local.end)
        return VolumeParts(
            configuration: configuration, core: core, store: opening.store,
            askingStore: opening.askingStore, admission: admitted, progress: progress, clock: opening.clock,
            random: opening.random, executor: executor)
    }

    private static func keepCopy(
        _ admission: Admission, _ writer: WriterIdentity, _ opening: VolumeOpening
    ) throws(FSError) {
        guard admission.version != nil, admission.superblock != opening.superblock else { return }
        let bytes: [UInt8]
        do { bytes = try admission.superblock.encoded(key: opening.identity.key, random: opening.random) } catch {
            throw .local("sealing the copy of the root: \(error)")
        }
        try SuperblockFile(path: opening.configuration.superblockPath).write(bytes)
    }

    private static func localLog(
        _ opening: VolumeOpening, _ superblock: Superblock, _ files: Log, _ logger: Logger
    ) async throws(FSError) -> LocalLog {
        let path = opening.configuration.indexPath
        do throws(FSError) {
            return try replay(MetadataIndex.open(path: path, volume: opening.identity.volume), opening, files)
        } catch .indexDamaged(let reason) {
            logger.warning("the index is rebuilt from the log: \(reason)")
        }
        return try await rebuild(opening, superblock, files)
    }

    /// Begins anew from the store, which has all that is here and more.
    private static func catchUp(
        _ log: LocalLog, _ opening: VolumeOpening, _ superblock: Superblock, _ files: Log, _ logger: Logger
    ) async throws(FSError) -> LocalLog {
        // A repair was under way: what it was about to put again may be here alone.
        guard try PinnedSegments(in: log.index).sequences.isEmpty else {
            throw .outdated("the volume went on elsewhere while a repair on this machine had not ended")
        }
        logger.notice("the store is ahead of this machine: the index is rebuilt from it")
        try log.index.close()
        // What is here may be of a log that did not become the volume's.
        try FSError.translating { () throws(SegmentLogError) in
            for sequence in files.sequences() { try files.remove(sequence) }
        }
        return try await rebuild(opening, superblock, files)
    }

    private static func rebuild(
        _ opening: VolumeOpening, _ superblock: Superblock, _ files: Log
    ) async throws(FSError) -> LocalLog {
        // It gets its name last: until then the old one is better than none, and a half one never counts.
        let path = opening.configuration.indexPath
        let draft = opening.configuration.stateDirectory + "/index.rebuilding"
        try MetadataIndex.remove(path: draft)
        let index = try MetadataIndex.open(path: draft, volume: opening.identity.volume)
        let recovery = VolumeRecovery(
            store: opening.askingStore, identity: opening.identity, superblock: superblock,
            claimant: opening.writer.instance)
        do throws(FSError) {
            let report = try await recovery.run(into: index, acceptsGaps: false) { _, _ in }
            guard report.isComplete else {
                throw .damaged(
                    "the store lacks segment \(report.missing.first?.description ?? "?"): see gramfs recover")
            }
            try index.close()
            try MetadataIndex.move(draft, to: path)
        } catch {
            // The error above is the one that counts; the half index is rebuilt by the next try.
            try? index.close()
            throw error
        }
        return try replay(
            MetadataIndex.open(path: path, volume: opening.identity.volume), opening, files, afterRebuild: true)
    }

    private static func replay(
        _ index: MetadataIndex, _ opening: VolumeOpening, _ files: Log, afterRebuild: Bool = false
    ) throws(FSError) -> LocalLog {
        do throws(FSError) {
            let replay = LocalReplay(index: index, files: files, identity: opening.identity, random: opening.random)
            return LocalLog(index: index, end: try replay.run(afterRebuild: afterRebuild))
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
            // Who only looks leaves everything as it is.
            guard self.lease != nil else { return }
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
