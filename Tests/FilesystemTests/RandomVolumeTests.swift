// SPDX-License-Identifier: MIT

import DataPlane
import FilesystemModel
import ObjectStorage
import ReferenceModel
import SeededRandom
import Testing
import VolumeFixture

@testable import Filesystem

/// Whatever is done to it, and whatever goes on beneath (eviction, checkpoints, syncs, kills, the loss of the machine):
/// a volume looks like the model, in every name, attribute, byte and error.
///
/// A failure is played again with the printed `GRAMFS_TEST_SEED`.
@Suite(.serialized, .timeLimit(.minutes(10))) struct RandomVolumeTests {
    @Test(arguments: [ObjectStoreTraits.unlimited, .telegramUser, .telegramBot])
    func itLooksLikeTheModel(_ traits: ObjectStoreTraits) async throws {
        let clock = ManualClock()
        let store = MemoryStore(traits: traits)
        let configure: @Sendable (inout VolumeConfiguration) -> Void = { configuration in
            configuration.cacheBytesMax = 1 << 20
            configuration.messages = .init(burst: 1000, perHour: 1000, perDay: 100_000)
        }
        var operations = RandomOperations(seed: SeededGenerator.seed(), clock: clock)
        var fixture = try await VolumeFixture.format(store, clock: clock, configure: configure)
        var background = run(fixture)
        for round in 0..<8 {
            for _ in 0..<60 { try await operations.step(on: fixture.volume) }
            let event = Event.allCases.randomElement(using: &operations.random) ?? .kill
            switch event {
            case .chores:
                try fixture.volume.doChores()
            case .checkpoint:
                try await fixture.volume.checkpoint()
            case .synchronise:
                _ = try await fixture.volume.synchronise(isLocal: operations.random.chance(30), timeout: nil)
                try await fixture.volume.publishRoot()
                // Twice: the first round of eviction takes marks of use away.
                try fixture.volume.doChores()
                try fixture.volume.doChores()
            case .kill, .loss:
                try operations.flushAll(fixture.volume)
                if event == .loss { _ = try await fixture.volume.synchronise(isLocal: false, timeout: nil) }
                background.cancel()
                await background.value
                let after =
                    event == .kill
                    ? try await fixture.reopenAfterKill(configure: configure)
                    : try await VolumeFixture.recover(from: store, clock: clock, configure: configure).0
                try operations.closeAll(fixture.volume)
                operations.loseHandles()
                try await fixture.volume.close()
                fixture = after
                background = run(fixture)
            }
            try await expectEqual(fixture.volume, operations.model, "round \(round), after \(event)")
        }
        let report = try await fixture.volume.check(readDataPercent: 0)
        #expect(report.problems.allSatisfy { $0.kind == .orphan }, "\(report.problems)")
        background.cancel()
        await background.value
        try operations.closeAll(fixture.volume)
        #expect(
            fixture.volume.dirty.bytes == 0 && fixture.volume.inodes.all.isEmpty && fixture.volume.handles.count == 0)
        try await fixture.volume.close()
    }

    /// Content alone, and much more of it: a few files of some hundred KiB that are written, cut, emptied and copied from
    /// one to the other, with compaction beneath.
    @Test(arguments: [ObjectStoreTraits.unlimited, .telegramUser])
    func contentLooksLikeTheModel(_ traits: ObjectStoreTraits) async throws {
        let clock = ManualClock()
        let store = MemoryStore(traits: traits)
        let configure: @Sendable (inout VolumeConfiguration) -> Void = { configuration in
            VolumeConfiguration.stepwise(&configuration)
            configuration.cacheBytesMax = 1 << 20
        }
        var operations = RandomOperations(seed: SeededGenerator.seed(), clock: clock)
        var fixture = try await VolumeFixture.format(store, clock: clock, configure: configure)
        try operations.makeFiles(4, fixture.volume)
        for round in 0..<10 {
            for _ in 0..<120 { try await operations.stepOfContent(on: fixture.volume) }
            try operations.flushAll(fixture.volume)
            let isLost = operations.random.chance(30)
            let isTidied = operations.random.chance(60)
            try await fixture.whileRunning { volume in
                try await volume.sendAll()
                if isTidied { try await volume.settle() }
                try volume.doChores()
                try volume.doChores()
            }
            let after =
                isLost
                ? try await VolumeFixture.recover(from: store, clock: clock, configure: configure).0
                : try await fixture.reopenAfterKill(configure: configure)
            try operations.closeAll(fixture.volume)
            operations.loseHandles()
            try await fixture.volume.close()
            fixture = after
            try await fixture.whileRunning { [fixture, model = operations.model] _ in
                try await expectEqual(fixture.volume, model, "round \(round)")
            }
        }
        let report = try await fixture.whileRunning { try await $0.check(readDataPercent: 100) }
        #expect(report.problems.allSatisfy { $0.kind == .orphan }, "\(report.problems)")
        try await fixture.volume.close()
    }

    private enum Event: CaseIterable { case chores, checkpoint, synchronise, kill, loss }

    private func run(_ fixture: VolumeFixture) -> Task<Void, Never> {
        Task { await fixture.volume.run() }
    }

    @Test func aListingUnderChangeShowsWhatStaysExactlyOnce() async throws {
        var random = SeededGenerator(seed: SeededGenerator.seed())
        let fixture = try await VolumeFixture.format(MemoryStore())
        let volume = fixture.volume
        for _ in 0..<5 {
            let directory = try volume.mkdir("d\(random.next())").inode
            for number in 0..<60 { try make(volume, directory, "stays\(number)") }
            for number in 0..<60 { try make(volume, directory, "goes\(number)") }
            var seen: [String] = []
            var after = DirectoryCookie.start
            var step = 0
            while true {
                let page = try volume.readDirectory(
                    directory, .directory, after: after, limit: Int.random(in: 1..<9, using: &random),
                    withAttributes: random.chance(50))
                guard let last = page.last else { break }
                after = last.cookie
                seen += page.map { String(decoding: $0.name, as: UTF8.self) }
                step += 1
                if step < 60 {
                    try? volume.unlink(in: directory, name("goes\(Int.random(in: 0..<60, using: &random))"))
                    if step < 20 { try make(volume, directory, "comes\(step)") }
                    try? volume.rename(
                        in: directory, name("goes\(step)"), to: directory, name("moved\(step)"), mode: .noReplace)
                }
            }
            #expect(Set(seen).count == seen.count, "a name was shown twice")
            #expect(Set(seen).isSuperset(of: (0..<60).map { "stays\($0)" } + [".", ".."]))
        }
    }

    private func make(_ volume: Volume, _ directory: InodeNumber, _ text: String) throws {
        _ = try volume.makeNode(
            in: directory, name(text), kind: .regular, permissions: 0o644, deviceNumber: 0,
            caller: VolumeFixture.caller)
    }
}
