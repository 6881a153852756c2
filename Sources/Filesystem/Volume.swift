// SPDX-License-Identifier: MIT

import DataPlane
import FilesystemModel
import Logging
import Metadata
import ObjectStorage
import SegmentLog
import StorageFormat
import Synchronization

/// A mounted volume: POSIX operations over inodes and handles.
///
/// Calls are synchronous and quick, and may come from any thread; what needs the network is `async`. Permissions are
/// the kernel's to check (`default_permissions`), rules of the file system are checked here.
package final class Volume: Sendable {
    package let configuration: VolumeConfiguration
    /// What makes the volume grow asks here first.
    package let gate: SpaceGate
    let log: VolumeLog
    let clock: any WallClock
    let random: any RandomSource
    let logger: Logger
    let inodes = InodeTable()
    let handles = HandleTable<Handle>()
    let directoryHandles = HandleTable<DirectoryHandle>()
    let dirty: DirtyBudget
    let preparer = FramePreparer()
    let reader: FrameReader
    let fetcher: BlockFetcher
    let mender: FrameMender
    let committer: IndexCommitter
    let progress: StoredProgress
    let writeBack: WriteBack
    let publisher: RootPublisher
    let checkpointer: Checkpointer
    let evictor: CacheEvictor
    let grace = ReaderGrace()
    let space: SpaceKeeper
    let store: any ObjectStore
    /// The same with calls that end soon.
    let askingStore: any ObjectStore
    /// Nil where the volume is only looked at.
    let lease: WriterLease?
    /// Revoked after they were used up, which the log knows as used up; at most `Limits.sharesMax` in a list of shares.
    let withdrawnShares = Mutex<Set<ShareID>>([])
    let messages: MessageMeter
    let lastFailure = LastFailure()
    /// Wakes the housekeeping before its second is over.
    let chores: Nudge
    /// Held while checkpoints and compaction append of their own accord; none begins once the volume is ending.
    let spareWork = Turns()
    /// One change of the key slots at a time.
    let keyTurns = Turns()
    let isEnding = Atomic(false)
    /// Wakes the loop that writes roots.
    let roots = Nudge()
    /// Blocks on local files, so that neither libfuse's threads nor the cooperative pool do.
    let executor: BlockingExecutor

    init(parts: VolumeParts, logger: Logger) {
        let log = VolumeLog(core: parts.core)
        let configuration = parts.configuration
        let chores = Nudge()
        self.configuration = configuration
        self.log = log
        self.logger = logger
        self.chores = chores
        clock = parts.clock
        random = parts.random
        store = parts.store
        gate = SpaceGate(patience: configuration.enospcAfter, needed: chores)
        dirty = DirtyBudget(bytesMax: configuration.bufferBytesMax, gate: gate)
        reader = FrameReader(files: log.files, cache: FrameCache(bytesMax: Self.frameCacheBytes))
        let evictor = CacheEvictor(
            log: log, progress: parts.progress, cacheBytesMax: configuration.cacheBytesMax,
            freeBytesMin: configuration.freeBytesMin)
        self.evictor = evictor
        fetcher = BlockFetcher(log: log, store: parts.store, timeout: configuration.readTimeout) {
            // What keeps it from making room shows in the read that is tried again after it.
            try? evictor.run()
        }
        mender = FrameMender(log: log, store: parts.store, timeout: configuration.readTimeout)
        committer = IndexCommitter(log: log)
        progress = parts.progress
        askingStore = parts.askingStore
        lease = parts.admission.writer.map { writer in
            WriterLease(log: log, writer: writer, epoch: parts.admission.epoch, cursor: parts.admission.cursor)
        }
        writeBack = WriteBack(
            log: log, store: parts.store, committer: committer, progress: parts.progress, lease: lease, logger: logger)
        let messages = MessageMeter(
            configuration.messages, note: log.peek { core in try? core.index.setting(MessageBudget.setting) },
            isLimited: parts.store.traits.hasMessageBudget, clock: parts.clock)
        self.messages = messages
        publisher = RootPublisher(
            log: log, store: parts.store, progress: parts.progress,
            copy: SuperblockFile(path: configuration.superblockPath), superblock: parts.admission.superblock,
            version: parts.admission.version, lease: lease, random: parts.random, logger: logger,
            onReplacement: { messages.countRoot() })
        checkpointer = Checkpointer(log: log, committer: committer, progress: parts.progress, clock: parts.clock)
        space = SpaceKeeper(
            log: log, mover: FrameMover(reader: reader, fetcher: fetcher, mender: mender), progress: parts.progress,
            publisher: publisher, committer: committer,
            remover: SegmentRemover(
                log: log, store: parts.store, committer: committer, publisher: publisher, progress: parts.progress,
                grace: grace, logger: logger),
            policy: configuration.compaction, logger: logger)
        executor = parts.executor
        log.peek { core in
            let writeBack = self.writeBack
            let gate = self.gate
            core.reserveBytes = configuration.reserveBytes
            core.onFull = {
                gate.close(for: .disk)
                chores()
            }
            core.takeNotes = { (index) throws(FSError) in
                guard let note = messages.takeNote() else { return }
                try index.setSetting(MessageBudget.setting, note)
            }
            core.onSeal = {
                // Every segment is a message, also one that was full and could not wait.
                messages.countSegment()
                writeBack.wake()
                chores()
            }
        }
    }

    /// Decoded frames in memory: as much as a few sequential readers need.
    private static let frameCacheBytes = 32 << 20

    /// Says that something went wrong where nobody was waiting for the answer.
    func noteFailure(_ error: FSError, _ what: String) {
        logger.error("\(what): \(error.logDescription)")
        lastFailure.set(FailureNote(time: clock.now(), code: error.code, message: "\(what): \(error.logDescription)"))
    }

    /// A sync of the log failed: the mount takes no changes any more.
    func syncFailed(_ error: SegmentLogError) -> FSError {
        let meaning = FSError(error)
        if log.stopReason.value == nil { noteFailure(meaning, "read-only from now on: a sync of the log failed") }
        log.stopReason.set("a sync of the log failed: \(meaning.logDescription)")
        return .local(meaning.logDescription)
    }
}

/// What `Volume.open` puts together.
struct VolumeParts {
    let configuration: VolumeConfiguration
    let core: LogCore
    let store: any ObjectStore
    let askingStore: any ObjectStore
    let admission: Admission
    let progress: StoredProgress
    let clock: any WallClock
    let random: any RandomSource
    let executor: BlockingExecutor
}
