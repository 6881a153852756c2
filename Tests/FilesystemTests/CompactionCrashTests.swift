// SPDX-License-Identifier: MIT

import DataPlane
import FilesystemModel
import ObjectStorage
import StorageFormat
import Testing
import VolumeFixture

@testable import Filesystem

/// At every step of compaction and reclaim: a killed process goes on with equal content, a lost machine is recovered
/// with equal content from whatever the store holds, and who reads a file meanwhile sees its bytes.
@Suite struct CompactionCrashTests {
    /// Garbage of every kind: overwritten, partly overwritten, removed, and small files beside each other.
    private static func makeGarbage(on volume: Volume) async throws -> ExpectedFiles {
        var expected = ExpectedFiles()
        let content = noise(600 << 10, seed: 11)
        try volume.mkdir("d")
        for round in 0..<6 {
            try expected.write("d/whole", Array(content[round..<round + 300_000]), to: volume)
            for number in 0..<30 {
                let start = round * 1000 + number * 17
                try expected.write("d/s\(number)", Array(content[start..<start + 4000]), to: volume)
            }
            if round == 0 { try expected.write("db", content, to: volume) }
            for page in 0..<20 {
                let offset = (page * 7 + round * 11) % 150 * 4096
                try expected.overwrite("db", at: offset, Array(content[page..<page + 4096]), on: volume)
            }
            for number in 0..<20 {
                let path = "d/gone\(number)"
                try expected.write(path, Array(content[number * 100..<number * 100 + 20_000]), to: volume)
                if round > 2 { try expected.remove(path, from: volume) }
            }
            try await volume.sendAll()
            if round == 1 { try await volume.checkpoint() }
            try await volume.sendAll()
        }
        return expected
    }

    @Test func aKillAtEveryStepLosesNothing() async throws {
        let store = MemoryStore(traits: .telegramUser)
        let fixture = try await VolumeFixture.format(store, configure: VolumeConfiguration.stepwise)
        try await fixture.whileRunning { volume in
            let expected = try await Self.makeGarbage(on: volume)
            var steps = 0
            try await volume.settle { _ in
                steps += 1
                let killed = try await fixture.reopenAfterKill(configure: VolumeConfiguration.stepwise)
                #expect(await expected.differences(in: killed.volume).isEmpty, "after step \(steps)")
                try await killed.volume.close()
            }
            #expect(steps > 5)
            #expect(store.objectBytes < 2 * expected.bytes)
        }
    }

    /// The killed process settles by itself: what was begun is ended or begun again.
    @Test(arguments: [1, 2, 3, 5, 8, 13])
    func aKilledProcessEndsWhatWasBegun(_ steps: Int) async throws {
        let store = MemoryStore(traits: .telegramUser)
        let fixture = try await VolumeFixture.format(store, configure: VolumeConfiguration.stepwise)
        let (expected, state) = try await fixture.whileRunning { volume in
            let expected = try await Self.makeGarbage(on: volume)
            var left = steps
            var state: (VolumeFixture, MemoryStore)?
            try await volume.settle { _ in
                left -= 1
                guard left == 0 else { return }
                // The disk first: what is sent in between is sent, whoever remembers it.
                let copy = try fixture.copyOfDirectory()
                let other = store.copy()
                state = (
                    try await VolumeFixture.reopen(
                        copy, other, fixture.identity, configure: VolumeConfiguration.stepwise), other
                )
            }
            return (expected, state)
        }
        guard let (killed, other) = state else { return }
        try await killed.whileRunning { volume in try await volume.settle() }
        #expect(other.objectBytes < 2 * expected.bytes)
        #expect(await expected.differences(in: killed.volume).isEmpty)
        let (recovered, report) = try await VolumeFixture.recover(from: other.copy())
        #expect(report.isComplete)
        #expect(await expected.differences(in: recovered.volume).isEmpty)
        #expect(try await recovered.volume.check(readDataPercent: 100).problems.isEmpty)
    }

    @Test(arguments: [ObjectStoreTraits.telegramUser, .telegramBot])
    func aMachineLostAtAnyMomentIsRecovered(_ traits: ObjectStoreTraits) async throws {
        let store = MemoryStore(traits: traits)
        let fixture = try await VolumeFixture.format(store, configure: VolumeConfiguration.stepwise)
        let expected = try await fixture.whileRunning { volume in
            let expected = try await Self.makeGarbage(on: volume)
            store.record()
            try await volume.settle()
            return expected
        }
        let boundaries = store.boundaries
        #expect(boundaries.contains { if case .removed = $0.change { true } else { false } })
        for (index, boundary) in boundaries.enumerated() {
            let (other, report) = try await VolumeFixture.recover(from: store.copy(of: boundary.contents))
            #expect(report.isComplete, "boundary \(index): \(boundary.change)")
            #expect(await expected.differences(in: other.volume).isEmpty, "boundary \(index): \(boundary.change)")
            let problems = try await other.volume.check(readDataPercent: 0).problems.filter { $0.kind != .orphan }
            #expect(problems.isEmpty, "boundary \(index): \(boundary.change)")
            try await other.volume.close()
        }
    }

    @Test func aMachineLostAtAnyMomentIsRecoveredWithoutTheRoot() async throws {
        let store = MemoryStore(traits: .telegramUser)
        let fixture = try await VolumeFixture.format(store, configure: VolumeConfiguration.stepwise)
        let expected = try await fixture.whileRunning { volume in
            let expected = try await Self.makeGarbage(on: volume)
            store.record()
            try await volume.settle()
            return expected
        }
        func sequence(_ object: MemoryStore.Contents.Object) -> SegmentSequence? {
            let reader = try? SegmentReader(
                headerBytes: Array(object.bytes.prefix(SegmentHeader.bytesMax)), key: fixture.identity.key,
                volume: fixture.identity.volume)
            return reader?.header.sequence
        }
        let boundaries = store.boundaries
        let arrivals = boundaries.map { boundary -> SegmentSequence? in
            guard case .put(let name) = boundary.change else { return nil }
            return boundary.contents.object(name).flatMap(sequence)
        }
        var recovered = 0
        for (index, boundary) in boundaries.enumerated() {
            var contents = boundary.contents
            contents.loseRoot()
            let last = try #require(contents.objects.compactMap(sequence).max())
            // One that is on its way looks like one that was lost.
            guard !arrivals[(index + 1)...].compactMap({ $0 }).contains(where: { $0 < last }) else { continue }
            let (other, report) = try await VolumeFixture.recover(from: store.copy(of: contents))
            #expect(report.isComplete, "boundary \(index): \(boundary.change), \(report)")
            #expect(await expected.differences(in: other.volume).isEmpty, "boundary \(index): \(boundary.change)")
            let problems = try await other.volume.check(readDataPercent: 0).problems.filter { $0.kind != .orphan }
            #expect(problems.isEmpty, "boundary \(index): \(boundary.change), \(problems)")
            try await other.volume.close()
            recovered += 1
        }
        #expect(recovered > boundaries.count / 2)
    }

    @Test func aVolumeWhoseRootIsLostAfterReclaimIsRecovered() async throws {
        let store = MemoryStore(traits: .telegramUser)
        let fixture = try await VolumeFixture.format(store, configure: VolumeConfiguration.stepwise)
        let expected = try await fixture.whileRunning { volume in
            let expected = try await Self.makeGarbage(on: volume)
            try await volume.settle()
            return expected
        }
        store.change { $0.loseRoot() }
        let (other, report) = try await VolumeFixture.recover(from: store.copy())
        #expect(report.isComplete)
        #expect(await expected.differences(in: other.volume).isEmpty)
    }

    @Test func whoReadsMeanwhileSeesTheBytes() async throws {
        let store = MemoryStore(traits: .telegramUser)
        let fixture = try await VolumeFixture.format(store) { configuration in
            VolumeConfiguration.stepwise(&configuration)
            // Nothing stays here, so that every read goes to the store.
            configuration.cacheBytesMax = 0
        }
        try await fixture.whileRunning { volume in
            let expected = try await Self.makeGarbage(on: volume)
            try await withThrowingTaskGroup(of: Void.self) { group in
                for _ in 0..<2 {
                    group.addTask {
                        while !Task.isCancelled {
                            let wrong = await expected.differences(in: volume)
                            if !Task.isCancelled { #expect(wrong.isEmpty) }
                        }
                    }
                }
                try await Self.settleAmongReaders(volume)
                group.cancelAll()
            }
            #expect(store.objectBytes < 2 * expected.bytes)
        }
    }

    /// Without a cache the readers take from compaction what it has just fetched; the volume then tries again, each second.
    private static func settleAmongReaders(_ volume: Volume) async throws {
        for attempt in 1...50 {
            do {
                return try await volume.settle()
            } catch FSError.unreachable where attempt < 50 {
                continue
            }
        }
    }

    /// A read that has found where its bytes are and has not got them yet.
    @Test func anObjectStaysUntilTheReadsThatMayKnowItHaveEnded() async throws {
        let store = MemoryStore(traits: .telegramUser)
        let fixture = try await VolumeFixture.format(store, configure: VolumeConfiguration.stepwise)
        try await fixture.whileRunning { volume in
            let expected = try await Self.makeGarbage(on: volume)
            store.record()
            let age = volume.grace.enter()
            for _ in 0..<100 {
                switch try await volume.tidySpace() {
                case .progressed: continue
                case .needsCheckpoint: try await volume.checkpoint()
                case .waiting, .settled: try await volume.sendAll()
                }
            }
            #expect(!store.boundaries.contains { if case .removed = $0.change { true } else { false } })
            volume.grace.leave(age)
            try await volume.settle()
            #expect(store.objectBytes < 2 * expected.bytes)
        }
    }

    /// Where roots cannot be swapped atomically, an older one may come in between: a machine that is recovered by it needs
    /// what is dead since.
    @Test func nothingIsRemovedWhileAnOlderRootStands() async throws {
        let store = MemoryStore(traits: .telegramUser)
        let fixture = try await VolumeFixture.format(store, configure: VolumeConfiguration.stepwise)
        try await fixture.whileRunning { volume in
            let expected = try await Self.makeGarbage(on: volume)
            let older = store.contents
            var isRolledBack = 0
            for _ in 0..<300 {
                let before = store.contents
                if before.root != older.root {
                    store.change { $0.rollBackRoot(to: older) }
                    isRolledBack += 1
                }
                let step = try await volume.tidySpace()
                // The background may have put ours again in between.
                if store.contents.root == older.root {
                    let names = Set(store.contents.names)
                    #expect(before.names.allSatisfy { names.contains($0) })
                }
                if step == .needsCheckpoint { try await volume.checkpoint() }
                if step == .waiting || step == .settled { try await volume.sendAll() }
            }
            #expect(isRolledBack > 0)
            try await volume.settle()
            #expect(store.objectBytes < 2 * expected.bytes)
            #expect(await expected.differences(in: volume).isEmpty)
        }
    }

    @Test func aRefusedRemovalIsRememberedAndHarmless() async throws {
        let store = MemoryStore(traits: .telegramBot)
        let fixture = try await VolumeFixture.format(store, configure: VolumeConfiguration.stepwise)
        let expected = try await fixture.whileRunning { volume in
            store.add(StoreFault(.fail(.refused("older than 48 hours")), on: [.remove], count: nil))
            let expected = try await Self.makeGarbage(on: volume)
            try await volume.settle()
            #expect(try await volume.status().refusedRemovals > 0)
            #expect(await expected.differences(in: volume).isEmpty)
            return expected
        }
        let (other, report) = try await VolumeFixture.recover(from: store.copy())
        #expect(report.isComplete)
        #expect(await expected.differences(in: other.volume).isEmpty)
        // The next mount asks again, and this time may.
        store.clear()
        let later = try await fixture.reopenAfterKill(configure: VolumeConfiguration.stepwise)
        try await later.whileRunning { volume in try await volume.settle() }
        #expect(store.objectBytes < 2 * expected.bytes)
        #expect(await expected.differences(in: later.volume).isEmpty)
    }

    @Test func aStoppedVolumeMovesNothing() async throws {
        let store = MemoryStore(traits: .telegramUser)
        let fixture = try await VolumeFixture.format(store, configure: VolumeConfiguration.stepwise)
        try await fixture.whileRunning { volume in _ = try await Self.makeGarbage(on: volume) }
        let before = store.contents
        let other = try await fixture.reopenAfterKill { configuration in
            VolumeConfiguration.stepwise(&configuration)
            configuration.isReadOnly = true
        }
        #expect(try await other.volume.tidySpace() == .settled)
        #expect(store.contents == before)
    }
}
