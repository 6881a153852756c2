// SPDX-License-Identifier: MIT

import Testing

@testable import SegmentLog

/// The arithmetic of blocks: ranges touch and hold exactly the blocks that they should, the short last one included.
@Suite struct BlockMapTests {
    static let block = BlockMap.blockBytes

    @Test func rangesTouchTheBlocksTheyMeet() {
        let map = BlockMap(size: 2 * Self.block + 5, isComplete: false)
        #expect(map.blockCount == 3)
        #expect(map.blocks(touching: 0..<1) == 0..<1)
        #expect(map.blocks(touching: Self.block - 1..<Self.block + 1) == 0..<2)
        #expect(map.blocks(touching: Self.block..<Self.block * 2) == 1..<2)
        #expect(map.blocks(touching: Self.block * 2 + 4..<UInt64.max) == 2..<3)
        #expect(map.blocks(touching: Self.block * 2 + 5..<UInt64.max).isEmpty)
    }

    @Test func rangesHoldOnlyWholeBlocks() {
        let map = BlockMap(size: 2 * Self.block + 5, isComplete: false)
        #expect(map.blocks(inside: 0..<Self.block) == 0..<1)
        #expect(map.blocks(inside: 1..<Self.block * 2) == 1..<2)
        #expect(map.blocks(inside: 1..<Self.block).isEmpty)
        #expect(map.blocks(inside: 0..<Self.block * 2 + 4) == 0..<2)
        #expect(map.blocks(inside: 0..<Self.block * 2 + 5) == 0..<3)
    }

    @Test func presentBytesFollowTheBits() {
        var map = BlockMap(size: 100 * Self.block + 5, isComplete: true)
        #expect(map.presentBytes == map.size)
        map.remove(100)
        map.remove(100)
        map.remove(63)
        #expect(map.presentBytes == 99 * Self.block)
        map.insert(63)
        map.insert(63)
        #expect(map.presentBytes == 100 * Self.block)
        #expect(map.isPresent(63) && map.isPresent(64) && !map.isPresent(100))
    }

    @Test func anEmptyFileHasNoBlocks() {
        let map = BlockMap(size: 0, isComplete: true)
        #expect(map.blockCount == 0)
        #expect(map.blocks(touching: 0..<10).isEmpty)
        #expect(map.blocks(inside: 0..<0).isEmpty)
    }
}
