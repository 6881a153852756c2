// SPDX-License-Identifier: MIT

import FilesystemModel

/// What a recovery found and rebuilt: `gramfs recover` prints it.
package struct RecoveryReport: Sendable, Equatable {
    package var volume: VolumeID
    /// Up to where the tree was rebuilt.
    package var position: LogPosition
    /// The checkpoint that it began from; nil for the beginning of the log.
    package var checkpoint: LogPosition?
    package var segmentsExpected: Int
    package var segmentsRead: Int
    /// Segments that a root says are stored and that are not there or not whole.
    package var missing: [SegmentSequence]
    /// Batches of records behind an accepted gap that were left out, whole or in part: they refer to what it took.
    package var skippedBatches = 0
    package var files: UInt64
    package var directories: UInt64
    package var bytes: UInt64

    /// Whether everything that a root ever promised is there.
    package var isComplete: Bool { missing.isEmpty }
}
