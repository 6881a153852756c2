// SPDX-License-Identifier: MIT

import ObjectStorage
import Testing

/// Invariants: a turn ends once, and whoever gives it learns whether it was taken.
@Suite(.timeLimit(.minutes(10))) struct TurnTests {
    @Test func aTurnGivenBeforeTheWaitIsKept() async {
        let turn = Turn()
        #expect(turn.give())
        #expect(await turn.wait())
        #expect(!turn.give())
    }

    @Test func aCancelledWaitTakesNoTurn() async {
        let turn = Turn()
        let task = Task { await turn.wait() }
        task.cancel()
        #expect(await task.value == false)
        #expect(!turn.give())
    }
}
