// SPDX-License-Identifier: MIT

import DataPlane
import Filesystem
import FilesystemModel
import ObjectStorage
import SeededRandom
import Testing
import VolumeFixture

/// After a kill no file is longer than its bytes, no name stands for bytes that came before it and are not there, and
/// what was closed is whole.
@Suite struct CrashOrderTests {
    private let content = noise(300_000, seed: 9)

    private func create(_ volume: Volume, _ text: String) throws -> (InodeNumber, HandleID) {
        let (attributes, handle) = try volume.create(
            in: .root, name(text), permissions: 0o644, flags: OpenFlags(rawValue: 2), caller: VolumeFixture.caller)
        return (attributes.inode, handle)
    }

    /// What a kill now leaves of a file.
    private func afterKill(_ fixture: VolumeFixture, _ path: String) async throws -> [UInt8] {
        let after = try await fixture.reopenAfterKill()
        let content = try await after.volume.readFile(path)
        try await after.volume.close()
        return content
    }

    @Test(arguments: [0, 1000, 50_000, 100_000, 200_000, 300_000])
    func aTruncateIsNotSeenWithoutTheBytesBeforeIt(_ size: Int) async throws {
        let fixture = try await VolumeFixture.format(MemoryStore())
        let (inode, handle) = try create(fixture.volume, "f")
        try fixture.volume.write(Array(content[..<100_000]), at: 0, inode, handle)
        _ = try fixture.volume.setAttributes(
            of: inode, AttributeRequest(size: UInt64(size)), caller: VolumeFixture.caller)
        let expected = (Array(content[..<100_000]) + [UInt8](repeating: 0, count: 300_000)).prefix(size)
        #expect(try await afterKill(fixture, "f") == Array(expected))
    }

    @Test func aRenameOverIsNotSeenWithoutTheBytes() async throws {
        let fixture = try await VolumeFixture.format(MemoryStore())
        try fixture.volume.writeFile("f", [1, 2, 3])
        let (inode, handle) = try create(fixture.volume, "f.new")
        try fixture.volume.write(content, at: 0, inode, handle)
        try fixture.volume.rename(in: .root, name("f.new"), to: .root, name("f"), mode: .replace)
        #expect(try await afterKill(fixture, "f") == content)
    }

    @Test func aLinkIsNotSeenWithoutTheBytes() async throws {
        let fixture = try await VolumeFixture.format(MemoryStore())
        let (inode, handle) = try create(fixture.volume, "f")
        try fixture.volume.write(content, at: 0, inode, handle)
        _ = try fixture.volume.link(inode, in: .root, name("g"))
        #expect(try await afterKill(fixture, "g") == content)
    }

    /// The kernel may send what is behind first, and the name in between.
    @Test(arguments: [true, false]) func aNameIsNotSeenWithALengthWhoseBytesAreOnTheirWay(_ isLink: Bool) async throws {
        let fixture = try await VolumeFixture.format(MemoryStore())
        let (inode, handle) = try create(fixture.volume, "f")
        try fixture.volume.write(Array(content[..<100_000]), at: 0, inode, handle)
        try fixture.volume.write(Array(content[200_000...]), at: 200_000, inode, handle)
        if isLink {
            _ = try fixture.volume.link(inode, in: .root, name("g"))
        } else {
            try fixture.volume.rename(in: .root, name("f"), to: .root, name("g"), mode: .replace)
        }
        #expect(try fixture.volume.attributes(of: inode).size == 300_000)
        #expect(try await afterKill(fixture, "g") == Array(content[..<100_000]))
        try fixture.volume.write(Array(content[100_000..<200_000]), at: 100_000, inode, handle)
        try fixture.volume.flush(inode, handle)
        #expect(try await afterKill(fixture, "g") == content)
    }

    @Test func writesInAnyOrderAreAPrefixUntilTheyAreClosed() async throws {
        var random = SeededGenerator(seed: SeededGenerator.seed())
        let fixture = try await VolumeFixture.format(MemoryStore())
        let (inode, handle) = try create(fixture.volume, "f")
        var starts = Array(stride(from: 0, to: 300_000, by: 20_000))
        starts.shuffle(using: &random)
        for (index, start) in starts.enumerated() {
            try fixture.volume.write(Array(content[start..<start + 20_000]), at: UInt64(start), inode, handle)
            guard index % 4 == 3 else { continue }
            let left = try await afterKill(fixture, "f")
            #expect(left == Array(content[..<left.count]))
        }
        try fixture.volume.flush(inode, handle)
        #expect(try await afterKill(fixture, "f") == content)
    }

    @Test func manySegmentsSinceTheLastCommitAreReplayed() async throws {
        let fixture = try await VolumeFixture.format(MemoryStore())
        for number in 0..<6 { try fixture.volume.writeFile("f\(number)", noise(700_000, seed: UInt64(number))) }
        let after = try await fixture.reopenAfterKill()
        for number in 0..<6 {
            #expect(try await after.volume.readFile("f\(number)") == noise(700_000, seed: UInt64(number)))
        }
        #expect(try await after.volume.check(readDataPercent: 0).isOK)
    }

    @Test func anOrphanEndsWithTheProcess() async throws {
        let fixture = try await VolumeFixture.format(MemoryStore())
        let (inode, handle) = try create(fixture.volume, "f")
        try fixture.volume.write(content, at: 0, inode, handle)
        try fixture.volume.unlink(in: .root, name("f"))
        #expect(try fixture.volume.attributes(of: inode).linkCount == 0)
        #expect(try await fixture.volume.content(of: inode) == content)
        let after = try await fixture.reopenAfterKill()
        #expect(throws: FSError.staleInode) { try after.volume.attributes(of: inode) }
        #expect(try await after.volume.status().files == 0)
        fixture.volume.release(inode, handle)
        try fixture.volume.forget(inode)
        #expect(throws: FSError.staleInode) { try fixture.volume.attributes(of: inode) }
    }

    @Test func aGateLeftClosedByARaceOpensWithTheNextChores() async throws {
        let fixture = try await VolumeFixture.format(MemoryStore())
        fixture.volume.gate.close(for: .memory)
        try fixture.volume.doChores()
        #expect(fixture.volume.gate.isOpen)
    }
}
