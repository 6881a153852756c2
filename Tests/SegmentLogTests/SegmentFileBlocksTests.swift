// SPDX-License-Identifier: MIT

import FilesystemModel
import Glibc
import Testing

@testable import SegmentLog

/// One file as a cache:
/// - a block is present if and only if it was written and not dropped, also after a restart without any bitmap;
/// - dropping a block gives its space back to the file system and leaves the others;
/// - use since the last question is told once.
@Suite struct SegmentFileBlocksTests {
    static let block = Limits.blockBytes
    let directory: TemporaryDirectory
    let log: Log
    /// Three blocks, the last one of 1,000 bytes.
    let file: SegmentFile
    let size = UInt64(2 * block + 1000)

    init() throws {
        directory = try TemporaryDirectory()
        log = try Log.open(directory: directory.path)
        file = try log.createSparse(5, size: size)
    }

    private func reopened() throws -> SegmentFile { try Log.open(directory: directory.path).file(5) }

    @Test func aSparseFileHasNoBlocks() throws {
        #expect(file.size == size)
        #expect(file.blockCount == 3)
        #expect(try file.missingBlocks(in: 0..<size) == [0, 1, 2])
        #expect(try file.presentBytes() == 0)
        #expect(try reopened().missingBlocks(in: 0..<size) == [0, 1, 2])
    }

    @Test func aWrittenBlockIsPresentAlsoAfterARestart() throws {
        try file.writeBlock(1, pattern(Self.block))
        for file in [file, try reopened()] {
            #expect(try file.presentBlocks() == [1])
            #expect(try file.missingBlocks(in: UInt64(Self.block) - 1..<size) == [0, 2])
            #expect(try file.isPresent(UInt64(Self.block)..<UInt64(2 * Self.block)))
            #expect(try !file.isPresent(UInt64(Self.block) - 1..<UInt64(Self.block) + 1))
            #expect(try file.bytes(UInt64(Self.block)..<UInt64(2 * Self.block)) == pattern(Self.block))
            #expect(try file.presentBytes() == UInt64(Self.block))
        }
        #expect(log.localBytes == UInt64(Self.block))
    }

    @Test func theLastBlockMayBeShort() throws {
        try file.writeBlock(2, pattern(1000))
        #expect(try reopened().presentBlocks() == [2])
        #expect(throws: SegmentLogError.outOfRange(5)) { try file.writeBlock(2, pattern(1001)) }
        #expect(throws: SegmentLogError.outOfRange(5)) { try file.writeBlock(1, pattern(1000)) }
        #expect(throws: SegmentLogError.outOfRange(5)) { try file.writeBlock(3, pattern(1)) }
        #expect(throws: SegmentLogError.outOfRange(5)) { try file.dropBlock(3) }
    }

    @Test func aDroppedBlockGivesItsSpaceBack() throws {
        for block in 0..<2 { try file.writeBlock(block, pattern(Self.block)) }
        try file.writeBlock(2, pattern(1000))
        try file.dropBlock(0)
        try file.dropBlock(2)
        for file in [file, try reopened()] { #expect(try file.presentBlocks() == [1]) }
        #expect(
            try SystemFileOperations().status(directory.path + "/0/5.seg").allocatedBytes <= UInt64(Self.block) + 8192)
        #expect(try file.bytes(0..<10) == Array(repeating: 0, count: 10))
        #expect(log.localBytes == UInt64(Self.block))
        #expect(file.size == size)
    }

    @Test func aHalfWrittenBlockIsNotPresent() throws {
        let descriptor = open(directory.path + "/0/5.seg", O_WRONLY)
        #expect(pwrite(descriptor, pattern(4096), 4096, 0) == 4096)
        #expect(close(descriptor) == 0)
        #expect(try reopened().presentBlocks().isEmpty)
    }

    @Test func aSealedTailIsPresentAndCanBeEvicted() throws {
        let file = try log.create(6)
        try file.append(pattern(Self.block + 10))
        #expect(throws: SegmentLogError.outOfRange(6)) { try file.dropBlock(0) }
        try file.seal(size: UInt64(Self.block + 10))
        #expect(try file.presentBlocks() == [0, 1])
        try file.dropBlock(0)
        #expect(try file.presentBlocks() == [1])
        #expect(try file.bytes(UInt64(Self.block)..<file.size) == Array(pattern(Self.block + 10).suffix(10)))
    }

    @Test func useIsToldOnce() throws {
        for block in 0..<2 { try file.writeBlock(block, pattern(Self.block)) }
        #expect(try !file.takeUse(ofBlock: 0))
        _ = try file.bytes(UInt64(Self.block)..<UInt64(Self.block) + 1)
        #expect(try !file.takeUse(ofBlock: 0))
        #expect(try file.takeUse(ofBlock: 1))
        #expect(try !file.takeUse(ofBlock: 1))
    }
}
