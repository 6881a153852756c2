// SPDX-License-Identifier: MIT

import FilesystemModel
import Metadata
import StorageFormat

/// What each stored segment holds and what of it is needed. Not thread-safe: one actor owns it.
///
/// How many bytes frames take in an object never changes, so it is found out once: 32 bytes a segment.
final class UsageTable {
    private let log: VolumeLog
    private var payloads: [SegmentSequence: SegmentPayload] = [:]
    /// Of segments with shared frames.
    private var counted: [SegmentSequence: CountedOnce] = [:]
    private var readsSinceCount = UsageTable.readsBetweenCounts

    private static let segmentsAtOnce = 256
    private static let tablesAtOnce = 8
    /// Counting walks over all extents: about once a minute while there is something to decide.
    private static let readsBetweenCounts = 64
    private static let extentsAtOnce = 1024

    /// What is needed of a segment, each byte once, when so many bytes of it were referred to.
    private struct CountedOnce {
        let references: UInt64
        let needed: UInt64

        /// An eighth fewer references may have left less than was needed.
        func isOutdated(by tally: SegmentTally) -> Bool {
            tally.liveFrameBytes > references || tally.liveFrameBytes < references - references / 8
        }

        /// At most what is needed now.
        func needed(by tally: SegmentTally) -> UInt64 {
            let added = tally.liveFrameBytes > references ? tally.liveFrameBytes - references : 0
            return min(tally.liveFrameBytes, needed + added)
        }
    }

    init(log: VolumeLog) { self.log = log }

    /// Takes the volume's lock in short sections; what changes meanwhile may be seen or not.
    func read() throws(FSError) -> [SegmentUsage] {
        var tallies: [SegmentTally] = []
        while true {
            let after = tallies.last?.sequence ?? SegmentSequence(rawValue: 0)
            let page = try log.locked { core throws(FSError) in
                try core.index.tallies(after: after, limit: Self.segmentsAtOnce)
            }
            guard !page.isEmpty else { break }
            tallies += page
        }
        let known = Set(tallies.map(\.sequence))
        payloads = payloads.filter { known.contains($0.key) }
        try readPayloads(tallies.map(\.sequence).filter { payloads[$0] == nil })
        counted = counted.filter { known.contains($0.key) }
        try countShared(tallies)
        return tallies.map { tally in
            var tally = tally
            if let once = counted[tally.sequence] { tally.liveFrameBytes = once.needed(by: tally) }
            return SegmentUsage(tally, payloads[tally.sequence] ?? SegmentPayload())
        }
    }

    /// Finds out what is needed of segments with shared frames, in one walk for some of them, and not at each call.
    private func countShared(_ tallies: [SegmentTally]) throws(FSError) {
        readsSinceCount += 1
        guard readsSinceCount >= Self.readsBetweenCounts else { return }
        let shared = try log.locked { core throws(FSError) in try core.index.sharedSegments() }
        let due = tallies.filter { tally in
            shared.contains(tally.sequence) && counted[tally.sequence]?.isOutdated(by: tally) ?? true
        }.prefix(Self.segmentsAtOnce)
        guard !due.isEmpty else { return }
        readsSinceCount = 0
        let bytes = try countOnce(Set(due.map(\.sequence)))
        var single: [SegmentSequence: UInt64] = [:]
        for tally in due {
            let needed = bytes[tally.sequence] ?? 0
            counted[tally.sequence] = CountedOnce(references: tally.liveFrameBytes, needed: needed)
            if needed == tally.liveFrameBytes { single[tally.sequence] = needed }
        }
        guard !single.isEmpty else { return }
        try log.locked { [single] core throws(FSError) in try core.index.forgetShared(single) }
    }

    private func countOnce(_ sequences: Set<SegmentSequence>) throws(FSError) -> [SegmentSequence: UInt64] {
        var parts: [SegmentSequence: RangeSet<UInt64>] = [:]
        var cursor = ExtentCursor.start
        while true {
            let page = try log.locked { [cursor] core throws(FSError) in
                try core.index.extents(after: cursor, limit: Self.extentsAtOnce)
            }
            for extent in page.map(\.extent) where sequences.contains(extent.run.segment) {
                for slice in extent.frames {
                    let start = UInt64(slice.entry.rawValue) * UInt64(Limits.frameBytesMax) + UInt64(slice.skip)
                    parts[slice.segment, default: RangeSet()].insert(contentsOf: start..<start + UInt64(slice.length))
                }
            }
            guard let last = page.last else { break }
            cursor = last.cursor
        }
        return parts.mapValues { part in part.ranges.reduce(0) { $0 + ($1.upperBound - $1.lowerBound) } }
    }

    private func readPayloads(_ sequences: [SegmentSequence]) throws(FSError) {
        for start in stride(from: 0, to: sequences.count, by: Self.tablesAtOnce) {
            let group = Array(sequences[start..<min(start + Self.tablesAtOnce, sequences.count)])
            let sums = try log.locked { core throws(FSError) in
                var sums: [SegmentPayload] = []
                for sequence in group {
                    sums.append(try core.index.segment(sequence).map(Self.payload) ?? SegmentPayload())
                }
                return sums
            }
            for (sequence, sum) in zip(group, sums) { payloads[sequence] = sum }
        }
    }

    private static func payload(_ row: SegmentRow) throws(FSError) -> SegmentPayload {
        var payload = SegmentPayload()
        for entry in try SegmentLayout(decoding: row.entryTable).table.entries {
            switch entry.kind {
            case .frame, .checkpointPiece, .checkpoint:
                payload.storedBytes += UInt64(entry.range.count)
                payload.plainBytes += UInt64(entry.plainBytes)
            case .records, .summary, .keySlots: continue
            }
        }
        return payload
    }
}
