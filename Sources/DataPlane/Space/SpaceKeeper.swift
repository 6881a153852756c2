// SPDX-License-Identifier: MIT

import FilesystemModel
import Logging
import Metadata
import ObjectStorage
import SegmentLog
import StorageFormat

/// Keeps the store below twice the live bytes: moves live frames out of thin segments, has a checkpoint written that
/// knows them dead, and then removes their objects.
///
/// An object goes only when nothing alive refers to it at the stored position: no file in the checkpoint that the
/// stored root names, none now, no piece of that checkpoint, and every record of it in the checkpoint. The reclaim
/// record itself is stored first, so that no machine ever looks for an object that is gone. Everything happens in
/// small steps that the owner asks for; nothing happens on a volume that is stopped.
package actor SpaceKeeper {
    package enum Step: Sendable, Equatable {
        /// There is nothing to gain.
        case settled
        /// Something was done; ask again.
        case progressed
        /// A checkpoint must be written with `leaving`, then `didWriteCheckpoint` called.
        case needsCheckpoint
        /// Segments or a root must be stored first, or reads must end.
        case waiting
    }

    enum Phase {
        case watching
        case relocating(Relocation)
        case unsealing(RewriteOrder, Unsealing)
        case awaitingCheckpoint(leaving: Set<SegmentSequence>)
        /// The round's segments die with the next root.
        case reclaiming
    }

    private struct Moment: Equatable {
        let position: LogPosition
        let stored: SegmentSequence
    }

    let log: VolumeLog
    private let mover: FrameMover
    let progress: StoredProgress
    let publisher: RootPublisher
    let committer: IndexCommitter
    private let policy: CompactionPolicy
    private let logger: Logger
    let remover: SegmentRemover
    private let usages: UsageTable
    let plain: PlainFrames
    var phase = Phase.watching
    /// Tells a step that ends whether the order that it worked for is still the one under way.
    var unsealingsGivenUp = 0
    /// What the round under way is to free.
    private var chosen: Set<SegmentSequence> = []
    /// What the last round was to free and could not: not worth another one.
    private var stuck: Set<SegmentSequence> = []
    /// When there was nothing to gain.
    private var settledAt: Moment?
    /// Segments that cannot be emptied because bytes of them cannot be read.
    private(set) var unreadable: Set<SegmentSequence> = []
    /// What `encrypt apply` asked for, the first one under way; nil until it was read.
    var orders: [RewriteOrder]?
    /// How far they are, since the mount.
    var standings: [InodeNumber: RewriteProgress] = [:]
    /// Everything was done for it; whoever gave it says whether that was all.
    var rewritten: RewriteOrder?

    package init(
        log: VolumeLog, mover: FrameMover, progress: StoredProgress, publisher: RootPublisher,
        committer: IndexCommitter, remover: SegmentRemover, policy: CompactionPolicy, logger: Logger
    ) {
        self.log = log
        self.mover = mover
        self.progress = progress
        self.publisher = publisher
        self.committer = committer
        self.remover = remover
        self.policy = policy
        self.logger = logger
        usages = UsageTable(log: log)
        plain = PlainFrames(log: log)
    }

    /// Segments that the next checkpoint must not leave a piece in.
    package var leaving: Set<SegmentSequence> {
        switch phase {
        case .awaitingCheckpoint(let leaving): leaving
        case .relocating(let round): round.leaving
        case .watching, .unsealing, .reclaiming: []
        }
    }

    package var needsCheckpoint: Bool {
        if case .awaitingCheckpoint = phase { true } else { false }
    }

    /// A checkpoint was written with what `leaving` gave.
    package func didWriteCheckpoint() {
        if needsCheckpoint { phase = .reclaiming }
    }

    /// Objects that the store will not remove, since the mount.
    package func refusedRemovals() async -> Int { await remover.refused.count }

    /// One step. `mayMove` is asked before frames are moved: whether nobody is waiting who goes first.
    package func step(
        bytesMax: UInt64, mayMove: @Sendable () -> Bool
    ) async throws(FSError) -> Step {
        guard log.stopReason.value == nil else { return .settled }
        let removal = try await remover.step()
        if removal == .progressed { return .progressed }
        switch phase {
        case .watching:
            if let order = try nextOrder() { return try await advance(order) }
            return try await decide() ? .progressed : removal
        case .relocating(var round):
            guard mayMove() else { return .waiting }
            noteMoved(try await round.step(log, mover, progress, bytesMax: bytesMax))
            note(round.unreadable)
            phase = round.isComplete ? .awaitingCheckpoint(leaving: round.leaving) : .relocating(round)
            return .progressed
        case .unsealing(let order, var round):
            guard mayMove() else { return .waiting }
            let turn = unsealingsGivenUp
            let bytes = try await round.step(log, mover, progress, bytesMax: bytesMax)
            note(round.unreadable)
            guard turn == unsealingsGivenUp else { return .progressed }
            noteMoved(bytes)
            phase = round.isComplete ? .watching : .unsealing(order, round)
            if round.isComplete { didUnseal(order, unreadable: round.unreadable.count) }
            return .progressed
        case .awaitingCheckpoint:
            return .needsCheckpoint
        case .reclaiming:
            guard removal == .settled, await !publisher.isWaiting else { return .waiting }
            // Only these: what else died meanwhile, or was too much for one round, is for the next.
            stuck = chosen.intersection(try usages.read().map(\.sequence))
            phase = .watching
            return .progressed
        }
    }

    private func note(_ found: [SegmentSequence: FSError]) {
        for (sequence, error) in found where unreadable.insert(sequence).inserted {
            logger.error("segment \(sequence) is kept with its garbage: \(error.logDescription)")
        }
    }

    private func decide() async throws(FSError) -> Bool {
        // While a checkpoint waits for its root, what it frees still counts.
        guard await !publisher.isWaiting else { return false }
        let moment = Moment(position: log.peek { $0.position }, stored: progress.sequence)
        // An idle volume is not counted again every second.
        guard moment != settledAt else { return false }
        let now = try usages.read().filter { !unreadable.contains($0.sequence) && !stuck.contains($0.sequence) }
        chosen = Set(policy.chosen(now).map(\.sequence))
        switch policy.decide(now) {
        case .settled:
            settledAt = moment
            return false
        case .relocate(let victims, let leaving):
            phase = .relocating(Relocation(victims: victims, leaving: leaving))
        case .checkpoint(let leaving):
            phase = .awaitingCheckpoint(leaving: leaving)
        }
        return true
    }
}
