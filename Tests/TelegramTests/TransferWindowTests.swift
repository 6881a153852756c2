// SPDX-License-Identifier: MIT

import Testing

@testable import Telegram

@Suite struct TransferWindowTests {
    @Test func itGrowsByOneARoundAndShrinksByHalf() {
        var window = TransferWindow(limit: 16)
        #expect(window.size == 4)
        for _ in 0..<4 { window.succeeded(after: .seconds(1)) }
        #expect(window.size == 5)
        for _ in 0..<1000 { window.succeeded(after: .seconds(1)) }
        #expect(window.size == 16)
        window.troubled(at: .seconds(10))
        #expect(window.size == 8)
        window.troubled(at: .seconds(10) + .milliseconds(500))
        #expect(window.size == 8, "what fails together is one sign")
        for second in 12..<30 { window.troubled(at: .seconds(second)) }
        #expect(window.size == 1)
    }

    @Test func slowPartsDoNotWidenIt() {
        var window = TransferWindow(limit: 16)
        for _ in 0..<100 { window.succeeded(after: .seconds(5)) }
        #expect(window.size == 4)
    }

    @Test func theGateLetsThroughWhatTheWindowAllows() async {
        let gate = TransferGate(limit: 4)
        let (entered, enter) = AsyncStream.makeStream(of: Void.self)
        let (release, releaser) = AsyncStream.makeStream(of: Void.self)
        await withTaskGroup(of: Void.self) { group in
            for _ in 0..<6 {
                group.addTask {
                    _ = try? await gate.pass { () async throws(TelegramError) in
                        enter.yield()
                        for await _ in release { break }
                    }
                }
            }
            var count = 0
            for await _ in entered {
                count += 1
                if count >= 4 { releaser.yield() }
                if count == 6 { break }
            }
            for _ in 0..<6 { releaser.yield() }
            releaser.finish()
            await group.waitForAll()
            #expect(count == 6)
        }
    }

    @Test func whoIsCancelledInTheQueueLeavesIt() async {
        let gate = TransferGate(limit: 1)
        let (release, releaser) = AsyncStream.makeStream(of: Void.self)
        let (entered, enter) = AsyncStream.makeStream(of: Void.self)
        let first = Task {
            try? await gate.pass { () async throws(TelegramError) in
                enter.yield()
                for await _ in release { break }
            }
        }
        for await _ in entered { break }
        let second = Task { () async -> TelegramError? in
            do throws(TelegramError) {
                try await gate.pass { () async throws(TelegramError) in }
                return nil
            } catch {
                return error
            }
        }
        second.cancel()
        #expect(await second.value == .cancelled)
        releaser.finish()
        await first.value
    }
}

extension TransferWindowTests {
    /// One place, with a queue of parts to write that many reads come behind.
    @Test func readsPassWritesUntilAWriteIsDue() async {
        let gate = TransferGate(limit: 1)
        let (release, releaser) = AsyncStream.makeStream(of: Void.self)
        let (entered, enter) = AsyncStream.makeStream(of: Void.self)
        let (passed, pass) = AsyncStream.makeStream(of: TransferGate.Direction.self)
        await withTaskGroup(of: Void.self) { group in
            group.addTask {
                _ = try? await gate.pass(.up) { () async throws(TelegramError) in
                    enter.yield()
                    for await _ in release { break }
                }
            }
            for await _ in entered { break }
            for (direction, count) in [(TransferGate.Direction.up, 3), (.down, 20)] {
                for _ in 0..<count {
                    group.addTask {
                        _ = try? await gate.pass(direction) { () async throws(TelegramError) in
                            pass.yield(direction)
                        }
                    }
                }
            }
            while gate.waitingCount < 23 { await Task.yield() }
            releaser.finish()
            await group.waitForAll()
        }
        let reads = TransferGate.readsBeforeWrite
        pass.finish()
        let order = await passed.reduce(into: []) { $0.append($1) }
        #expect(order.count == 23)
        #expect(order.prefix(reads).allSatisfy { $0 == .down }, "somebody waits for a read")
        #expect(order[reads] == .up, "and the queue drains")
    }

    @Test func aPauseHoldsOneDirectionAndNeverBecomesShorter() {
        let gate = TransferGate(limit: 1)
        #expect(gate.pause(of: .up) == nil)
        gate.pause(.up, for: .seconds(1000))
        gate.pause(.up, for: .seconds(1))
        #expect(gate.pause(of: .up) ?? .zero > .seconds(900))
        #expect(gate.pause(of: .down) == nil)
    }
}
