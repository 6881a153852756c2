// SPDX-License-Identifier: MIT

import DataPlane
import FilesystemModel
import Testing

/// Units cover exactly the bytes of their extents, in order; none is larger than a frame; each becomes an extent that
/// addresses one frame from its beginning.
@Suite struct RelocationUnitTests {
    private let inode = InodeNumber(rawValue: 7)
    private let window = UInt64(Limits.frameBytesMax)

    private func extent(_ start: UInt64, _ length: UInt64, _ segment: UInt64, entry: UInt32, skip: UInt32, grid: UInt32)
        -> Extent
    {
        Extent(
            start: start, length: length,
            run: FrameRun(
                segment: SegmentSequence(rawValue: segment), entry: EntryNumber(rawValue: entry), skip: skip, grid: grid
            ))
    }

    private func expectSound(_ units: [RelocationUnit], cover extents: [Extent]) {
        #expect(units.flatMap(\.slices) == extents.flatMap { Array($0.frames) })
        for (index, unit) in units.enumerated() {
            #expect(unit.length > 0 && UInt64(unit.grid) + unit.length <= window)
            let position = LogPosition(
                sequence: SegmentSequence(rawValue: 99), entry: EntryNumber(rawValue: UInt32(index)))
            #expect(Array(unit.extent(at: position).frames).count == 1)
            #expect(unit.isCurrent(extents))
        }
    }

    @Test func aRunOfFullFramesStaysFrameByFrame() {
        let extents = [extent(0, 3 * window, 1, entry: 5, skip: 0, grid: 0)]
        let units = RelocationUnit.units(of: inode, extents)
        #expect(units.count == 3)
        expectSound(units, cover: extents)
    }

    @Test func smallPiecesOfOneWindowComeTogether() {
        let extents = (0..<8).map { (page: UInt32) -> Extent in
            extent(UInt64(page) * 4096, 4096, UInt64(page % 2) + 1, entry: page, skip: 0, grid: page * 4096)
        }
        let units = RelocationUnit.units(of: inode, extents)
        #expect(units.count == 1)
        expectSound(units, cover: extents)
    }

    @Test func aGapAndAWindowsEndBothEndAUnit() {
        let extents = [
            extent(0, 4096, 1, entry: 0, skip: 0, grid: 0),
            extent(8192, 4096, 1, entry: 1, skip: 0, grid: 8192),
            extent(window - 4096, 4096, 1, entry: 2, skip: 0, grid: UInt32(window) - 4096),
            extent(window, 4096, 1, entry: 3, skip: 0, grid: 0),
        ]
        let units = RelocationUnit.units(of: inode, extents)
        #expect(units.count == 4)
        expectSound(units, cover: extents)
    }

    /// A copy to an offset that is not a multiple of its source's: frames lie across the windows of the file.
    @Test func aShiftedCopyKeepsItsFrames() {
        let extents = [extent(1000, 3 * window, 1, entry: 5, skip: 0, grid: 0)]
        let units = RelocationUnit.units(of: inode, extents)
        #expect(units.count == 3)
        expectSound(units, cover: extents)
    }

    @Test func reflinksOfTheSameBytesHaveTheSameContent() {
        let first = RelocationUnit.units(of: inode, [extent(0, 4096, 1, entry: 5, skip: 100, grid: 100)])
        let other = RelocationUnit.units(
            of: InodeNumber(rawValue: 8), [extent(70_000, 4096, 1, entry: 5, skip: 100, grid: 100)])
        #expect(first.map(\.content) == other.map(\.content))
    }

    @Test func aFileThatChangedMeanwhileIsNotCurrent() {
        let units = RelocationUnit.units(of: inode, [extent(0, 8192, 1, entry: 0, skip: 0, grid: 0)])
        let changed = [
            extent(0, 4096, 1, entry: 0, skip: 0, grid: 0), extent(4096, 4096, 2, entry: 9, skip: 0, grid: 4096),
        ]
        #expect(units.allSatisfy { !$0.isCurrent(changed) && !$0.isCurrent([]) })
    }
}
