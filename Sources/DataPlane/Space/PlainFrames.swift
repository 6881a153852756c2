// SPDX-License-Identifier: MIT

import FilesystemModel
import Metadata
import StorageFormat

extension Inode {
    /// Whether its bytes may stand readable in an object. An orphan has no name that a policy could be switched by.
    package var mayBeReadable: Bool { policy == .plain && linkCount > 0 }
}

/// A segment whose object holds readable bytes that nobody is to find there: of files that are sealed by now, and of
/// what no file has any more. Whose that was, the log does not say.
package struct PlainLeftover: Hashable, Sendable {
    package let sequence: SegmentSequence
    package let bytes: UInt64
    /// Whether files still have frames in it.
    package let isLive: Bool
}

/// Finds readable bytes in segments, by the entry tables and by a walk over all extents. Not thread-safe: who asks owns it.
package final class PlainFrames {
    private let log: VolumeLog
    /// Readable bytes of each segment that was looked at; they never change.
    private var bytes: [SegmentSequence: UInt64] = [:]

    /// Tables, and the ranges of one walk, that are in memory at a time.
    private static let tablesAtOnce = 8
    private static let segmentsAtOnce = 256
    private static let extentsAtOnce = 1024

    package init(log: VolumeLog) { self.log = log }

    /// Reclaimed segments before `bound` whose objects are still there and hold readable bytes.
    package func reclaimed(before bound: SegmentSequence) throws(FSError) -> [PlainLeftover] {
        try segments(in: .reclaimed, before: bound).map {
            PlainLeftover(sequence: $0, bytes: bytes[$0] ?? 0, isLive: false)
        }
    }

    /// Segments in `state` before `bound` that hold more readable bytes than files that may be readable have.
    package func leftovers(
        in state: SegmentRow.State, before bound: SegmentSequence
    ) throws(FSError) -> [PlainLeftover] {
        let found = try segments(in: state, before: bound)
        var left: [PlainLeftover] = []
        for start in stride(from: 0, to: found.count, by: Self.segmentsAtOnce) {
            left += try leftovers(in: Array(found[start..<min(start + Self.segmentsAtOnce, found.count)]))
        }
        return left
    }

    private func segments(
        in state: SegmentRow.State, before bound: SegmentSequence
    ) throws(FSError) -> [SegmentSequence] {
        var found: [SegmentSequence] = []
        var after = SegmentSequence(rawValue: 0)
        while true {
            let rows = try log.locked { [after] core throws(FSError) in
                try core.index.segments(in: state, after: after, limit: Self.tablesAtOnce)
            }
            guard let last = rows.last else { return found }
            after = last.sequence
            // Without bytes: a row that stays although its object is gone.
            for row in rows where row.sequence < bound && row.objectBytes > 0 {
                if bytes[row.sequence] == nil {
                    bytes[row.sequence] = try Self.frames(of: row).reduce(UInt64(0)) { $0 + UInt64($1.count) }
                }
                if bytes[row.sequence] != 0 { found.append(row.sequence) }
            }
        }
    }

    /// What files that are to be sealed have of these segments: whoever else has it must not keep it readable.
    func secrets(in sequences: Set<SegmentSequence>) throws(FSError) -> FrameRanges {
        try owned(of: sequences).secret
    }

    private func leftovers(in sequences: [SegmentSequence]) throws(FSError) -> [PlainLeftover] {
        var (needed, secret) = try owned(of: Set(sequences))
        // Shared with a file that is to be sealed, it would be readable for that one too.
        needed.subtract(secret)
        var left: [PlainLeftover] = []
        for sequence in sequences {
            // Gone by now.
            guard let row = try log.locked({ core throws(FSError) in try core.index.segment(sequence) }) else {
                continue
            }
            var rest = RangeSet<UInt64>()
            for frame in try Self.frames(of: row) { rest.insert(contentsOf: frame) }
            rest.subtract(needed[sequence])
            let bytes = rest.ranges.reduce(UInt64(0)) { $0 + UInt64($1.count) }
            if bytes > 0 { left.append(PlainLeftover(sequence: sequence, bytes: bytes, isLive: row.liveBytes > 0)) }
        }
        return left
    }

    /// What files that may be readable have of these segments, and what files have that are to be sealed.
    private func owned(
        of sequences: Set<SegmentSequence>
    ) throws(FSError) -> (readable: FrameRanges, secret: FrameRanges) {
        var readable = FrameRanges()
        var secret = FrameRanges()
        var cursor = ExtentCursor.start
        while true {
            let (last, extents) = try log.locked { [cursor] core throws(FSError) in
                let page = try core.index.extents(after: cursor, limit: Self.extentsAtOnce)
                return (
                    page.last?.cursor,
                    try Self.withOwners(page.filter { sequences.contains($0.extent.run.segment) }, core)
                )
            }
            for (extent, owner) in extents {
                for slice in extent.frames {
                    if owner.mayBeReadable { readable.insert(slice) }
                    if owner.policy == .sealed { secret.insert(slice) }
                }
            }
            guard let last else { return (readable, secret) }
            cursor = last
        }
    }

    private static func withOwners(
        _ extents: [OwnedExtent], _ core: LogCore
    ) throws(FSError) -> [(extent: Extent, owner: Inode)] {
        var found: [(extent: Extent, owner: Inode)] = []
        var owner: Inode?
        for owned in extents {
            if owner?.number != owned.inode { owner = try core.index.inode(owned.inode) }
            if let owner { found.append((owned.extent, owner)) }
        }
        return found
    }

    /// Each readable frame of a segment, in the space of `FrameRanges`.
    private static func frames(of row: SegmentRow) throws(FSError) -> [Range<UInt64>] {
        // A reclaimed segment that this machine never saw.
        guard !row.entryTable.isEmpty else { return [] }
        return try SegmentLayout(decoding: row.entryTable).table.entries
            .filter { $0.kind == .frame && $0.flags.contains(.plain) }
            .map { FrameRanges.range(of: $0.number, count: $0.plainBytes) }
    }
}
