// SPDX-License-Identifier: MIT

import FilesystemModel
import Foundation
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

    @Test func `what a killed process leaves is the last commit`() throws {
        let directory = try TemporaryDirectory()
        var volume = RandomVolume(seed: SeededGenerator.seed())
        let index = try MetadataIndex.open(path: directory.file("index"), volume: Self.volume, cache: Self.tiny)
        var applied = 0
        for round in 0..<10 {
            for _ in 0..<30 { volume.step() }
            try index.replay(volume.log[applied...])
            applied = volume.log.count
            try index.commit(durably: round % 2 == 0)
            let position = volume.position
            let rows = try dump(directory.file("index"))
            for _ in 0..<30 { volume.step() }
            try index.replay(volume.log[applied...])
            applied = volume.log.count

            let copy = directory.file("copy-\(round)")
            try copyIndex(directory.file("index"), to: copy)
            #expect(try MetadataIndex.open(path: copy, volume: Self.volume).committedPosition == position)
            #expect(try dump(copy) == rows)
        }
    }

    @Test func `a torn tail of SQLite's log leaves an earlier commit, whole`() throws {
        let directory = try TemporaryDirectory()
        let path = directory.file("index")
        var volume = RandomVolume(seed: SeededGenerator.seed())
        let index = try MetadataIndex.open(path: path, volume: Self.volume, cache: Self.tiny)
        var applied = 0
        var commits = [LogPosition.start: try dump(path)]
        for _ in 0..<30 {
            for _ in 0..<10 { volume.step() }
            try index.replay(volume.log[applied...])
            applied = volume.log.count
            try index.commit(durably: false)
            commits[volume.position] = try dump(path)
        }
        var seen: Set<LogPosition> = []
        for round in 0..<40 {
            let copy = directory.file("copy-\(round)")
            try copyIndex(path, to: copy)
            let log = try FileHandle(forUpdating: URL(fileURLWithPath: copy + "-wal"))
            let bytes = try log.seekToEnd()
            try log.truncate(atOffset: UInt64.random(in: 0...bytes, using: &volume.generator))
            try log.close()
            let torn = try MetadataIndex.open(path: copy, volume: Self.volume)
            seen.insert(torn.committedPosition)
            #expect(try dump(copy) == commits[torn.committedPosition])
            #expect(try torn.verify() == [])
        }
        #expect(seen.count > 3)
    }

    @Test func `a damaged file is an error or a report, never the end of the process`() throws {
        let directory = try TemporaryDirectory()
        let path = directory.file("index")
        var volume = RandomVolume(seed: SeededGenerator.seed())
        for _ in 0..<150 { volume.step() }
        let index = try MetadataIndex.open(path: path, volume: Self.volume)
        try index.replay(volume.log)
        try index.commit(durably: true)
        try index.close()
        let applied = volume.log.count
        for _ in 0..<30 { volume.step() }
        let good = [UInt8](try Data(contentsOf: URL(fileURLWithPath: path)))
        var refused = 0
        for round in 0..<60 {
            var bytes = good
            for _ in 0..<Int.random(in: 1...40, using: &volume.generator) {
                let place = Int.random(in: 0..<bytes.count, using: &volume.generator)
                bytes[place] = UInt8(truncatingIfNeeded: volume.generator.next())
            }
            let copy = directory.file("damaged-\(round)")
            try Data(bytes).write(to: URL(fileURLWithPath: copy))
            do {
                let damaged = try MetadataIndex.open(path: copy, volume: Self.volume, cache: Self.tiny)
                _ = try damaged.verify()
                try damaged.replay(volume.log[applied...])
                _ = try contents(of: damaged, like: volume.model)
                try damaged.commit(durably: false)
            } catch is FSError {
                refused += 1
            }
        }
        #expect(refused > 0)
    }

    private func copyIndex(_ path: String, to copy: String) throws {
        for suffix in ["", "-wal"] {
            try FileManager.default.copyItem(atPath: path + suffix, toPath: copy + suffix)
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
