// SPDX-License-Identifier: MIT

/// Where the bytes of an extent begin: in which frame, and where in it.
///
/// The frames of a run are consecutive entries of one segment. A frame holds bytes of one aligned window of
/// `Limits.frameBytesMax` of the file that it was written for; every frame of a run but the first begins at the
/// start of its window, and every one but the last reaches the end of it. So one row says it all:
///
///     window      |<------- 128 KiB ------->|<------- 128 KiB ------->|
///     frames            [#########entry#####][########entry+1####]
///     grid        |--------->|                    where the extent begins in the window
///     skip              |--->|                    where the extent begins in the first frame's bytes
package struct FrameRun: Hashable, Sendable {
    package var segment: SegmentSequence
    package var entry: EntryNumber
    /// Bytes of the first frame that come before the extent.
    package var skip: UInt32
    /// Where in its window the extent begins, below `Limits.frameBytesMax`. At least `skip`.
    package var grid: UInt32

    package init(segment: SegmentSequence, entry: EntryNumber, skip: UInt32, grid: UInt32) {
        self.segment = segment
        self.entry = entry
        self.skip = skip
        self.grid = grid
    }

    /// The run `count` bytes further on.
    package func advanced(by count: UInt64) -> FrameRun {
        let reached = UInt64(grid) + count
        let windows = reached / UInt64(Limits.frameBytesMax)
        let rest = UInt32(reached % UInt64(Limits.frameBytesMax))
        guard windows > 0 else {
            return FrameRun(segment: segment, entry: entry, skip: skip + UInt32(count), grid: rest)
        }
        let entry = EntryNumber(rawValue: entry.rawValue + UInt32(windows))
        return FrameRun(segment: segment, entry: entry, skip: rest, grid: rest)
    }
}

/// A contiguous range of a file and the frames that hold it. What no extent covers is a hole.
package struct Extent: Hashable, Sendable {
    /// In the file.
    package var start: UInt64
    /// In bytes; not 0.
    package var length: UInt64
    package var run: FrameRun

    package init(start: UInt64, length: UInt64, run: FrameRun) {
        self.start = start
        self.length = length
        self.run = run
    }

    package var end: UInt64 { start + length }
    package var range: Range<UInt64> { start..<end }

    /// The part of the extent in `range`, nil where they do not meet.
    package func clamped(to range: Range<UInt64>) -> Extent? {
        let common = self.range.clamped(to: range)
        guard !common.isEmpty else { return nil }
        return Extent(
            start: common.lowerBound, length: UInt64(common.count), run: run.advanced(by: common.lowerBound - start))
    }

    /// Whether `next` goes on where this one ends, in the file and in the frames, so that one row can hold both.
    package func continues(with next: Extent) -> Bool {
        end == next.start && run.segment == next.run.segment && run.advanced(by: length) == next.run
    }

    /// The frames of the extent in order: which part of which frame serves which bytes of the file.
    package var frames: some Sequence<FrameSlice> {
        sequence(state: self) { (rest: inout Extent) -> FrameSlice? in
            guard rest.length > 0 else { return nil }
            let here = min(rest.length, UInt64(Limits.frameBytesMax) - UInt64(rest.run.grid))
            let slice = FrameSlice(
                fileOffset: rest.start, length: Int(here), segment: rest.run.segment, entry: rest.run.entry,
                skip: Int(rest.run.skip))
            rest = Extent(start: rest.start + here, length: rest.length - here, run: rest.run.advanced(by: here))
            return slice
        }
    }
}

/// `length` bytes of the file from `fileOffset`, found in a frame's bytes from `skip`.
package struct FrameSlice: Hashable, Sendable {
    package var fileOffset: UInt64
    package var length: Int
    package var segment: SegmentSequence
    package var entry: EntryNumber
    package var skip: Int

    package init(fileOffset: UInt64, length: Int, segment: SegmentSequence, entry: EntryNumber, skip: Int) {
        self.fileOffset = fileOffset
        self.length = length
        self.segment = segment
        self.entry = entry
        self.skip = skip
    }
}
