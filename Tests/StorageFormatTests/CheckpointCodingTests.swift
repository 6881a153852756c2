// SPDX-License-Identifier: MIT

import FilesystemModel
import Testing

@testable import StorageFormat

/// Guards: every row and checkpoint comes back as it was; hostile bytes are an error, never a crash.
@Suite struct CheckpointCodingTests {
    private func coded(_ rows: [CheckpointRow]) -> [UInt8] {
        var writer = ByteWriter()
        CheckpointRowCoding.write(rows, to: &writer)
        return writer.bytes
    }

    private func coded(_ checkpoint: Checkpoint) -> [UInt8] {
        var writer = ByteWriter()
        CheckpointCoding.write(checkpoint, to: &writer)
        return writer.bytes
    }

    @Test("Rows of each kind come back as they were", arguments: CheckpointKey.Kind.allCases)
    func rows(kind: CheckpointKey.Kind) throws {
        var samples = Samples(seed: 40 + UInt64(kind.rawValue))
        let rows = try (0..<300).map { _ in try samples.row(kind) }
        #expect(try CheckpointRowCoding.read(coded(rows)[...]) == rows)
        for row in rows { #expect(coded([row])[1] == kind.rawValue * 2 - 1) }
    }

    @Test("An unknown even kind of row is skipped, an unknown odd one refused with its number")
    func unknownKinds() throws {
        var samples = Samples(seed: 50)
        let row = try samples.row(.dentry)
        var bytes: [UInt8] = [2, 100, 3, 9, 9, 9] + coded([row]).dropFirst()
        #expect(try CheckpointRowCoding.read(bytes[...]) == [row])
        bytes[1] = 101
        #expect(throws: FormatError.unsupportedFeatures(.checkpointPiece, bits: 101)) {
            try CheckpointRowCoding.read(bytes[...])
        }
    }

    @Test("Hostile pieces end in an error or in rows that code again", arguments: CheckpointKey.Kind.allCases)
    func hostileRows(kind: CheckpointKey.Kind) throws {
        var samples = Samples(seed: 60 + UInt64(kind.rawValue))
        let bytes = coded(try [samples.row(kind), samples.row(kind), samples.row(kind)])
        try Mutations(of: bytes, seed: 61).forEach(1500) { (bytes) throws in
            guard let rows = try? CheckpointRowCoding.read(bytes[...]) else { return }
            #expect(try CheckpointRowCoding.read(coded(rows)[...]) == rows)
        }
    }

    @Test("Checkpoints come back as they were, with no piece and with a thousand")
    func checkpoints() throws {
        var samples = Samples(seed: 70)
        for pieces in [0, 1, 1000] {
            let checkpoint = try samples.checkpoint(pieces: pieces)
            #expect(try CheckpointCoding.read(coded(checkpoint)[...]) == checkpoint)
        }
    }

    @Test("Pieces that are not in the order of their keys are malformed")
    func pieceOrder() throws {
        var samples = Samples(seed: 71)
        var checkpoint = try samples.checkpoint(pieces: 5)
        checkpoint.pieces.swapAt(1, 3)
        #expect(throws: FormatError.malformed(.checkpoint, "pieces out of order")) {
            try CheckpointCoding.read(coded(checkpoint)[...])
        }
        checkpoint.pieces = [checkpoint.pieces[0], checkpoint.pieces[0]]
        #expect(throws: FormatError.self) { try CheckpointCoding.read(coded(checkpoint)[...]) }
    }

    @Test("Unknown features of a checkpoint are refused")
    func features() throws {
        var samples = Samples(seed: 72)
        let bytes = [4] + coded(try samples.checkpoint(pieces: 2)).dropFirst()
        #expect(throws: FormatError.unsupportedFeatures(.checkpoint, bits: 4)) {
            try CheckpointCoding.read(bytes[...])
        }
    }

    @Test("Hostile checkpoints end in an error or in one that codes again")
    func hostileCheckpoints() throws {
        var samples = Samples(seed: 73)
        let bytes = coded(try samples.checkpoint(pieces: 12))
        try Mutations(of: bytes, seed: 74).forEach(3000) { (bytes) throws in
            guard let checkpoint = try? CheckpointCoding.read(bytes[...]) else { return }
            #expect(try CheckpointCoding.read(coded(checkpoint)[...]) == checkpoint)
        }
    }
}
