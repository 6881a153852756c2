// SPDX-License-Identifier: MIT

import DataPlane
import Filesystem
import FilesystemModel
import ObjectStorage
import ObjectStoreSuite
import Synchronization
import TelegramStorage
import Testing
import VolumeFixture

@testable import TelegramEmulator

/// Invariants: a desktop that nobody sits at, whose programs write their state all day, costs the account no more messages
/// than the budget has, and is as safe at the day's end as at its beginning; who only looks whether the volume is still its
/// own asks little.
///
/// The clock is the test's; log, write-back, roots, compaction, store and client are the real ones.
@Suite(.serialized, .timeLimit(.minutes(10))) struct QuietDayTests {
    private final class SetClock: WallClock {
        private let time = Mutex(Timestamp(seconds: 1_700_000_000))

        func now() -> Timestamp { time.withLock { $0 } }

        func advance(by seconds: Int64) { time.withLock { $0 = Timestamp(seconds: $0.seconds + seconds) } }
    }

    private static let daySeconds: Int64 = 86_400
    /// Between two programs that write.
    private static let pauseSeconds: Int64 = 30

    @Test func aDayOfAnIdleDesktopStaysWithinTheMessageBudget() async throws {
        try await withSetting(.user) { setting in
            let clock = SetClock()
            let store = RetryingStore(GatedStore(setting.store), clock: ContinuousClock())
            let fixture = try await VolumeFixture.format(
                store, segmentBytes: UInt64(Limits.segmentBytesDefault), clock: clock
            ) { configuration in
                // Each write is old enough at once: nothing but the budget keeps it.
                configuration.uploadAfter = .zero
                configuration.uploadWithin = .zero
            }
            let scene = setting.scene
            let before = Messages(scene)
            let contents = try await fixture.whileRunning { volume in
                var contents: [String: [UInt8]] = [:]
                var byHour: [Int] = []
                // One less: with the last begins the next day.
                for step in 0..<Int(Self.daySeconds / Self.pauseSeconds) - 1 {
                    clock.advance(by: Self.pauseSeconds)
                    let name = ["history", "session", "cookies", "index", "log"][step % 5]
                    contents[name] = Sample.bytes(3000 + step % 7 * 2000, seed: step)
                    try volume.writeFile(name, contents[name] ?? [])
                    try volume.doChores()
                    // The store is as fast as the day is long.
                    while try await volume.status().queuedSegments > 0 { await Task.yield() }
                    if (step + 1) % 120 == 0 { byHour.append(Messages(scene).posted) }
                }
                let first = zip(byHour, [before.posted] + byHour).map(-)
                #expect(
                    first.allSatisfy { $0 <= 30 + 60 + Self.rootsMax }, "no hour has more than a burst beside its own")
                return contents
            }
            let day = Messages(scene)
            let messages = day.posted - before.posted + day.pinned - before.pinned
            #expect(messages <= 1000, "notices of pins included")
            #expect(messages >= 900, "and what may be sent is sent")
            // What was kept back is here, and goes when somebody asks.
            try await fixture.synchronise()
            let asked = scene.backend.counters.values.reduce(0, +)
            try await fixture.volume.confirmWriter()
            #expect(scene.backend.counters.values.reduce(0, +) - asked <= 4)
            try await fixture.volume.close()
            let (recovered, report) = try await VolumeFixture.recover(from: store, clock: clock)
            #expect(report.isComplete)
            for (name, bytes) in contents {
                #expect(try await difference(recovered.volume.readFile(name), bytes) == nil)
            }
            try await recovered.volume.close()
        }
    }

    private static let rootsMax = 4

    /// What the server counted.
    private struct Messages {
        let posted: Int
        let pinned: Int

        init(_ scene: Scene) {
            posted = scene.calls("messages.sendMedia") + scene.calls("messages.sendMessage")
            pinned = scene.calls("messages.updatePinnedMessage")
        }
    }
}
