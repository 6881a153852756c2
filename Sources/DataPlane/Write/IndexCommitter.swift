// SPDX-License-Identifier: MIT

import FilesystemModel
import SegmentLog

/// Brings the index's file up to what the log durably holds, and never beyond.
///
/// Blocks on the disk: for threads that may.
package final class IndexCommitter: Sendable {
    private let log: VolumeLog

    package init(log: VolumeLog) { self.log = log }

    /// Syncs the log, then commits. `durably` also syncs the index: only then may anything be given up that the
    /// committed rows say is stored.
    package func commit(durably: Bool) throws(FSError) {
        do throws(FSError) {
            // Most of it outside the lock, so that nobody waits for the disk meanwhile ...
            try FSError.translating { () throws(SegmentLogError) in try log.files.syncNow() }
            // ... and the little that came since inside: no position is committed that a power cut could take.
            try log.locked { core throws(FSError) in try Self.commit(core, durably: durably) }
        } catch {
            log.stopReason.set(error.logDescription)
            throw error
        }
    }

    /// The same inside the volume's lock, for whoever goes on there from the committed position.
    static func commit(_ core: LogCore, durably: Bool) throws(FSError) {
        if core.hasUnsynced {
            try FSError.translating { () throws(SegmentLogError) in try core.files.syncNow() }
        }
        try core.index.commit(durably: durably)
        if durably { core.uncommittedReplicas.removeAll() }
    }
}
