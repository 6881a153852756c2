// SPDX-License-Identifier: MIT

import FilesystemModel
import SeededRandom
import Testing

/// Extents are sorted, disjoint, not empty, and joined wherever one row can hold two; each byte is where the last
/// change put it. Compared with a map that knows every KiB by itself.
@Suite struct ExtentMapTests {
    @Test func everyByteIsWhereTheLastChangePutIt() {
        var random = SeededGenerator(seed: SeededGenerator.seed())
        for _ in 0..<20 {
            var map = ExtentMap()
            var naive = NaiveMap()
            var nextEntry: UInt32 = 0
            for _ in 0..<60 {
                let range = NaiveMap.randomRange(&random)
                switch Int.random(in: 0..<10, using: &random) {
                case 0..<5:
                    let extent = NaiveMap.written(range, entry: nextEntry, &random)
                    nextEntry += 8
                    map.insert(extent)
                    naive.insert(extent)
                case 5..<8:
                    map.remove(range)
                    naive.remove(range)
                default:
                    // A reflink: the same frames somewhere else, off their grid.
                    let target = NaiveMap.cell * UInt64.random(in: 0..<256, using: &random)
                    for part in map.slices(of: range) {
                        let moved = Extent(
                            start: part.start - range.lowerBound + target, length: part.length, run: part.run)
                        map.insert(moved)
                        naive.insert(moved)
                    }
                }
                #expect(NaiveMap(map) == naive)
                #expect(isCanonical(map.extents))
                let asked = NaiveMap.randomRange(&random)
                #expect(NaiveMap(ExtentMap(map.slices(of: asked))) == naive.clamped(to: asked))
                #expect(map.allocatedBytes == naive.bytes)
            }
        }
    }

    @Test func removingNothingAndFromNothingChangesNothing() {
        var map = ExtentMap()
        map.remove(0..<UInt64.max)
        #expect(map.extents.isEmpty)
        map.insert(extent(start: 10, length: 10))
        map.remove(15..<15)
        map.remove(20..<30)
        map.remove(0..<10)
        #expect(map.extents == [extent(start: 10, length: 10)])
        #expect(map.slices(of: 20..<30).isEmpty)
    }

    @Test func neighboursInOtherFramesStayApart() {
        var map = ExtentMap()
        map.insert(extent(start: 0, length: 100))
        map.insert(Extent(start: 100, length: 100, run: run(entry: 1, skip: 0, grid: 100)))
        #expect(map.extents.count == 2)
        map.insert(Extent(start: 100, length: 100, run: run(entry: 0, skip: 100, grid: 100)))
        #expect(map.extents == [extent(start: 0, length: 200)])
    }

    private func isCanonical(_ extents: [Extent]) -> Bool {
        zip(extents, extents.dropFirst()).allSatisfy { $0.end <= $1.start && !$0.continues(with: $1) }
            && extents.allSatisfy { $0.length > 0 && $0.run.skip <= $0.run.grid }
    }
}

/// A run, the extent that it serves, and the frames of both say the same, however they are cut.
@Suite struct ExtentTests {
    @Test func advancingTwiceIsAdvancingOnce() {
        var random = SeededGenerator(seed: SeededGenerator.seed())
        for _ in 0..<2000 {
            let grid = UInt32.random(in: 0..<UInt32(Limits.frameBytesMax), using: &random)
            let start = run(entry: 5, skip: UInt32.random(in: 0...grid, using: &random), grid: grid)
            let first = UInt64.random(in: 0..<400_000, using: &random)
            let second = UInt64.random(in: 0..<400_000, using: &random)
            #expect(start.advanced(by: first).advanced(by: second) == start.advanced(by: first + second))
        }
    }

    @Test func framesCoverTheExtentInOrderAndWithinTheirWindows() {
        var random = SeededGenerator(seed: SeededGenerator.seed())
        for _ in 0..<300 {
            let extent = NaiveMap.written(NaiveMap.randomRange(&random), entry: 3, &random)
            var position = extent.start
            for (index, slice) in extent.frames.enumerated() {
                #expect(slice.fileOffset == position && slice.length > 0)
                #expect(slice.entry.rawValue == 3 + UInt32(index))
                #expect(slice.skip + slice.length <= Limits.frameBytesMax)
                position += UInt64(slice.length)
            }
            #expect(position == extent.end)
        }
    }

    @Test func aPartHoldsTheSameBytesAsTheWhole() {
        var random = SeededGenerator(seed: SeededGenerator.seed())
        for _ in 0..<300 {
            let extent = NaiveMap.written(NaiveMap.randomRange(&random), entry: 7, &random)
            let range = NaiveMap.randomRange(&random)
            let part = extent.clamped(to: range)
            #expect(NaiveMap(ExtentMap(part.map { [$0] } ?? [])) == NaiveMap(ExtentMap([extent])).clamped(to: range))
            if let part { #expect(range.lowerBound <= part.start && part.end <= range.upperBound) }
        }
    }

    @Test func twoHalvesContinueEachOther() {
        var random = SeededGenerator(seed: SeededGenerator.seed())
        for _ in 0..<300 {
            let extent = NaiveMap.written(NaiveMap.randomRange(&random), entry: 7, &random)
            let middle = UInt64.random(in: extent.start...extent.end, using: &random)
            guard let first = extent.clamped(to: extent.start..<middle),
                let second = extent.clamped(to: middle..<extent.end)
            else { continue }
            #expect(first.continues(with: second) && !second.continues(with: first))
        }
    }
}

private func run(entry: UInt32, skip: UInt32, grid: UInt32) -> FrameRun {
    FrameRun(segment: .first, entry: EntryNumber(rawValue: entry), skip: skip, grid: grid)
}

private func extent(start: UInt64, length: UInt64) -> Extent {
    Extent(start: start, length: length, run: run(entry: 0, skip: 0, grid: UInt32(start)))
}

/// Which byte of which frame stands behind each KiB.
private struct NaiveMap: Equatable {
    static let cell: UInt64 = 1024
    private static let cells = 1024

    private struct Place: Hashable {
        let segment: UInt64
        let entry: UInt32
        let offset: UInt64
    }

    private var places = [Place?](repeating: nil, count: cells)

    init() {}

    init(_ map: ExtentMap) {
        for extent in map.extents { insert(extent) }
    }

    var bytes: UInt64 { UInt64(places.count { $0 != nil }) * Self.cell }

    mutating func insert(_ extent: Extent) {
        // By the drawing above `FrameRun`, a KiB at a time, and not by the code under test.
        let window = UInt64(Limits.frameBytesMax)
        for offset in stride(from: 0, to: extent.length, by: Int(Self.cell)) {
            let inGrid = UInt64(extent.run.grid) + offset
            let frame = inGrid / window
            places[Int((extent.start + offset) / Self.cell)] = Place(
                segment: extent.run.segment.rawValue, entry: extent.run.entry.rawValue + UInt32(frame),
                offset: frame == 0 ? UInt64(extent.run.skip) + offset : inGrid % window)
        }
    }

    mutating func remove(_ range: Range<UInt64>) {
        for cell in range.lowerBound / Self.cell..<range.upperBound / Self.cell { places[Int(cell)] = nil }
    }

    func clamped(to range: Range<UInt64>) -> NaiveMap {
        var part = NaiveMap()
        for cell in range.lowerBound / Self.cell..<range.upperBound / Self.cell {
            part.places[Int(cell)] = places[Int(cell)]
        }
        return part
    }

    static func randomRange(_ random: inout SeededGenerator) -> Range<UInt64> {
        let start = UInt64.random(in: 0..<400, using: &random)
        let length = UInt64.random(in: 1..<(random.chance(30) ? 300 : 20), using: &random)
        return start * cell..<(start + length) * cell
    }

    /// As a write of `range` makes it.
    static func written(_ range: Range<UInt64>, entry: UInt32, _ random: inout SeededGenerator) -> Extent {
        Extent(
            start: range.lowerBound, length: UInt64(range.count),
            run: FrameRun(
                segment: SegmentSequence(rawValue: UInt64.random(in: 1...2, using: &random)),
                entry: EntryNumber(rawValue: entry), skip: 0,
                grid: UInt32(range.lowerBound % UInt64(Limits.frameBytesMax))))
    }
}
