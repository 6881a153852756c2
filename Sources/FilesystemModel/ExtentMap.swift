// SPDX-License-Identifier: MIT

/// The extents of a file, or of a part of it: sorted, disjoint, merged where one row can hold two.
///
/// A value without storage behind it: the index loads the neighbourhood of a change into one, changes it, and writes
/// back what differs.
package struct ExtentMap: Equatable, Sendable {
    package private(set) var extents: [Extent]

    /// `extents` are sorted by start and disjoint.
    package init(_ extents: [Extent] = []) {
        assert(zip(extents, extents.dropFirst()).allSatisfy { $0.end <= $1.start }, "extents overlap")
        self.extents = extents
    }

    /// Makes `range` a hole.
    package mutating func remove(_ range: Range<UInt64>) {
        guard !range.isEmpty else { return }
        let first = firstIndex(endingAfter: range.lowerBound)
        let last = extents[first...].firstIndex { $0.start >= range.upperBound } ?? extents.endIndex
        let rest = extents[first..<last].flatMap { extent in
            [
                extent.clamped(to: extent.start..<max(extent.start, range.lowerBound)),
                extent.clamped(to: min(extent.end, range.upperBound)..<extent.end),
            ].compactMap { $0 }
        }
        extents.replaceSubrange(first..<last, with: rest)
    }

    /// Lays `extent` over what is there and joins it with its neighbours where they go on in the same frames.
    package mutating func insert(_ extent: Extent) {
        remove(extent.range)
        let index = firstIndex(endingAfter: extent.start)
        extents.insert(extent, at: index)
        joinWithNext(index)
        if index > 0 { joinWithNext(index - 1) }
    }

    /// The parts of extents in `range`, in order.
    package func slices(of range: Range<UInt64>) -> [Extent] {
        extents[firstIndex(endingAfter: range.lowerBound)...]
            .prefix { $0.start < range.upperBound }
            .compactMap { $0.clamped(to: range) }
    }

    package var allocatedBytes: UInt64 { extents.reduce(0) { $0 + $1.length } }

    private mutating func joinWithNext(_ index: Int) {
        guard index + 1 < extents.count, extents[index].continues(with: extents[index + 1]) else { return }
        extents[index].length += extents[index + 1].length
        extents.remove(at: index + 1)
    }

    /// The index of the first extent that ends after `offset`, by bisection.
    private func firstIndex(endingAfter offset: UInt64) -> Int {
        var low = 0
        var high = extents.count
        while low < high {
            let middle = (low + high) / 2
            if extents[middle].end > offset { high = middle } else { low = middle + 1 }
        }
        return low
    }
}
