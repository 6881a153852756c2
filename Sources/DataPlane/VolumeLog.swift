// SPDX-License-Identifier: MIT

import FilesystemModel
import Metadata
import SegmentLog
import StorageFormat

/// The log of a mounted volume with the index that it is applied to, behind the one lock of the volume.
///
/// Everything that happens to a volume happens in `locked`: checked against the index, appended to the open segment,
/// applied to the index. Sections are short: no fdatasync of more than the last moments, no network, no compression.
package final class VolumeLog: Sendable {
    package let identity: VolumeIdentity
    package let files: Log
    package let stopReason: StopReason
    private let core: SleepingLock<LogCore>

    package init(core: LogCore) {
        identity = core.identity
        files = core.files
        stopReason = core.stopReason
        self.core = SleepingLock(core)
    }

    package func locked<Result: Sendable>(
        _ body: (LogCore) throws(FSError) -> Result
    ) throws(FSError) -> Result {
        try core.withLock { core throws(FSError) in
            try core.reviveIndex()
            return try body(core)
        }
    }

    /// For bodies that cannot fail.
    package func peek<Result: Sendable>(_ body: (LogCore) -> Result) -> Result {
        core.withLock { core in body(core) }
    }
}
