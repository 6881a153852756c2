// SPDX-License-Identifier: MIT

import FilesystemModel
import Testing

@testable import Metadata

/// Invariants:
/// - The index answers as the naive model does after any sequence of records, whatever the bound of its caches.
/// - A batch that throws leaves no trace, in memory or in the file.
/// - After a crash the index is exactly at its committed position, and the log leads it to the same state again.
/// - The same log gives the same rows.
/// - Live bytes are those that a recount gives; `verify` finds nothing.
@Suite struct RecordSemanticsTests {
    static let volume = VolumeID(Identifier128(high: 1, low: 2))
    static let tiny = IndexCacheLimits(inodes: 5, dentries: 7, pageCacheBytes: 1 << 20)

    @Test(arguments: [tiny, IndexCacheLimits.standard])
    func `random records mean what the model says`(cache: IndexCacheLimits) throws {
        let directory = try TemporaryDirectory()
        var volume = RandomVolume(seed: SeededGenerator.seed())
        let index = try MetadataIndex.open(path: directory.file("index"), volume: Self.volume, cache: cache)
        var applied = 0
        for round in 0..<40 {
            for _ in 0..<25 { volume.step() }
            try index.replay(volume.log[applied...])
            applied = volume.log.count
            try expectEqual(index, volume)
            if round % 4 == 3 {
                try index.commit(durably: round % 8 == 7)
                #expect(try index.verify() == [])
            }
        }
        #expect(volume.model.inodes.count > 20)
    }

    @Test func `a batch that contradicts the index leaves no trace`() throws {
        let directory = try TemporaryDirectory()
        var volume = RandomVolume(seed: SeededGenerator.seed())
        let index = try MetadataIndex.open(path: directory.file("index"), volume: Self.volume, cache: Self.tiny)
        var applied = 0
        for round in 0..<60 {
            for _ in 0..<8 { volume.step() }
            try index.replay(volume.log[applied...])
            applied = volume.log.count
            let position = volume.takeEntry()
            let records = volume.contradiction()
            #expect(throws: FSError.self) { try index.apply(records, at: position) }
            #expect(index.appliedPosition == volume.position)
            try expectEqual(index, volume)
            if round % 10 == 9 {
                try index.commit(durably: false)
                #expect(try index.verify() == [])
            }
        }
        let again = try MetadataIndex.open(path: directory.file("again"), volume: Self.volume)
        try again.replay(volume.log)
        try index.commit(durably: false)
        try again.commit(durably: false)
        #expect(try dump(directory.file("index")) == dump(directory.file("again")))
    }

    @Test func `a crash goes back to the commit and the log leads on`() throws {
        let directory = try TemporaryDirectory()
        var volume = RandomVolume(seed: SeededGenerator.seed())
        var index: MetadataIndex? = try MetadataIndex.open(
            path: directory.file("index"), volume: Self.volume, cache: Self.tiny)
        var applied = 0
        var committed = (items: 0, position: LogPosition.start, rows: try dump(directory.file("index")))
        for _ in 0..<60 {
            for _ in 0..<Int.random(in: 1...20, using: &volume.generator) { volume.step() }
            try index?.replay(volume.log[applied...])
            applied = volume.log.count
            if volume.generator.chance(40) {
                try index?.commit(durably: volume.generator.chance(50))
                committed = (applied, volume.position, try dump(directory.file("index")))
            }
            guard volume.generator.chance(40) else { continue }
            index = nil
            #expect(try dump(directory.file("index")) == committed.rows)
            index = try MetadataIndex.open(path: directory.file("index"), volume: Self.volume, cache: Self.tiny)
            #expect(index?.committedPosition == committed.position)
            #expect(index?.appliedPosition == committed.position)
            try index?.replay(volume.log[committed.items...])
            if let index { try expectEqual(index, volume) }
        }
    }

    @Test func `a position is applied once`() throws {
        let directory = try TemporaryDirectory()
        let volume = RandomVolume(seed: 1)
        let index = try MetadataIndex.open(path: directory.file("index"), volume: Self.volume)
        try index.replay(volume.log)
        #expect(throws: FSError.self) { try index.apply([], at: volume.position) }
        #expect(index.appliedPosition == volume.position)
    }
}
