// SPDX-License-Identifier: MIT

import FilesystemModel
import ObjectStorage
import StorageFormat

/// Whether a recovery would work: the root is there and is the newest, and it names a checkpoint that can be read.
///
/// The segments that hold the checkpoint are looked at as all others are; here only what the root says of them.
struct RootCheck {
    let log: VolumeLog
    let store: any ObjectStore
    let publisher: RootPublisher

    /// Returns the checkpoint's location that a recovery would begin from.
    func run(_ note: (CheckReport.Problem) -> Void) async throws(CheckFinding) -> CheckpointLocation? {
        let before = await publisher.superblock
        let root: Root?
        do { root = try await store.root() } catch { throw CheckFinding(error, objectBytes: 0, listedBytes: nil) }
        guard let superblock = accept(root, newerThan: before, note) else { return before.checkpoint }
        return superblock.checkpoint
    }

    private func accept(
        _ root: Root?, newerThan known: Superblock, _ note: (CheckReport.Problem) -> Void
    ) -> Superblock? {
        func refuse(_ kind: CheckReport.Problem.Kind, _ message: String) -> Superblock? {
            note(CheckReport.Problem(kind: kind, message: "the root: \(message)"))
            return nil
        }
        guard let root else { return refuse(.missing, "the store has none") }
        do {
            let peek = try Superblock.peek(root.bytes)
            guard peek.volume == log.identity.volume else { return refuse(.swapped, "it is of another volume") }
            let superblock = try Superblock(decoding: root.bytes, key: log.identity.key)
            guard superblock.generation >= known.generation else {
                return refuse(
                    .replayed, "it is of generation \(superblock.generation), the newest is \(known.generation)")
            }
            return superblock
        } catch {
            return refuse(.damaged, "\(error)")
        }
    }

    /// The list of pieces, and that each piece is where it says.
    func check(_ location: CheckpointLocation, _ note: (CheckReport.Problem) -> Void) async throws(CheckFinding) {
        let pointers = location.pieceSegments + [location.segment]
        for pointer in pointers {
            let row = try row(of: pointer.sequence)
            guard row?.state == .stored, row?.id == pointer.id else {
                note(problem(.missing, pointer.sequence, "the root names it for its checkpoint; it is not stored"))
                return
            }
        }
        let checkpoint = try await read(location)
        for piece in checkpoint.pieces {
            let table = try table(of: piece.position.sequence)
            let isThere = table?[piece.position.entry]?.kind == .checkpointPiece
            guard isThere, pointers.contains(where: { $0.sequence == piece.position.sequence }) else {
                note(problem(.damaged, piece.position.sequence, "the checkpoint has no piece at \(piece.position)"))
                continue
            }
        }
    }

    private func read(_ location: CheckpointLocation) async throws(CheckFinding) -> Checkpoint {
        let pointer = location.segment
        guard let layout = try layout(of: pointer.sequence), let entry = layout.table[location.position.entry] else {
            throw .problem(.damaged, "segment \(pointer.sequence) has no checkpoint at \(location.position)")
        }
        let bytes: [UInt8]
        do {
            bytes = try await StoredSegments(store: store, identity: log.identity)
                .readBytes(ObjectReference(bytes: pointer.reference), entry.range, of: pointer.objectBytes)
        } catch {
            throw CheckFinding(error, objectBytes: pointer.objectBytes, listedBytes: nil)
        }
        do {
            let reader = try SegmentReader(
                headerBytes: layout.headerBytes, key: log.identity.key, volume: log.identity.volume)
            return try bytes.withRawBytes { (bytes) throws(FormatError) in
                try reader.openCheckpoint(bytes, number: entry.number)
            }
        } catch {
            throw .problem(.damaged, "the checkpoint at \(location.position): \(error)")
        }
    }

    private func problem(
        _ kind: CheckReport.Problem.Kind, _ sequence: SegmentSequence, _ message: String
    ) -> CheckReport.Problem {
        CheckReport.Problem(kind: kind, segment: sequence, message: message)
    }

    private func table(of sequence: SegmentSequence) throws(CheckFinding) -> EntryTable? {
        try layout(of: sequence)?.table
    }

    private func layout(of sequence: SegmentSequence) throws(CheckFinding) -> SegmentLayout? {
        do {
            return try row(of: sequence).map { (row) throws(FSError) in try SegmentLayout(decoding: row.entryTable) }
        } catch let finding as CheckFinding {
            throw finding
        } catch {
            throw .problem(.index, "\(error)")
        }
    }

    private func row(of sequence: SegmentSequence) throws(CheckFinding) -> SegmentRow? {
        do {
            return try log.locked { core throws(FSError) in try core.index.segment(sequence) }
        } catch {
            throw .problem(.index, error.logDescription)
        }
    }
}
