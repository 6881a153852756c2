// SPDX-License-Identifier: MIT

import FilesystemModel
import Synchronization

/// The message budget of a mounted volume, by its clock, for everybody who posts: segments when they are sealed, roots when
/// the store has taken them or, with a checkpoint, when that is written. Without limit where objects are no messages.
package final class MessageMeter: Sendable {
    private struct State {
        var budget: MessageBudget
        /// A checkpoint was written, and the root that names it is counted already: segments that are sealed meanwhile do not
        /// take its place.
        var isRootPaid = false
        var isUnnoted = false

        mutating func spend(_ count: Int, now: Timestamp) {
            for _ in 0..<count { budget.spend(now: now) }
            isUnnoted = true
        }
    }

    private let state: Mutex<State>
    private let clock: any WallClock
    private let isLimited: Bool

    /// `note` is that of the volume's last mount, where there was one.
    package init(
        _ allowance: MessageBudget.Allowance, note: [UInt8]? = nil, isLimited: Bool, clock: any WallClock
    ) {
        let known = note.flatMap { MessageBudget(allowance, encoded: $0) }
        state = Mutex(State(budget: known ?? MessageBudget(allowance, now: clock.now())))
        self.clock = clock
        self.isLimited = isLimited
    }

    // MARK: Over a restart

    /// What is left of the budget, where it changed since it was asked for last.
    package func takeNote() -> [UInt8]? {
        guard isLimited else { return nil }
        return state.withLock { state in
            guard state.isUnnoted else { return nil }
            state.isUnnoted = false
            return state.budget.encoded
        }
    }

    // MARK: Counting

    /// Also where none is left: what was sealed goes.
    package func countSegment() {
        let now = clock.now()
        state.withLock { $0.spend(1, now: now) }
    }

    /// A root will follow.
    package func countCheckpoint() {
        let now = clock.now()
        state.withLock { state in
            guard !state.isRootPaid else { return }
            state.isRootPaid = true
            state.spend(Self.messagesOfRoot, now: now)
        }
    }

    package func countRoot() {
        let now = clock.now()
        state.withLock { state in
            guard !state.isRootPaid else {
                state.isRootPaid = false
                return
            }
            state.spend(Self.messagesOfRoot, now: now)
        }
    }

    /// A root is a document, and Telegram posts a notice of its pin.
    private static let messagesOfRoot = 2

    // MARK: Asking

    /// When the next message that can wait may go; nil where it may now.
    package var nextMessage: Timestamp? { next(1) }

    /// Whether a checkpoint may be written now that nobody waits for.
    package var hasRoomForCheckpoint: Bool { next(Self.messagesOfCheckpoint) == nil }

    /// The segment before it, its own, and the root that names it.
    private static let messagesOfCheckpoint = 2 + messagesOfRoot

    private func next(_ count: Int) -> Timestamp? {
        guard isLimited else { return nil }
        let now = clock.now()
        return state.withLock { $0.budget.nextMessage(now: now, count: count) }
    }
}
