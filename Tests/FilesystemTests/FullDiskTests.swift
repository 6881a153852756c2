// SPDX-License-Identifier: MIT

import DataPlane
import FilesystemModel
import ObjectStorage
import Testing
import VolumeFixture

@testable import Filesystem

/// What a program wrote and closed while the disk was full stays in memory until there is space, whoever has it open;
/// nothing that is taken away then costs the mount its life.
@Suite(.timeLimit(.minutes(10))) struct FullDiskTests {
    private let files = WatchedFiles()
    private let content = noise(3 << 20, seed: 1)

    /// A file whose close found no space and told nobody, as a signal makes it.
    private func closedWithoutSpace() async throws -> (VolumeFixture, InodeNumber) {
        let fixture = try await VolumeFixture.format(MemoryStore()) { _ in
        } prepare: {
            $0.fileOperations = files
        }
        let volume = fixture.volume
        let (attributes, handle) = try volume.create(
            in: .root, name("f"), permissions: 0o644, flags: OpenFlags(rawValue: 2), caller: VolumeFixture.caller)
        files.isFull = true
        try volume.write(content, at: 0, attributes.inode, handle)
        #expect(throws: FSError.noSpace) { try volume.flush(attributes.inode, handle) }
        volume.release(attributes.inode, handle)
        return (fixture, attributes.inode)
    }

    @Test func whatAnInterruptedCloseLeftIsLoggedOnceThereIsSpace() async throws {
        let (fixture, _) = try await closedWithoutSpace()
        let volume = fixture.volume
        #expect(try await volume.readFile("f") == content)
        try volume.doChores()
        #expect(try await volume.readFile("f") == content)
        #expect(try await volume.status().dirtyBytes > 0)
        files.isFull = false
        try volume.doChores()
        let killed = try await fixture.reopenAfterKill()
        #expect(try await killed.volume.readFile("f") == content)
        #expect(volume.inodes.all.isEmpty, "nothing of it stays in memory")
        #expect(volume.dirty.bytes == 0)
    }

    @Test func whoOpensItAgainGoesOnWithIt() async throws {
        let (fixture, inode) = try await closedWithoutSpace()
        let volume = fixture.volume
        let handle = try volume.open(inode, flags: OpenFlags(rawValue: 2), caller: VolumeFixture.caller)
        files.isFull = false
        try volume.doChores()
        try volume.write([1, 2, 3], at: UInt64(content.count), inode, handle)
        try volume.flush(inode, handle)
        volume.release(inode, handle)
        let killed = try await fixture.reopenAfterKill()
        #expect(try await killed.volume.readFile("f") == content + [1, 2, 3])
        #expect(volume.inodes.all.isEmpty)
    }

    @Test func whatATruncateCutsNeedsNoSpace() async throws {
        let fixture = try await VolumeFixture.format(MemoryStore()) { _ in
        } prepare: {
            $0.fileOperations = files
        }
        let volume = fixture.volume
        let (attributes, handle) = try volume.create(
            in: .root, name("f"), permissions: 0o644, flags: OpenFlags(rawValue: 2), caller: VolumeFixture.caller)
        files.isFull = true
        try volume.write(content, at: 0, attributes.inode, handle)
        _ = try volume.setAttributes(
            of: attributes.inode, AttributeRequest(size: 0), caller: VolumeFixture.caller)
        #expect(volume.dirty.bytes == 0)
        try volume.flush(attributes.inode, handle)
        volume.release(attributes.inode, handle)
        #expect(try await volume.readFile("f").isEmpty)
    }

    @Test func whereNoHolesCanBePunchedTheRestGoesOn() async throws {
        let fixture = try await VolumeFixture.format(MemoryStore()) { configuration in
            configuration.cacheBytesMax = 0
        } prepare: {
            $0.fileOperations = files
        }
        let volume = fixture.volume
        files.takesNoHoles = true
        try volume.writeFile("a", content)
        try await fixture.synchronise()
        let (attributes, handle) = try volume.create(
            in: .root, name("b"), permissions: 0o644, flags: OpenFlags(rawValue: 2), caller: VolumeFixture.caller)
        try volume.write([1, 2, 3], at: 0, attributes.inode, handle)
        volume.inodes.all.forEach { open in open.peek { $0.dirtySince = .now - .seconds(5) } }
        // The first rounds take the marks of use away, the next would make holes.
        #expect(throws: FSError.self) { for _ in 0..<4 { try volume.doChores() } }
        let killed = try await fixture.reopenAfterKill()
        #expect(try await killed.volume.readFile("b") == [1, 2, 3])
    }

    @Test func unlinkGivesItsMemoryBack() async throws {
        let (fixture, inode) = try await closedWithoutSpace()
        let volume = fixture.volume
        #expect(volume.dirty.bytes > 0)
        try volume.unlink(in: .root, name("f"))
        try volume.forget(inode)
        #expect(volume.dirty.bytes == 0 && volume.inodes.all.isEmpty)
        files.isFull = false
        try volume.doChores()
        #expect(try await volume.status().stopReason == nil)
        #expect(try volume.list("").isEmpty)
    }
}
