// SPDX-License-Identifier: MIT

import DataPlane
import Filesystem
import FilesystemModel
import ObjectStorage
import StorageFormat
import Testing
import VolumeFixture

/// One writer at a time. What a writer was told to be stored outlives a takeover; what it puts after a takeover is part
/// of no log; a copy of its state directory is another writer.
@Suite struct WriterTests {
    static let faces: [ObjectStoreTraits] = [.telegramUser, .telegramBot, .unlimited]

    @Test(arguments: faces)
    func aSecondMachineIsRefusedWhileTheFirstHoldsTheVolume(_ traits: ObjectStoreTraits) async throws {
        let store = MemoryStore(traits: traits)
        let first = try await VolumeFixture.format(store)
        try first.volume.writeFile("a", noise(1000, seed: 1))
        try await first.synchronise()
        let error = await #expect(throws: FSError.self) {
            _ = try await VolumeFixture.recover(from: store, mode: .whenFree)
        }
        guard case .held(let who) = error else {
            Issue.record("\(String(describing: error))")
            return
        }
        #expect(who.contains("first"))
        // Refusing changed nothing for the first.
        try first.volume.writeFile("b", noise(1000, seed: 2))
        try await first.synchronise()
    }

    @Test(arguments: faces)
    func aCleanUnmountLetsTheNextMachineIn(_ traits: ObjectStoreTraits) async throws {
        let store = MemoryStore(traits: traits)
        let first = try await VolumeFixture.format(store)
        try first.volume.writeFile("a", noise(1000, seed: 1))
        try await first.synchronise()
        try await first.volume.close()
        let (second, _) = try await VolumeFixture.recover(from: store, mode: .whenFree)
        try second.volume.writeFile("b", noise(1000, seed: 2))
        try await second.synchronise()
        try await second.volume.close()
        // And back: the first is behind and catches up by itself.
        let again = try await VolumeFixture.reopen(first.directory, store, first.identity, writer: first.writer)
        #expect(try await again.volume.readFile("b") == noise(1000, seed: 2))
        #expect(try await again.volume.status().epoch == Epoch(rawValue: 3))
        #expect(try await again.volume.check(readDataPercent: 100).isOK)
    }

    @Test func whatIsNotStoredKeepsTheVolumeHeld() async throws {
        let store = MemoryStore(traits: .telegramUser)
        let first = try await VolumeFixture.format(store)
        try first.volume.writeFile("a", noise(1000, seed: 1))
        try await first.volume.close()
        await #expect(throws: FSError.self) { _ = try await VolumeFixture.recover(from: store, mode: .whenFree) }
    }

    @Test(arguments: faces)
    func theSameStateDirectoryGoesOnAfterACrashInItsEpoch(_ traits: ObjectStoreTraits) async throws {
        let store = MemoryStore(traits: traits)
        let first = try await VolumeFixture.format(store)
        try first.volume.writeFile("a", noise(1000, seed: 1))
        try await first.synchronise()
        try first.volume.writeFile("b", noise(1000, seed: 2))
        let again = try await first.reopenAfterKill()
        #expect(try await again.volume.readFile("b") == noise(1000, seed: 2))
        #expect(try await again.volume.status().epoch == .first)
        try await again.synchronise()
    }

    @Test(arguments: faces)
    func theOldWriterIsFencedAndWhatItPutsIsNotBelieved(_ traits: ObjectStoreTraits) async throws {
        let store = MemoryStore(traits: traits)
        let old = try await VolumeFixture.format(store)
        try old.volume.writeFile("a", noise(1000, seed: 1))
        try await old.synchronise()
        let (new, _) = try await VolumeFixture.recover(from: store)
        // The old writer does not know yet, and its sync must not say that this is stored.
        try old.volume.writeFile("late", noise(1000, seed: 2))
        let error = await #expect(throws: FSError.self) { try await old.synchronise() }
        guard case .readOnly(let reason) = error else {
            Issue.record("\(String(describing: error))")
            return
        }
        #expect(reason.contains("new took the volume over"))
        #expect(try await old.volume.status().stopReason?.contains("new took the volume over") == true)
        #expect(throws: FSError.self) { try old.volume.writeFile("later", []) }
        #expect(try await old.volume.readFile("a") == noise(1000, seed: 1))
        // Nothing of the new writer is stored yet: still nobody believes the old one.
        let (third, report) = try await VolumeFixture.recover(from: store.copy())
        #expect(report.isComplete)
        #expect(try third.volume.list("") == ["a"])
        try new.volume.writeFile("b", noise(1000, seed: 3))
        try await new.synchronise()
        let (fourth, _) = try await VolumeFixture.recover(from: store.copy())
        #expect(try fourth.volume.list("").sorted() == ["a", "b"])
        #expect(try await fourth.volume.check(readDataPercent: 100).problems.allSatisfy { $0.kind == .orphan })
    }

    @Test(arguments: faces)
    func whatAFencedWriterHasIsNeverDroppedUnasked(_ traits: ObjectStoreTraits) async throws {
        let store = MemoryStore(traits: traits)
        let old = try await VolumeFixture.format(store)
        try old.volume.writeFile("a", noise(1000, seed: 1))
        try await old.synchronise()
        let (new, _) = try await VolumeFixture.recover(from: store)
        try old.volume.writeFile("late", noise(1000, seed: 2))
        await #expect(throws: FSError.self) { try await old.synchronise() }
        try new.volume.writeFile("b", noise(1000, seed: 3))
        try await new.synchronise()
        try await new.volume.close()
        // The volume is free, and the object of what is late is in the store: still it is nobody's but this machine's.
        let error = await #expect(throws: FSError.self) { _ = try await old.reopenAfterKill() }
        guard case .outdated = error else {
            Issue.record("\(String(describing: error))")
            return
        }
        let look = try await VolumeFixture.reopen(
            try old.directory.copy(), store, old.identity, writer: old.writer, mode: .inspect)
        #expect(try await look.volume.readFile("late") == noise(1000, seed: 2))
    }

    @Test(arguments: [1, 2, 3, 5, 8, 13])
    func writersThatPutInTurnsLeaveOneLog(_ turns: Int) async throws {
        let store = MemoryStore(traits: .telegramUser)
        var current = try await VolumeFixture.format(store)
        var stored: Set<String> = []
        var generator = SeededTurns(seed: UInt64(turns))
        for turn in 0..<turns {
            try current.volume.writeFile("s\(turn)", noise(100 * turn, seed: 1))
            try await current.synchronise()
            stored.insert("s\(turn)")
            let (next, _) = try await VolumeFixture.recover(from: store)
            for late in 0..<generator.next(3) {
                try current.volume.writeFile("late\(turn).\(late)", noise(100, seed: 1))
                // It puts, and learns only after that that it was too late.
                await #expect(throws: FSError.self) { try await current.synchronise() }
                if generator.next(2) == 0 { break }
                break
            }
            current = next
        }
        let (end, report) = try await VolumeFixture.recover(from: store.copy())
        #expect(report.isComplete)
        #expect(Set(try end.volume.list("")) == stored)
    }

    @Test func whatTheOldWriterWasToldToBeStoredDuringATakeoverIsInTheLog() async throws {
        let store = MemoryStore(traits: .telegramUser)
        let old = try await VolumeFixture.format(store)
        try old.volume.writeFile("a", noise(1000, seed: 1))
        try await old.synchronise()
        // The new writer has seen the store and is about to claim.
        store.add(StoreFault(.hold, on: [.put]))
        async let taking = VolumeFixture.recover(from: store)
        await store.waitUntilHeld()
        try old.volume.writeFile("meanwhile", noise(1000, seed: 2))
        try await old.synchronise()
        store.release()
        let (new, _) = try await taking
        #expect(try await new.volume.readFile("meanwhile") == noise(1000, seed: 2))
        try new.volume.writeFile("b", noise(10, seed: 3))
        try await new.synchronise()
        let (third, _) = try await VolumeFixture.recover(from: store.copy())
        #expect(try third.volume.list("").sorted() == ["a", "b", "meanwhile"])
    }

    @Test func ofTwoThatClaimAtOnceTheFirstWins() async throws {
        let store = MemoryStore(traits: .telegramUser)
        let old = try await VolumeFixture.format(store)
        try old.volume.writeFile("a", noise(1000, seed: 1))
        try await old.synchronise()
        store.add(StoreFault(.hold, on: [.put], count: 2))
        async let one = Result { try await VolumeFixture.recover(from: store).0 }
        async let other = Result { try await VolumeFixture.recover(from: store).0 }
        await store.waitUntilHeld(2)
        store.release()
        let winners = [await one, await other].compactMap { try? $0.get() }
        #expect(winners.count == 1)
        try await winners.first?.synchronise()
    }

    @Test(arguments: faces)
    func aCloneOfTheStateDirectoryIsAnotherWriter(_ traits: ObjectStoreTraits) async throws {
        let store = MemoryStore(traits: traits)
        let first = try await VolumeFixture.format(store)
        try first.volume.writeFile("a", noise(1000, seed: 1))
        try await first.synchronise()
        let clone = try first.directory.copy()
        await #expect(throws: FSError.self) {
            _ = try await VolumeFixture.reopen(clone, store, first.identity, writer: VolumeFixture.newMachine("clone"))
        }
    }

    @Test(arguments: faces)
    func aRestoredBackupCatchesUpInANewEpoch(_ traits: ObjectStoreTraits) async throws {
        let store = MemoryStore(traits: traits)
        let first = try await VolumeFixture.format(store)
        try first.volume.writeFile("a", noise(1000, seed: 1))
        try await first.synchronise()
        let backup = try first.directory.copy()
        try first.volume.writeFile("b", noise(1000, seed: 2))
        try await first.synchronise()
        // Rolled back in place, as a snapshot of a virtual machine is: it takes itself for the writer.
        let again = try await VolumeFixture.reopen(backup, store, first.identity, writer: first.writer)
        #expect(try await again.volume.readFile("b") == noise(1000, seed: 2))
        #expect(try await again.volume.status().epoch > .first)
        try again.volume.writeFile("c", noise(1000, seed: 3))
        try await again.synchronise()
        let (other, report) = try await VolumeFixture.recover(from: store.copy())
        #expect(report.isComplete)
        #expect(try other.volume.list("").sorted() == ["a", "b", "c"])
    }

    /// A volume that stored `b` after the backup was made, and the backup, which wrote `x` while the store was away.
    private func wentOnFromABackup(_ store: MemoryStore) async throws -> (first: VolumeFixture, offline: VolumeFixture)
    {
        let first = try await VolumeFixture.format(store)
        try first.volume.writeFile("a", noise(1000, seed: 1))
        try await first.synchronise()
        let backup = try first.directory.copy()
        try first.volume.writeFile("b", noise(1000, seed: 2))
        try await first.synchronise()
        let fault = store.add(.unreachable())
        let offline = try await VolumeFixture.reopen(backup, store, first.identity, writer: first.writer)
        try offline.volume.writeFile("x", noise(1000, seed: 3))
        store.clear(fault)
        return (first, offline)
    }

    @Test(arguments: faces)
    func aRestoredBackupWithWorkOfItsOwnIsRefused(_ traits: ObjectStoreTraits) async throws {
        let (first, offline) = try await wentOnFromABackup(MemoryStore(traits: traits))
        defer { withExtendedLifetime(first) {} }
        let error = await #expect(throws: FSError.self) { _ = try await offline.reopenAfterKill() }
        guard case .outdated = error else {
            Issue.record("\(String(describing: error))")
            return
        }
    }

    /// As a virtual machine that is set back to an earlier moment while it runs: the same process, the same epoch, and the
    /// store has more than it knows of.
    @Test(arguments: faces)
    func aStateThatWasSetBackLosesTheVolumeAndDamagesNothing(_ traits: ObjectStoreTraits) async throws {
        let store = MemoryStore(traits: traits)
        let (first, offline) = try await wentOnFromABackup(store)
        defer { withExtendedLifetime(first) {} }
        await #expect(throws: FSError.self) { try await offline.synchronise() }
        #expect(try await offline.volume.status().lossReason?.contains("another copy") == true)
        let (recovered, report) = try await VolumeFixture.recover(from: store.copy())
        #expect(report.isComplete)
        #expect(try recovered.volume.list("").sorted() == ["a", "b"])
        #expect(try await recovered.volume.readFile("b") == noise(1000, seed: 2))
    }

    @Test func whileTheStoreIsAwayOnlyTheLastWriterMounts() async throws {
        let store = MemoryStore(traits: .telegramUser)
        let first = try await VolumeFixture.format(store)
        try first.volume.writeFile("a", noise(1000, seed: 1))
        try await first.synchronise()
        try await first.volume.close()
        let fault = store.add(.unreachable())
        await #expect(throws: FSError.self) {
            _ = try await VolumeFixture.reopen(
                try first.directory.copy(), store, first.identity, writer: VolumeFixture.newMachine("other"))
        }
        let offline = try await VolumeFixture.reopen(first.directory, store, first.identity, writer: first.writer)
        try offline.volume.writeFile("b", noise(1000, seed: 2))
        store.clear(fault)
        // It comes back to a volume that nobody took: it goes on, and holds it.
        try await offline.synchronise()
        try await offline.volume.publishRoot()
        await #expect(throws: FSError.self) { _ = try await VolumeFixture.recover(from: store, mode: .whenFree) }
    }

    @Test(arguments: faces)
    func aWriterThatWasAwayIsFencedWhenTheStoreIsBack(_ traits: ObjectStoreTraits) async throws {
        let store = MemoryStore(traits: traits)
        let first = try await VolumeFixture.format(store)
        try first.volume.writeFile("a", noise(1000, seed: 1))
        try await first.synchronise()
        try await first.volume.close()
        let fault = store.add(.unreachable())
        let offline = try await VolumeFixture.reopen(first.directory, store, first.identity, writer: first.writer)
        try offline.volume.writeFile("mine", noise(1000, seed: 2))
        store.clear(fault)
        let (second, _) = try await VolumeFixture.recover(from: store, mode: .whenFree)
        await #expect(throws: FSError.self) { try await offline.synchronise() }
        #expect(try await offline.volume.readFile("mine") == noise(1000, seed: 2))
        try second.volume.writeFile("theirs", noise(1000, seed: 3))
        try await second.synchronise()
        let (third, _) = try await VolumeFixture.recover(from: store.copy())
        #expect(try third.volume.list("").sorted() == ["a", "theirs"])
    }

    @Test func theProcessOfAnotherDirectoryThatHasEndedHoldsNothing() async throws {
        let store = MemoryStore(traits: .unlimited)
        let first = try await VolumeFixture.format(store)
        try first.volume.writeFile("a", noise(1000, seed: 1))
        try await first.synchronise()
        let clone = try first.directory.copy()
        let ended = first.writer.instance
        let next = try await VolumeFixture.reopen(
            clone, store, first.identity, writer: VolumeFixture.newMachine("next"),
            isGone: { $0.instance == ended })
        #expect(try await next.volume.status().epoch == Epoch(rawValue: 2))
    }

    @Test(arguments: [StoreCall.put, .replaceRoot])
    func aTakeoverWhoseAnswerIsLostEndsRightWhenTriedAgain(_ call: StoreCall) async throws {
        let store = MemoryStore(traits: .telegramUser)
        let first = try await VolumeFixture.format(store)
        try first.volume.writeFile("a", noise(1000, seed: 1))
        try await first.synchronise()
        let machine = VolumeFixture.newMachine("new")
        store.add(StoreFault(.loseAnswer, on: [call]))
        await #expect(throws: FSError.self) { _ = try await VolumeFixture.recover(from: store, writer: machine) }
        let (new, _) = try await VolumeFixture.recover(from: store, mode: .whenFree, writer: machine)
        try new.volume.writeFile("b", noise(1000, seed: 2))
        try await new.synchronise()
        await #expect(throws: FSError.self) { try await first.synchronise() }
        let (third, _) = try await VolumeFixture.recover(from: store.copy())
        #expect(try third.volume.list("").sorted() == ["a", "b"])
    }

    @Test func aRootOfTheOldWriterThatComesTooLateIsReplaced() async throws {
        let store = MemoryStore(traits: .telegramUser)
        let first = try await VolumeFixture.format(store)
        try first.volume.writeFile("a", noise(1000, seed: 1))
        try await first.synchronise()
        let before = store.contents
        let (new, _) = try await VolumeFixture.recover(from: store)
        store.change { $0.rollBackRoot(to: before) }
        try await new.volume.confirmWriter()
        try await new.volume.publishRoot()
        let root = try Superblock(decoding: store.contents.root?.bytes ?? [], key: new.identity.key)
        #expect(root.epoch == Epoch(rawValue: 2) && root.writer?.host == "new")
    }
}

private func Result<Value: Sendable>(
    _ body: @Sendable () async throws -> Value
) async -> Swift.Result<Value, any Error> {
    do { return .success(try await body()) } catch { return .failure(error) }
}

/// Small numbers from a seed.
private struct SeededTurns {
    private var state: UInt64

    init(seed: UInt64) { state = seed &* 0x9E37_79B9_7F4A_7C15 | 1 }

    mutating func next(_ bound: UInt64) -> UInt64 {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return (state >> 33) % bound
    }
}
