// SPDX-License-Identifier: MIT

import DataPlane
import FilesystemModel
import ObjectStorage
import SeededRandom
import Testing
import VolumeFixture

@testable import Filesystem

/// A read gives the bytes of its range, however the file's frames lie in their segments, and asks the disk once for
/// frames that lie side by side.
@Suite struct ReadingTests {
    private static let mebibyte = 1 << 20

    @Test func whatLiesSideBySideIsReadAtOnce() async throws {
        let files = WatchedFiles()
        let fixture = try await VolumeFixture.format(MemoryStore()) { _ in
        } prepare: {
            $0.fileOperations = files
        }
        let volume = fixture.volume
        let content = noise(2 << 20, seed: 1)
        try volume.writeFile("f", content)
        let inode = try volume.resolve("f").inode
        let handle = try volume.open(inode, flags: OpenFlags(rawValue: 0), caller: VolumeFixture.caller)
        defer { volume.release(inode, handle) }
        let before = files.readCount
        let bytes = try await volume.read(inode, handle, offset: 0, length: Self.mebibyte)
        #expect(bytes == Array(content[..<Self.mebibyte]))
        #expect(files.readCount - before <= 2, "eight frames")
    }

    @Test func anyRangeHasItsBytesHoweverTheFramesLie() async throws {
        let seed = SeededGenerator.seed()
        let store = MemoryStore()
        let fixture = try await VolumeFixture.format(store, configure: VolumeConfiguration.stepwise)
        try await fixture.whileRunning { volume in
            var random = SeededGenerator(seed: seed)
            var content = noise(3 << 20, seed: random.next())
            try volume.writeFile("f", content)
            try volume.writeFile("other", noise(1 << 20, seed: random.next()))
            // Whole frames in another order, a hole, and pieces that lie elsewhere.
            try volume.withFile("f") { inode, handle in
                for piece in [5, 3, 4, 17] {
                    let start = piece * Limits.frameBytesMax
                    let new = noise(Limits.frameBytesMax, seed: random.next())
                    try volume.write(new, at: UInt64(start), inode, handle)
                    try volume.flush(inode, handle)
                    content.replaceSubrange(start..<start + new.count, with: new)
                }
                try volume.allocate(handle, .punchHole, 1_500_001, 200_000)
                content.replaceSubrange(1_500_001..<1_700_001, with: [UInt8](repeating: 0, count: 200_000))
                try volume.write([1, 2, 3], at: 900_000, inode, handle)
                content.replaceSubrange(900_000..<900_003, with: [1, 2, 3])
            }
            try volume.withFile("copy") { _, copy in
                try volume.withFile("f") { _, source in
                    _ = try volume.copy(from: source, 0, to: copy, 0, length: UInt64(content.count))
                }
            }
            try await Self.check("f", content, volume, &random)
            try await volume.sendAll()
            try await Self.check("copy", content, volume, &random)
            try volume.doChores()
            try await Self.check("f", content, volume, &random)
        }
        let (other, _) = try await VolumeFixture.recover(from: store)
        try await other.whileRunning { volume in
            // Of blocks that are fetched.
            var random = SeededGenerator(seed: seed)
            let content = try await volume.readFile("f")
            try await Self.check("copy", content, volume, &random)
        }
    }

    private static func check(
        _ path: String, _ content: [UInt8], _ volume: Volume, _ random: inout SeededGenerator
    ) async throws {
        let inode = try volume.resolve(path).inode
        let handle = try volume.open(inode, flags: OpenFlags(rawValue: 0), caller: VolumeFixture.caller)
        defer { volume.release(inode, handle) }
        for _ in 0..<15 {
            let start = Int.random(in: 0..<content.count, using: &random) & (Bool.random(using: &random) ? ~0xFFFF : ~0)
            let length = Bool.random(using: &random) ? mebibyte : Int.random(in: 1...mebibyte, using: &random)
            let bytes = try await volume.read(inode, handle, offset: UInt64(start), length: length)
            let expected = content[start..<min(content.count, start + length)]
            guard bytes.elementsEqual(expected) else {
                Issue.record("\(path): \(length) bytes at \(start) are others than were written")
                return
            }
        }
    }
}
