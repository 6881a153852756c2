// SPDX-License-Identifier: MIT

import DataPlane
import FilesystemModel
import SeededRandom
import Testing

/// What was written last is what is read and what is sealed; runs are sorted, disjoint, not adjacent within a window,
/// and never cross one; the memory that is reported is the memory that is held.
@Suite struct WriteBufferTests {
    @Test func itHoldsWhatWasWrittenLast() {
        var random = SeededGenerator(seed: SeededGenerator.seed())
        for _ in 0..<15 {
            let buffer = WriteBuffer()
            var naive = [UInt8?](repeating: nil, count: 600_000)
            for _ in 0..<40 {
                let start = Int.random(in: 0..<500_000, using: &random)
                let length = Int.random(in: 0..<(random.chance(30) ? 100_000 : 3000), using: &random)
                let aligned = random.chance(30) ? start / 131_072 * 131_072 : start
                let range = aligned..<min(aligned + (random.chance(20) ? 131_072 : length), naive.count)
                if random.chance(70) {
                    let bytes = random.bytes(range.count)
                    bytes.withUnsafeBytes { buffer.write($0, at: UInt64(range.lowerBound)) }
                    naive.replaceSubrange(range, with: bytes.map { Optional($0) })
                } else {
                    buffer.discard(UInt64(range.lowerBound)..<UInt64(range.upperBound))
                    for index in range { naive[index] = nil }
                }
            }
            check(buffer, naive)
            let cut = UInt64.random(in: 0..<600_000, using: &random)
            buffer.discard(cut..<UInt64.max)
            for index in Int(cut)..<naive.count { naive[index] = nil }
            check(buffer, naive)
            buffer.discard(0..<UInt64.max)
            #expect(buffer.isEmpty && buffer.allocatedBytes == 0 && buffer.end == 0)
        }
    }

    private func check(_ buffer: WriteBuffer, _ naive: [UInt8?]) {
        let all = UInt64(0)..<UInt64(naive.count)
        var held = [UInt8?](repeating: nil, count: naive.count)
        var runs: [Range<UInt64>] = []
        for run in buffer.runs(onlyFullWindows: false) {
            let window = UInt64(Limits.frameBytesMax)
            #expect(!run.range.isEmpty && run.range.lowerBound / window == (run.range.upperBound - 1) / window)
            held.replaceSubrange(
                Int(run.range.lowerBound)..<Int(run.range.upperBound), with: run.bytes.map { Optional($0) })
            runs.append(run.range)
        }
        #expect(held == naive)
        #expect(buffer.bufferedRanges(in: all) == runs)
        #expect(
            zip(runs, runs.dropFirst()).allSatisfy {
                $0.upperBound < $1.lowerBound
                    || ($0.upperBound == $1.lowerBound && $0.upperBound % UInt64(Limits.frameBytesMax) == 0)
            })
        #expect(buffer.end == runs.last?.upperBound ?? 0)
        #expect(buffer.hasFullWindow == runs.contains { $0.count == Limits.frameBytesMax })
        #expect(UInt64(buffer.allocatedBytes) >= runs.reduce(0) { $0 + UInt64($1.count) })
        for range in runs {
            var bytes = [UInt8](repeating: 0, count: range.count)
            bytes.withUnsafeMutableBytes { buffer.read(range, into: $0) }
            #expect(bytes == naive[Int(range.lowerBound)..<Int(range.upperBound)].compactMap { $0 })
        }
    }

    @Test func aReadAcrossWindowsIsOneRead() {
        let buffer = WriteBuffer()
        var random = SeededGenerator(seed: 4)
        let bytes = random.bytes(300_000)
        bytes.withUnsafeBytes { buffer.write($0, at: 100_000) }
        var read = [UInt8](repeating: 0, count: 250_000)
        read.withUnsafeMutableBytes { buffer.read(120_000..<370_000, into: $0) }
        #expect(read == Array(bytes[20_000..<270_000]))
    }

    @Test func onlyCompleteWindowsAreFull() {
        let buffer = WriteBuffer()
        let window = [UInt8](repeating: 7, count: Limits.frameBytesMax)
        window[..<(Limits.frameBytesMax - 1)].withUnsafeBytes { buffer.write($0, at: UInt64(Limits.frameBytesMax)) }
        #expect(!buffer.hasFullWindow && buffer.runs(onlyFullWindows: true).isEmpty)
        window[..<1].withUnsafeBytes { buffer.write($0, at: UInt64(2 * Limits.frameBytesMax - 1)) }
        #expect(buffer.hasFullWindow)
        #expect(buffer.runs(onlyFullWindows: true).map(\.offset) == [UInt64(Limits.frameBytesMax)])
        buffer.discard(200_000..<200_001)
        #expect(!buffer.hasFullWindow && buffer.runs(onlyFullWindows: false).count == 2)
    }

    @Test func aSmallFileCostsAPageAndNotAWindow() {
        let buffer = WriteBuffer()
        [1 as UInt8].withUnsafeBytes { buffer.write($0, at: 0) }
        #expect(buffer.allocatedBytes == 4096)
    }
}
