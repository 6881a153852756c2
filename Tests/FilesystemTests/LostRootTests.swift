// SPDX-License-Identifier: MIT

import DataPlane
import FilesystemModel
import ObjectStorage
import StorageFormat
import Testing
import VolumeFixture

@testable import Filesystem

/// A recovery without a root makes one up, and the new machine goes on with it. What it names for its checkpoint is what a
/// real one would: parts of a checkpoint, all of them, and nothing else.
@Suite(.timeLimit(.minutes(10))) struct LostRootTests {
    private func recover(
        _ store: MemoryStore, acceptsGaps: Bool = false, without names: [ObjectName] = []
    ) async throws -> (VolumeFixture, RecoveryReport) {
        let copy = store.copy()
        copy.change { contents in
            contents.loseRoot()
            for name in names { contents.drop(name) }
        }
        return try await VolumeFixture.recover(from: copy, acceptsGaps: acceptsGaps)
    }

    /// Its record is in the store, and its object is too, for a while or for ever.
    @Test func aSegmentThatIsReclaimedAndStillThereIsNoPartOfACheckpoint() async throws {
        let store = MemoryStore(traits: .telegramUser)
        let fixture = try await VolumeFixture.format(store, configure: VolumeConfiguration.stepwise)
        store.add(StoreFault(.fail(.refused("older than 48 hours")), on: [.remove], count: nil))
        let expected = try await fixture.whileRunning { volume in
            var expected = ExpectedFiles()
            try expected.write("gone", noise(300_000, seed: 1), to: volume)
            try await volume.sendAll()
            try expected.write("kept", noise(300_000, seed: 2), to: volume)
            try expected.remove("gone", from: volume)
            try await volume.settle()
            try await volume.sendAll()
            #expect(try await volume.status().refusedRemovals > 0)
            return expected
        }
        let (other, report) = try await recover(store)
        #expect(report.isComplete && report.checkpoint != nil)
        #expect(await expected.differences(in: other.volume).isEmpty)
        #expect(try await other.volume.check(readDataPercent: 100).problems == [])
    }

    /// Two checkpoints of several pieces, of which the second has some of its own and some of those of the first.
    private struct TwoCheckpoints {
        let store = MemoryStore(traits: .telegramUser)
        let fixture: VolumeFixture
        let expected: ExpectedFiles
        /// The objects that were put for each.
        let older: [ObjectName]
        let newer: [ObjectName]

        init() async throws {
            let store = store
            fixture = try await VolumeFixture.format(store, configure: VolumeConfiguration.stepwise)
            (expected, older, newer) = try await fixture.whileRunning { volume in
                var expected = ExpectedFiles()
                for number in 0..<60 {
                    let seed = UInt64(number)
                    try expected.write("\(number)", noise(1000, seed: seed), to: volume)
                    // More rows than one piece takes.
                    try noise(60_000, seed: seed).withUnsafeBytes { value in
                        try volume.setXattr(
                            volume.resolve("\(number)").inode, name: Array("user.x".utf8), value: value, mode: .any,
                            caller: VolumeFixture.caller)
                    }
                }
                try await volume.sendAll()
                let older = try await Self.checkpoint(volume, store)
                try expected.write("last", noise(1000, seed: 99), to: volume)
                try await volume.sendAll()
                let newer = try await Self.checkpoint(volume, store)
                return (expected, older, newer)
            }
        }

        private static func checkpoint(_ volume: Volume, _ store: MemoryStore) async throws -> [ObjectName] {
            let before = Set(store.contents.names)
            try await volume.checkpoint()
            try await volume.sendAll()
            return store.contents.names.filter { !before.contains($0) }
        }
    }

    /// As when the newest checkpoint arrived before a segment with one of its pieces, and the machine was lost then.
    @Test func aCheckpointWithoutOneOfItsPiecesIsNotNamed() async throws {
        let volumes = try await TwoCheckpoints()
        let (whole, wholeReport) = try await recover(volumes.store)
        #expect(wholeReport.isComplete && wholeReport.checkpoint != nil)
        #expect(try await whole.volume.check(readDataPercent: 100).problems == [])

        let (other, report) = try await recover(volumes.store, acceptsGaps: true, without: volumes.older)
        #expect(report.checkpoint == nil)
        #expect(report.missing.count == volumes.older.count)
        #expect(await volumes.expected.differences(in: other.volume).isEmpty)
        #expect(try await other.volume.check(readDataPercent: 100).problems == [])
    }

    @Test func aCheckpointThatIsDamagedGivesWayToTheOneBefore() async throws {
        let volumes = try await TwoCheckpoints()
        // On a slow machine a segment may follow that was sealed for its age.
        let found = try volumes.newer.reversed().compactMap { name -> (ObjectName, EntryTable.Entry)? in
            let intact = try #require(volumes.store.contents.object(name)).bytes
            let reader = try SegmentReader(
                headerBytes: Array(intact.prefix(SegmentHeader.bytesMax)), key: volumes.fixture.identity.key,
                volume: volumes.fixture.identity.volume)
            let scan = reader.scan(size: UInt64(intact.count)) { range in
                Array(intact[Int(range.lowerBound)..<min(Int(range.upperBound), intact.count)])
            }
            return scan.table.entries.first { $0.kind == .checkpoint }.map { (name, $0) }
        }
        let (name, entry) = try #require(found.first)
        volumes.store.change { contents in _ = contents.flipBit(ofByte: Int(entry.range.lowerBound) + 30, in: name) }
        let (other, report) = try await recover(volumes.store)
        let checkpoint = try #require(report.checkpoint)
        #expect(report.isComplete && report.position.sequence > checkpoint.sequence)
        #expect(await volumes.expected.differences(in: other.volume).isEmpty)
        #expect(try await other.volume.check(readDataPercent: 0).problems == [])
    }
}
