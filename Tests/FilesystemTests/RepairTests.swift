// SPDX-License-Identifier: MIT

import DataPlane
import Filesystem
import FilesystemModel
import ObjectStorage
import Testing
import VolumeFixture

/// What this machine still has whole is put again, and a new machine finds it; what it has not is said to be lost. A
/// repair that is killed half-way and run again ends right.
@Suite(.timeLimit(.minutes(10))) struct RepairTests {
    static let damages: [String] = ["missing", "damaged", "truncated", "swapped"]

    /// A volume whose checkpoint and tail are stored, and two of its objects of more than a frame.
    private func volume(_ traits: ObjectStoreTraits) async throws -> (VolumeFixture, MemoryStore, [ObjectName]) {
        let store = MemoryStore(traits: traits)
        let fixture = try await VolumeFixture.format(store)
        try fixture.volume.writeFile("a", noise(300_000, seed: 1))
        try await fixture.synchronise()
        try fixture.volume.writeFile("b", noise(300_000, seed: 2))
        try await fixture.synchronise()
        try await fixture.whileRunning { volume in
            try await volume.checkpoint()
            _ = try await volume.synchronise(isLocal: false, timeout: nil)
            try await volume.publishRoot()
        }
        return (fixture, store, store.contents.objects.filter { $0.bytes.count > 300_000 }.map(\.name))
    }

    private func damage(_ store: MemoryStore, _ kind: String, _ names: [ObjectName]) {
        store.change { contents in
            switch kind {
            case "missing": _ = contents.drop(names[0])
            case "damaged": _ = contents.flipBit(ofByte: 100_000, in: names[0])
            case "truncated": _ = contents.truncate(names[0], to: 1000)
            default: _ = contents.swap(names[0], names[1])
            }
        }
    }

    @Test(arguments: damages, [ObjectStoreTraits.telegramUser, .unlimited])
    func whatIsHereIsPutAgainAndANewMachineFindsIt(_ kind: String, _ traits: ObjectStoreTraits) async throws {
        let (fixture, store, names) = try await volume(traits)
        try #require(names.count == 2)
        damage(store, kind, names)
        #expect(try await fixture.volume.check(readDataPercent: 100).isOK == false)
        let dry = try await fixture.volume.repair(isDryRun: true)
        #expect(!dry.repaired.isEmpty && dry.unrepairable.isEmpty)
        #expect(try await fixture.volume.check(readDataPercent: 100).isOK == false)
        let report = try await fixture.whileRunning { try await $0.repair(isDryRun: false) }
        #expect(report.repaired.map(\.problem) == dry.repaired.map(\.problem) && report.unrepairable.isEmpty)
        #expect(try await fixture.volume.check(readDataPercent: 100).isOK)
        let (other, recovered) = try await VolumeFixture.recover(from: store.copy())
        #expect(recovered.isComplete)
        #expect(try await other.volume.readFile("a") == noise(300_000, seed: 1))
        #expect(try await other.volume.readFile("b") == noise(300_000, seed: 2))
    }

    @Test func whatIsNotHereIsSaidToBeLost() async throws {
        let (fixture, store, names) = try await volume(.telegramUser)
        let (other, _) = try await VolumeFixture.recover(from: store)
        damage(store, "missing", names)
        let report = try await other.whileRunning { try await $0.repair(isDryRun: false) }
        #expect(report.repaired.isEmpty && report.unrepairable.count == 1)
        #expect(store.contents.object(names[1]) != nil)
        _ = fixture
    }

    @Test func whatTheStoreDoesNotSayIsLeftAlone() async throws {
        let (fixture, store, names) = try await volume(.telegramUser)
        store.add(StoreFault(.fail(.unreachable("away")), on: [.get], count: nil))
        let report = try? await fixture.volume.repair(isDryRun: true)
        #expect(report?.repaired.isEmpty ?? true)
        #expect(store.contents.object(names[0]) != nil)
    }

    @Test func leftOversOfAFencedWriterAreRemovedAndNothingElse() async throws {
        let (fixture, store, _) = try await volume(.telegramUser)
        let (new, _) = try await VolumeFixture.recover(from: store)
        try fixture.volume.writeFile("late", noise(1000, seed: 3))
        await #expect(throws: FSError.self) { try await fixture.synchronise() }
        #expect(try await new.volume.check(readDataPercent: 0).problems.map(\.kind) == [.orphan])
        let stranger = try #require(ObjectName(String(repeating: "ab", count: 16)))
        store.change { _ = $0.insert(stranger, Array("somebody's".utf8)) }
        let report = try await new.whileRunning { try await $0.repair(isDryRun: false) }
        #expect(report.repaired.count == 1 && report.unrepairable.map(\.problem.object) == [stranger.description])
        #expect(store.contents.object(stranger) != nil)
        #expect(try await new.volume.check(readDataPercent: 100).problems.map(\.object) == [stranger.description])
        let (third, _) = try await VolumeFixture.recover(from: store.copy())
        #expect(try third.volume.list("").sorted() == ["a", "b"])
    }

    /// Every state of the store that a killed repair can leave, with the state directory as it then was: the kill comes
    /// in the call that never answers.
    @Test(arguments: [StoreCall.remove, .put, .replaceRoot], [0, 1])
    func aRepairThatIsKilledAndRunAgainEndsRight(_ call: StoreCall, _ effect: Int) async throws {
        let (fixture, store, names) = try await volume(.telegramUser)
        damage(store, "damaged", names)
        let fault: StoreFault.Effect = effect == 0 ? .fail(.unauthorised("killed here")) : .loseAnswer
        store.add(StoreFault(fault, on: [call], count: nil))
        await #expect(throws: (any Error).self) {
            try await fixture.whileRunning { try await $0.repair(isDryRun: false) }
        }
        store.clear()
        let again = try await fixture.reopenAfterKill()
        _ = try await again.whileRunning { try await $0.repair(isDryRun: false) }
        #expect(try await again.volume.check(readDataPercent: 100).isOK)
        let (other, report) = try await VolumeFixture.recover(from: store.copy())
        #expect(report.isComplete)
        #expect(try await other.volume.readFile("a") == noise(300_000, seed: 1))
    }
}
