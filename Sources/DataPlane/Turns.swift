// SPDX-License-Identifier: MIT

import FilesystemModel
import Synchronization

/// Lets one task at a time through a section that awaits: an actor alone lets others in at every `await`.
package final class Turns: Sendable {
    private enum Outcome: Sendable { case free, cancelled }

    private let isTaken = Atomic(false)
    private let room = WaitingRoom<Outcome>()

    package init() {}

    /// Returns once it is this task's turn, until it calls `leave`; `interrupted` when cancelled before.
    package func enter() async throws(FSError) {
        while !isTaken.compareExchange(expected: false, desired: true, ordering: .acquiringAndReleasing).exchanged {
            let outcome = await room.wait(timedOut: .free, cancelled: .cancelled) {
                isTaken.load(ordering: .acquiring) ? nil : .free
            }
            if outcome == .cancelled { throw .interrupted }
        }
    }

    package func leave() {
        isTaken.store(false, ordering: .releasing)
        room.endAll(.free)
    }
}
