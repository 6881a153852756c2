// SPDX-License-Identifier: MIT

import DataPlane
import FilesystemModel
import SeededRandom
import Testing

/// Each byte of a read has one source: the buffer over the frames over zeros, in order and without gaps.
@Suite struct ReadPlanTests {
    @Test func everyByteHasItsSource() {
        var random = SeededGenerator(seed: SeededGenerator.seed())
        for _ in 0..<400 {
            var map = ExtentMap()
            for entry in 0..<UInt32.random(in: 0..<5, using: &random) {
                let range = randomRange(&random)
                map.insert(
                    Extent(
                        start: range.lowerBound, length: UInt64(range.count),
                        run: FrameRun(
                            segment: .first, entry: EntryNumber(rawValue: entry * 8), skip: 0,
                            grid: UInt32(range.lowerBound % UInt64(Limits.frameBytesMax)))))
            }
            var buffered: [Range<UInt64>] = []
            for _ in 0..<Int.random(in: 0..<4, using: &random) {
                let range = randomRange(&random)
                if buffered.allSatisfy({ !$0.overlaps(range) }) { buffered.append(range) }
            }
            buffered.sort { $0.lowerBound < $1.lowerBound }
            let asked = randomRange(&random)
            check(ReadPlan(range: asked, buffered: buffered, extents: map.extents), asked, buffered, map)
        }
    }

    private func check(_ plan: ReadPlan, _ asked: Range<UInt64>, _ buffered: [Range<UInt64>], _ map: ExtentMap) {
        var position = asked.lowerBound
        for source in plan.sources {
            let range: Range<UInt64>
            switch source {
            case .memory(let memory):
                range = memory
                #expect(buffered.contains { $0.clamped(to: memory) == memory })
            case .hole(let hole):
                range = hole
                #expect(map.slices(of: hole).isEmpty && buffered.allSatisfy { !$0.overlaps(hole) })
            case .frame(let slice):
                range = slice.fileOffset..<slice.fileOffset + UInt64(slice.length)
                #expect(buffered.allSatisfy { !$0.overlaps(range) })
                #expect(map.slices(of: range).flatMap { Array($0.frames) } == [slice])
            }
            #expect(range.lowerBound == position && !range.isEmpty)
            position = range.upperBound
        }
        #expect(position == asked.upperBound)
    }

    @Test func nothingAskedIsNothingPlanned() {
        #expect(ReadPlan(range: 5..<5, buffered: [0..<10], extents: []).sources.isEmpty)
    }

    private func randomRange(_ random: inout SeededGenerator) -> Range<UInt64> {
        let start = UInt64.random(in: 0..<400_000, using: &random)
        return start..<start + UInt64.random(in: 1..<200_000, using: &random)
    }
}

/// A sequential reader is ahead of itself by a growing and bounded distance, asks for nothing twice, and a seek ends it.
@Suite struct ReadAheadTests {
    private let step: UInt64 = 128 * 1024

    @Test func aSequentialReaderIsFetchedAheadOf() {
        var ahead = ReadAhead()
        var fetched: UInt64 = 0
        var asked = 0
        for index in 0..<512 as Range<UInt64> {
            let range = index * step..<(index + 1) * step
            guard let wanted = ahead.read(range) else { continue }
            asked += 1
            #expect(wanted.lowerBound >= fetched && wanted.lowerBound >= range.upperBound)
            #expect(wanted.upperBound - range.upperBound <= ReadAhead.distanceMax)
            #expect(wanted.count >= Limits.blockBytes)
            fetched = wanted.upperBound
        }
        #expect(fetched >= 512 * step && asked > 3)
    }

    @Test func oneReadAloneFetchesNothing() {
        var ahead = ReadAhead()
        #expect(ahead.read(0..<step) == nil)
        ahead = ReadAhead()
        #expect(ahead.read(50 * step..<51 * step) == nil)
    }

    @Test func aSeekEndsIt() {
        var ahead = ReadAhead()
        for index in 0..<64 as Range<UInt64> { _ = ahead.read(index * step..<(index + 1) * step) }
        #expect(ahead.read(10_000 * step..<10_001 * step) == nil)
        #expect(ahead.read(0..<step) == nil)
        let again = ahead.read(step..<2 * step)
        #expect(again.map { $0.count <= 2 * Limits.blockBytes } ?? true)
    }

    @Test func readsSlightlyOutOfOrderAreSequential() {
        var ahead = ReadAhead()
        _ = ahead.read(0..<step)
        var wanted = 0
        for index in [2, 1, 4, 3, 6, 5, 8, 7] as [UInt64] {
            if ahead.read(index * step..<(index + 1) * step) != nil { wanted += 1 }
        }
        #expect(wanted > 0)
    }
}
