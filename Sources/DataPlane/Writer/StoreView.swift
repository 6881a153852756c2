// SPDX-License-Identifier: MIT

import FilesystemModel
import Metadata
import ObjectStorage
import StorageFormat

/// What root, claims and unknown segments say together, against the local log: who holds the volume, and whether the
/// store went on without this machine.
struct StoreView: Sendable {
    struct Holder: Sendable {
        let epoch: Epoch
        /// Nil where the volume was released.
        let writer: WriterIdentity?
        /// Whether only a claim says so, and no root yet.
        let isClaimed: Bool
    }

    let survey: StoreSurvey
    let holder: Holder
    private let ledger: ClaimLedger
    private let held: HeldEpoch?
    private let segments: StoredSegments
    private let conflicting: [SegmentSequence]
    private let foreign: [StoreSurvey.Segment]
    private let lost: [SegmentRow]
    private let canList: Bool

    init(
        _ admission: WriterAdmission, _ log: LocalLog, _ superblock: Superblock, _ held: HeldEpoch?
    ) async throws(FSError) {
        self.held = held
        canList = admission.store.traits.canList
        segments = StoredSegments(store: admission.store, identity: admission.identity)
        let anchor = try HeldEpoch.cursor(in: log.index) ?? superblock.checkpoint?.listAfter ?? []
        survey = try await StoreSurvey(
            of: admission.store, admission.identity, after: anchor.isEmpty ? nil : ObjectReference(bytes: anchor),
            known: try log.storedNames())
        ledger = survey.ledger
        holder = Self.holder(superblock, ledger.newest)
        let epoch = holder.epoch
        let isMine = held.map { $0.instance == admission.writer.instance && $0.epoch == epoch } ?? false
        let unsent = try Self.unsent(log.index)
        // Of a segment that is queued here the store may have an object: this one, put without an answer, or what another
        // copy of this state directory made of the segment that both had begun.
        var ours: Set<SegmentID> = []
        var twins: [SegmentRow] = []
        for row in unsent {
            guard let object = survey.segments.first(where: { $0.pointer.id == row.id }) else { continue }
            if try await segments.chain(of: object.pointer) == row.chain {
                ours.insert(row.id)
            } else {
                twins.append(row)
            }
        }
        foreign = survey.segments.filter { [ledger, ours] segment in
            !ours.contains(segment.pointer.id) && !ledger.excludes(segment.pointer.sequence, of: segment.epoch)
                // Found only now, so it came after the claim to the epoch that is held.
                && !(isMine && segment.epoch < held?.epoch ?? .first)
        }
        let named = Set(superblock.tail.map(\.id))
        let names = survey.names
        // What was put under an epoch that had been taken over is in the store, and in nobody's log.
        let unbelieved = try Self.last(
            log,
            where: { [ledger] row in
                admission.store.traits.canList
                    ? ledger.excludes(row.sequence, of: row.epoch)
                    : row.epoch < superblock.epoch && row.sequence >= superblock.checkpoint?.firstUnstored ?? .first
                        && !named.contains(row.id)
            })
        lost =
            unbelieved
            + unsent.filter { [twins] row in
                (!names.contains(ObjectName(row.id)) && !named.contains(row.id) || twins.contains(row))
                    && !unbelieved.contains { $0.sequence == row.sequence }
            }
        var conflicting = twins.map(\.sequence)
        for row in lost {
            for candidate in foreign where candidate.pointer.sequence == row.sequence {
                if try await segments.chain(of: candidate.pointer) != row.chain { conflicting.append(row.sequence) }
            }
        }
        self.conflicting = conflicting
    }

    /// Whether `instance` wrote last, so that it goes on in its epoch.
    func isHeld(by instance: Identifier128) -> Bool {
        // A claim without a root: nothing was written under it.
        if holder.isClaimed { return false }
        if let writer = holder.writer { return writer.instance == instance }
        return held.map { $0.instance == instance && $0.epoch == holder.epoch } ?? false
    }

    /// Whether the store holds a log that the local one is not up to. `outdated` where something is here that is not
    /// there and does not fit any more.
    func isBehind(_ log: LocalLog, _ superblock: Superblock) throws(FSError) -> Bool {
        let last = log.lastSequence
        // What a recovery went on without is not missed again.
        let accepted = try AcceptedGaps(in: log.index).through
        let stored =
            superblock.storedPosition.sequence <= accepted
            ? SegmentSequence(rawValue: 0) : superblock.storedPosition.sequence
        let excluded = lost.filter {
            ledger.excludes($0.sequence, of: $0.epoch) || $0.epoch < superblock.epoch && !canList
        }
        let isBehind =
            foreign.contains { $0.pointer.sequence == last.next } || stored > last || !conflicting.isEmpty
            || !excluded.isEmpty || lost.first.map { stored >= $0.sequence } ?? false
        guard isBehind else { return false }
        try requireNothingUnsent()
        return true
    }

    /// What is only here would be lost by beginning anew from the store.
    func requireNothingUnsent() throws(FSError) {
        guard lost.isEmpty else {
            let bytes = lost.reduce(0) { $0 + $1.objectBytes }
            throw .outdated(
                "the volume went on elsewhere, without \(bytes) bytes in \(lost.count) segments that only this machine has"
            )
        }
    }

    /// The epoch after every one that was ever claimed. The first writer of a volume takes the first.
    func nextEpoch(_ superblock: Superblock) -> Epoch {
        if superblock.generation <= 1, superblock.writer == nil, ledger.newest == nil, held == nil {
            return superblock.epoch
        }
        return Epoch(rawValue: max(superblock.epoch, holder.epoch, held?.epoch ?? .first).rawValue + 1)
    }

    private static func holder(_ superblock: Superblock, _ newest: WriterClaim?) -> Holder {
        if let newest, newest.epoch > superblock.epoch || superblock.generation <= 1 {
            return Holder(epoch: newest.epoch, writer: newest.writer, isClaimed: true)
        }
        return Holder(epoch: superblock.epoch, writer: superblock.writer, isClaimed: false)
    }

    /// The sealed segments at the end of the log of which `isMeant` is true, in order.
    private static func last(
        _ log: LocalLog, where isMeant: (SegmentRow) -> Bool
    ) throws(FSError) -> [SegmentRow] {
        var rows: [SegmentRow] = []
        var sequence = log.lastSequence
        while sequence.rawValue > 0, let row = try log.index.segment(sequence), isMeant(row) {
            rows.append(row)
            sequence = SegmentSequence(rawValue: sequence.rawValue - 1)
        }
        return rows.reversed()
    }

    fileprivate static func unsent(_ index: MetadataIndex) throws(FSError) -> [SegmentRow] {
        var rows: [SegmentRow] = []
        while true {
            let page = try index.segments(
                in: .queued, after: rows.last?.sequence ?? SegmentSequence(rawValue: 0), limit: 1024)
            guard !page.isEmpty else { return rows }
            rows += page
        }
    }
}

extension LocalLog {
    /// What this log knows to be stored. What it had only begun may have gone on in another copy of it, and what it has
    /// sealed and not sent may have been begun before that copy was made.
    func storedNames() throws(FSError) -> Set<ObjectName> {
        let open = try index.segments(in: .open, limit: 16).map(\.id)
        let unsent = try StoreView.unsent(index).map(\.id)
        return Set(try index.segmentIDs().subtracting(open).subtracting(unsent).map { ObjectName($0) })
    }
}

extension StoredSegments {
    /// Nil where the object cannot be opened.
    fileprivate func chain(of pointer: SegmentPointer) async throws(FSError) -> [UInt8]? {
        do throws(FSError) {
            return try await open(ObjectReference(bytes: pointer.reference), bytes: pointer.objectBytes)?.summary.chain
        } catch .damaged {
            return nil
        }
    }
}
