// SPDX-License-Identifier: MIT

import DataPlane
import FilesystemModel
import SeededRandom
import Synchronization
import Testing

/// A wait ends exactly once: by an end, by its deadline, or by its cancellation, whatever comes at the same moment.
/// A continuation that is resumed twice traps, one that is never resumed hangs the suite.
@Suite(.timeLimit(.minutes(10))) struct WaitingRoomTests {
    private enum Outcome: Sendable { case ended, late, cancelled }

    @Test func aWaitEndsForEverybodyWhoBegan() async {
        let room = WaitingRoom<Int>()
        let waits = (0..<10).map { _ in Task.immediate { await room.wait(timedOut: -1, cancelled: -2) } }
        #expect(!room.isEmpty)
        room.endAll(7)
        for wait in waits { #expect(await wait.value == 7) }
        #expect(room.isEmpty)
    }

    @Test func anEndBeforeTheWaitIsNotOne() async {
        let room = WaitingRoom<Int>()
        room.endAll(7)
        #expect(await room.wait(until: .now + .milliseconds(20), timedOut: -1, cancelled: -2) == -1)
        #expect(room.isEmpty)
    }

    @Test func theCheckEndsAWaitThatHasNothingToWaitFor() async {
        let room = WaitingRoom<Int>()
        #expect(await room.wait(timedOut: -1, cancelled: -2) { 3 } == 3)
        #expect(room.isEmpty)
    }

    @Test func aCancelledTaskDoesNotWait() async {
        let room = WaitingRoom<Int>()
        let wait = Task.immediate { await room.wait(timedOut: -1, cancelled: -2) }
        wait.cancel()
        #expect(await wait.value == -2)
        let late = Task {
            withUnsafeCurrentTask { $0?.cancel() }
            return await room.wait(timedOut: -1, cancelled: -2)
        }
        #expect(await late.value == -2)
        #expect(room.isEmpty)
    }

    @Test func racesOfAllThreeEndOnce() async {
        let room = WaitingRoom<Outcome>()
        var random = SeededGenerator(seed: SeededGenerator.seed())
        for _ in 0..<200 {
            let deadline = ContinuousClock.now + .microseconds(Int.random(in: 0..<300, using: &random))
            let waits = (0..<4).map { _ in
                Task { await room.wait(until: deadline, timedOut: Outcome.late, cancelled: .cancelled) }
            }
            let canceller = Task { for wait in waits.prefix(2) { wait.cancel() } }
            let ender = Task { room.endAll(.ended) }
            for wait in waits { _ = await wait.value }
            await canceller.value
            await ender.value
            #expect(room.isEmpty)
        }
    }
}

/// While it is closed growth waits; it opens when every reason is gone; it says ENOSPC after the patience and EINTR when
/// cancelled, and asks for draining whenever somebody begins to wait.
@Suite(.timeLimit(.minutes(10))) struct SpaceGateTests {
    @Test func everyReasonMustGoBeforeItOpens() async throws {
        let gate = SpaceGate(patience: .seconds(60), needed: Nudge())
        #expect(gate.isOpen)
        try await gate.waitUntilOpen()
        gate.close(for: .memory)
        gate.close(for: .disk)
        gate.close(for: .disk)
        let wait = Task.immediate { try await gate.waitUntilOpen() }
        gate.open(for: .disk)
        #expect(!gate.isOpen)
        gate.open(for: .memory)
        #expect(gate.isOpen)
        try await wait.value
    }

    @Test func patienceEndsInNoSpace() async {
        let gate = SpaceGate(patience: .milliseconds(20), needed: Nudge())
        gate.close(for: .disk)
        await #expect(throws: FSError.noSpace) { try await gate.waitUntilOpen() }
    }

    @Test func aCancelledWaitIsInterrupted() async {
        let gate = SpaceGate(patience: .seconds(60), needed: Nudge())
        gate.close(for: .disk)
        let wait = Task.immediate { try await gate.waitUntilOpen() }
        wait.cancel()
        await #expect(throws: FSError.interrupted) { try await wait.value }
    }

    @Test func whoWaitsAsksForDraining() async throws {
        let needed = Nudge()
        let gate = SpaceGate(patience: .seconds(60), needed: needed)
        gate.close(for: .memory)
        let wait = Task.immediate { try await gate.waitUntilOpen() }
        var asked = needed.stream.makeAsyncIterator()
        #expect(await asked.next() != nil)
        gate.open(for: .memory)
        try await wait.value
    }

    @Test func closingAndOpeningAtOnceLeavesNobodyBehind() async throws {
        let gate = SpaceGate(patience: .seconds(30), needed: Nudge())
        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 0..<8 {
                group.addTask { for _ in 0..<200 { try await gate.waitUntilOpen() } }
            }
            group.addTask {
                for _ in 0..<500 {
                    gate.close(for: .memory)
                    await Task.yield()
                    gate.open(for: .memory)
                }
            }
            try await group.waitForAll()
        }
        #expect(gate.isOpen)
    }
}

/// The stored position only rises; who waits for it learns of it, of the deadline, of the obstacle, or is cancelled.
@Suite(.timeLimit(.minutes(10))) struct StoredProgressTests {
    private func sequence(_ raw: UInt64) -> SegmentSequence { SegmentSequence(rawValue: raw) }

    @Test func itNeverFalls() {
        let progress = StoredProgress(sequence(5))
        progress.advance(to: sequence(3))
        #expect(progress.sequence == sequence(5))
    }

    @Test func aWaitEndsWhereItIsReached() async throws {
        let progress = StoredProgress(sequence(0))
        let wait = Task.immediate { try await progress.wait(for: SegmentSequence(rawValue: 2), until: nil) { nil } }
        progress.advance(to: sequence(1))
        progress.advance(to: sequence(2))
        #expect(try await wait.value)
    }

    @Test func aDeadlineIsNoErrorAndAnObstacleIs() async throws {
        let progress = StoredProgress(sequence(0))
        #expect(try await !progress.wait(for: .first, until: .now + .milliseconds(10)) { nil })
        let obstacle = Mutex<FSError?>(nil)
        let wait = Task.immediate {
            try await progress.wait(for: .first, until: nil) { obstacle.withLock { $0 } }
        }
        obstacle.withLock { $0 = .unreachable("x") }
        progress.stir()
        await #expect(throws: FSError.unreachable("x")) { try await wait.value }
    }
}
