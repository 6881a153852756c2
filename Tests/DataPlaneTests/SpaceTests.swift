// SPDX-License-Identifier: MIT

import FilesystemModel
import ObjectStorage
import SeededRandom
import Synchronization
import Testing
import VolumeFixture

@testable import DataPlane

/// A checkpoint is the index at its position, whatever goes on meanwhile; the next one writes only what changed.
@Suite(.timeLimit(.minutes(10))) struct CheckpointerTests {
    private func checkpointer(_ fixture: LogFixture) -> Checkpointer {
        Checkpointer(
            log: fixture.log, committer: fixture.committer, progress: fixture.progress, clock: SystemWallClock())
    }

    private func makeMany(_ count: Int, _ fixture: LogFixture, prefix: String) throws {
        let long = String(repeating: "x", count: 180)
        try fixture.log.locked { core throws(FSError) in
            for start in stride(from: 0, to: count, by: 500) {
                guard var cookie = try core.index.inode(.root)?.nextCookie else { throw .notFound }
                var records: [Record] = []
                for number in start..<min(start + 500, count) {
                    let inode = Inode(
                        number: core.index.takeInodeNumber(), kind: .regular, permissions: 0o644, uid: 1, gid: 1,
                        time: .epoch)
                    let name = try FileName(Array("\(prefix)\(number)-\(long)".utf8))
                    records.append(.create(inode: inode, parent: .root, name: name, cookie: cookie))
                    cookie.rawValue += 1
                }
                try core.log(records)
            }
        }
    }

    @Test func theNextCheckpointWritesOnlyWhatChanged() throws {
        let fixture = try LogFixture(segmentBytes: 16 << 20)
        try makeMany(15_000, fixture, prefix: "f")
        let first = try checkpointer(fixture).write()
        #expect(first.checkpoint.pieces.count >= 4)
        try fixture.makeFile("one more")
        let second = try checkpointer(fixture).write()
        let kept = Set(first.checkpoint.pieces).intersection(second.checkpoint.pieces)
        #expect(kept.count >= first.checkpoint.pieces.count - 3)
        #expect(second.checkpoint.position > first.checkpoint.position)
        #expect(second.segments.contains(first.entry.sequence))
        #expect(try fixture.log.locked { core throws(FSError) in try core.index.verify() }.isEmpty)
    }

    @Test func aBusyVolumeGetsItsCheckpoint() async throws {
        let fixture = try LogFixture()
        let writers = (0..<3).map { writer in
            PlainThread(name: "writer") {
                for number in 0..<1500 { _ = try? fixture.makeFile("\(writer)-\(number)") }
            }
        }
        for _ in 0..<40 { _ = try checkpointer(fixture).write() }
        for writer in writers { writer.join() }
        #expect(try fixture.log.locked { core throws(FSError) in try core.index.verify() }.isEmpty)
    }
}

/// What is here of stored segments stays within its bound; what only this machine has is never given up, nor what a crash
/// could make this machine believe it has alone.
@Suite(.timeLimit(.minutes(10))) struct CacheEvictorTests {
    private func fixture(files: Int) throws -> (LogFixture, [InodeNumber: [UInt8]]) {
        let fixture = try LogFixture()
        var contents: [InodeNumber: [UInt8]] = [:]
        var random = SeededGenerator(seed: 3)
        for number in 0..<files {
            let content = random.bytes(1 << 20)
            contents[try fixture.makeFile("f\(number)", content)] = content
        }
        return (fixture, contents)
    }

    private func evictor(_ fixture: LogFixture, cacheBytesMax: UInt64) -> CacheEvictor {
        CacheEvictor(log: fixture.log, progress: fixture.progress, cacheBytesMax: cacheBytesMax, freeBytesMin: 0)
    }

    private func check(_ fixture: LogFixture, _ contents: [InodeNumber: [UInt8]]) async throws {
        let fetcher = BlockFetcher(log: fixture.log, store: fixture.store, timeout: .seconds(30))
        for (inode, content) in contents { #expect(try await fixture.read(inode, with: fetcher) == content) }
    }

    @Test func whatIsNotStoredStays() async throws {
        let (fixture, contents) = try fixture(files: 5)
        try fixture.seal()
        let before = fixture.log.files.sequences()
        try evictor(fixture, cacheBytesMax: 0).run()
        try evictor(fixture, cacheBytesMax: 0).run()
        #expect(fixture.log.files.sequences() == before)
        fixture.store.add(.unreachable())
        try await check(fixture, contents)
    }

    @Test func whatIsStoredAndNotCommittedStays() async throws {
        let (fixture, contents) = try fixture(files: 2)
        try fixture.seal()
        let last = fixture.openSequence.rawValue - 1
        for number in 1...last {
            let row = try fixture.row(number)
            let file = try fixture.log.files.file(row.sequence)
            var bytes = [UInt8](repeating: 0, count: Int(file.size))
            _ = try bytes.withUnsafeMutableBytes { try file.read(into: $0, at: 0) }
            let reference = try await fixture.store.put(ObjectName(row.id), ObjectBody(bytes)) { _ in }
            try fixture.log.locked { core throws(FSError) in
                try core.noteStored(row.sequence, reference: reference.bytes)
            }
        }
        let before = fixture.log.files.localBytes
        try evictor(fixture, cacheBytesMax: 0).run()
        #expect(fixture.log.files.localBytes == before)
        try fixture.committer.commit(durably: false)
        try evictor(fixture, cacheBytesMax: 0).run()
        #expect(fixture.log.files.localBytes == before, "a commit that a power cut takes back is none")
        try fixture.committer.commit(durably: true)
        try evictor(fixture, cacheBytesMax: 0).run()
        #expect(fixture.log.files.localBytes == before, "behind a gap of the store a segment stays whole here")
        fixture.progress.advance(to: SegmentSequence(rawValue: fixture.openSequence.rawValue - 1))
        try evictor(fixture, cacheBytesMax: 0).run()
        #expect(fixture.log.files.sequences() == [fixture.openSequence])
        try await check(fixture, contents)
    }

    @Test func aSegmentThatIsPinnedMeanwhileLosesNoFurtherBlock() async throws {
        let operations = WatchedFiles()
        let fixture = try LogFixture(segmentBytes: 8 << 20, operations: operations)
        var random = SeededGenerator(seed: 4)
        try fixture.makeFile("f", random.bytes(6 << 20))
        try fixture.seal()
        try await fixture.sendAll()
        let core = fixture.log.peek { $0 }
        let holes = Atomic(0)
        operations.whenPunched {
            holes.add(1, ordering: .relaxed)
            // Inside the section that drops the block: as if repair came right after it.
            #expect(throws: Never.self) { try core.setPinned(.first, true) }
        }
        try evictor(fixture, cacheBytesMax: 0).run()
        #expect(holes.load(ordering: .relaxed) == 1)
        #expect(try fixture.log.files.file(.first).presentBlocks().count > 4)
    }

    /// Two at once, as where space is made while the clock's round is under way: each meets files that the other has
    /// removed.
    @Test func aSegmentThatGoesMeanwhileIsNothingWrong() async throws {
        let (fixture, contents) = try fixture(files: 12)
        try await fixture.sendAll()
        let failures = Mutex<[String]>([])
        for _ in 0..<10 {
            // Nothing of the cooperative pool waits for them.
            let isDone = AsyncStream.makeStream(of: Void.self)
            let threads = (0..<2).map { _ in
                PlainThread(name: "test-evict") {
                    do { try evictor(fixture, cacheBytesMax: 0).run() } catch {
                        failures.withLock { $0.append("\(error)") }
                    }
                    isDone.continuation.yield()
                }
            }
            var waiting = isDone.stream.makeAsyncIterator()
            for _ in threads { await waiting.next() }
            for thread in threads { thread.join() }
            #expect(fixture.log.files.sequences() == [fixture.openSequence])
            try await check(fixture, contents)
        }
        #expect(failures.withLock { $0 } == [])
    }

    @Test func theCacheStaysWithinItsBoundAndNotFarBelow() async throws {
        let (fixture, contents) = try fixture(files: 8)
        try await fixture.sendAll()
        let bound: UInt64 = 3 << 20
        let open = fixture.log.peek { $0.open.byteCount }
        try evictor(fixture, cacheBytesMax: bound).run()
        #expect(fixture.log.files.localBytes <= bound + open + 8192)
        #expect(fixture.log.files.localBytes + UInt64(2 * Limits.blockBytes) >= bound)
        try await check(fixture, contents)
        try evictor(fixture, cacheBytesMax: bound).run()
        #expect(fixture.log.files.localBytes <= bound + open + 8192)
        try await check(fixture, contents)
    }
}
