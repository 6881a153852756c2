// SPDX-License-Identifier: MIT

import FilesystemModel
import Metadata
import SegmentLog
import StorageFormat

/// The open segment and the index, always at the same log position: step 2 of the way of a write.
///
/// Not thread-safe by itself: `VolumeLog` owns the only one and gives it out inside its lock.
package final class LogCore: @unchecked Sendable {
    package private(set) var index: MetadataIndex
    package let files: Log
    package let identity: VolumeIdentity
    /// What new segments and checkpoints show to whoever has no key yet.
    package private(set) var slots: KeySlots
    package let epoch: Epoch
    let clock: any WallClock
    let random: any RandomSource
    let sizes: SegmentSizes

    /// The last entry that was appended.
    package private(set) var position: LogPosition
    /// Why nothing is appended any more.
    package let stopReason: StopReason
    package private(set) var open: OpenSegment
    /// Stored segments whose rows are not durably committed yet.
    var uncommittedReplicas: Set<SegmentSequence> = []
    /// Whether the log has what the index could not be told: a full disk did not even take that.
    private var isIndexBehind = false
    /// Segments whose object is being replaced.
    var pinned: PinnedSegments
    /// Keys and tables of segments that were read lately; about 32 MiB.
    var accesses = RecencyCache<SegmentSequence, SegmentAccess>(costMax: 32 << 20)
    /// What a recovery would have to replay.
    package private(set) var recordsSinceCheckpoint = 0
    package private(set) var segmentsSinceCheckpoint = 0
    /// Free bytes of the disk that only records may take, and of which the index keeps a quarter.
    package var reserveBytes: UInt64 = 0
    /// Told that the disk has no more for what asked. Set once, before the volume is used.
    package var onFull: @Sendable () -> Void = {}
    /// Told after a segment was sealed, so that write-back looks. Set once, before the volume is used.
    package var onSeal: @Sendable () -> Void = {}
    /// Local notes that are committed with whatever is.
    package var takeNotes: @Sendable (MetadataIndex) throws(FSError) -> Void = { (_) throws(FSError) in }

    /// Begins a new segment after `last` (nil: the log is empty). An old segment is never appended to.
    package init(
        index: MetadataIndex, files: Log, identity: VolumeIdentity, epoch: Epoch, clock: any WallClock,
        random: any RandomSource, sizes: SegmentSizes, after last: LogEnd?, stopReason: StopReason = StopReason()
    ) throws(FSError) {
        self.stopReason = stopReason
        self.index = index
        pinned = try PinnedSegments(in: index)
        self.files = files
        self.identity = identity
        slots = identity.slots
        self.epoch = epoch
        self.clock = clock
        self.random = random
        self.sizes = sizes
        let sequence = last?.sequence.next ?? .first
        // Of earlier mounts too: many short ones must not put a checkpoint off for ever.
        segmentsSinceCheckpoint = Int(sequence.rawValue - 1 - (index.newestCheckpoint?.entry.sequence.rawValue ?? 0))
        position = index.appliedPosition
        open = try OpenSegment(
            sequence: sequence, previousChain: last?.chain ?? SegmentChain.start, epoch: epoch, identity: identity,
            slots: slots, files: files, sizes: sizes, random: random, now: clock.now())
        try Self.note(open.row, in: index)
    }

    /// Logs operations that belong together and applies them: whole or not at all.
    ///
    /// When this returns they survive SIGKILL of the process; after the next sync, a power cut. `noSpace` changes nothing,
    /// unless the disk is so full that the index cannot be told of what is logged: then it has happened all the same.
    package func log(_ records: [Record]) throws(FSError) {
        guard !records.isEmpty else { return }
        try requireWritable()
        // Twice: the summary repeats them.
        try makeRoom(for: Self.recordBytesEstimate(records) * 2, leaving: reserveBytes / 4)
        do {
            let entry = try open.append { (writer) throws(FormatError) in try writer.appendRecords(records) }
            position = LogPosition(sequence: open.sequence, entry: entry)
        } catch {
            throw fail(error)
        }
        recordsSinceCheckpoint += records.count
        CrashPoint.afterRecordAppend.pass()
        do throws(FSError) {
            try index.apply(records, at: position)
        } catch .noSpace {
            // They are in the log, so they have happened; the index learns of them on its way back.
            try restoreIndex()
        } catch {
            throw fail(error)
        }
        CrashPoint.afterIndexApply.pass()
    }

    package func log(_ record: Record) throws(FSError) { try log([record]) }

    /// Appends frames as consecutive entries of one segment and returns where the first one is.
    ///
    /// Nothing refers to them until a record does; it may be in a later segment.
    package func append(_ frames: [PreparedFrame]) throws(FSError) -> LogPosition {
        try requireWritable()
        try makeRoom(
            for: frames.reduce(UInt64(0)) { $0 + UInt64($1.entryBytes) }, leaving: reserveBytes / 4 * 3)
        do {
            let first = try open.append { (writer) throws(FormatError) in
                let first = writer.nextEntry
                for frame in frames { _ = try writer.appendFrame(frame) }
                return first
            }
            CrashPoint.afterFrameAppend.pass()
            return LogPosition(sequence: open.sequence, entry: first)
        } catch {
            throw fail(error)
        }
    }

    /// Appends a piece of a checkpoint; it is alive once a checkpoint names it.
    package func append(piece: PreparedFrame, firstKey: CheckpointKey) throws(FSError) -> CheckpointPiece {
        try requireWritable()
        try makeRoom(for: UInt64(piece.entryBytes), leaving: reserveBytes / 4 * 3)
        do {
            let (entry, bytes) = try open.append { (writer) throws(FormatError) in try writer.appendPiece(piece) }
            return CheckpointPiece(
                firstKey: firstKey, position: LogPosition(sequence: open.sequence, entry: entry), bytes: bytes)
        } catch {
            throw fail(error)
        }
    }

    /// Returns where it is and how many plain bytes its entry has.
    package func append(_ checkpoint: Checkpoint) throws(FSError) -> (LogPosition, UInt32) {
        try requireWritable()
        try makeRoom(for: UInt64(4096 + checkpoint.pieces.count * 48), leaving: reserveBytes / 2)
        do {
            let slots = slots
            let entry = try open.append { (writer) throws(FormatError) in
                try writer.appendCheckpoint(checkpoint, slots: slots)
            }
            return (LogPosition(sequence: open.sequence, entry: entry), open.entry(entry)?.plainBytes ?? 0)
        } catch {
            throw fail(error)
        }
    }

    /// Ends the open segment with its summary, hands it to write-back, and begins the next one. A segment without
    /// entries stays as it is.
    package func seal() throws(FSError) {
        guard !open.isEmpty else { return }
        try requireWritable()
        // First, because it is what a full disk refuses: then nothing has happened yet.
        let next = try prepareFile(open.sequence.next)
        CrashPoint.beforeSegmentSeal.pass()
        let row: SegmentRow
        do {
            row = try open.seal()
            segmentsSinceCheckpoint += 1
            CrashPoint.afterSegmentSeal.pass()
            open = try OpenSegment(
                sequence: open.sequence.next, previousChain: row.chain, epoch: epoch, identity: identity, slots: slots,
                files: files, sizes: sizes, random: random, now: clock.now(), file: next)
        } catch {
            throw fail(error)
        }
        onSeal()
        CrashPoint.afterSegmentCreate.pass()
        // Last: the files say it all, and are where the index learns it where it has no space now.
        do throws(FSError) {
            try Self.note(row, in: index)
            try Self.note(open.row, in: index)
        } catch .noSpace {
            try restoreIndex()
        } catch {
            throw fail(error)
        }
    }

    /// For `IndexCommitter`. On `noSpace` the index is as it was, in memory.
    func commitIndex(durably: Bool, sparingly: Bool) throws(FSError) {
        do throws(FSError) {
            try takeNotes(index)
            try index.commit(durably: durably, sparingly: sparingly)
        } catch .noSpace {
            try restoreIndex()
            throw .noSpace
        }
    }

    /// Before anything is asked of the index: a full disk may have taken its transaction in the section before, or by a
    /// query. `noSpace` as long as there is not even the space to bring it back; nothing is lost by it.
    func reviveIndex() throws(FSError) {
        if index.isLost || isIndexBehind { try restoreIndex() }
    }

    /// Opens the index again at its last commit and applies what the log holds since: SQLite drops a transaction that a
    /// full disk did not take.
    private func restoreIndex() throws(FSError) {
        onFull()
        isIndexBehind = true
        do throws(FSError) {
            // `uncommittedReplicas` stays: what was committed of them is not known to be durable.
            index = try index.reopened(volume: identity.volume)
            try LocalReplay(index: index, files: files, identity: identity, random: random).catchUp(with: open)
            isIndexBehind = false
        } catch .noSpace {
            throw .noSpace
        } catch {
            throw fail(error)
        }
    }

    /// From the next segment and the next checkpoint on.
    package func replaceSlots(_ slots: KeySlots) { self.slots = slots }

    /// A checkpoint was written just now.
    package func noteCheckpoint() {
        recordsSinceCheckpoint = 0
        segmentsSinceCheckpoint = 0
    }

    package func requireWritable() throws(FSError) {
        if let reason = stopReason.value { throw .readOnly(reason) }
    }

    /// Whether something was appended that no sync has covered.
    package var hasUnsynced: Bool { open.file.syncedSize < open.file.size }

    /// Writes the row of a segment, new or not.
    static func note(_ row: SegmentRow, in index: MetadataIndex) throws(FSError) {
        guard try index.segment(row.sequence) != nil else { return try index.insertSegment(row) }
        try index.updateSegment(row.sequence) { $0 = row }
    }

    /// Takes the space before anything is encoded: what is in the encoder cannot be taken back. `noSpace` changes nothing.
    private func makeRoom(for bytes: UInt64, leaving kept: UInt64) throws(FSError) {
        if !open.isEmpty, open.bytesWithSummary + bytes > open.bytesMax || open.isNearlyFull { try seal() }
        guard !open.hasRoom(for: bytes) else { return }
        try noticingFullness { () throws(FSError) in
            let free = try FSError.translating { () throws(SegmentLogError) in try self.files.freeBytes() }
            guard free >= kept + bytes else { throw .noSpace }
            // Seldom, and not much of a small disk.
            let ahead = min(Self.reservedAhead, open.bytesMax, (free - kept - bytes) / 16)
            try open.reserve(bytes, ahead: ahead)
        }
    }

    private static let reservedAhead: UInt64 = 1 << 20

    /// The file of the next segment, with space for its header. What a crash leaves of it is no segment.
    private func prepareFile(_ sequence: SegmentSequence) throws(FSError) -> SegmentFile {
        try noticingFullness { () throws(FSError) in
            try FSError.translating { () throws(SegmentLogError) in
                let file = try self.files.create(sequence)
                do throws(SegmentLogError) {
                    try file.reserve(Self.headerBytesMax)
                } catch {
                    try self.files.remove(sequence)
                    throw error
                }
                return file
            }
        }
    }

    /// With sixteen key slots.
    private static let headerBytesMax: UInt64 = 16 << 10

    private func noticingFullness<Value>(_ body: () throws(FSError) -> Value) throws(FSError) -> Value {
        do {
            return try body()
        } catch {
            if error == .noSpace { onFull() }
            throw error
        }
    }

    /// A failed append leaves the file's end unknown, so nothing may follow it.
    private func fail(_ error: any Error) -> FSError {
        let reason = FSError(appending: error)
        stopReason.set(reason.logDescription)
        return reason
    }

    /// Records are some hundred bytes; names and values are what can be large.
    private static func recordBytesEstimate(_ records: [Record]) -> UInt64 {
        records.reduce(64) { sum, record in
            switch record {
            case .setXattr(_, let name, let value, _): sum + UInt64(256 + name.count + (value?.count ?? 0))
            case .write(_, let extents, _), .relocate(_, let extents): sum + UInt64(128 + extents.count * 48)
            case .create(let inode, _, _, _), .createOrphan(let inode): sum + UInt64(512 + inode.target.count)
            case .createShare(let share): sum + UInt64(512 + share.path.count + share.note.utf8.count)
            default: sum + 1024
            }
        }
    }
}

/// Where a log ends: what the next segment goes on from.
package struct LogEnd: Sendable, Hashable {
    package let sequence: SegmentSequence
    package let chain: [UInt8]

    package init(sequence: SegmentSequence, chain: [UInt8]) {
        self.sequence = sequence
        self.chain = chain
    }
}

/// How large a segment may become.
package struct SegmentSizes: Sendable {
    package let configured: UInt64
    package let objectBytesMax: UInt64

    package init(configured: UInt64, objectBytesMax: UInt64) {
        self.configured = configured
        self.objectBytesMax = objectBytesMax
    }

    /// At most 1/16 of the free disk, so that a small one holds several; never more than an object can be.
    package func target(freeBytes: UInt64) -> UInt64 {
        min(configured, objectBytesMax, max(freeBytes / 16, UInt64(Limits.segmentBytesMin)))
    }
}
