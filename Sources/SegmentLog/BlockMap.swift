// SPDX-License-Identifier: MIT

import FilesystemModel

/// Which blocks of a file are here, and which of them were read since they were last asked about.
///
/// Pure: knows sizes and bits. The last block may be shorter than `Limits.blockBytes`.
struct BlockMap: Sendable {
    static let blockBytes = UInt64(Limits.blockBytes)

    let size: UInt64
    private(set) var presentBytes: UInt64 = 0
    private var present: [UInt64]
    private var used: [UInt64]

    init(size: UInt64, isComplete: Bool) {
        self.size = size
        let words = Int((Self.count(size) + 63) / 64)
        present = Array(repeating: 0, count: words)
        used = present
        if isComplete { insert(blocks: 0..<blockCount) }
    }

    var blockCount: Int { Int(Self.count(size)) }

    private static func count(_ size: UInt64) -> UInt64 { (size + blockBytes - 1) / blockBytes }

    func range(of block: Int) -> Range<UInt64> {
        let start = UInt64(block) * Self.blockBytes
        return start..<min(start + Self.blockBytes, size)
    }

    /// The blocks that a range of bytes touches.
    func blocks(touching range: Range<UInt64>) -> Range<Int> {
        let clamped = range.clamped(to: 0..<size)
        guard !clamped.isEmpty else { return 0..<0 }
        return Int(clamped.lowerBound / Self.blockBytes)..<Int((clamped.upperBound - 1) / Self.blockBytes) + 1
    }

    /// The blocks that lie in a range of bytes as a whole.
    func blocks(inside range: Range<UInt64>) -> Range<Int> {
        let first = Int((range.lowerBound + Self.blockBytes - 1) / Self.blockBytes)
        let end = range.upperBound >= size ? blockCount : Int(range.upperBound / Self.blockBytes)
        return first..<max(first, end)
    }

    func isPresent(_ block: Int) -> Bool { present[block / 64] & bit(block) != 0 }

    mutating func insert(_ block: Int) {
        guard !isPresent(block) else { return }
        present[block / 64] |= bit(block)
        presentBytes += UInt64(range(of: block).count)
    }

    mutating func insert(blocks: Range<Int>) {
        for block in blocks { insert(block) }
    }

    mutating func remove(_ block: Int) {
        guard isPresent(block) else { return }
        present[block / 64] &= ~bit(block)
        used[block / 64] &= ~bit(block)
        presentBytes -= UInt64(range(of: block).count)
    }

    mutating func markUsed(_ blocks: Range<Int>) {
        for block in blocks { used[block / 64] |= bit(block) }
    }

    /// Whether the block was used since the last call, and forgets it.
    mutating func takeUse(of block: Int) -> Bool {
        defer { used[block / 64] &= ~bit(block) }
        return used[block / 64] & bit(block) != 0
    }

    private func bit(_ block: Int) -> UInt64 { 1 << UInt64(block % 64) }
}
