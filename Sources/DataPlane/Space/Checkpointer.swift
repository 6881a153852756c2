// SPDX-License-Identifier: MIT

import FilesystemModel
import Metadata
import StorageFormat

/// Writes checkpoints: the index, cut into pieces, appended to the log, so that recovery replays little.
///
/// Only pieces whose rows changed are written; the others stay where they are. The index goes on being used meanwhile:
/// the rows come from a snapshot at a committed position. Blocks on the disk.
package final class Checkpointer: Sendable {
    /// About what a block holds: a piece is fetched with one request.
    private static let pieceBytes = 1 << 20

    private let log: VolumeLog
    private let committer: IndexCommitter
    private let progress: StoredProgress
    private let clock: any WallClock
    private let preparer = FramePreparer()

    package init(log: VolumeLog, committer: IndexCommitter, progress: StoredProgress, clock: any WallClock) {
        self.log = log
        self.committer = committer
        self.progress = progress
        self.clock = clock
    }

    /// Appends a checkpoint without pieces in `leaving`, and returns what a root needs to name it once its segments are
    /// stored.
    package func write(leaving: Set<SegmentSequence> = []) throws(FSError) -> WrittenCheckpoint {
        try committer.commit(durably: false)
        let (source, anchor, dead) = try log.locked { core throws(FSError) in
            // What was appended since the commit above, or the snapshot would be of another position.
            try IndexCommitter.commit(core, durably: false)
            let source = try core.index.beginCheckpoint(leaving: leaving)
            let anchor = self.anchor()
            return (source, anchor, try core.index.segmentsWithoutFrames(before: anchor.firstUnstored))
        }
        defer { source.close() }
        do {
            return try write(source, anchor, dead)
        } catch {
            log.peek { $0.index.cancelCheckpoint() }
            throw error
        }
    }

    private func write(
        _ source: CheckpointSource, _ anchor: WrittenCheckpoint.Anchor, _ dead: [SegmentSequence]
    ) throws(FSError) -> WrittenCheckpoint {
        var pieces: [CheckpointPiece] = []
        while let piece = try source.nextPiece(bytesMax: Self.pieceBytes) {
            let prepared = try preparer.prepare(piece.rows)
            pieces.append(
                try log.locked { core throws(FSError) in
                    try core.append(piece: prepared, firstKey: piece.firstKey)
                })
            CrashPoint.duringCheckpoint.pass()
        }
        let checkpoint = source.checkpoint(time: clock.now(), newPieces: pieces)
        let position = try log.locked { core throws(FSError) in
            let (position, bytes) = try core.append(checkpoint)
            try core.index.finishCheckpoint(StoredCheckpoint(checkpoint: checkpoint, entry: position, bytes: bytes))
            try core.index.setSetting(DeadSegments.setting, DeadSegments(checkpoint: position, sequences: dead).encoded)
            // Its own segments go out with it: a checkpoint that is not stored helps nobody.
            try core.seal()
            return position
        }
        try committer.commit(durably: true)
        CrashPoint.afterCheckpoint.pass()
        return WrittenCheckpoint(checkpoint: checkpoint, entry: position, anchor: anchor)
    }

    private func anchor() -> WrittenCheckpoint.Anchor {
        let (stored, listAfter) = progress.anchor
        return WrittenCheckpoint.Anchor(firstUnstored: stored.next, listAfter: listAfter)
    }
}

/// A checkpoint in the log, and where looking for what followed begins.
package struct WrittenCheckpoint: Sendable, Hashable {
    /// How the store stood when the checkpoint's position was taken.
    package struct Anchor: Sendable, Hashable {
        /// Every segment before it was stored then, and the checkpoint's rows say where.
        package let firstUnstored: SegmentSequence
        /// An object that the store took in before any segment from `firstUnstored` on; empty for none.
        package let listAfter: [UInt8]
    }

    package let checkpoint: Checkpoint
    package let entry: LogPosition
    package let anchor: Anchor

    /// The segments that hold it and its pieces.
    package var segments: [SegmentSequence] {
        Set(checkpoint.pieces.map(\.position.sequence) + [entry.sequence]).sorted()
    }
}
