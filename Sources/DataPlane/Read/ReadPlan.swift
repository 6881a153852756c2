// SPDX-License-Identifier: MIT

import FilesystemModel

/// Where each byte of a read comes from: the write buffer over extents over holes. Pure; in order; without gaps.
package struct ReadPlan: Equatable, Sendable {
    package enum Source: Equatable, Sendable {
        /// The write buffer.
        case memory(Range<UInt64>)
        /// Zeros.
        case hole(Range<UInt64>)
        case frame(FrameSlice)
    }

    package let sources: [Source]

    /// `range` is clamped to the size already; `buffered` and `extents` are sorted and disjoint.
    package init(range: Range<UInt64>, buffered: [Range<UInt64>], extents: [Extent]) {
        var sources: [Source] = []
        var position = range.lowerBound
        for memory in buffered.map({ $0.clamped(to: range) }) where !memory.isEmpty {
            Self.appendStored(position..<memory.lowerBound, extents, to: &sources)
            sources.append(.memory(memory))
            position = memory.upperBound
        }
        Self.appendStored(position..<range.upperBound, extents, to: &sources)
        self.sources = sources
    }

    private static func appendStored(_ range: Range<UInt64>, _ extents: [Extent], to sources: inout [Source]) {
        var position = range.lowerBound
        for extent in extents {
            guard let part = extent.clamped(to: range) else { continue }
            if position < part.start { sources.append(.hole(position..<part.start)) }
            for slice in part.frames { sources.append(.frame(slice)) }
            position = part.end
        }
        if position < range.upperBound { sources.append(.hole(position..<range.upperBound)) }
    }
}
