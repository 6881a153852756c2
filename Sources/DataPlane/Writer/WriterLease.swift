// SPDX-License-Identifier: MIT

import FilesystemModel
import ObjectStorage
import StorageFormat
import Synchronization

/// The right to write to a volume, as long as nobody claims a later epoch.
///
/// Losing it stops the log for good. What was put meanwhile is not believed by any reader, and what was acknowledged
/// only here stays in the state directory.
package final class WriterLease: Sendable {
    package let writer: WriterIdentity
    package let epoch: Epoch
    private let log: VolumeLog
    private let state: Mutex<State>

    private struct State {
        var cursor: ObjectReference?
        /// Put by this process and not seen in a listing yet.
        var own: Set<ObjectName> = []
        /// What the process before this one put may still come in the first look.
        var hasLooked = false
        var reason: String?
    }

    package init(log: VolumeLog, writer: WriterIdentity, epoch: Epoch, cursor: ObjectReference?) {
        self.log = log
        self.writer = writer
        self.epoch = epoch
        state = Mutex(State(cursor: cursor))
    }

    /// Who took the volume over, as a sentence; nil while it is held.
    package var lossReason: String? { state.withLock { $0.reason } }

    /// Says that an object of this name is about to be put, so that it need not be looked into.
    package func expect(_ name: ObjectName) { state.withLock { _ = $0.own.insert(name) } }

    package func requireHeld() throws(FSError) {
        if let reason = lossReason { throw .readOnly(reason) }
    }

    /// Ends the right to write.
    package func lose(to other: WriterIdentity?, epoch: Epoch) -> FSError {
        let who = other.map { "\($0.host) took the volume over at \($0.since)" } ?? "the volume was taken over"
        return lose("\(who) (epoch \(epoch))")
    }

    /// Ends the right to write because of a history of the same epoch that is not the one here: a machine that was set
    /// back to an earlier moment, or the other of two copies of one state directory.
    package func loseToTwin(_ what: String) -> FSError {
        lose("another copy of this machine's state wrote to the volume (\(what))")
    }

    private func lose(_ why: String) -> FSError {
        let reason = "\(why): what is not stored yet stays on this machine"
        state.withLock { $0.reason = $0.reason ?? reason }
        log.stopReason.set(reason)
        return .readOnly(lossReason ?? reason)
    }

    /// Looks at what the store took in since the last look. Throws `readOnly` where somebody claimed a later epoch.
    package func lookForClaims(in store: any ObjectStore) async throws(FSError) {
        try requireHeld()
        guard store.traits.canList else { return }
        let (cursor, own, hasLooked) = state.withLock { ($0.cursor, $0.own, $0.hasLooked) }
        let known = hasLooked ? own : own.union(try storedNames())
        let survey = try await StoreSurvey(of: store, log.identity, after: cursor, known: known)
        if let newest = survey.ledger.newest, newest.epoch > epoch {
            throw lose(to: newest.writer, epoch: newest.epoch)
        }
        for segment in survey.segments where segment.epoch == epoch {
            if try isOfTwin(segment.pointer) { throw loseToTwin("segment \(segment.pointer.sequence)") }
        }
        state.withLock { $0.hasLooked = true }
        guard let last = survey.last, last != cursor else { return }
        state.withLock { state in
            state.cursor = last
            state.own.subtract(survey.names)
        }
        // Committed with whatever comes next: an older one only costs a longer look.
        try log.locked { core throws(FSError) in try HeldEpoch.setCursor(last.bytes, in: core.index) }
    }

    /// Throws where a root of this epoch, which some process of this state directory wrote, is of another history.
    package func requireOwn(_ root: Superblock) throws(FSError) {
        let open = log.peek { $0.open.sequence }
        guard root.storedPosition.sequence < open else {
            throw loseToTwin("a root that names segment \(root.storedPosition.sequence)")
        }
        for pointer in root.tail where try isOfTwin(pointer) { throw loseToTwin("segment \(pointer.sequence)") }
    }

    /// Whether a stored segment of this epoch cannot be one of this log. One that is reclaimed here, and has no row any
    /// more, is not told from another's.
    private func isOfTwin(_ pointer: SegmentPointer) throws(FSError) -> Bool {
        try log.locked { core throws(FSError) in
            guard let row = try core.index.segment(pointer.sequence) else {
                return pointer.sequence >= core.open.sequence
            }
            return row.id != pointer.id || row.state == .open
        }
    }

    private func storedNames() throws(FSError) -> Set<ObjectName> {
        try log.locked { core throws(FSError) in
            // Of those the store may have what another copy made of the same beginning.
            let open = try core.index.segments(in: .open, limit: .max).map(\.id)
            let unsent = try core.index.segments(in: .queued, limit: .max).map(\.id)
            let stored = try core.index.segmentIDs().subtracting(open).subtracting(unsent)
            return Set(stored.map { ObjectName($0) })
        }
    }
}
