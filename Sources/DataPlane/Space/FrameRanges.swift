// SPDX-License-Identifier: MIT

import FilesystemModel

/// Bytes of frames, by where they are in them. Pure.
struct FrameRanges: Sendable {
    /// The frames of each segment side by side, each in a place of the same size.
    private var places: [SegmentSequence: RangeSet<UInt64>] = [:]

    subscript(segment: SegmentSequence) -> RangeSet<UInt64> { places[segment] ?? RangeSet() }

    mutating func insert(_ slice: FrameSlice) {
        places[slice.segment, default: RangeSet()].insert(contentsOf: Self.range(of: slice))
    }

    mutating func subtract(_ other: FrameRanges) {
        for (segment, ranges) in other.places { places[segment]?.subtract(ranges) }
    }

    /// Whether any byte of the slice is among them.
    func overlap(_ slice: FrameSlice) -> Bool {
        places[slice.segment].map { !$0.isDisjoint(RangeSet(Self.range(of: slice))) } ?? false
    }

    /// Where a frame of this many bytes has its place.
    static func range(of entry: EntryNumber, count: UInt32) -> Range<UInt64> {
        let start = UInt64(entry.rawValue) * UInt64(Limits.frameBytesMax)
        return start..<start + UInt64(count)
    }

    private static func range(of slice: FrameSlice) -> Range<UInt64> {
        let start = range(of: slice.entry, count: 0).lowerBound + UInt64(slice.skip)
        return start..<start + UInt64(slice.length)
    }
}
