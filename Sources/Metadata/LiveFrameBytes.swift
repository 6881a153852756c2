// SPDX-License-Identifier: MIT

import FilesystemModel

/// How many bytes of frames extents refer to, for the segments touched lately. Written behind, at commit.
struct LiveFrameBytes {
    private(set) var tallies: [SegmentSequence: UInt64] = [:]
    private(set) var changed: Set<SegmentSequence> = []
    /// Beyond this many segments the unchanged are dropped at commit; about 2 MiB.
    private static let talliesMax = 65_536

    subscript(sequence: SegmentSequence) -> UInt64? { tallies[sequence] }

    mutating func load(_ sequence: SegmentSequence, _ bytes: UInt64) { tallies[sequence] = bytes }

    mutating func set(_ sequence: SegmentSequence, _ bytes: UInt64) {
        tallies[sequence] = bytes
        changed.insert(sequence)
    }

    mutating func forget(_ sequence: SegmentSequence) {
        tallies[sequence] = nil
        changed.remove(sequence)
    }

    mutating func didWriteChanged() {
        changed.removeAll(keepingCapacity: true)
        if tallies.count > Self.talliesMax { tallies.removeAll() }
    }
}

/// Bytes of frames that come to be referred to, and no longer are, by segment.
struct LiveFrameChange {
    private(set) var bytes: [(sequence: SegmentSequence, change: Int64)] = []

    /// Few segments in nearly every operation: a scan is cheaper than a table.
    mutating func add(_ change: Int64, to sequence: SegmentSequence) {
        if let index = bytes.firstIndex(where: { $0.sequence == sequence }) {
            bytes[index].change += change
        } else {
            bytes.append((sequence, change))
        }
    }
}
