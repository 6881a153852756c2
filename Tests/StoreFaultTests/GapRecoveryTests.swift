// SPDX-License-Identifier: MIT

import DataPlane
import Filesystem
import FilesystemModel
import ObjectStorage
import Testing
import VolumeFixture

/// A recovery that goes on behind a gap ends with a tree that contradicts itself nowhere; what the gap took is listed;
/// a file is what it was at some moment, never a mix of two.
@Suite(.timeLimit(.minutes(10))) struct GapRecoveryTests {
    /// Stores what was done since the last call as segments of its own, and returns their names.
    private func store(_ background: Background, _ store: MemoryStore) async throws -> [ObjectName] {
        let before = Set(store.contents.names)
        try await background.synchronise()
        return store.contents.names.filter { !before.contains($0) }
    }

    private func recover(_ store: MemoryStore, without names: [ObjectName]) async throws -> (
        VolumeFixture, RecoveryReport
    ) {
        let damaged = store.copy()
        damaged.change { contents in for name in names { contents.drop(name) } }
        await #expect(throws: FSError.self) { try await VolumeFixture.recover(from: damaged) }
        let (fixture, report) = try await VolumeFixture.recover(from: damaged, acceptsGaps: true)
        #expect(!report.missing.isEmpty && !report.isComplete)
        let check = try await fixture.volume.check(readDataPercent: 100)
        #expect(check.problems.filter { $0.kind == .index } == [], "\(check.problems)")
        return (fixture, report)
    }

    /// A bot's roots name each stored segment: so a gap in the middle is known for one.
    private func volume() async throws -> (MemoryStore, VolumeFixture) {
        let store = MemoryStore(traits: .telegramBot)
        return (store, try await VolumeFixture.format(store))
    }

    @Test func whatWasMadeInTheGapIsGoneAndTheRestStays() async throws {
        let (store, fixture) = try await volume()
        let volume = fixture.volume
        let background = Background(fixture)
        try volume.mkdir("kept")
        try volume.writeFile("kept/a", noise(5000, seed: 1))
        _ = try await self.store(background, store)
        try volume.mkdir("lost")
        try volume.writeFile("kept/b", noise(5000, seed: 2))
        let gap = try await self.store(background, store)
        try volume.writeFile("lost/c", noise(5000, seed: 3))
        try volume.writeFile("kept/d", noise(5000, seed: 4))
        try volume.writeFile("kept/b", noise(6000, seed: 5))
        _ = try await self.store(background, store)

        let (other, report) = try await recover(store, without: gap)
        let recovered = other.volume
        #expect(try recovered.list("") == ["kept"])
        #expect(try recovered.list("kept").sorted() == ["a", "d"])
        #expect(try await recovered.readFile("kept/a") == noise(5000, seed: 1))
        #expect(try await recovered.readFile("kept/d") == noise(5000, seed: 4))
        #expect(report.skippedBatches > 0)
    }

    @Test func aFileThatMayHaveChangedInTheGapIsItsOlderSelf() async throws {
        let (store, fixture) = try await volume()
        let volume = fixture.volume
        let background = Background(fixture)
        let old = noise(400_000, seed: 1)
        try volume.writeFile("patched", old)
        try volume.writeFile("replaced", noise(1000, seed: 2))
        try volume.writeFile("growing", noise(1000, seed: 6))
        _ = try await self.store(background, store)
        try volume.withFile("patched") { inode, handle in
            try volume.write(noise(131_072, seed: 3), at: 0, inode, handle)
        }
        try volume.withFile("growing") { inode, handle in
            try volume.write(noise(200_000, seed: 7), at: 1000, inode, handle)
        }
        let gap = try await self.store(background, store)
        try volume.withFile("patched") { inode, handle in
            try volume.write(noise(131_072, seed: 4), at: 131_072, inode, handle)
        }
        try volume.withFile("growing") { inode, handle in
            try volume.write(noise(1000, seed: 8), at: 300_000, inode, handle)
        }
        try volume.writeFile("replaced", noise(2000, seed: 5))
        _ = try await self.store(background, store)

        let (other, _) = try await recover(store, without: gap)
        let recovered = other.volume
        #expect(try await recovered.readFile("patched") == old)
        #expect(try await recovered.readFile("growing") == noise(1000, seed: 6))
        #expect(try await recovered.readFile("replaced") == noise(2000, seed: 5))
    }

    @Test func namesThatChangedInTheGapDoNotEndTheRecovery() async throws {
        let (store, fixture) = try await volume()
        let volume = fixture.volume
        let background = Background(fixture)
        for name in ["a", "b", "c"] { try volume.writeFile(name, noise(500, seed: 1)) }
        try volume.mkdir("d")
        _ = try await self.store(background, store)
        func name(_ text: String) throws -> FileName { try FileName(Array(text.utf8)) }
        try volume.rename(in: .root, try name("a"), to: .root, try name("x"), mode: .replace)
        try volume.unlink(in: .root, try name("b"))
        try volume.removeDirectory(in: .root, try name("d"))
        let gap = try await self.store(background, store)
        try volume.rename(in: .root, try name("x"), to: .root, try name("y"), mode: .replace)
        try volume.writeFile("b", noise(700, seed: 2))
        try volume.writeFile("d", noise(800, seed: 3))
        try volume.unlink(in: .root, try name("c"))
        try volume.writeFile("e", noise(900, seed: 4))
        _ = try await self.store(background, store)

        let (other, _) = try await recover(store, without: gap)
        let recovered = other.volume
        #expect(try recovered.list("").sorted() == ["a", "b", "d", "e"])
        #expect(try await recovered.readFile("b") == noise(500, seed: 1))
        #expect(try await recovered.readFile("e") == noise(900, seed: 4))
    }
}
