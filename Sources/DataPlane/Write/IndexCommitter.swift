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
    ///
    /// `noSpace` loses nothing: the log has everything, and the index goes on from its last commit. `sparingly` is for a
    /// disk that is nearly full.
    package func commit(durably: Bool, sparingly: Bool = false) throws(FSError) {
        do throws(FSError) {
            // Most of it outside the lock, so that nobody waits for the disk meanwhile ...
            try FSError.translating { () throws(SegmentLogError) in try log.files.syncNow() }
            // ... and the little that came since inside: no position is committed that a power cut could take.
            try log.locked { core throws(FSError) in
                try Self.commit(core, durably: durably, sparingly: sparingly)
            }
        } catch .noSpace {
            throw .noSpace
        } catch {
            log.stopReason.set(error.logDescription)
            throw error
        }
    }

    /// The same inside the volume's lock, for whoever goes on there from the committed position.
    static func commit(_ core: LogCore, durably: Bool, sparingly: Bool = false) throws(FSError) {
        if core.hasUnsynced {
            try FSError.translating { () throws(SegmentLogError) in try core.files.syncNow() }
        }
        try core.commitIndex(durably: durably, sparingly: sparingly)
        if durably { core.uncommittedReplicas.removeAll() }
    }
}
