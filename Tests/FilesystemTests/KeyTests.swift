// SPDX-License-Identifier: MIT

import DataPlane
import Filesystem
import FilesystemModel
import ObjectStorage
import StorageFormat
import Testing
import VolumeFixture

/// Invariants: a change of the key slots is in the root and in the copy beside the index when it returns; soon after it is
/// also where a scan without a root finds it; whatever is refused, or fails at the store, leaves the volume with slots that
/// open it, the same ones here and in the store.
@Suite(.timeLimit(.minutes(10)))
struct KeyTests {
    private static let newPassphrase = Array("battery staple".utf8)

    private enum Refusal: Error { case asked }

    @discardableResult
    private func change(_ fixture: VolumeFixture, in store: (any ObjectStore)? = nil) async throws -> KeySlots {
        let store = store ?? fixture.store
        let result = try await fixture.volume.editKeySlots(in: store) { (slots, master) throws(FormatError) in
            try slots.replace(
                KeySlot.ID(rawValue: 1), passphrase: Self.newPassphrase, cost: .test, master: master,
                created: Timestamp(seconds: 1), random: SystemRandomSource())
        }
        #expect(try result.get())
        return await fixture.volume.keySlots()
    }

    private func opens(_ slots: KeySlots, _ passphrase: [UInt8]) throws -> Bool {
        do {
            _ = try slots.unlock(passphrase: passphrase)
            return true
        } catch FormatError.wrongPassphrase {
            return false
        }
    }

    private func rootSlots(_ store: any ObjectStore) async throws -> KeySlots {
        try Superblock.peek(try #require(try await store.root()).bytes).slots
    }

    private func copySlots(_ directory: TemporaryDirectory) throws -> KeySlots {
        try Superblock.peek(try #require(try SuperblockFile(path: directory.path + "/superblock").read())).slots
    }

    @Test func aChangeIsInTheRootAndInItsCopy() async throws {
        let fixture = try await VolumeFixture.format(MemoryStore())
        let before = await fixture.volume.keySlots()
        let after = try await change(fixture)
        #expect(try await rootSlots(fixture.store) == after)
        #expect(try copySlots(fixture.directory) == after)
        #expect(after.slots.map(\.id) == before.slots.map(\.id))
        #expect(after.slots.map(\.label) == before.slots.map(\.label))
        #expect(try opens(after, Self.newPassphrase) && !opens(after, VolumeFixture.passphrase))
    }

    @Test func withoutARootAScanFindsTheNewSlots() async throws {
        let store = MemoryStore()
        let fixture = try await VolumeFixture.format(store)
        let volume = fixture.volume
        // The first segment, which has the old slots in front, is stored.
        try volume.mkdir("a")
        try await fixture.synchronise()
        try await change(fixture)
        try await fixture.whileRunning { try await $0.spreadKeySlots() }
        let found = try await VolumeDiscovery(store: store).scan()
        let slots = try #require(found.first).slots
        #expect(try opens(slots, Self.newPassphrase) && !opens(slots, VolumeFixture.passphrase))
    }

    @Test func theBackgroundShowsThemAlsoAfterAKill() async throws {
        let store = MemoryStore()
        let fixture = try await VolumeFixture.format(store)
        try await fixture.synchronise()
        try await change(fixture)
        let again = try await fixture.reopenAfterKill()
        try await again.whileRunning { volume in
            var slots: KeySlots?
            while try slots.map({ try !self.opens($0, Self.newPassphrase) }) ?? true {
                try Task.checkCancellation()
                try volume.doChores()
                _ = try await volume.synchronise(isLocal: false, timeout: nil)
                slots = try await VolumeDiscovery(store: store).scan().first?.slots
            }
        }
    }

    @Test func newSegmentsShowTheNewSlots() async throws {
        let store = MemoryStore()
        let fixture = try await VolumeFixture.format(store)
        let after = try await change(fixture)
        // Past the next one that shows any.
        for number in 0..<17 {
            try fixture.volume.mkdir("\(number)")
            try await fixture.synchronise()
        }
        var shown: [KeySlots] = []
        for entry in try await store.list(after: nil).entries {
            let head = try await store.get(
                entry.reference, range: 0..<min(entry.size, UInt64(SegmentHeader.bytesMax)))
            if StoredDocument(beginning: head) == .segment, let slots = try SegmentReader.peek(head).keySlots {
                shown.append(slots)
            }
        }
        #expect(shown.last == after)
    }

    @Test func whatTheEditRefusesChangesNothing() async throws {
        let fixture = try await VolumeFixture.format(MemoryStore())
        let before = await fixture.volume.keySlots()
        let root = try await fixture.store.root()
        let result: Result<Void, Refusal> = try await fixture.volume.editKeySlots(in: fixture.store) {
            (slots, _) throws(Refusal) in
            slots.remove(KeySlot.ID(rawValue: 1))
            throw .asked
        }
        #expect(throws: Refusal.asked) { try result.get() }
        #expect(await fixture.volume.keySlots() == before)
        #expect(try await fixture.store.root() == root)
        #expect(try copySlots(fixture.directory) == before)
    }

    @Test func aVolumeThatWasTakenOverTakesNoChange() async throws {
        let store = MemoryStore()
        let fixture = try await VolumeFixture.format(store)
        try await fixture.synchronise()
        let (taker, _) = try await VolumeFixture.recover(from: store)
        let before = try await rootSlots(store)
        await #expect(throws: FSError.self) { try await change(fixture) }
        #expect(try await rootSlots(store) == before)
        try await change(taker)
    }
}
