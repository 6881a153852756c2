// SPDX-License-Identifier: MIT

import DataPlane
import Filesystem
import FilesystemModel
import ObjectStorage
import StorageFormat
import Testing
import VolumeFixture

/// Once things have settled the store holds less than twice the live bytes, whatever was written before; no content
/// changes by it, here, after a kill, or on a new machine, at any moment of it.
@Suite struct CompactionTests {
    @Test(arguments: [ObjectStoreTraits.telegramUser, .telegramBot, .unlimited])
    func aFileOverwrittenAHundredTimesTakesItsSize(_ traits: ObjectStoreTraits) async throws {
        try await expectTwiceTheLiveBytesAtMost(MemoryStore(traits: traits)) { volume in
            var expected = ExpectedFiles()
            var content = noise(512 << 10, seed: 3)
            for round in 0..<100 {
                content[0] = UInt8(round)
                content.swapAt(round, content.count - 1 - round)
                try expected.write("f", content, to: volume)
                if round % 10 == 9 { try await volume.sendAll() }
            }
            return expected
        }
    }

    @Test func aTreeRebuiltFiftyTimesTakesItsSize() async throws {
        try await expectTwiceTheLiveBytesAtMost(MemoryStore(traits: .telegramUser)) { volume in
            let content = noise(64 << 10, seed: 4)
            var expected = ExpectedFiles()
            try volume.mkdir("t")
            for round in 0..<50 {
                for number in 0..<20 {
                    let path = "t/f\(number)"
                    if round > 0 { try expected.remove(path, from: volume) }
                    let start = number * 100 + round
                    try expected.write(path, Array(content[start..<start + 30_000]), to: volume)
                }
                if round % 5 == 4 { try await volume.sendAll() }
            }
            return expected
        }
    }

    @Test func aDatabaseUnderRandomWritesTakesItsSize() async throws {
        try await expectTwiceTheLiveBytesAtMost(MemoryStore(traits: .telegramUser)) { volume in
            var expected = ExpectedFiles()
            try expected.write("db", noise(2 << 20, seed: 5), to: volume)
            let pages = noise(1 << 20, seed: 6)
            var random = SplitMix(seed: 7)
            for round in 0..<2000 {
                let page = Int(random.next() % 512) * 4096
                let source = Int(random.next() % 255) * 4096
                try expected.overwrite("db", at: page, Array(pages[source..<source + 4096]), on: volume)
                if round % 200 == 199 { try await volume.sendAll() }
            }
            return expected
        }
    }

    /// What dies while a round is under way is not taken for what that round could not free.
    @Test func whatDiesDuringARoundIsForTheNextOne() async throws {
        try await expectTwiceTheLiveBytesAtMost(MemoryStore(traits: .telegramUser)) { volume in
            var expected = ExpectedFiles()
            let content = noise(600 << 10, seed: 8)
            for round in 0..<60 {
                try expected.write("f", Array(content[round..<round + (512 << 10)]), to: volume)
                if round < 6 {
                    try await volume.sendAll()
                    continue
                }
                switch try await volume.tidySpace() {
                case .progressed: continue
                case .needsCheckpoint: try await volume.checkpoint()
                case .waiting, .settled: try await volume.sendAll()
                }
            }
            return expected
        }
    }

    /// A round moves so much and no more: the rest is for the ones after it.
    @Test func moreThanOneRoundMovesIsTidiedInSeveral() async throws {
        let store = MemoryStore(traits: .telegramUser)
        let fixture = try await VolumeFixture.format(store) { configuration in
            VolumeConfiguration.stepwise(&configuration)
            configuration.compaction.roundBytesMax = 256 << 10
        }
        let expected = try await fixture.whileRunning { volume in
            var expected = ExpectedFiles()
            // A quarter of each segment lives on.
            for number in 0..<40 {
                let content = noise(100 << 10, seed: UInt64(number))
                try expected.write("f\(number)", content, to: volume)
                if number % 4 != 0 { try expected.remove("f\(number)", from: volume) }
                if number % 8 == 7 { try await volume.sendAll() }
            }
            try await volume.sendAll()
            #expect(store.objectBytes > 3 * expected.bytes)
            try await volume.settle()
            return expected
        }
        #expect(store.objectBytes < 2 * expected.bytes)
        #expect(await expected.differences(in: fixture.volume).isEmpty)
    }

    /// Runs `work`, lets things settle, and looks at the store, at the files, and at what a new machine gets.
    private func expectTwiceTheLiveBytesAtMost(
        _ store: MemoryStore, _ work: @escaping @Sendable (Volume) async throws -> ExpectedFiles
    ) async throws {
        let fixture = try await VolumeFixture.format(store, configure: VolumeConfiguration.stepwise)
        let expected = try await fixture.whileRunning { volume in
            let expected = try await work(volume)
            try await volume.sendAll()
            #expect(store.objectBytes > 2 * expected.bytes)
            try await volume.settle()
            return expected
        }
        #expect(store.objectBytes < 2 * expected.bytes)
        #expect(await expected.differences(in: fixture.volume).isEmpty)
        let (other, report) = try await VolumeFixture.recover(from: store.copy())
        #expect(report.isComplete)
        #expect(await expected.differences(in: other.volume).isEmpty)
        #expect(try await other.volume.check(readDataPercent: 100).problems.isEmpty)
    }
}

/// A seeded generator: the same numbers everywhere.
struct SplitMix: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }
}
