// SPDX-License-Identifier: MIT

import Filesystem
import FilesystemModel
import ObjectStorage
import Testing
import VolumeFixture

/// An inode without names ends when the kernel has forgotten it and its last handle is closed, in whichever order the
/// two are handled.
@Suite struct ForgettingTests {
    private let name = "f"

    private func openUnlinked(_ volume: Volume) throws -> (InodeNumber, HandleID) {
        let (directory, file) = try volume.parent(name)
        let (attributes, handle) = try volume.create(
            in: directory, file, permissions: 0o644, flags: OpenFlags(rawValue: 2), caller: VolumeFixture.caller)
        try volume.unlink(in: directory, file)
        return (attributes.inode, handle)
    }

    @Test func forgottenAfterTheLastClose() async throws {
        let volume = try await VolumeFixture.format(MemoryStore()).volume
        let (inode, handle) = try openUnlinked(volume)
        volume.release(inode, handle)
        #expect(try volume.attributes(of: inode).linkCount == 0)
        try volume.forget(inode)
        #expect(throws: FSError.staleInode) { try volume.attributes(of: inode) }
    }

    @Test func forgottenBeforeTheLastClose() async throws {
        let volume = try await VolumeFixture.format(MemoryStore()).volume
        let (inode, handle) = try openUnlinked(volume)
        try volume.forget(inode)
        #expect(try volume.attributes(of: inode).linkCount == 0)
        volume.release(inode, handle)
        #expect(throws: FSError.staleInode) { try volume.attributes(of: inode) }
    }
}
