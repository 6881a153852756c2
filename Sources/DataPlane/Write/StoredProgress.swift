// SPDX-License-Identifier: MIT

import FilesystemModel
import Synchronization

/// The end of the gap-free run of segments that the store is known to hold, and who waits for it to move.
package final class StoredProgress: Sendable {
    private enum Outcome: Sendable { case moved, timedOut, cancelled }

    private struct State {
        var stored: SegmentSequence
        var anchor: ListingAnchor
    }

    private let state: Mutex<State>
    private let room = WaitingRoom<Outcome>()

    /// `listAfter` is an object that the store took in before every segment behind `stored`; those up to
    /// `lastOfEarlierRun` may be in the store already.
    package init(
        _ stored: SegmentSequence, lastOfEarlierRun: SegmentSequence = SegmentSequence(rawValue: 0),
        listAfter: [UInt8] = []
    ) {
        let anchor = ListingAnchor(base: listAfter, lastOfEarlierRun: lastOfEarlierRun)
        state = Mutex(State(stored: stored, anchor: anchor))
    }

    /// The last segment of the run; 0 for none.
    package var sequence: SegmentSequence { state.withLock { $0.stored } }

    /// The run's end, and an object that the store took in before every segment behind it; empty for none.
    package var anchor: (stored: SegmentSequence, listAfter: [UInt8]) {
        state.withLock { ($0.stored, $0.anchor.reference(stored: $0.stored)) }
    }

    package func willPut(_ sequence: SegmentSequence) { state.withLock { $0.anchor.willPut(sequence) } }

    package func didPut(_ reference: [UInt8]) { state.withLock { $0.anchor.didPut(reference) } }

    package func advance(to sequence: SegmentSequence) {
        state.withLock { state in
            state.stored = max(state.stored, sequence)
            state.anchor.advance(to: state.stored)
        }
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
