// SPDX-License-Identifier: MIT

import FilesystemModel
import Testing

@testable import Metadata

/// Records of an orderly volume: one segment, rising positions.
struct TreeMaker {
    private var entry: UInt32 = 0

    static func position(_ segment: UInt64, _ entry: UInt32) -> LogPosition {
        LogPosition(sequence: SegmentSequence(rawValue: segment), entry: EntryNumber(rawValue: entry))
    }

    static func inode(_ number: InodeNumber, _ kind: FileKind) -> Inode {
        Inode(number: number, kind: kind, permissions: 0o700, uid: 1, gid: 2, time: Timestamp(seconds: 3))
    }

    /// The first segment and the root.
    mutating func begin(_ index: MetadataIndex) throws {
        try beginSegment(1, of: index)
        try apply([.createOrphan(inode: Self.inode(.root, .directory))], to: index)
    }

    func beginSegment(_ sequence: UInt64, of index: MetadataIndex) throws {
        try index.insertSegment(
            SegmentRow(
                sequence: SegmentSequence(rawValue: sequence), id: SegmentID(Identifier128(high: 0, low: sequence)),
                epoch: .first, state: .open))
    }

    mutating func apply(_ records: [Record], to index: MetadataIndex) throws {
        entry += 1
        try index.apply(records, at: Self.position(1, entry))
    }

    @discardableResult
    mutating func create(
        _ name: String, _ kind: FileKind = .regular, in parent: InodeNumber = .root, of index: MetadataIndex
    ) throws -> InodeNumber {
        let number = index.takeInodeNumber()
        let cookie = try #require(try index.inode(parent)?.nextCookie)
        let name = try FileName(Array(name.utf8))
        try apply(
            [.create(inode: Self.inode(number, kind), parent: parent, name: name, cookie: cookie)], to: index)
        return number
    }

    @discardableResult
    mutating func createFiles(
        _ count: Int, in parent: InodeNumber, of index: MetadataIndex
    ) throws -> [InodeNumber] {
        var numbers: [InodeNumber] = []
        for number in 0..<count { numbers.append(try create("file \(number)", in: parent, of: index)) }
        return numbers
    }

    /// `start..<end` of a file, in frames that begin with entry `entry` of a segment.
    mutating func write(
        _ range: Range<UInt64>, to file: InodeNumber, segment: UInt64 = 1, frame: UInt32, of index: MetadataIndex
    ) throws {
        let run = FrameRun(
            segment: SegmentSequence(rawValue: segment), entry: EntryNumber(rawValue: frame), skip: 0,
            grid: UInt32(range.lowerBound % UInt64(Limits.frameBytesMax)))
        let extent = Extent(start: range.lowerBound, length: UInt64(range.count), run: run)
        try apply([.write(inode: file, extents: [extent], AttributeChange())], to: index)
    }

    mutating func touch(_ inode: InodeNumber, in index: MetadataIndex) throws {
        try apply([.setAttributes(inode: inode, AttributeChange(uid: entry))], to: index)
    }

    /// Commits and makes a checkpoint of pieces of about 2 KiB; `meanwhile` runs before it is finished. Returns how
    /// many ranges were written.
    @discardableResult
    mutating func checkpoint(
        _ index: MetadataIndex, meanwhile: (inout TreeMaker) throws -> Void = { _ in }
    ) throws -> Int {
        try index.commit(durably: false)
        let source = try index.beginCheckpoint(pieceBytesMin: 16)
        defer { source.close() }
        var pieces: [CheckpointPiece] = []
        while let piece = try source.nextPiece(bytesMax: 2048) {
            entry += 1
            pieces.append(
                CheckpointPiece(firstKey: piece.firstKey, position: Self.position(1, entry), bytes: 2048))
        }
        try meanwhile(&self)
        entry += 1
        try index.finishCheckpoint(
            StoredCheckpoint(
                checkpoint: source.checkpoint(time: .epoch, newPieces: pieces), entry: Self.position(1, entry),
                bytes: 10))
        return source.dirtyRanges.count
    }
}
