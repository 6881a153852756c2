// SPDX-License-Identifier: MIT

import FilesystemModel

/// A checkpoint that is in the log, and where.
package struct StoredCheckpoint: Hashable, Sendable {
    package var checkpoint: Checkpoint
    /// The entry that holds the list of pieces; it keeps its segment alive as the pieces do theirs.
    package var entry: LogPosition
    /// Plain bytes of that entry.
    package var bytes: UInt32

    package init(checkpoint: Checkpoint, entry: LogPosition, bytes: UInt32) {
        self.checkpoint = checkpoint
        self.entry = entry
        self.bytes = bytes
    }

    /// Plain bytes of the entry and of the pieces, by segment.
    var bytesBySegment: [SegmentSequence: UInt64] {
        var sums = [entry.sequence: UInt64(bytes)]
        for piece in checkpoint.pieces { sums[piece.position.sequence, default: 0] += UInt64(piece.bytes) }
        return sums
    }

    /// All but the pieces, for the row of the volume.
    var encoded: [UInt8] {
        var writer = ByteWriter()
        writer.writeVarint(checkpoint.position.sequence.rawValue)
        writer.writeVarint(UInt64(checkpoint.position.entry.rawValue))
        writer.writeVarint(checkpoint.nextInode.rawValue)
        writer.write(checkpoint.time.seconds)
        writer.write(checkpoint.time.nanoseconds)
        writer.writeVarint(entry.sequence.rawValue)
        writer.writeVarint(UInt64(entry.entry.rawValue))
        writer.write(bytes)
        return writer.bytes
    }

    init(decoding bytes: [UInt8], pieces: [CheckpointPiece]) throws(FSError) {
        var reader = ByteReader(bytes)
        do {
            let position = try reader.readPosition()
            let nextInode = InodeNumber(rawValue: try reader.readVarint())
            let time = Timestamp(seconds: try reader.read(), nanoseconds: try reader.read())
            let entry = try reader.readPosition()
            self.init(
                checkpoint: Checkpoint(position: position, nextInode: nextInode, time: time, pieces: pieces),
                entry: entry, bytes: try reader.read())
            try reader.expectEnd()
        } catch {
            throw .indexDamaged("the newest checkpoint cannot be read")
        }
    }
}

extension ByteReader {
    fileprivate mutating func readPosition() throws(Failure) -> LogPosition {
        let sequence = SegmentSequence(rawValue: try readVarint())
        let entry = try readVarint()
        guard let entry = UInt32(exactly: entry) else { throw .overlongVarint(offset: offset) }
        return LogPosition(sequence: sequence, entry: EntryNumber(rawValue: entry))
    }
}
