// SPDX-License-Identifier: MIT

import DataPlane
import FilesystemModel
import Foundation
import Testing
import VolumeFixture

/// The old bytes or the new ones, never half of either; a file that nobody could have written is an error.
@Suite struct SuperblockFileTests {
    @Test func whatWasWrittenIsRead() throws {
        let directory = try TemporaryDirectory()
        let file = SuperblockFile(path: directory.path + "/superblock")
        #expect(try file.read() == nil)
        for bytes in [[1, 2, 3], [], noise(200_000, seed: 1)] as [[UInt8]] {
            try file.write(bytes)
            #expect(try file.read() == bytes)
        }
        #expect(try FileManager.default.contentsOfDirectory(atPath: directory.path) == ["superblock"])
    }

    @Test func itIsItsOwnersAlone() throws {
        let directory = try TemporaryDirectory()
        try SuperblockFile(path: directory.path + "/superblock").write([1])
        let mode = try FileManager.default.attributesOfItem(atPath: directory.path + "/superblock")[.posixPermissions]
        #expect(mode as? Int == 0o600)
    }

    @Test func leftoversOfACrashAreOverwritten() throws {
        let directory = try TemporaryDirectory()
        let path = directory.path + "/superblock"
        try Data([9, 9, 9, 9]).write(to: URL(fileURLWithPath: path + ".new"))
        try SuperblockFile(path: path).write([1])
        #expect(try SuperblockFile(path: path).read() == [1])
    }

    @Test func aFailureLeavesTheOldOneAndSaysWhatFailed() throws {
        let directory = try TemporaryDirectory()
        let path = directory.path + "/superblock"
        try SuperblockFile(path: path).write([1])
        try FileManager.default.createDirectory(atPath: path + ".new", withIntermediateDirectories: false)
        #expect(throws: FSError.self) { try SuperblockFile(path: path).write([2]) }
        #expect(try SuperblockFile(path: path).read() == [1])
        #expect(throws: FSError.self) { try SuperblockFile(path: directory.path + "/no/superblock").write([1]) }
        #expect(throws: FSError.self) { try SuperblockFile(path: directory.path).read() }
    }
}
