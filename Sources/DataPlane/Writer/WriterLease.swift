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
        let reason = "\(who) (epoch \(epoch)): what is not stored yet stays on this machine"
        state.withLock { $0.reason = $0.reason ?? reason }
        log.stopReason.set(reason)
        return .readOnly(reason)
    }

    /// Looks at what the store took in since the last look. Throws `readOnly` where somebody claimed a later epoch.
    package func lookForClaims(in store: any ObjectStore) async throws(FSError) {
        try requireHeld()
        guard store.traits.canList else { return }
        let (cursor, own) = state.withLock { ($0.cursor, $0.own) }
        let survey = try await StoreSurvey(of: store, log.identity, after: cursor, known: own)
        if let newest = survey.ledger.newest, newest.epoch > epoch {
            throw lose(to: newest.writer, epoch: newest.epoch)
        }
        guard let last = survey.last, last != cursor else { return }
        state.withLock { state in
            state.cursor = last
            state.own.subtract(survey.names)
        }
        // Committed with whatever comes next: an older one only costs a longer look.
        try log.locked { core throws(FSError) in try HeldEpoch.setCursor(last.bytes, in: core.index) }
    }
}
