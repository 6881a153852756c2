// SPDX-License-Identifier: MIT

import FilesystemModel
import Logging
import Metadata
import ObjectStorage
import SegmentLog

/// Takes dead segments out of the volume, and then their objects out of the store, in this order:
///
/// 1. a root that names a checkpoint that knows them dead is stored (who calls waits for it),
/// 2. `Record.reclaim` is logged, committed durably here, and stored,
/// 3. the reads that began before have ended,
/// 4. the object, the local file and the row go.
///
/// Killed between any two it goes on from there: the rows say which segments are reclaimed.
package actor SegmentRemover {
    private let log: VolumeLog
    private let store: any ObjectStore
    private let committer: IndexCommitter
    private let publisher: RootPublisher
    private let progress: StoredProgress
    private let grace: ReaderGrace
    private let logger: Logger
    /// What the store would not remove since the mount, and why. Their rows stay, and the next mount asks again.
    package private(set) var refused: [SegmentSequence: String] = [:]
    /// Behind the last reclaim record.
    private var recorded: LogPosition
    private var age: ReaderGrace.Age
    /// The checkpoint whose dead segments are all reclaimed.
    private var finished: LogPosition?
    private var hasSwept = false

    private static let recordSegmentsMax = 256
    private static let objectsAtOnce = 8

    package init(
        log: VolumeLog, store: any ObjectStore, committer: IndexCommitter, publisher: RootPublisher,
        progress: StoredProgress, grace: ReaderGrace, logger: Logger
    ) {
        self.progress = progress
        self.log = log
        self.store = store
        self.committer = committer
        self.publisher = publisher
        self.grace = grace
        self.logger = logger
        // After a mount nobody knows which record it was: one of those so far.
        recorded = log.peek { $0.position }
        age = grace.begin()
    }

    /// `settled`: there is nothing to remove now.
    func step() async throws(FSError) -> SpaceKeeper.Step {
        if !hasSwept { try sweep() }
        if try await reclaim() { return .progressed }
        let rows = try reclaimedRows()
        guard !rows.isEmpty else { return .settled }
        guard await publisher.covers(recorded.sequence), grace.hasReached(age) else { return .waiting }
        // What is dead here may live in the log of who took the volume over.
        try await publisher.confirm()
        // Nor may anything go that the root which the store shows now may need: ours is put again first.
        if await publisher.isReplaced { try await publisher.publish(isAsked: false) }
        guard await !publisher.isReplaced else { return .waiting }
        for row in rows { try await remove(row) }
        hasSwept = false
        return .progressed
    }

    // MARK: The record

    /// Returns whether a record was logged.
    private func reclaim() async throws(FSError) -> Bool {
        guard let named = await publisher.superblock.checkpoint?.position, named != finished else { return false }
        let count = try log.locked { core throws(FSError) in
            let dead = try Self.dead(at: named, core)
            try core.log(dead.isEmpty ? [] : [.reclaim(segments: dead)])
            return dead.count
        }
        // None where another checkpoint waits for its root, too: then this one's list is gone, and the next one's comes.
        if count < Self.recordSegmentsMax { finished = named }
        guard count > 0 else { return false }
        recorded = log.peek { $0.position }
        age = grace.begin()
        CrashPoint.afterReclaimRecord.pass()
        // Nothing that a power cut could take back may lead to a removal.
        try committer.commit(durably: true)
        return true
    }

    /// Segments that the stored checkpoint knows dead and that still count as stored, at most one record's worth.
    private static func dead(at named: LogPosition, _ core: LogCore) throws(FSError) -> [SegmentSequence] {
        guard core.index.newestCheckpoint?.entry == named,
            let bytes = try core.index.setting(DeadSegments.setting), let list = DeadSegments(decoding: bytes),
            list.checkpoint == named
        else { return [] }
        var found: [SegmentSequence] = []
        for sequence in list.sequences where found.count < recordSegmentsMax {
            // Live bytes count pieces of the checkpoint that the root names, too.
            guard let row = try core.index.segment(sequence), core.isDurablyStored(row), row.liveBytes == 0 else {
                continue
            }
            found.append(sequence)
        }
        return found
    }

    // MARK: The object

    private func reclaimedRows() throws(FSError) -> [SegmentRow] {
        var found: [SegmentRow] = []
        var after = SegmentSequence(rawValue: 0)
        while found.count < Self.objectsAtOnce {
            let page = try log.locked { [after] core throws(FSError) in
                try core.index.segments(in: .reclaimed, after: after, limit: Self.objectsAtOnce)
            }
            guard let last = page.last else { break }
            found += page.filter { refused[$0.sequence] == nil && !mustKeepGone($0) }
            after = last.sequence
        }
        return found
    }

    /// The end of the log is known by the row of the last stored segment, which stays although the object is gone.
    private func mustKeepGone(_ row: SegmentRow) -> Bool {
        row.objectBytes == 0 && row.sequence >= progress.sequence
    }

    private func remove(_ row: SegmentRow) async throws(FSError) {
        if row.objectBytes > 0 { guard try await removeObject(row) else { return } }
        let isLast = row.sequence >= progress.sequence
        try log.locked { core throws(FSError) in
            guard !isLast else { return try core.index.updateSegment(row.sequence) { $0.objectBytes = 0 } }
            try core.index.removeSegment(row.sequence)
            core.accesses.removeValue(for: row.sequence)
        }
    }

    /// False where the store refuses.
    private func removeObject(_ row: SegmentRow) async throws(FSError) -> Bool {
        do {
            try await store.remove(ObjectReference(bytes: row.reference))
        } catch .refused(let reason) {
            if refused.isEmpty {
                logger.notice("the store keeps the object of dead segment \(row.sequence): \(reason)")
            }
            refused[row.sequence] = reason
            try removeFile(row.sequence)
            return false
        } catch {
            throw FSError(error, object: "the object of dead segment \(row.sequence)")
        }
        CrashPoint.afterObjectRemoval.pass()
        try removeFile(row.sequence)
        CrashPoint.afterLocalRemoval.pass()
        return true
    }

    private func removeFile(_ sequence: SegmentSequence) throws(FSError) {
        do {
            try log.files.remove(sequence)
        } catch {
            if case .noSuchSegment = error { return }
            throw FSError(error)
        }
    }

    /// Files of segments that are not part of the volume any more: blocks that a read-ahead brought back, or what a
    /// power cut did.
    private func sweep() throws(FSError) {
        for sequence in log.files.sequences() {
            try log.locked { core throws(FSError) in
                guard sequence < core.open.sequence, try core.index.segment(sequence) == nil else { return }
                try removeFile(sequence)
            }
        }
        hasSwept = true
    }
}
