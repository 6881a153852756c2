// SPDX-License-Identifier: MIT

import FilesystemModel
import Glibc

/// One aligned window of a file in memory: which bytes of it were written, and those bytes.
final class WriteWindow {
    static let capacityMax = UInt64(Limits.frameBytesMax)
    private static let capacityMin = 4096

    /// Offsets in the window: sorted, disjoint, not adjacent.
    private(set) var ranges: [Range<Int>] = []
    private(set) var capacity = 0
    private var memory: UnsafeMutableRawPointer?

    deinit { free(memory) }

    var isFull: Bool { ranges.first?.count == Int(Self.capacityMax) }

    func write(_ source: UnsafeRawBufferPointer, at start: Int) {
        reserve(start + source.count)
        guard let memory, let base = source.baseAddress else { return }
        (memory + start).copyMemory(from: base, byteCount: source.count)
        add(start..<start + source.count)
    }

    func bytes(_ range: Range<Int>) -> UnsafeRawBufferPointer {
        UnsafeRawBufferPointer(start: memory.map { $0 + range.lowerBound }, count: range.count)
    }

    func discard(_ range: Range<Int>) {
        ranges = ranges.flatMap { old in
            [
                old.lowerBound..<max(old.lowerBound, min(old.upperBound, range.lowerBound)),
                min(old.upperBound, max(old.lowerBound, range.upperBound))..<old.upperBound,
            ].filter { !$0.isEmpty }
        }
    }

    private func add(_ range: Range<Int>) {
        let touching = ranges.filter { $0.lowerBound <= range.upperBound && range.lowerBound <= $0.upperBound }
        guard let first = touching.first, let last = touching.last else {
            ranges.insert(range, at: ranges.firstIndex { $0.lowerBound > range.lowerBound } ?? ranges.endIndex)
            return
        }
        let joined = min(first.lowerBound, range.lowerBound)..<max(last.upperBound, range.upperBound)
        guard let index = ranges.firstIndex(of: first) else { return }
        ranges.replaceSubrange(index..<index + touching.count, with: [joined])
    }

    /// Doubles, so that a file written in small steps is not copied at each of them.
    private func reserve(_ count: Int) {
        guard count > capacity else { return }
        var wanted = max(capacity, Self.capacityMin)
        while wanted < count { wanted *= 2 }
        guard let grown = realloc(memory, wanted) else { preconditionFailure("out of memory") }
        memory = grown
        capacity = wanted
    }
}
