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

    private static let segmentsAtOnce = 256
    private static let tablesAtOnce = 8

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
        return tallies.map { SegmentUsage($0, payloads[$0.sequence] ?? SegmentPayload()) }
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
