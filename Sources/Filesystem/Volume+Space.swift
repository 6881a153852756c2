// SPDX-License-Identifier: MIT

import DataPlane
import FilesystemModel

/// Compaction and reclaim, in steps between which everything else goes first.
extension Volume {
    /// Queued segments beyond which compaction waits: what users wrote goes to the store before what it moves.
    private static let queuedMax: UInt64 = 4

    /// One bounded step towards less than twice the live bytes in the store. Needs write-back and roots to go on;
    /// killed or cancelled at any point, nothing is lost and the next step goes on.
    package func tidySpace() async throws(FSError) -> SpaceKeeper.Step {
        let bytes = max(configuration.compactionBytesPerSecond, 1 << 20)
        let step = try await space.step(bytesMax: bytes) { self.mayMove }
        if let order = await space.takeRewritten() { try await close(order) }
        return step
    }

    /// Whether what compaction moves keeps nobody waiting: local space, the queue, and messages, which the segments
    /// that it fills are counted against as any others.
    private var mayMove: Bool {
        let unsent = log.peek { $0.open.sequence }.rawValue - progress.sequence.rawValue
        guard gate.isOpen, unsent <= Self.queuedMax + 1 else { return false }
        return messages.hasRoomForCheckpoint
    }
}
