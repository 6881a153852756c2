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
    /// Nil where the volume is only looked at: then no root is written.
    private let lease: WriterLease?
    private let logger: Logger
    /// Called for each root that the store took.
    private let onReplacement: @Sendable () -> Void
    /// Two roots made of the same one would look like two writers.
    private let turns = Turns()
    private var current: Superblock
    private var version: RootVersion?
    /// Written, and not named by a root yet.
    private var waiting: WrittenCheckpoint?
    /// The store shows another root than the one that counts: an old writer's, or none.
    package private(set) var isReplaced = false
    /// The last segment that a root names, where roots name segments.
    private var named: SegmentSequence
    /// The newest checkpoint's place to look from, for the tail.
    private var firstUnstored: SegmentSequence

    /// `version` is nil where the root was not read yet; then it is read before it is replaced.
    package init(
        log: VolumeLog, store: any ObjectStore, progress: StoredProgress, copy: SuperblockFile, superblock: Superblock,
        version: RootVersion?, lease: WriterLease?, random: any RandomSource, logger: Logger,
        onReplacement: @escaping @Sendable () -> Void = {}
    ) {
        self.log = log
        self.store = store
        self.progress = progress
        self.copy = copy
        self.random = random
        self.lease = lease
        self.logger = logger
        self.onReplacement = onReplacement
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
        // Taken once: another one may be announced while the store is asked.
        let checkpoint = waiting.flatMap { $0.entry.sequence <= stored ? $0 : nil }
        let mustNameTail =
            !store.traits.canList && named < stored && (isAsked || stored.rawValue - named.rawValue >= 16)
        guard checkpoint != nil || mustNameTail || isReplaced else { return }
        // What was stored before this look was taken in before any claim that it does not show.
        try await confirm()
        var next = current
        next.generation += 1
        if let checkpoint { next.checkpoint = try location(of: checkpoint) }
        next.tail = try tail(from: next.checkpoint?.firstUnstored ?? firstUnstored, through: stored)
        next.storedPosition = try lastPosition(of: stored)
        try await replace(with: next)
        // A newer one may have been announced meanwhile.
        if next.checkpoint?.position == waiting?.entry { waiting = nil }
        named = stored
        firstUnstored = next.checkpoint?.firstUnstored ?? firstUnstored
    }

    /// Makes sure that nobody took the volume over: throws `readOnly` where somebody did, and the log takes no changes
    /// from then on. After it returns, what was stored before it was called is part of the log whoever comes.
    package func confirm() async throws(FSError) { try await confirm(store) }

    private func confirm(_ store: any ObjectStore) async throws(FSError) {
        guard let lease else { throw .readOnly("the volume is only looked at") }
        try await lease.lookForClaims(in: store)
        let root: Root?
        do { root = try await store.root() } catch { throw FSError(error, object: "the root") }
        guard root?.version != version || root == nil else { return }
        version = root?.version
        isReplaced = true
        // A lost one is put again.
        guard let root else { return }
        let found: Superblock
        do { found = try Superblock(decoding: root.bytes, key: log.identity.key) } catch {
            // Perhaps of a newer gramfs: not ours to replace.
            log.stopReason.set("the root of the volume was replaced by one that cannot be read: \(error)")
            throw .readOnly("the root of the volume was replaced by one that cannot be read: \(error)")
        }
        let isOurs = found.writer.map { $0.instance == lease.writer.instance } ?? true
        if found.epoch > lease.epoch || found.epoch == lease.epoch && !isOurs {
            throw lease.lose(to: found.writer, epoch: found.epoch)
        }
        if found.epoch == lease.epoch { try lease.requireOwn(found) }
        if found == current { isReplaced = false }
        current.generation = max(current.generation, found.generation)
    }

    /// Says that nobody holds the volume any more, where everything that is here is stored. `store` is one that does not
    /// let wait long.
    package func release(_ store: any ObjectStore) async throws(FSError) {
        guard lease != nil, version != nil else { return }
        let stored = progress.sequence
        try await confirm(store)
        var next = current
        next.generation += 1
        next.writer = nil
        next.tail = try tail(from: firstUnstored, through: stored)
        next.storedPosition = max(current.storedPosition, try lastPosition(of: stored))
        try await replace(with: next, store)
    }

    /// Puts these key slots into the root, in the store and beside the index: once it returns, they alone open the
    /// volume. Where it throws, the old ones do, or these: `superblock` says which this machine goes on with. `store` is
    /// one that does not let wait for ever.
    package func replace(_ slots: KeySlots, in store: any ObjectStore) async throws(FSError) {
        try await turns.enter()
        defer { turns.leave() }
        try await confirm(store)
        var next = current
        next.generation += 1
        next.slots = slots
        try await replace(with: next, store)
    }

    /// Puts another superblock in the place of the present one, in the store and beside the index.
    package func replace(with next: Superblock) async throws(FSError) { try await replace(with: next, store) }

    private func replace(with wanted: Superblock, _ store: any ObjectStore) async throws(FSError) {
        var next = wanted
        for _ in 0..<Self.attemptsMax {
            try lease?.requireHeld()
            let bytes: [UInt8]
            do { bytes = try next.encoded(key: log.identity.key, random: random) } catch {
                throw .local("sealing the root: \(error)")
            }
            CrashPoint.beforeRootReplacement.pass()
            do {
                if version == nil { version = try await store.root()?.version }
                version = try await store.replaceRoot(expected: version, with: bytes)
            } catch .conflict {
                try await confirm(store)
                next.generation = max(next.generation, current.generation + 1)
                continue
            } catch {
                throw FSError(error, object: "the root")
            }
            CrashPoint.afterRootReplacement.pass()
            onReplacement()
            current = next
            isReplaced = false
            return try copy.write(bytes)
        }
        throw .unreachable("the root: another one comes in between each time")
    }

    private static let attemptsMax = 8

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
                let sequence = SegmentSequence(rawValue: raw)
                // Not there where a recovery went on without it.
                guard try core.index.segment(sequence) != nil else { continue }
                pointers.append(try Self.pointer(to: sequence, core))
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
