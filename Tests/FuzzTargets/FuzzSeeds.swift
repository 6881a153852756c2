// SPDX-License-Identifier: MIT

import FilesystemModel

@testable import StorageFormat

/// One valid input for each target, made by the encoders of today: where every mutation begins.
extension FuzzTarget {
    package func seed() throws -> [UInt8] {
        let random = FuzzKey.random
        var slots = KeySlots(volume: FuzzKey.volume)
        try slots.add(
            passphrase: [1, 2, 3], cost: .test, label: "laptop", master: FuzzKey.master, created: .epoch,
            random: random)
        let writer = try SegmentWriter(header: FuzzKey.header, key: FuzzKey.master, slots: slots, random: random)
        let compressor = try FrameCompressor()
        for size in [100, 5000] {
            let frame = [UInt8](repeating: 7, count: size).withUnsafeBytes {
                PreparedFrame.prepare($0, policy: .sealed, using: compressor)
            }
            _ = try writer.appendFrame(frame)
        }
        _ = try writer.appendRecords(Self.recordSeeds)
        let piece = try writer.appendPiece(Self.rows)
        let checkpoint = Checkpoint(
            position: LogPosition(sequence: .first, entry: EntryNumber(rawValue: 2)),
            nextInode: InodeNumber(rawValue: 9), time: .epoch,
            pieces: [
                CheckpointPiece(
                    firstKey: .first, position: LogPosition(sequence: .first, entry: piece.entry),
                    bytes: piece.plainBytes)
            ])
        _ = try writer.appendCheckpoint(checkpoint, slots: slots)
        let table = writer.table
        let summary = try writer.finish()
        let segment = writer.withPending { Array($0) }
        switch self {
        case .segmentHeader: return Array(segment.prefix(Int(table.firstOffset)))
        case .segmentScan: return segment
        case .entryHeader: return Array(segment[Int(table.firstOffset)...].prefix(EntryHeader.byteCount))
        case .entryTable: return table.encoded
        case .records:
            var out = ByteWriter()
            RecordCoding.write(Self.recordSeeds, to: &out)
            return out.bytes
        case .summary:
            var out = ByteWriter()
            var records = ByteWriter()
            RecordCoding.write(Self.recordSeeds, to: &records)
            SegmentSummary.write(contentChain: summary.contentChain, table: table, records: records.bytes, to: &out)
            return out.bytes
        case .footer:
            return SegmentFooter(
                volume: FuzzKey.volume, segment: FuzzKey.header.segment,
                summary: 90_000..<FuzzKey.objectBytes - UInt64(SegmentFooter.byteCount), keySlots: 200..<400
            ).encoded
        case .checkpoint:
            var out = ByteWriter()
            CheckpointCoding.write(checkpoint, to: &out)
            return out.bytes
        case .checkpointPiece:
            var out = ByteWriter()
            CheckpointRowCoding.write(Self.rows, to: &out)
            return out.bytes
        case .superblock:
            let pointer = SegmentPointer(
                sequence: .first, id: FuzzKey.header.segment, reference: [1, 2, 3], objectBytes: 5000)
            let location = CheckpointLocation(
                position: checkpoint.position, segment: pointer, pieceSegments: [pointer], listAfter: [4])
            return try Superblock(
                volume: FuzzKey.volume, slots: slots, generation: 3, epoch: .first, writer: nil,
                checkpoint: location, storedPosition: checkpoint.position, tail: [pointer],
                settings: VolumeSettings(segmentBytes: 1 << 26, defaultPolicy: .sealed), created: .epoch
            ).encoded(key: FuzzKey.master, random: random)
        case .keySlots: return slots.encoded
        case .recoveryKey: return Array(RecoveryKey(random: random).description.utf8)
        case .claim:
            let writer = WriterIdentity(host: "laptop", since: .epoch, instance: Identifier128(high: 3, low: 4))
            return try WriterClaim(
                volume: FuzzKey.volume, epoch: .first, writer: writer, lastSequence: .first,
                lastChain: SegmentChain.start
            ).encoded(key: FuzzKey.master, random: random)
        case .controlMessage:
            return Array(
                #"{"jsonrpc":"2.0","id":1,"method":"sync","params":{"path":"a/b","timeout_seconds":1.5,"id":"x"}}"#.utf8
            )
        case .answer: return ProtocolTargets.answerSeed
        case .method: return ProtocolTargets.methodSeed
        case .clientStream: return ProtocolTargets.clientStreamSeed
        case .serverStream: return ProtocolTargets.serverStreamSeed
        case .session: return ProtocolTargets.sessionSeed
        case .envelope: return ProtocolTargets.envelopeSeed
        case .gzip: return ProtocolTargets.gzipSeed
        }
    }

    private static let recordSeeds: [Record] = {
        guard let name = try? FileName(Array("name".utf8)) else { return [] }
        let inode = InodeNumber(rawValue: 7)
        let file = Inode(
            number: inode, kind: .regular, permissions: 0o644, policy: .sealed, uid: 1, gid: 2, time: .epoch,
            parent: nil)
        let run = FrameRun(segment: .first, entry: EntryNumber(rawValue: 0), skip: 0, grid: 0)
        return [
            .create(inode: file, parent: .root, name: name, cookie: DirectoryCookie(rawValue: 5)),
            .write(
                inode: inode, extents: [Extent(start: 0, length: 300, run: run)],
                AttributeChange(size: 300, modificationTime: .epoch)),
            .setXattr(inode: inode, name: Array("user.a".utf8), value: [1, 2], time: .epoch),
            .rename(
                Record.Rename(
                    inode: inode, oldParent: .root, oldName: name, newParent: .root, newName: name,
                    cookie: DirectoryCookie(rawValue: 6), replaced: nil, time: .epoch)),
            .deallocate(inode: inode, range: 5..<10, AttributeChange()),
            .free(inode: inode), .reclaim(segments: [.first]),
        ]
    }()

    private static let rows: [CheckpointRow] = {
        let run = FrameRun(segment: .first, entry: EntryNumber(rawValue: 0), skip: 0, grid: 0)
        let root = Inode(
            number: .root, kind: .directory, permissions: 0o755, policy: .sealed, uid: 0, gid: 0, time: .epoch,
            parent: .root)
        return [
            .inode(root), .xattr(.root, name: Array("user.b".utf8), value: [3]),
            .extent(InodeNumber(rawValue: 7), Extent(start: 0, length: 300, run: run)),
            .segment(
                SegmentRow(
                    sequence: .first, id: FuzzKey.header.segment, epoch: .first, state: .stored, objectBytes: 100,
                    logicalBytes: 90, liveBytes: 0, chain: SegmentChain.start, entryTable: [1, 0], reference: [9])),
        ]
    }()
}
