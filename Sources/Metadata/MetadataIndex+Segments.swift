// SPDX-License-Identifier: MIT

import FilesystemModel

/// Sums over the segments that are part of the volume: all but the reclaimed.
package struct SegmentTotals: Hashable, Sendable {
    package var countByState: [SegmentRow.State: Int] = [:]
    package var objectBytes: UInt64 = 0
    /// Of those, the objects that the store is known to hold.
    package var storedBytes: UInt64 = 0
    package var logicalBytes: UInt64 = 0
    package var liveBytes: UInt64 = 0

    package init() {}
}

/// Rows of segments: made and changed by who writes and sends them, except for live bytes, which `apply` counts.
extension MetadataIndex {
    /// Its `liveBytes` are not taken over: nothing can refer to it yet. Precondition of records that refer to it.
    package func insertSegment(_ row: SegmentRow) throws(FSError) {
        fatalError("not built yet")
    }

    /// Changes a row by `change`; what it does to `sequence` and `liveBytes` is left out. `indexDamaged` without a row.
    package func updateSegment(
        _ sequence: SegmentSequence, _ change: (inout SegmentRow) -> Void
    ) throws(FSError) {
        fatalError("not built yet")
    }

    /// Removes the row of a segment, once its object is gone too. It must be reclaimed and nothing may refer to it.
    package func removeSegment(_ sequence: SegmentSequence) throws(FSError) {
        fatalError("not built yet")
    }

    package func segment(_ sequence: SegmentSequence) throws(FSError) -> SegmentRow? {
        fatalError("not built yet")
    }

    /// At most `limit` rows in order, from the first behind `after`.
    package func segments(
        in state: SegmentRow.State, after: SegmentSequence = .init(rawValue: 0), limit: Int
    ) throws(FSError) -> [SegmentRow] {
        fatalError("not built yet")
    }

    package func lastSegment() throws(FSError) -> SegmentSequence? {
        fatalError("not built yet")
    }

    package func segmentTotals() throws(FSError) -> SegmentTotals {
        fatalError("not built yet")
    }

    /// A small local fact that is not part of the volume; nil where it was never set.
    package func setting(_ key: String) throws(FSError) -> [UInt8]? {
        fatalError("not built yet")
    }

    /// Durable with the next durable commit; nil removes it.
    package func setSetting(_ key: String, _ value: [UInt8]?) throws(FSError) {
        fatalError("not built yet")
    }
}
