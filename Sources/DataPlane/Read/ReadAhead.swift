// SPDX-License-Identifier: MIT

import FilesystemModel

/// Decides how far ahead of a reader to fetch: one per handle, a value, events in and a range out.
///
/// Reads that follow each other double the distance from one block to `distanceMax`; a seek ends it. Slightly
/// unordered reads count as sequential, because the kernel sends its own read-ahead from several threads.
package struct ReadAhead: Sendable, Equatable {
    package static let distanceMax: UInt64 = 16 << 20
    private static let slack: UInt64 = 2 << 20

    /// Where a sequential reader would go on.
    private var expected: UInt64 = 0
    private var distance: UInt64 = 0
    private var fetchedTo: UInt64 = 0

    package init() {}

    /// A read of `range` happens; returns what should be fetched beyond it, nil for nothing new.
    package mutating func read(_ range: Range<UInt64>) -> Range<UInt64>? {
        guard continues(range) else {
            self = ReadAhead()
            expected = range.upperBound
            fetchedTo = range.upperBound
            return nil
        }
        expected = max(expected, range.upperBound)
        distance = min(Self.distanceMax, max(distance * 2, UInt64(Limits.blockBytes)))
        let start = max(fetchedTo, expected)
        let end = expected + distance
        // Ask in whole blocks at least, not for every page.
        guard end >= start + UInt64(Limits.blockBytes) else { return nil }
        fetchedTo = end
        return start..<end
    }

    private func continues(_ range: Range<UInt64>) -> Bool {
        let earliest = expected > Self.slack ? expected - Self.slack : 0
        return range.lowerBound >= earliest && range.lowerBound <= expected + Self.slack && expected > 0
    }
}
