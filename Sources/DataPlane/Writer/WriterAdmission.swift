// SPDX-License-Identifier: MIT

import FilesystemModel
import Metadata
import ObjectStorage
import StorageFormat

/// How a volume is opened with regard to who writes to it.
package enum WriterMode: Sendable, Hashable {
    /// Looks only: nothing is claimed, and nothing may be put.
    case inspect
    /// Holds the volume, unless somebody else does.
    case whenFree
    /// Holds the volume, whoever else did: the old writer is fenced.
    case takeOver
}

/// The local log as it stands while a volume is being opened.
package struct LocalLog: Sendable {
    package var index: MetadataIndex
    /// Nil for an empty log.
    package var end: LogEnd?

    package init(index: MetadataIndex, end: LogEnd?) {
        self.index = index
        self.end = end
    }

    package var lastSequence: SegmentSequence { end?.sequence ?? SegmentSequence(rawValue: 0) }
}

/// A volume that may be opened now.
package struct Admission: Sendable {
    package let epoch: Epoch
    package let superblock: Superblock
    /// Nil while the store is away.
    package let version: RootVersion?
    /// Nil for who only looks.
    package let writer: WriterIdentity?
    /// Up to where claims were looked for.
    package let cursor: ObjectReference?
}

/// Decides whether this state directory may write to its volume, and makes it the writer: rules 13 and 14 of the log.
///
/// A claim is an object of the store; the order in which the store took things in decides between two claimants, and
/// between a claim and a segment of the epoch before. What the old writer had in the store before the claim is part of the
/// log, so nothing that it was told to be stored is lost. Where a store cannot list, the root alone decides.
package struct WriterAdmission: Sendable {
    private static let attemptsMax = 8

    /// With calls that end: a mount does not wait for ever.
    let store: any ObjectStore
    let identity: VolumeIdentity
    let writer: WriterIdentity
    let mode: WriterMode
    /// Whether that writer's process has certainly ended.
    let isGone: @Sendable (WriterIdentity) -> Bool
    let random: any RandomSource

    package init(
        store: any ObjectStore, identity: VolumeIdentity, writer: WriterIdentity, mode: WriterMode,
        isGone: @escaping @Sendable (WriterIdentity) -> Bool, random: any RandomSource
    ) {
        self.store = store
        self.identity = identity
        self.writer = writer
        self.mode = mode
        self.isGone = isGone
        self.random = random
    }

    /// The root of the store; nil where the store does not answer now.
    package struct Standing: Sendable {
        package var superblock: Superblock
        package var version: RootVersion?
    }

    /// `local` is what this machine remembers; it stands where the store has no root, or an older one, and with
    /// `ignoresBadRoot` also where that cannot be read.
    package func standing(local: Superblock, ignoresBadRoot: Bool = false) async throws(FSError) -> Standing? {
        let root: Root?
        do throws(ObjectStoreError) {
            root = try await store.root()
        } catch {
            if case .cancelled = error { throw .interrupted }
            return nil
        }
        guard let root else { return Standing(superblock: local, version: nil) }
        let found: Superblock
        do throws(FormatError) { found = try Superblock(decoding: root.bytes, key: identity.key) } catch {
            switch error {
            // A newer gramfs knows what it means.
            case .unsupportedVersion, .unsupportedFeatures: break
            default: if ignoresBadRoot { return Standing(superblock: local, version: root.version) }
            }
            throw .damaged("the root: \(error)")
        }
        return Standing(superblock: found.generation >= local.generation ? found : local, version: root.version)
    }

    /// Throws `held` where somebody else holds the volume, `outdated` where the store went on without what only this
    /// machine has. `rebuild` brings the local log up to the store.
    package func admit(
        _ log: inout LocalLog, _ standing: Standing?, local: Superblock,
        rebuild: (LocalLog, Superblock) async throws(FSError) -> LocalLog
    ) async throws(FSError) -> Admission {
        if log.end == nil, let standing, standing.superblock.storedPosition.sequence.rawValue > 0, mode == .inspect {
            // A rebuild that was killed.
            log = try await rebuild(log, standing.superblock)
        }
        guard mode != .inspect else {
            let superblock = standing?.superblock ?? local
            return Admission(
                epoch: superblock.epoch, superblock: superblock, version: standing?.version, writer: nil, cursor: nil)
        }
        let held = try HeldEpoch(in: log.index)
        guard var standing else { return try admitOffline(log, held, local) }
        let view = try await StoreView(self, log, standing.superblock, held)
        let isMine = view.isHeld(by: writer.instance)
        if !isMine { try refuse(view.holder) }
        let isBehind = try view.isBehind(log, standing.superblock)
        if isBehind { log = try await rebuild(log, standing.superblock) }
        var cursor = view.survey.last
        // A twin of this state directory may write in the same epoch: a new one tells them apart.
        if isMine && !isBehind {
            try await keep(&standing, view.holder.epoch, log)
        } else {
            try await take(&standing, &log, &cursor, after: view, rebuild)
        }
        let epoch = standing.superblock.epoch
        try HeldEpoch(instance: writer.instance, epoch: epoch).write(to: log.index)
        try HeldEpoch.setCursor(cursor?.bytes, in: log.index)
        return Admission(
            epoch: epoch, superblock: standing.superblock, version: standing.version, writer: writer, cursor: cursor)
    }

    /// The last known holder may go on; what others did meanwhile is seen once the store is back.
    private func admitOffline(
        _ log: LocalLog, _ held: HeldEpoch?, _ local: Superblock
    ) throws(FSError) -> Admission {
        guard try local.storedPosition.sequence <= max(log.lastSequence, AcceptedGaps(in: log.index).through) else {
            throw .unreachable("the store does not answer, and the local log must be completed from it")
        }
        let isHolder =
            held.map { $0.instance == writer.instance && $0.epoch >= local.epoch }
            ?? (local.writer.map { $0.instance == writer.instance } ?? (local.generation <= 1))
        guard isHolder else {
            throw .unreachable("the store does not answer, and this machine was not the last that held the volume")
        }
        var superblock = local
        superblock.epoch = max(local.epoch, held?.epoch ?? local.epoch)
        superblock.writer = writer
        let cursor = try HeldEpoch.cursor(in: log.index).map { ObjectReference(bytes: $0) }
        return Admission(epoch: superblock.epoch, superblock: superblock, version: nil, writer: writer, cursor: cursor)
    }

    private func refuse(_ holder: StoreView.Holder) throws(FSError) {
        guard mode == .whenFree, let other = holder.writer, other.instance != writer.instance, !isGone(other) else {
            return
        }
        throw Self.held(by: other)
    }

    package static func held(by writer: WriterIdentity) -> FSError {
        .held("\(writer.host) holds the volume since \(writer.since)")
    }

    // MARK: Becoming the writer

    /// The same epoch; the root names this process.
    private func keep(_ standing: inout Standing, _ epoch: Epoch, _ log: LocalLog) async throws(FSError) {
        if standing.superblock.writer?.isSameProcess(as: writer) == true, standing.superblock.epoch == epoch { return }
        guard try await replaceRoot(&standing, epoch, log) else {
            throw .held("another writer is taking the volume over")
        }
    }

    private func take(
        _ standing: inout Standing, _ log: inout LocalLog, _ cursor: inout ObjectReference?, after view: StoreView,
        _ rebuild: (LocalLog, Superblock) async throws(FSError) -> LocalLog
    ) async throws(FSError) {
        var epoch = view.nextEpoch(standing.superblock)
        for _ in 0..<Self.attemptsMax {
            let missed = try await claim(epoch, log, &cursor)
            let isLate = try view.isBehind(log, standing.superblock)
            let isBehind = missed || isLate
            if isBehind {
                try view.requireNothingUnsent()
                log = try await rebuild(log, standing.superblock)
                // The claim that missed something was never written under; the next one names all of it.
                if missed {
                    epoch = Epoch(rawValue: epoch.rawValue + 1)
                    continue
                }
            }
            if try await replaceRoot(&standing, epoch, log) { return }
        }
        throw .held("another writer is taking the volume over")
    }

    /// Posts a claim and reads back what the store took in before it. Returns whether segments were among that which the
    /// claim does not name. `held` where another claim was first.
    private func claim(
        _ epoch: Epoch, _ log: LocalLog, _ cursor: inout ObjectReference?
    ) async throws(FSError) -> Bool {
        guard store.traits.canList else { return false }
        let name = ObjectName(SegmentID(random.identifier()))
        let claim = WriterClaim(
            volume: identity.volume, epoch: epoch, writer: writer, lastSequence: log.lastSequence,
            lastChain: log.end?.chain ?? SegmentChain.start)
        do {
            let bytes = try claim.encoded(key: identity.key, random: random)
            _ = try await store.put(name, ObjectBody(bytes)) { _ in }
        } catch let error as ObjectStoreError {
            throw FSError(error, object: "the claim")
        } catch {
            throw .local("sealing a claim: \(error)")
        }
        CrashPoint.afterClaim.pass()
        let before = try await StoreSurvey(
            of: store, identity, after: cursor, through: name, known: try log.storedNames())
        guard before.names.contains(name) else { throw .unreachable("the store does not list the claim that it took") }
        if let other = before.claims.first(where: { $0.name != name && $0.claim.epoch >= epoch }) {
            throw Self.held(by: other.claim.writer)
        }
        cursor = before.last
        let next = log.lastSequence.next
        return before.segments.contains { $0.pointer.sequence == next && $0.epoch < epoch }
    }

    /// Puts a root of `epoch` that names this writer. False where the root is another one by now: `standing` has it.
    private func replaceRoot(
        _ standing: inout Standing, _ epoch: Epoch, _ log: LocalLog
    ) async throws(FSError) -> Bool {
        var next = standing.superblock
        // Beyond it are only gaps that a recovery accepted.
        if next.storedPosition.sequence > log.lastSequence { next.storedPosition = log.index.appliedPosition }
        next.epoch = epoch
        next.writer = writer
        next.generation += 1
        let bytes: [UInt8]
        do { bytes = try next.encoded(key: identity.key, random: random) } catch {
            throw .local("sealing the root: \(error)")
        }
        CrashPoint.beforeRootReplacement.pass()
        do throws(ObjectStoreError) {
            var version = try await store.replaceRoot(expected: standing.version, with: bytes)
            CrashPoint.afterRootReplacement.pass()
            if !store.traits.swapsRootAtomically {
                // The later of two at once stays.
                guard let root = try await store.root(), root.bytes == bytes else { throw ObjectStoreError.conflict }
                version = root.version
            }
            standing = Standing(superblock: next, version: version)
            return true
        } catch .conflict {
            return try await rebase(&standing, epoch)
        } catch {
            throw FSError(error, object: "the root")
        }
    }

    /// Takes over the root that came in between: the old writer's last one. `held` where it is of this epoch or later.
    private func rebase(_ standing: inout Standing, _ epoch: Epoch) async throws(FSError) -> Bool {
        let root: Root?
        do { root = try await store.root() } catch { throw FSError(error, object: "the root") }
        guard let root else {
            standing.version = nil
            return false
        }
        let found = try decode(root)
        if found.epoch >= epoch, let other = found.writer, other.instance != writer.instance {
            throw Self.held(by: other)
        }
        let newer = found.generation >= standing.superblock.generation ? found : standing.superblock
        standing = Standing(superblock: newer, version: root.version)
        return false
    }

    private func decode(_ root: Root) throws(FSError) -> Superblock {
        do { return try Superblock(decoding: root.bytes, key: identity.key) } catch {
            throw .damaged("the root: \(error)")
        }
    }
}

extension WriterIdentity {
    package func isSameProcess(as other: WriterIdentity) -> Bool {
        instance == other.instance && scope == other.scope && pid == other.pid && started == other.started
    }
}
