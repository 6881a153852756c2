// SPDX-License-Identifier: MIT

import Glibc

/// A named place between two durable steps at which tests kill the process.
///
/// `GRAMFS_CRASH_AT=NAME[:N]` raises SIGKILL at the N-th passage (from 1). Without it a passage costs one load.
package enum CrashPoint: String, CaseIterable, Sendable {
    case afterFrameAppend = "frame-append"
    case afterRecordAppend = "record-append"
    case afterIndexApply = "index-apply"
    case beforeIndexCommit = "before-index-commit"
    case afterIndexCommit = "index-commit"
    case afterSync = "sync"
    case beforeSegmentSeal = "before-segment-seal"
    case afterSegmentSeal = "segment-seal"
    case afterSegmentCreate = "segment-create"
    case beforePut = "before-put"
    case afterPut = "put"
    case afterReplicaCommit = "replica-commit"
    case afterEviction = "eviction"
    case duringCheckpoint = "checkpoint-piece"
    case afterCheckpoint = "checkpoint"
    case beforeRootReplacement = "before-root"
    case afterRootReplacement = "root"
    case afterRepairPin = "repair-pin"
    case afterRepairRemoval = "repair-removal"
    case afterRepairPut = "repair-put"
    case afterOrphanRemoval = "orphan-removal"
    case afterClaim = "claim"
    case afterRelocation = "relocation"
    case afterReclaimRecord = "reclaim-record"
    case afterObjectRemoval = "object-removal"
    case afterLocalRemoval = "local-removal"
    case duringRecovery = "recovery"
    case duringReplay = "replay"
    case storeObjectWritten = "store-object-written"
    case storeObjectNamed = "store-object-named"
    case storeRootWritten = "store-root-written"
    case storeRootNamed = "store-root-named"

    /// Ends the process here, as SIGKILL does, where the environment asks for it.
    package func pass() {
        guard let armed = Self.armed, armed.point == self else { return }
        armed.passage()
    }

    private static let armed: Armed? = {
        guard let text = getenv("GRAMFS_CRASH_AT").map({ String(cString: $0) }) else { return nil }
        let parts = text.split(separator: ":", maxSplits: 1)
        guard let name = parts.first, let point = CrashPoint(rawValue: String(name)) else { return nil }
        return Armed(point: point, at: parts.count > 1 ? Int(parts[1]) ?? 1 : 1)
    }()
}
