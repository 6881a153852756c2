// SPDX-License-Identifier: MIT

import FilesystemModel

/// A contiguous range of a file that becomes one new frame, and where its bytes are now. Pure.
package struct RelocationUnit: Hashable, Sendable {
    package let inode: InodeNumber
    /// In order, without a gap.
    package private(set) var slices: [FrameSlice]
    /// Where in its window the new frame's extent begins.
    package let grid: UInt32
    /// The window of the file that holds it; nil for a slice of a shifted copy, which lies in two.
    private let window: UInt64?

    package var start: UInt64 { slices.first.map(\.fileOffset) ?? 0 }
    package var length: UInt64 { slices.reduce(0) { $0 + UInt64($1.length) } }
    package var range: Range<UInt64> { start..<start + length }

    /// Extents of one file to units: what lies side by side in one window of the file becomes one frame, so that a
    /// file that was written in small pieces comes together again.
    package static func units(of inode: InodeNumber, _ extents: [Extent]) -> [RelocationUnit] {
        var units: [RelocationUnit] = []
        for extent in extents {
            var grid = extent.run.grid
            for slice in extent.frames {
                let unit = RelocationUnit(inode, slice, grid: grid)
                grid = 0
                if let last = units.last, last.window != nil, last.window == unit.window,
                    last.range.upperBound == unit.start
                {
                    units[units.count - 1].slices.append(slice)
                } else {
                    units.append(unit)
                }
            }
        }
        return units
    }

    private init(_ inode: InodeNumber, _ slice: FrameSlice, grid: UInt32) {
        let size = UInt64(Limits.frameBytesMax)
        let first = slice.fileOffset / size
        let isInOne = (slice.fileOffset + UInt64(slice.length) - 1) / size == first
        self.inode = inode
        self.grid = isInOne ? UInt32(slice.fileOffset % size) : grid
        window = isInOne ? first : nil
        slices = [slice]
    }

    /// Which bytes it has, whosever they are: equal for reflinks of the same bytes.
    package var content: [FrameSlice] {
        slices.map {
            FrameSlice(fileOffset: 0, length: $0.length, segment: $0.segment, entry: $0.entry, skip: $0.skip)
        }
    }

    /// Its extent once its bytes are the frame at `position`.
    package func extent(at position: LogPosition) -> Extent {
        Extent(
            start: start, length: length,
            run: FrameRun(segment: position.sequence, entry: position.entry, skip: 0, grid: grid))
    }

    /// Whether these extents of the file still say that its bytes are there.
    package func isCurrent(_ extents: [Extent]) -> Bool {
        let now = extents.compactMap { $0.clamped(to: range) }.flatMap { Array($0.frames) }
        return now == slices
    }
}
