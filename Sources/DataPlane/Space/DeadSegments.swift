// SPDX-License-Identifier: MIT

import FilesystemModel

/// The segments in which, at a checkpoint's position, no file had a byte: once a root names that checkpoint, nothing
/// that a recovery could come to refers to them. Kept beside the index, so that a remount need not begin anew.
package struct DeadSegments: Hashable, Sendable {
    package static let setting = "dead-segments"

    /// The entry of the checkpoint.
    package let checkpoint: LogPosition
    /// Rising.
    package let sequences: [SegmentSequence]

    package init(checkpoint: LogPosition, sequences: [SegmentSequence]) {
        self.checkpoint = checkpoint
        self.sequences = sequences
    }

    package var encoded: [UInt8] {
        var writer = ByteWriter()
        writer.writeVarint(checkpoint.sequence.rawValue)
        writer.writeVarint(UInt64(checkpoint.entry.rawValue))
        writer.writeVarint(UInt64(sequences.count))
        var last: UInt64 = 0
        for sequence in sequences {
            writer.writeVarint(sequence.rawValue - last)
            last = sequence.rawValue
        }
        return writer.bytes
    }

    /// Nil for what cannot be read: the next checkpoint finds out again.
    package init?(decoding bytes: [UInt8]) {
        var reader = ByteReader(bytes)
        do {
            let sequence = try reader.readVarint()
            guard let entry = UInt32(exactly: try reader.readVarint()) else { return nil }
            let count = try reader.readVarint()
            guard count <= UInt64(bytes.count) else { return nil }
            var sequences: [SegmentSequence] = []
            var last: UInt64 = 0
            for _ in 0..<count {
                let (next, isTooLarge) = last.addingReportingOverflow(try reader.readVarint())
                guard !isTooLarge, next > last else { return nil }
                last = next
                sequences.append(SegmentSequence(rawValue: next))
            }
            try reader.expectEnd()
            self.init(
                checkpoint: LogPosition(
                    sequence: SegmentSequence(rawValue: sequence), entry: EntryNumber(rawValue: entry)),
                sequences: sequences)
        } catch {
            return nil
        }
    }
}
