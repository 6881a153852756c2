// SPDX-License-Identifier: MIT

import FilesystemModel
import Testing

@testable import Metadata

/// Invariants:
/// - A segment that something was copied out of is noted, live and on replay, and with the next commit for good.
/// - Where its bytes move, the note follows; what is counted and has changed since stays noted.
@Suite struct SharedSegmentsTests {
    private let directory: TemporaryDirectory
    private let index: MetadataIndex
    private var tree = TreeMaker()
    private let file: InodeNumber
    private let copy: InodeNumber

    init() throws {
        directory = try TemporaryDirectory()
        index = try MetadataIndex.open(path: directory.file("index"), volume: RecordSemanticsTests.volume)
        try tree.begin(index)
        for segment in 2...3 as ClosedRange<UInt64> { try tree.beginSegment(segment, of: index) }
        file = try tree.create("file", of: index)
        copy = try tree.create("copy", of: index)
        try tree.write(0..<1000, to: file, segment: 2, frame: 7, of: index)
    }

    private mutating func clone(_ range: Range<UInt64>) throws {
        let clone = Record.Clone(
            source: file, sourceRange: range, destination: copy, destinationOffset: 0, change: AttributeChange())
        try tree.apply([.clone(clone)], to: index)
    }

    private static func segment(_ number: UInt64) -> SegmentSequence { SegmentSequence(rawValue: number) }

    @Test mutating func copiesAreNoted() throws {
        #expect(try index.sharedSegments().isEmpty)
        try clone(2000..<3000)
        #expect(try index.sharedSegments().isEmpty)
        try clone(0..<500)
        #expect(try index.sharedSegments() == [Self.segment(2)])
        try index.commit(durably: false)
        try index.close()
        let again = try MetadataIndex.open(path: directory.file("index"), volume: RecordSemanticsTests.volume)
        #expect(try again.sharedSegments() == [Self.segment(2)])
    }

    @Test mutating func aNoteGoesOnlyWhereNothingHasChanged() throws {
        try clone(0..<500)
        try index.forgetShared([Self.segment(2): 1400])
        #expect(try index.sharedSegments() == [Self.segment(2)])
        try index.forgetShared([Self.segment(2): 1500])
        #expect(try index.sharedSegments().isEmpty)
    }

    @Test mutating func theNoteFollowsTheBytes() throws {
        let run = FrameRun(segment: Self.segment(3), entry: EntryNumber(rawValue: 1), skip: 0, grid: 0)
        let moved = Record.relocate(inode: file, extents: [Extent(start: 0, length: 1000, run: run)])
        try tree.apply([moved], to: index)
        #expect(try index.sharedSegments().isEmpty)
        try clone(0..<500)
        #expect(try index.sharedSegments() == [Self.segment(3)])
        let back = FrameRun(segment: Self.segment(2), entry: EntryNumber(rawValue: 9), skip: 0, grid: 0)
        try tree.apply([.relocate(inode: copy, extents: [Extent(start: 0, length: 500, run: back)])], to: index)
        #expect(try index.sharedSegments() == [Self.segment(2), Self.segment(3)])
    }
}
