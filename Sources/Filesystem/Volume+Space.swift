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
        return try await space.step(bytesMax: bytes) { self.mayMove($0) }
    }

    private func mayMove(_ bytes: UInt64) -> Bool {
        guard gate.isOpen, log.peek({ $0.open.sequence }).rawValue <= progress.sequence.rawValue + 1 + Self.queuedMax
        else { return false }
        // What is moved goes out in segments, and each of those is counted when it is sealed.
        return !store.traits.hasMessageBudget || budget.withLock { $0.nextMessage(now: clock.now()) == nil }
    }
}
