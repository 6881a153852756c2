// SPDX-License-Identifier: MIT

import FilesystemModel
import Logging
import ObjectStorage
import StorageFormat

/// Keeps the root of the volume: the one document that names the newest checkpoint and how far the log is stored.
///
/// A root names a checkpoint only when everything up to it is stored. Where the store can list, that is all it is for;
/// where it cannot, it also names every segment since, and a sync is complete only once it does.
package actor RootPublisher {
    private let log: VolumeLog
    private let store: any ObjectStore
    private let progress: StoredProgress
    private let copy: SuperblockFile
    private let random: any RandomSource
    private let logger: Logger
    /// Two roots made of the same one would look like two writers.
    private let turns = Turns()
    private var current: Superblock
    private var version: RootVersion?
    /// Written, and not named by a root yet.
    private var waiting: WrittenCheckpoint?
    /// The last segment that a root names, where roots name segments.
    private var named: SegmentSequence
    /// The newest checkpoint's place to look from, for the tail.
    private var firstUnstored: SegmentSequence

    /// `version` is nil where the root was not read yet; then it is read before it is replaced.
    package init(
        log: VolumeLog, store: any ObjectStore, progress: StoredProgress, copy: SuperblockFile, superblock: Superblock,
        version: RootVersion?, random: any RandomSource, logger: Logger
    ) {
        self.log = log
        self.store = store
        self.progress = progress
        self.copy = copy
        self.random = random
        self.logger = logger
        current = superblock
        self.version = version
        firstUnstored = superblock.checkpoint?.firstUnstored ?? .first
        named = superblock.storedPosition.sequence
    }

    package var superblock: Superblock { current }

    /// Whether a checkpoint was written that no root names yet.
    package var isWaiting: Bool { waiting != nil }

    /// Remembers a checkpoint until everything up to it is stored.
    package func announce(_ checkpoint: WrittenCheckpoint) { waiting = checkpoint }

    /// Whether recovery from the store alone would reach `sequence` now.
    package func covers(_ sequence: SegmentSequence) -> Bool {
        store.traits.canList ? progress.sequence >= sequence : named >= sequence
    }

    /// Replaces the root where there is something new to say. `isAsked` is a sync that waits: a store that cannot list
    /// is told at once then.
    package func publish(isAsked: Bool) async throws(FSError) {
        try await turns.enter()
        defer { turns.leave() }
        let stored = progress.sequence
        let isCheckpointStored = waiting.map { $0.entry.sequence <= stored } ?? false
        let mustNameTail =
            !store.traits.canList && named < stored && (isAsked || stored.rawValue - named.rawValue >= 16)
        guard isCheckpointStored || mustNameTail else { return }
        var next = current
        next.generation += 1
        if isCheckpointStored, let checkpoint = waiting { next.checkpoint = try location(of: checkpoint) }
        next.tail = try tail(from: next.checkpoint?.firstUnstored ?? firstUnstored, through: stored)
        next.storedPosition = try lastPosition(of: stored)
        try await replace(with: next)
        // A newer one may have been announced meanwhile.
        if next.checkpoint?.position == waiting?.entry { waiting = nil }
        named = stored
        firstUnstored = next.checkpoint?.firstUnstored ?? firstUnstored
    }

    /// Puts another superblock in the place of the present one, in the store and beside the index.
    package func replace(with next: Superblock) async throws(FSError) {
        let bytes: [UInt8]
        do {
            bytes = try next.encoded(key: log.identity.key, random: random)
        } catch {
            throw .local("sealing the root: \(error)")
        }
        CrashPoint.beforeRootReplacement.pass()
        do {
            if version == nil { version = try await store.root()?.version }
            version = try await store.replaceRoot(expected: version, with: bytes)
        } catch .conflict {
            let reason = "another writer replaced the root of the volume"
            log.stopReason.set(reason)
            throw .readOnly(reason)
        } catch {
            throw FSError(error, object: "the root")
        }
        CrashPoint.afterRootReplacement.pass()
        current = next
        try copy.write(bytes)
    }

    private func location(of checkpoint: WrittenCheckpoint) throws(FSError) -> CheckpointLocation {
        let pointers = try log.locked { core throws(FSError) in
            var pointers: [SegmentPointer] = []
            for sequence in checkpoint.segments { pointers.append(try Self.pointer(to: sequence, core)) }
            return pointers
        }
        guard let own = pointers.first(where: { $0.sequence == checkpoint.entry.sequence }) else {
            throw .indexDamaged("the segment of the checkpoint is gone")
        }
        return CheckpointLocation(
            position: checkpoint.entry, segment: own, pieceSegments: pointers.filter { $0 != own },
            firstUnstored: checkpoint.anchor.firstUnstored, listAfter: checkpoint.anchor.listAfter)
    }

    private func tail(
        from first: SegmentSequence, through last: SegmentSequence
    ) throws(FSError) -> [SegmentPointer] {
        guard !store.traits.canList, first <= last else { return [] }
        return try log.locked { core throws(FSError) in
            var pointers: [SegmentPointer] = []
            for raw in first.rawValue...last.rawValue {
                pointers.append(try Self.pointer(to: SegmentSequence(rawValue: raw), core))
            }
            return pointers
        }
    }

    private func lastPosition(of sequence: SegmentSequence) throws(FSError) -> LogPosition {
        try log.locked { core throws(FSError) in try core.lastPosition(of: sequence) }
    }

    private static func pointer(to sequence: SegmentSequence, _ core: LogCore) throws(FSError) -> SegmentPointer {
        guard let row = try core.index.segment(sequence), row.state == .stored else {
            throw .indexDamaged("segment \(sequence) is not stored")
        }
        return SegmentPointer(
            sequence: sequence, id: row.id, reference: row.reference, objectBytes: row.objectBytes)
    }
}
