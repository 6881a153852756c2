// SPDX-License-Identifier: MIT

import FilesystemModel

/// The bytes of one file that are not in frames yet: step 1 of the way of a write.
///
/// Kept in the file's aligned windows of `Limits.frameBytesMax`, because that is what frames are cut along. A window's
/// memory grows with what is in it, so that ten thousand small files do not cost 128 KiB each. Not thread-safe: the
/// inode's lock protects it.
package final class WriteBuffer {
    private var windows: [UInt64: WriteWindow] = [:]
    /// Counted, because every write asks and there may be thousands of windows.
    private var fullWindows = 0
    /// Memory held, in bytes: what the dirty budget counts.
    package private(set) var allocatedBytes = 0

    package init() {}

    package var isEmpty: Bool { windows.isEmpty }

    /// The end of the last buffered byte; 0 when empty.
    package var end: UInt64 {
        windows.map { $0.key * WriteWindow.capacityMax + UInt64($0.value.ranges.last?.upperBound ?? 0) }.max() ?? 0
    }

    /// Copies `bytes` in; this is the one copy on the way from the kernel.
    package func write(_ bytes: UnsafeRawBufferPointer, at offset: UInt64) {
        var rest = bytes
        var position = offset
        while !rest.isEmpty {
            let index = position / WriteWindow.capacityMax
            let start = Int(position % WriteWindow.capacityMax)
            let count = min(rest.count, Int(WriteWindow.capacityMax) - start)
            let window = windows[index] ?? makeWindow(index)
            change(window) { $0.write(UnsafeRawBufferPointer(rebasing: rest[..<count]), at: start) }
            rest = UnsafeRawBufferPointer(rebasing: rest[count...])
            position += UInt64(count)
        }
    }

    /// What is buffered in `range`, in order, in file offsets.
    package func bufferedRanges(in range: Range<UInt64>) -> [Range<UInt64>] {
        guard !range.isEmpty, !windows.isEmpty else { return [] }
        return windowIndices(in: range).flatMap { index -> [Range<UInt64>] in
            guard let window = windows[index] else { return [] }
            let base = index * WriteWindow.capacityMax
            return window.ranges
                .map { (base + UInt64($0.lowerBound)..<base + UInt64($0.upperBound)).clamped(to: range) }
                .filter { !$0.isEmpty }
        }
    }

    /// Copies buffered bytes out; `range` is within what `bufferedRanges` gave.
    package func read(_ range: Range<UInt64>, into target: UnsafeMutableRawBufferPointer) {
        assert(target.count == range.count, "a read fills its buffer")
        for index in windowIndices(in: range) {
            guard let window = windows[index] else { preconditionFailure("read of a range that is not buffered") }
            let base = index * WriteWindow.capacityMax
            let part = range.clamped(to: base..<base + WriteWindow.capacityMax)
            let source = window.bytes(Int(part.lowerBound - base)..<Int(part.upperBound - base))
            UnsafeMutableRawBufferPointer(rebasing: target[Int(part.lowerBound - range.lowerBound)...])
                .copyMemory(from: source)
        }
    }

    /// Forgets what is buffered in `range` (a truncation, or a hole).
    package func discard(_ range: Range<UInt64>) {
        guard !range.isEmpty else { return }
        for index in windowIndices(in: range) {
            guard let window = windows[index] else { continue }
            let base = index * WriteWindow.capacityMax
            let part = range.clamped(to: base..<base + WriteWindow.capacityMax)
            change(window) { $0.discard(Int(part.lowerBound - base)..<Int(part.upperBound - base)) }
            if window.ranges.isEmpty { removeWindow(index) }
        }
    }

    /// The buffered runs in order: each becomes one frame. The pointers are valid until the buffer changes.
    package func runs(onlyFullWindows: Bool) -> [BufferedRun] {
        windows.keys.sorted().flatMap { index -> [BufferedRun] in
            guard let window = windows[index], !onlyFullWindows || window.isFull else { return [] }
            return window.ranges.map { range in
                BufferedRun(
                    offset: index * WriteWindow.capacityMax + UInt64(range.lowerBound), bytes: window.bytes(range))
            }
        }
    }

    /// Whether a window of 128 KiB is complete, so that its frame need not wait.
    package var hasFullWindow: Bool { fullWindows > 0 }

    /// A window without bytes is not full, so that it can be removed as it is.
    private func change(_ window: WriteWindow, _ body: (WriteWindow) -> Void) {
        let (capacity, wasFull) = (window.capacity, window.isFull)
        body(window)
        allocatedBytes += window.capacity - capacity
        fullWindows += (window.isFull ? 1 : 0) - (wasFull ? 1 : 0)
    }

    private func makeWindow(_ index: UInt64) -> WriteWindow {
        let window = WriteWindow()
        windows[index] = window
        return window
    }

    private func removeWindow(_ index: UInt64) {
        allocatedBytes -= windows.removeValue(forKey: index)?.capacity ?? 0
    }

    /// The windows that meet `range`, in order; by the table where the range spans more windows than there are.
    private func windowIndices(in range: Range<UInt64>) -> [UInt64] {
        let first = range.lowerBound / WriteWindow.capacityMax
        let last = (range.upperBound - 1) / WriteWindow.capacityMax
        guard last - first >= UInt64(windows.count) else { return (first...last).filter { windows[$0] != nil } }
        return windows.keys.filter { (first...last).contains($0) }.sorted()
    }
}

/// A run of buffered bytes within one window.
package struct BufferedRun {
    /// In the file.
    package let offset: UInt64
    package let bytes: UnsafeRawBufferPointer

    package var range: Range<UInt64> { offset..<offset + UInt64(bytes.count) }
}
