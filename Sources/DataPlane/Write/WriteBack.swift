// SPDX-License-Identifier: MIT

import FilesystemModel
import Logging
import ObjectStorage
import SegmentLog

/// Puts sealed segments into the store, several at a time, and notes durably that they are there: step 5 of the way of
/// a write. The store below retries for ever; an account that is not allowed pauses it until `resume`.
package actor WriteBack {
    private let log: VolumeLog
    private let store: any ObjectStore
    private let committer: IndexCommitter
    private let lease: WriterLease?
    private let logger: Logger
    private let work = Nudge()
    private var uploads: [SegmentSequence: SegmentUpload] = [:]
    /// Why nothing is sent although something is queued.
    package private(set) var obstacle: String?
    private var obstacleEnds = ContinuousClock.now
    /// How long after an answer that stopped the sending it is tried again without being asked.
    private static let obstaclePause: Duration = .seconds(60)
    private var isDiskFull = false
    nonisolated package let progress: StoredProgress

    package init(
        log: VolumeLog, store: any ObjectStore, committer: IndexCommitter, progress: StoredProgress,
        lease: WriterLease?,
        logger: Logger
    ) {
        self.log = log
        self.store = store
        self.committer = committer
        self.lease = lease
        self.progress = progress
        self.logger = logger
    }

    /// Something was sealed, or the store may be tried again.
    nonisolated package func wake() { work() }

    package var underWay: [SegmentUpload] { uploads.values.sorted { $0.segment < $1.segment } }

    /// Tries again what an answer of the store had stopped.
    package func resume() {
        obstacle = nil
        work()
    }

    /// Tries again where the last answer that stopped the sending is a minute old: it may have healed, and nobody need
    /// be there to say so.
    package func resumeIfDue(now: ContinuousClock.Instant = .now) {
        guard obstacle != nil, now >= obstacleEnds else { return }
        resume()
    }

    /// The disk has space again.
    package func resumeAfterFullDisk() {
        guard isDiskFull else { return }
        isDiskFull = false
        resume()
    }

    /// Until cancelled. What is under way then ends unfinished, and is put again next time.
    package func run() async {
        work()
        await withDiscardingTaskGroup { group in
            for await _ in work.stream {
                guard !Task.isCancelled else { break }
                for row in nextRows() {
                    uploads[row.sequence] = SegmentUpload(
                        segment: row.sequence, sentBytes: 0, bytes: row.objectBytes)
                    group.addTask { await self.send(row) }
                }
            }
            group.cancelAll()
        }
    }

    /// Ends `run` after what is under way.
    nonisolated package func finish() { work.finish() }

    private func nextRows() -> [SegmentRow] {
        if obstacle == nil, let reason = lease?.lossReason { stop(.readOnly(reason)) }
        guard obstacle == nil else { return [] }
        let free = uploadsMax - uploads.count
        guard free > 0 else { return [] }
        do throws(FSError) {
            // A segment may have become stored by a try that failed after its row was written.
            try advance()
            let queued = try log.locked { core throws(FSError) in
                try core.index.segments(in: .queued, limit: self.uploadsMax * 2)
            }
            return Array(queued.filter { uploads[$0.sequence] == nil }.prefix(free))
        } catch {
            stop(error)
            return []
        }
    }

    /// Each of them has its parts under way at once: more segments would only all be stored later.
    private var uploadsMax: Int { min(store.traits.transfersMax, 4) }

    private func send(_ row: SegmentRow) async {
        defer {
            uploads[row.sequence] = nil
            work()
        }
        do {
            try await put(row)
        } catch is CancellationError {
            return
        } catch ObjectStoreError.cancelled {
            return
        } catch let error as ObjectStoreError {
            stop(FSError(error, object: "segment \(row.sequence)"))
        } catch let error as FSError {
            stop(error)
        } catch {
            stop(.local("\(error)"))
        }
    }

    private func put(_ row: SegmentRow) async throws {
        // Nothing goes out that a power cut could still take back: the copy here and the one there must agree.
        try await synced(through: row.sequence)
        if store.traits.isOnThisMachine { try await yieldToWriters() }
        CrashPoint.beforePut.pass()
        let file = try log.files.file(row.sequence)
        guard file.size == row.objectBytes else {
            throw FSError.damaged("segment \(row.sequence) has \(file.size) bytes here, not \(row.objectBytes)")
        }
        progress.willPut(row.sequence)
        lease?.expect(ObjectName(row.id))
        let reference = try await putWhole(row, file)
        progress.didPut(reference.bytes)
        CrashPoint.afterPut.pass()
        try log.locked { core throws(FSError) in try core.noteStored(row.sequence, reference: reference.bytes) }
        try committer.commit(durably: true)
        CrashPoint.afterReplicaCommit.pass()
        try advance()
    }

    /// Puts the object and looks at its end: only then may this machine's copy ever go. One that is not whole is taken
    /// away and put again.
    private func putWhole(_ row: SegmentRow, _ file: SegmentFile) async throws -> ObjectReference {
        let sequence = row.sequence
        let body = ObjectBody(file)
        let end = body.size - min(body.size, Self.endBytes)..<body.size
        let segments = StoredSegments(store: store, identity: log.identity)
        for _ in 0..<Self.putsMax {
            let reference: ObjectReference
            do throws(ObjectStoreError) {
                reference = try await store.put(ObjectName(row.id), body) { sent in
                    Task { await self.note(sent, of: sequence) }
                }
            } catch {
                // Names are random: who used this one had begun the same segment.
                guard error == .conflict, let lease else { throw error }
                throw lease.loseToTwin("segment \(sequence)")
            }
            do throws(ObjectStoreError) {
                let stored = try await segments.readBytes(reference, end, of: body.size)
                if stored == (try body.read(end)) { return reference }
            } catch {
                switch error {
                case .damaged, .notFound: break
                default: throw error
                }
            }
            // Never away with what is whole and only not ours.
            if let other = try? await segments.open(reference, bytes: body.size), other.summary.chain != row.chain,
                let lease
            {
                throw lease.loseToTwin("segment \(sequence)")
            }
            logger.warning("the store did not keep segment \(sequence) as a whole; it is put again")
            try await store.remove(reference)
        }
        throw ObjectStoreError.damaged("the store does not keep it as a whole")
    }

    /// The footer, which says the object's length.
    private static let endBytes: UInt64 = 64
    private static let putsMax = 3

    /// A segment that is durable already goes out also after a sync has failed.
    private func synced(through sequence: SegmentSequence) async throws {
        let files = log.files
        if files.isDurable(sequence) { return }
        try await withCheckedThrowingContinuation { (continuation: CheckedContinuation<Void, any Error>) in
            files.requestSync(through: sequence) { continuation.resume(with: $0.mapError { $0 as any Error }) }
        }
    }

    /// Somebody waits for a write or a sync, nobody for write-back: until the log rests for a moment. Not for long, and
    /// not where much has gathered, so that the queue stays short also under a load that never ends.
    private func yieldToWriters() async throws {
        let deadline = ContinuousClock.now + Self.yieldMax
        var last: LogPosition?
        while ContinuousClock.now < deadline {
            let position = log.peek { $0.position }
            // The position stays behind where the newest segments hold no entry.
            let queueMax = progress.sequence.rawValue + Self.yieldingSegmentsMax
            guard position.sequence.rawValue <= queueMax else { return }
            if position == last, !log.files.isSyncAwaited { return }
            last = position
            try await Task.sleep(for: Self.restTime)
        }
    }

    private static let yieldMax: Duration = .seconds(2)
    private static let yieldingSegmentsMax: UInt64 = 16
    private static let restTime: Duration = .milliseconds(50)

    private func note(_ sent: UInt64, of sequence: SegmentSequence) { uploads[sequence]?.sentBytes = sent }

    /// Moves the stored position over every segment that is stored without a gap.
    private func advance() throws(FSError) {
        var last = progress.sequence
        try log.locked { core throws(FSError) in
            while let row = try core.index.segment(last.next), row.state == .stored || row.state == .reclaimed {
                last = last.next
            }
        }
        progress.advance(to: last)
    }

    private func stop(_ error: FSError) {
        obstacle = error.logDescription
        obstacleEnds = .now + Self.obstaclePause
        isDiskFull = error == .noSpace
        logger.error("write-back stopped: \(error.logDescription); nothing is lost, it goes on once that is mended")
        progress.stir()
    }
}
