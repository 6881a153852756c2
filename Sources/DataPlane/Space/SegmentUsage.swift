// SPDX-License-Identifier: MIT

import FilesystemModel
import Metadata

/// How much of a stored segment is needed, in bytes of the store.
package struct SegmentUsage: Hashable, Sendable {
    package let sequence: SegmentSequence
    package let objectBytes: UInt64
    /// Of frames and of pieces of the newest checkpoint; at most `objectBytes`. Records are not counted: a checkpoint
    /// takes their place.
    package let liveBytes: UInt64
    /// Whether files have frames in it; otherwise a checkpoint is all that keeps it, if anything does.
    package let hasFrames: Bool

    package init(sequence: SegmentSequence, objectBytes: UInt64, liveBytes: UInt64, hasFrames: Bool) {
        self.sequence = sequence
        self.objectBytes = objectBytes
        self.liveBytes = min(liveBytes, objectBytes)
        self.hasFrames = hasFrames
    }

    /// A frame that is needed in part counts in part.
    package init(_ tally: SegmentTally, _ payload: SegmentPayload) {
        let needed = tally.liveFrameBytes + tally.checkpointBytes
        // With reflinks more may refer to it than it holds.
        let share = payload.plainBytes > 0 ? min(1, Double(needed) / Double(payload.plainBytes)) : 0
        self.init(
            sequence: tally.sequence, objectBytes: tally.objectBytes,
            liveBytes: needed == 0 ? 0 : max(1, UInt64((Double(payload.storedBytes) * share).rounded())),
            hasFrames: tally.liveFrameBytes > 0)
    }

    package var garbageBytes: UInt64 { objectBytes - liveBytes }

    var liveShare: Double { objectBytes > 0 ? Double(liveBytes) / Double(objectBytes) : 1 }
}

/// What the frames, pieces and checkpoints of a segment take: in the object, and opened.
package struct SegmentPayload: Hashable, Sendable {
    package var storedBytes: UInt64 = 0
    package var plainBytes: UInt64 = 0

    package init(storedBytes: UInt64 = 0, plainBytes: UInt64 = 0) {
        self.storedBytes = storedBytes
        self.plainBytes = plainBytes
    }
}
