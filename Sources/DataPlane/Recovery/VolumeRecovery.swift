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

    /// Fills a fresh index. `acceptsGaps` goes on beyond segments that are missing, without what they held; otherwise
    /// the tree ends at the first gap. `progress` is told how many segments were read, of how many.
    package func run(
        into index: MetadataIndex, acceptsGaps: Bool, progress: @Sendable (Int, Int) -> Void
    ) async throws(FSError) -> RecoveryReport {
        if let location = superblock.checkpoint { try await importCheckpoint(location, into: index) }
        CrashPoint.duringRecovery.pass()
        let tail = try await tail()
        let first = superblock.checkpoint?.firstUnstored ?? .first
        let last = max(superblock.storedPosition.sequence, tail.map(\.key).max() ?? .init(rawValue: 0))
        var missing: [SegmentSequence] = []
        // Unknown behind what is not there any more: then any predecessor is as good.
        var chain = try index.segment(SegmentSequence(rawValue: first.rawValue - 1))?.chain
        if first == .first { chain = SegmentChain.start }
        var read = 0
        var sequence = first
        while sequence <= last {
            if let opened = try await openFirst(tail[sequence] ?? [], after: chain) {
                try apply(opened, to: index)
                chain = opened.summary.chain
                read += 1
            } else if try isReclaimed(sequence, index) {
                chain = nil
            } else if sequence <= superblock.storedPosition.sequence {
                missing.append(sequence)
                chain = nil
                guard acceptsGaps else { break }
            } else {
                // Beyond the stored position: the tail of a writer that was still sending.
                break
            }
            progress(read, Int(last.rawValue - first.rawValue) + 1)
            sequence = sequence.next
        }
        if !missing.isEmpty, acceptsGaps { try AcceptedGaps(through: last).write(to: index) }
        try index.commit(durably: true)
        return report(index, first: first, read: read, missing: missing)
    }

    /// Whether the object is gone on purpose: the checkpoint says so, or it has every record of the segment and no file
    /// had a byte in it any more.
    private func isReclaimed(_ sequence: SegmentSequence, _ index: MetadataIndex) throws(FSError) -> Bool {
        guard sequence < superblock.checkpoint?.position.sequence ?? .first else { return false }
        return try index.segment(sequence).map { $0.state == .reclaimed || $0.liveBytes == 0 } ?? true
    }

    private func report(
        _ index: MetadataIndex, first: SegmentSequence, read: Int, missing: [SegmentSequence]
    ) -> RecoveryReport {
        let promised = superblock.storedPosition.sequence.rawValue
        return RecoveryReport(
            volume: identity.volume, position: index.appliedPosition, checkpoint: superblock.checkpoint?.position,
            segmentsExpected: max(
                read + missing.count, Int(promised >= first.rawValue ? promised - first.rawValue + 1 : 0)),
            segmentsRead: read, missing: missing, files: index.counts.files, directories: index.counts.directories,
            bytes: index.counts.logicalBytes)
    }

    // MARK: The checkpoint

    private func importCheckpoint(_ location: CheckpointLocation, into index: MetadataIndex) async throws(FSError) {
        var opened: [SegmentSequence: StoredSegments.Opened] = [:]
        for pointer in location.pieceSegments + [location.segment] {
            opened[pointer.sequence] = try await openPointer(pointer)
        }
        guard let own = opened[location.position.sequence] else {
            throw .damaged("the checkpoint's segment is missing")
        }
        let bytes = try await segments.entry(location.position.entry, of: own)
        let checkpoint: Checkpoint
        do {
            checkpoint = try bytes.withRawBytes { (entry) throws(FormatError) in
                try own.reader.openCheckpoint(entry, number: location.position.entry)
            }
        } catch {
            throw .damaged("the checkpoint at \(location.position): \(error)")
        }
        for piece in checkpoint.pieces {
            guard let holder = opened[piece.position.sequence] else {
                throw .damaged(
                    "a piece of the checkpoint is in segment \(piece.position.sequence), which no root names")
            }
            try index.importRows(try await rows(of: piece, in: holder))
        }
        let size = own.summary.table[location.position.entry]?.plainBytes ?? 0
        try index.finishImport(StoredCheckpoint(checkpoint: checkpoint, entry: location.position, bytes: size))
    }

    private func rows(
        of piece: CheckpointPiece, in holder: StoredSegments.Opened
    ) async throws(FSError) -> [CheckpointRow] {
        let bytes = try await segments.entry(piece.position.entry, of: holder)
        do {
            return try bytes.withRawBytes { (entry) throws(FormatError) in
                try holder.reader.openPiece(entry, number: piece.position.entry)
            }
        } catch {
            throw .damaged("the piece of the checkpoint at \(piece.position): \(error)")
        }
    }

    private func openPointer(_ pointer: SegmentPointer) async throws(FSError) -> StoredSegments.Opened {
        let reference = ObjectReference(bytes: pointer.reference)
        guard let opened = try await segments.open(reference, bytes: pointer.objectBytes),
            opened.pointer == pointer
        else { throw .damaged("the object of segment \(pointer.sequence) is another one") }
        return opened
    }

    // MARK: The tail

    /// What could be segments since the checkpoint, by sequence; more than one where two writers wrote.
    private func tail() async throws(FSError) -> [SegmentSequence: [SegmentPointer]] {
        let first = superblock.checkpoint?.firstUnstored ?? .first
        guard store.traits.canList else {
            return Dictionary(grouping: superblock.tail.filter { $0.sequence >= first }, by: \.sequence)
        }
        let anchor = superblock.checkpoint.flatMap { $0.listAfter.isEmpty ? nil : ObjectReference(bytes: $0.listAfter) }
        let survey = try await StoreSurvey(of: store, identity, after: anchor)
        var ledger = ClaimLedger()
        for (_, claim) in survey.claims
        where claim.writer.instance != claimant || claim.epoch <= superblock.epoch { ledger.add(claim) }
        let counting = survey.segments.filter { segment in
            segment.pointer.sequence >= first && !ledger.excludes(segment.pointer.sequence, of: segment.epoch)
        }
        return Dictionary(grouping: counting.map(\.pointer), by: \.sequence)
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

    private func apply(_ opened: StoredSegments.Opened, to index: MetadataIndex) throws(FSError) {
        let row = SegmentRow(
            opened.summary, state: .stored, objectBytes: opened.pointer.objectBytes,
            reference: opened.pointer.reference, headerBytes: opened.headerBytes)
        try LogCore.note(row, in: index)
        for batch in opened.summary.batches { try index.replay(batch, of: opened.pointer.sequence) }
    }
}
