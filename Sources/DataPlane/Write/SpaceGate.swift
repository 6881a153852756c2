// SPDX-License-Identifier: MIT

import FilesystemModel
import Synchronization

/// Holds back what makes the volume grow while memory or the local disk is full: it waits, and after
/// `enospc_after` it is ENOSPC. What frees space (unlink, truncate) never asks.
///
/// Whoever notices fullness closes the gate for a reason; the same one opens it. No thread waits here: requests do,
/// detached from theirs.
package final class SpaceGate: Sendable {
    package enum Reason: UInt8, Sendable, CaseIterable {
        /// The write buffers hold `dirty_max`.
        case memory = 1
        /// The local disk has less than the reserve left.
        case disk = 2
    }

    private enum Outcome: Sendable { case opened, timedOut, cancelled }

    private let closedReasons = Atomic<UInt8>(0)
    private let room = WaitingRoom<Outcome>()
    private let patience: Duration
    /// Told of each request that begins to wait, so that draining begins at once.
    private let needed: Nudge

    package init(patience: Duration, needed: Nudge) {
        self.patience = patience
        self.needed = needed
    }

    /// One load: the hot path asks this of every write.
    package var isOpen: Bool { closedReasons.load(ordering: .acquiring) == 0 }

    package func close(for reason: Reason) {
        closedReasons.bitwiseOr(reason.rawValue, ordering: .acquiringAndReleasing)
    }

    package func open(for reason: Reason) {
        let left = closedReasons.bitwiseAnd(~reason.rawValue, ordering: .acquiringAndReleasing).newValue
        if left == 0 { room.endAll(.opened) }
    }

    /// Returns once the gate is open; `noSpace` when that took longer than the patience, `interrupted` when cancelled.
    /// The patience counts from `began`, for who waits again.
    package func waitUntilOpen(since began: ContinuousClock.Instant = .now) async throws(FSError) {
        let deadline = began + patience
        while !isOpen {
            needed()
            let outcome = await room.wait(until: deadline, timedOut: .timedOut, cancelled: .cancelled) {
                isOpen ? .opened : nil
            }
            switch outcome {
            case .opened: continue
            case .timedOut: throw .noSpace
            case .cancelled: throw .interrupted
            }
        }
    }
}
