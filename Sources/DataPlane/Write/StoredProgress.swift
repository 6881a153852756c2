// SPDX-License-Identifier: MIT

import FilesystemModel
import Synchronization

/// The end of the gap-free run of segments that the store is known to hold, and who waits for it to move.
package final class StoredProgress: Sendable {
    private enum Outcome: Sendable { case moved, timedOut, cancelled }

    private let stored: Mutex<SegmentSequence>
    private let room = WaitingRoom<Outcome>()

    package init(_ stored: SegmentSequence) { self.stored = Mutex(stored) }

    /// The last segment of the run; 0 for none.
    package var sequence: SegmentSequence { stored.withLock { $0 } }

    package func advance(to sequence: SegmentSequence) {
        stored.withLock { $0 = max($0, sequence) }
        room.endAll(.moved)
    }

    /// Wakes who waits without a change, so that they look at why nothing moves.
    package func stir() { room.endAll(.moved) }

    /// Returns whether everything up to and with `sequence` is stored, at the latest at the deadline. Throws what
    /// `obstacle` gives: why it will not be.
    package func wait(
        for sequence: SegmentSequence, until deadline: ContinuousClock.Instant?, obstacle: () -> FSError?
    ) async throws(FSError) -> Bool {
        while self.sequence < sequence {
            if let error = obstacle() { throw error }
            let outcome = await room.wait(until: deadline, timedOut: .timedOut, cancelled: .cancelled) {
                self.sequence >= sequence ? .moved : nil
            }
            switch outcome {
            case .moved: continue
            case .timedOut: return self.sequence >= sequence
            case .cancelled: throw .interrupted
            }
        }
        return true
    }
}
