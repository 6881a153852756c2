// SPDX-License-Identifier: MIT

import FilesystemModel
import Metadata
import ObjectStorage
import StorageFormat

/// A checkpoint of a store, verified as a whole before the first row of it goes into an index: an import that ends
/// half-way leaves an index that is good for nothing, and the next older checkpoint could not take its place.
struct CheckpointImport {
    let location: CheckpointLocation
    private let segments: StoredSegments
    private var holders: [SegmentSequence: StoredSegments.Opened] = [:]
    private var checkpoint: Checkpoint
    private var plainBytes: UInt32
    /// Sealed pieces that were read for the verification; the rest is read again.
    private var kept: [LogPosition: [UInt8]] = [:]
    private static let keptBytesMax = 64 << 20

    /// `damaged` where any part of it is not there or not what was written.
    init(_ location: CheckpointLocation, from segments: StoredSegments) async throws(FSError) {
        self.location = location
        self.segments = segments
        let own = try await Self.open(location.segment, segments)
        checkpoint = try await segments.checkpoint(location.position.entry, of: own)
        plainBytes = own.summary.table[location.position.entry]?.plainBytes ?? 0
        holders[location.segment.sequence] = own
        for sequence in Set(checkpoint.pieces.map(\.position.sequence)).sorted() where holders[sequence] == nil {
            guard let pointer = location.pieceSegments.first(where: { $0.sequence == sequence }) else {
                throw .damaged("a piece of the checkpoint is in segment \(sequence), which no root names")
            }
            holders[sequence] = try await Self.open(pointer, segments)
        }
        var keptBytes = 0
        for piece in checkpoint.pieces {
            let bytes = try await sealed(piece)
            _ = try rows(of: piece, bytes)
            keptBytes += bytes.count
            if keptBytes <= Self.keptBytesMax { kept[piece.position] = bytes }
        }
    }

    /// Makes `index`, to which nothing was applied, the one that the checkpoint describes.
    func run(into index: MetadataIndex) async throws(FSError) {
        for piece in checkpoint.pieces { try index.importRows(try rows(of: piece, try await sealed(piece))) }
        try index.finishImport(
            StoredCheckpoint(checkpoint: checkpoint, entry: location.position, bytes: plainBytes))
    }

    private func sealed(_ piece: CheckpointPiece) async throws(FSError) -> [UInt8] {
        if let bytes = kept[piece.position] { return bytes }
        guard let holder = holders[piece.position.sequence] else {
            throw .damaged("segment \(piece.position.sequence), which holds a piece of the checkpoint, is not there")
        }
        return try await segments.entry(piece.position.entry, of: holder)
    }

    private func rows(of piece: CheckpointPiece, _ bytes: [UInt8]) throws(FSError) -> [CheckpointRow] {
        guard let holder = holders[piece.position.sequence] else { return [] }
        do {
            return try bytes.withRawBytes { (entry) throws(FormatError) in
                try holder.reader.openPiece(entry, number: piece.position.entry)
            }
        } catch {
            throw .damaged("the piece of the checkpoint at \(piece.position): \(error)")
        }
    }

    private static func open(
        _ pointer: SegmentPointer, _ segments: StoredSegments
    ) async throws(FSError) -> StoredSegments.Opened {
        let reference = ObjectReference(bytes: pointer.reference)
        guard let opened = try await segments.open(reference, bytes: pointer.objectBytes), opened.pointer == pointer
        else { throw .damaged("the object of segment \(pointer.sequence) is another one") }
        return opened
    }
}
