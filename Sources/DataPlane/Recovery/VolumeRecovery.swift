// SPDX-License-Identifier: MIT

import FilesystemModel
import Metadata
import ObjectStorage
import SegmentLog
import StorageFormat

/// Rebuilds an index from a store: superblock, newest checkpoint, summaries of the segments after it.
///
/// The same records go through the same `apply` as ever. Nothing in the store is changed.
package struct VolumeRecovery: Sendable {
    private let store: any ObjectStore
    private let identity: VolumeIdentity
    private let superblock: Superblock
    private let claimant: Identifier128?
    private let segments: StoredSegments

    /// `claimant` is who is about to take the volume over: what it claimed so far and no root names excludes nothing.
    package init(
        store: any ObjectStore, identity: VolumeIdentity, superblock: Superblock, claimant: Identifier128? = nil
    ) {
        self.claimant = claimant
        self.store = store
        self.identity = identity
        self.superblock = superblock
        segments = StoredSegments(store: store, identity: identity)
    }

    /// Fills a fresh index. `acceptsGaps` goes on beyond segments that are missing, without what they held (`GapRule`);
    /// otherwise the tree ends at the first gap. A checkpoint that is damaged gives way to the next older one, and at
    /// last to the whole log. `progress` is told how many segments were read, of how many.
    package func run(
        into index: MetadataIndex, acceptsGaps: Bool, progress: @Sendable (Int, Int) -> Void
    ) async throws(FSError) -> RecoveryReport {
        let checkpoint = try await importCheckpoint(into: index)
        // What the checkpoint says of segments ends here: others may be logged behind it and before its own entry.
        let described = index.appliedPosition.sequence
        CrashPoint.duringRecovery.pass()
        let tail = try await tail(from: checkpoint)
        let first = checkpoint?.firstUnstored ?? .first
        let last = max(superblock.storedPosition.sequence, tail.map(\.key).max() ?? .init(rawValue: 0))
        var missing: [SegmentSequence] = []
        var unsent: [SegmentSequence] = []
        var rule = GapRule()
        // Unknown behind what is not there any more: then any predecessor is as good.
        var chain = try index.segment(SegmentSequence(rawValue: first.rawValue - 1))?.chain
        if first == .first { chain = SegmentChain.start }
        var read = 0
        var sequence = first
        while sequence <= last {
            if let opened = try await openFirst(tail[sequence] ?? [], after: chain) {
                try apply(opened, to: index, &rule)
                chain = opened.summary.chain
                read += 1
            } else if checkpoint != nil, try isReclaimed(sequence, described: described, index) {
                if let row = try index.segment(sequence), row.state != .stored, row.state != .reclaimed {
                    unsent.append(sequence)
                }
                chain = nil
            } else if sequence <= superblock.storedPosition.sequence {
                missing.append(sequence)
                chain = nil
                guard acceptsGaps else { break }
                try pass(sequence, &rule, index)
            } else {
                // Beyond the stored position: the tail of a writer that was still sending.
                break
            }
            progress(read, Int(last.rawValue - first.rawValue) + 1)
            sequence = sequence.next
        }
        try drop(unsent, from: index)
        if !missing.isEmpty, acceptsGaps { try AcceptedGaps(through: last).write(to: index) }
        try index.commit(durably: true)
        return report(index, checkpoint, read: read, missing: missing, skippedBatches: rule.skippedBatches)
    }

    /// Whether the object is gone on purpose: the checkpoint says so, or it has every record of the segment and no file
    /// had a byte in it any more. `described` is the segment in which what the checkpoint describes ends.
    private func isReclaimed(
        _ sequence: SegmentSequence, described: SegmentSequence, _ index: MetadataIndex
    ) throws(FSError) -> Bool {
        guard let row = try index.segment(sequence) else { return sequence < described }
        // What was open then may have got more records since.
        let hasEveryRecord = sequence < described || row.state != .open
        return row.state == .reclaimed || row.liveBytes == 0 && hasEveryRecord
    }

    /// Takes out what was on its way when the checkpoint was written, never arrived or is gone again, and is not needed:
    /// the checkpoint has its records, and it has no bytes of any file. Nobody will send it; as a queued row it would look
    /// like something that only this machine has. At the end, because the log may still say that it is reclaimed.
    private func drop(_ sequences: [SegmentSequence], from index: MetadataIndex) throws(FSError) {
        for sequence in sequences {
            guard let row = try index.segment(sequence), row.liveBytes == 0, row.state != .stored else { continue }
            try index.updateSegment(sequence) { $0.state = .reclaimed }
            try index.removeSegment(sequence)
        }
    }

    /// Goes on behind a segment that is missing for ever. What the checkpoint says of it stays, as of one that the
    /// store lost; where its records were not applied, nobody knows what they did.
    private func pass(
        _ sequence: SegmentSequence, _ rule: inout GapRule, _ index: MetadataIndex
    ) throws(FSError) {
        if sequence >= index.appliedPosition.sequence { rule.noteGap(nextInode: index.nextInode) }
        guard let row = try index.segment(sequence), row.state == .queued || row.state == .open else { return }
        // Not to be sent: its file is not here either.
        try index.updateSegment(sequence) { $0.state = .stored }
    }

    private func report(
        _ index: MetadataIndex, _ checkpoint: CheckpointLocation?, read: Int, missing: [SegmentSequence],
        skippedBatches: Int
    ) -> RecoveryReport {
        let first = checkpoint?.firstUnstored ?? .first
        let promised = superblock.storedPosition.sequence.rawValue
        return RecoveryReport(
            volume: identity.volume, position: index.appliedPosition, checkpoint: checkpoint?.position,
            segmentsExpected: max(
                read + missing.count, Int(promised >= first.rawValue ? promised - first.rawValue + 1 : 0)),
            segmentsRead: read, missing: missing, skippedBatches: skippedBatches, files: index.counts.files,
            directories: index.counts.directories,
            bytes: index.counts.logicalBytes)
    }

    // MARK: The checkpoint

    /// Where the checkpoint is that the index was filled from; nil where there is none, and the log begins at its
    /// beginning.
    private func importCheckpoint(into index: MetadataIndex) async throws(FSError) -> CheckpointLocation? {
        guard let newest = superblock.checkpoint else { return nil }
        if let found = try await whole(newest) {
            try await found.run(into: index)
            return newest
        }
        for older in try await checkpoints(before: newest.position) {
            guard let found = try await whole(older) else { continue }
            try await found.run(into: index)
            return older
        }
        return nil
    }

    private func whole(_ location: CheckpointLocation) async throws(FSError) -> CheckpointImport? {
        do throws(FSError) { return try await CheckpointImport(location, from: segments) } catch {
            if case .damaged = error { return nil }
            throw error
        }
    }

    /// What the segments themselves say of older checkpoints, the newest first.
    private func checkpoints(before position: LogPosition) async throws(FSError) -> [CheckpointLocation] {
        guard store.traits.canList else { return [] }
        var holders: [(position: LogPosition, segment: SegmentPointer)] = []
        let pointers = try await pointers(after: nil)
        for pointer in pointers where pointer.sequence <= position.sequence {
            do throws(FSError) {
                let reference = ObjectReference(bytes: pointer.reference)
                guard let opened = try await segments.open(reference, bytes: pointer.objectBytes) else { continue }
                for entry in opened.summary.checkpoints {
                    holders.append((LogPosition(sequence: pointer.sequence, entry: entry), pointer))
                }
            } catch .damaged {
                continue
            }
        }
        return holders.filter { $0.position < position }.sorted { $0.position > $1.position }.map { holder in
            CheckpointLocation(
                position: holder.position, segment: holder.segment,
                pieceSegments: pointers.filter { $0.sequence <= holder.position.sequence && $0 != holder.segment })
        }
    }

    // MARK: The tail

    /// What could be segments since the checkpoint, by sequence; more than one where two writers wrote.
    private func tail(from checkpoint: CheckpointLocation?) async throws(FSError) -> [SegmentSequence: [SegmentPointer]]
    {
        let first = checkpoint?.firstUnstored ?? .first
        guard store.traits.canList else {
            return Dictionary(grouping: superblock.tail.filter { $0.sequence >= first }, by: \.sequence)
        }
        let after = checkpoint.flatMap { $0.listAfter.isEmpty ? nil : ObjectReference(bytes: $0.listAfter) }
        return Dictionary(grouping: try await pointers(after: after).filter { $0.sequence >= first }, by: \.sequence)
    }

    /// The segments that count, in the store's order: what a fenced writer put is none of them.
    private func pointers(after anchor: ObjectReference?) async throws(FSError) -> [SegmentPointer] {
        let survey = try await StoreSurvey(of: store, identity, after: anchor)
        var ledger = ClaimLedger()
        for (_, claim) in survey.claims
        where claim.writer.instance != claimant || claim.epoch <= superblock.epoch { ledger.add(claim) }
        return survey.segments.filter { !ledger.excludes($0.pointer.sequence, of: $0.epoch) }.map(\.pointer)
    }

    /// The candidate that goes on from `chain`, of the newest epoch; nil where none is whole.
    private func openFirst(
        _ candidates: [SegmentPointer], after chain: [UInt8]?
    ) async throws(FSError) -> StoredSegments.Opened? {
        var best: StoredSegments.Opened?
        for candidate in candidates {
            do throws(FSError) {
                guard
                    let opened = try await segments.open(
                        ObjectReference(bytes: candidate.reference), bytes: candidate.objectBytes),
                    chain == nil || opened.reader.header.previousChain == chain,
                    best == nil || opened.reader.header.epoch > best?.reader.header.epoch ?? .first
                else { continue }
                best = opened
            } catch .damaged {
                continue
            }
        }
        return best
    }

    private func apply(
        _ opened: StoredSegments.Opened, to index: MetadataIndex, _ rule: inout GapRule
    ) throws(FSError) {
        let row = SegmentRow(
            opened.summary, state: .stored, objectBytes: opened.pointer.objectBytes,
            reference: opened.pointer.reference, headerBytes: opened.headerBytes)
        try LogCore.note(row, in: index)
        for batch in opened.summary.batches {
            guard rule.isActive else {
                try index.replay(batch, of: opened.pointer.sequence)
                continue
            }
            try apply(batch, of: opened.pointer.sequence, to: index, &rule)
        }
    }

    /// Behind a gap.
    private func apply(
        _ batch: RecordBatch, of sequence: SegmentSequence, to index: MetadataIndex, _ rule: inout GapRule
    ) throws(FSError) {
        let position = LogPosition(sequence: sequence, entry: batch.entry)
        guard position > index.appliedPosition else { return }
        let records: [Record]
        do { records = try batch.records() } catch { throw .damaged("the records at \(position): \(error)") }
        let counting = rule.filter(records)
        guard !counting.isEmpty else { return rule.noteContradiction() }
        do throws(FSError) {
            try index.apply(counting, at: position)
        } catch .indexDamaged {
            // Throws where the index itself is what is damaged.
            _ = try index.inode(.root)
            rule.noteContradiction()
        }
    }
}
