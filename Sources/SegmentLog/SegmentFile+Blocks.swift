// SPDX-License-Identifier: MIT

import FilesystemModel
import Synchronization

/// The file as a cache: which aligned blocks of `Limits.blockBytes` are here.
///
/// What is present is read off the file's holes once, so no bitmap has to be kept and synced: a block is present if
/// and only if no hole is in it. A block that a power cut left half there fails its verification and is dropped.
extension SegmentFile {
    /// The number of blocks, the last one possibly short.
    package var blockCount: Int { Int((size + BlockMap.blockBytes - 1) / BlockMap.blockBytes) }

    /// Whether every block that the range of bytes touches is here. Ranges beyond the size are cut to it.
    package func isPresent(_ range: Range<UInt64>) throws(SegmentLogError) -> Bool {
        guard isSealed else { return true }
        return try withBlocks { map in map.blocks(touching: range).allSatisfy { map.isPresent($0) } }
    }

    /// The blocks touched by the range of bytes that are not here, in order.
    package func missingBlocks(in range: Range<UInt64>) throws(SegmentLogError) -> [Int] {
        guard isSealed else { return [] }
        return try withBlocks { map in map.blocks(touching: range).filter { !map.isPresent($0) } }
    }

    /// The blocks that are here, in order.
    package func presentBlocks() throws(SegmentLogError) -> [Int] {
        try withBlocks { map in (0..<map.blockCount).filter { map.isPresent($0) } }
    }

    /// Bytes of the blocks that are here.
    package func presentBytes() throws(SegmentLogError) -> UInt64 {
        guard isSealed else { return size }
        return try withBlocks { $0.presentBytes }
    }

    /// The bytes of a block in the file; empty beyond the end.
    package func byteRange(ofBlock block: Int) -> Range<UInt64> {
        let size = size
        let start = min(UInt64(block) * BlockMap.blockBytes, size)
        return start..<min(start + BlockMap.blockBytes, size)
    }

    /// Lays down a fetched block. Needs no sync. `bytes` is the block as a whole; the last one may be short.
    package func writeBlock(_ block: Int, _ bytes: UnsafeRawBufferPointer) throws(SegmentLogError) {
        guard isSealed, !bytes.isEmpty, byteRange(ofBlock: block).count == bytes.count else {
            throw .outOfRange(sequence)
        }
        try blockChange.withLock { (_: inout ()) throws(SegmentLogError) in
            try loadBlocks()
            try write(bytes, at: byteRange(ofBlock: block).lowerBound, descriptor())
            // Only now: a reader that sees the bit reads at once.
            changeBlocks { $0.insert(block) }
        }
    }

    /// Gives a block's space back. The segment must be stored; a reader under way may see zeros.
    package func dropBlock(_ block: Int) throws(SegmentLogError) {
        guard isSealed, !byteRange(ofBlock: block).isEmpty else { throw .outOfRange(sequence) }
        let start = UInt64(block) * BlockMap.blockBytes
        try blockChange.withLock { (_: inout ()) throws(SegmentLogError) in
            try loadBlocks()
            changeBlocks { $0.remove(block) }
            let descriptor = try descriptor()
            try call("fallocate") { () throws(SystemFailure) in
                // To the end of the block, also beyond the end of the file: a part of a page would only be zeroed.
                try owner.operations.punchHole(descriptor.file, start..<start + BlockMap.blockBytes)
            }
        }
    }

    /// Whether the block was read since the last call, for second-chance eviction.
    package func takeUse(ofBlock block: Int) throws(SegmentLogError) -> Bool {
        guard !byteRange(ofBlock: block).isEmpty else { throw .outOfRange(sequence) }
        try loadBlocks()
        return blocks.withLock { $0?.takeUse(of: block) ?? false }
    }

    func noteUse(_ range: Range<UInt64>) {
        blocks.withLock { map in
            guard let touched = map?.blocks(touching: range) else { return }
            map?.markUsed(touched)
        }
    }

    private func withBlocks<Value: Sendable>(_ body: (BlockMap) -> Value) throws(SegmentLogError) -> Value {
        try loadBlocks()
        return blocks.withLock { body($0 ?? BlockMap(size: 0, isComplete: true)) }
    }

    private func changeBlocks(_ change: (inout BlockMap) -> Void) {
        let present = blocks.withLock { map -> UInt64 in
            guard var changed = map.take() else { return 0 }
            change(&changed)
            map = changed
            return changed.presentBytes
        }
        state.withLock { setAllocated(present, &$0) }
    }

    /// Reads the holes of the file, once.
    private func loadBlocks() throws(SegmentLogError) {
        guard isSealed else { throw .outOfRange(sequence) }
        try blocks.withLock { (map: inout BlockMap?) throws(SegmentLogError) in
            guard map == nil else { return }
            var found = BlockMap(size: size, isComplete: false)
            let descriptor = try descriptor()
            var offset: UInt64 = 0
            while offset < size, let data = try firstData(descriptor, from: offset), data < size {
                let hole = try call("lseek") { () throws(SystemFailure) in
                    try owner.operations.firstHole(descriptor.file, from: data)
                }
                found.insert(blocks: found.blocks(inside: data..<max(hole, data)))
                // A file that shrinks under us could answer less than it was asked for.
                offset = max(hole, offset + 1)
            }
            map = found
        }
    }

    private func firstData(_ descriptor: Descriptor, from offset: UInt64) throws(SegmentLogError) -> UInt64? {
        try call("lseek") { () throws(SystemFailure) in
            try owner.operations.firstData(descriptor.file, from: offset)
        }
    }
}
