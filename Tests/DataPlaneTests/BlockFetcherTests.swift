// SPDX-License-Identifier: MIT

import DataPlane
import FilesystemModel
import Foundation
import ObjectStorage
import SeededRandom
import SegmentLog
import Synchronization
import Testing
import VolumeFixture

/// A block is fetched once however many want it, while anybody wants it; each reader is answered for itself: with the
/// block, with the error of its fetch, in time, or when it is interrupted.
@Suite(.timeLimit(.minutes(10))) struct BlockFetcherTests {
    private static let first = SegmentSequence.first

    /// A file of about three blocks in one stored and evicted segment.
    private func evicted(
        _ traits: ObjectStoreTraits = .telegramUser
    ) async throws -> (LogFixture, InodeNumber, [UInt8], [BlockAddress]) {
        let fixture = try LogFixture(store: MemoryStore(traits: traits), segmentBytes: 16 << 20)
        var random = SeededGenerator(seed: 1)
        let content = random.bytes(3 << 20)
        let inode = try fixture.makeFile("f", content)
        try await fixture.sendAll()
        try fixture.evictAll()
        let size = try fixture.row(1).objectBytes
        let blocks = (0...Int((size - 1) / UInt64(Limits.blockBytes))).map {
            BlockAddress(segment: Self.first, index: $0)
        }
        return (fixture, inode, content, blocks)
    }

    private func fetcher(_ fixture: LogFixture, timeout: Duration = .seconds(60)) -> BlockFetcher {
        BlockFetcher(log: fixture.log, store: fixture.store, timeout: timeout)
    }

    /// Write-back looks at the end of what it put: those calls came before.
    private func fetches(_ fixture: LogFixture, since before: [StoreCall: Int]) -> Int {
        (fixture.store.callCounts[.get] ?? 0) - (before[.get] ?? 0)
    }

    @Test(arguments: [ObjectStoreTraits.telegramUser, .telegramBot, .unlimited])
    func whatWasEvictedIsReadBackEqual(_ traits: ObjectStoreTraits) async throws {
        let (fixture, inode, content, _) = try await evicted(traits)
        #expect(try await fixture.read(inode, with: fetcher(fixture)) == content)
    }

    @Test func twoReadersOfABlockFetchItOnce() async throws {
        let (fixture, _, _, blocks) = try await evicted()
        let before = fixture.store.callCounts
        let fetcher = fetcher(fixture)
        fixture.store.add(StoreFault(.hold, on: [.get], count: nil))
        let readers = (0..<5).map { _ in Task.immediate { try await fetcher.fetch([blocks[1]]) } }
        await fixture.store.waitUntilHeld(1)
        fixture.store.clear()
        fixture.store.release()
        for reader in readers { try await reader.value }
        #expect(fetches(fixture, since: before) == 1)
    }

    @Test func manyBlocksOfASegmentThatIsGoneCanArriveAtOnce() async throws {
        let (fixture, inode, content, blocks) = try await evicted()
        let fetcher = fetcher(fixture)
        for _ in 0..<40 {
            fixture.store.add(StoreFault(.hold, on: [.get], count: nil))
            let reader = Task.immediate { try await fetcher.fetch(blocks) }
            await fixture.store.waitUntilHeld(blocks.count)
            fixture.store.clear()
            fixture.store.release()
            try await reader.value
            try fixture.evictAll()
        }
        #expect(try await fixture.read(inode, with: fetcher) == content)
    }

    @Test func evictionBesideFetchingIsNoError() async throws {
        let (fixture, _, _, blocks) = try await evicted()
        let fetcher = fetcher(fixture)
        let evictor = Evictor(fixture.log.files, Self.first)
        defer { evictor.end() }
        try await withThrowingTaskGroup(of: Void.self) { group in
            for block in blocks {
                group.addTask { for _ in 0..<100 { try await fetcher.fetch([block]) } }
            }
            try await group.waitForAll()
        }
    }

    @Test func anInterruptedReaderLeavesTheOthersTheirBlock() async throws {
        let (fixture, _, _, blocks) = try await evicted()
        let before = fixture.store.callCounts
        let fetcher = fetcher(fixture)
        fixture.store.add(StoreFault(.hold, on: [.get], count: nil))
        let first = Task.immediate { try await fetcher.fetch([blocks[0]]) }
        let second = Task.immediate { try await fetcher.fetch([blocks[0]]) }
        await fixture.store.waitUntilHeld(1)
        first.cancel()
        await #expect(throws: FSError.interrupted) { try await first.value }
        fixture.store.clear()
        fixture.store.release()
        try await second.value
        #expect(fetches(fixture, since: before) == 1)
    }

    @Test func aBlockThatNobodyWantsAnyMoreIsNotFetchedOn() async throws {
        let (fixture, _, _, blocks) = try await evicted()
        let fetcher = fetcher(fixture)
        fixture.store.add(StoreFault(.hold, on: [.get], count: nil))
        let reader = Task.immediate { try await fetcher.fetch(blocks) }
        await fixture.store.waitUntilHeld(blocks.count)
        reader.cancel()
        await #expect(throws: FSError.interrupted) { try await reader.value }
        #expect(await eventually { fixture.store.heldCalls == 0 })
    }

    @Test func aReaderThatComesAfterACancelledFetchGetsItsOwn() async throws {
        let (fixture, _, _, blocks) = try await evicted()
        let fetcher = fetcher(fixture)
        for _ in 0..<50 {
            fixture.store.add(StoreFault(.hold, on: [.get], count: 1))
            let first = Task.immediate { try await fetcher.fetch([blocks[0]]) }
            await fixture.store.waitUntilHeld(1)
            first.cancel()
            _ = await first.result
            try await fetcher.fetch([blocks[0]])
            try fixture.evictAll()
        }
    }

    @Test func aStoreThatDoesNotAnswerIsUnreachableInTime() async throws {
        let (fixture, _, _, blocks) = try await evicted()
        fixture.store.add(StoreFault(.hold, on: [.get], count: nil))
        let began = ContinuousClock.now
        #expect(
            await failureCode { try await fetcher(fixture, timeout: .milliseconds(300)).fetch(blocks) } == "unreachable"
        )
        #expect(ContinuousClock.now - began < .seconds(20))
        #expect(await eventually { fixture.store.heldCalls == 0 })
    }

    @Test func whatTheStoreLacksOrCutsShortIsDamaged() async throws {
        let (fixture, _, _, blocks) = try await evicted()
        let name = try #require(fixture.store.contents.names.first)
        _ = fixture.store.change { $0.truncate(name, to: 100) }
        #expect(await failureCode { try await fetcher(fixture).fetch([blocks[1]]) } == "damaged")
        _ = fixture.store.change { $0.drop(name) }
        #expect(await failureCode { try await fetcher(fixture).fetch([blocks[1]]) } == "damaged")
    }

    @Test func readAheadIsBoundedAndReadersJoinIt() async throws {
        let (fixture, _, _, blocks) = try await evicted()
        let before = fixture.store.callCounts
        let fetcher = fetcher(fixture)
        fixture.store.add(StoreFault(.hold, on: [.get], count: nil))
        fetcher.readAhead(blocks)
        fetcher.readAhead(blocks)
        await fixture.store.waitUntilHeld(blocks.count)
        #expect(fixture.store.heldCalls == blocks.count)
        let reader = Task.immediate { try await fetcher.fetch(blocks) }
        fixture.store.clear()
        fixture.store.release()
        try await reader.value
        #expect(fetches(fixture, since: before) == blocks.count)
    }

    @Test func shuttingDownEndsWhatIsUnderWay() async throws {
        let (fixture, _, _, blocks) = try await evicted()
        let fetcher = fetcher(fixture)
        fixture.store.add(StoreFault(.hold, on: [.get], count: nil))
        fetcher.readAhead(blocks)
        await fixture.store.waitUntilHeld(blocks.count)
        await fetcher.shutDown()
        #expect(fixture.store.heldCalls == 0)
    }

    /// After a power cut a sparse file may be there without its size: nothing made it durable.
    @Test(arguments: [0, 5000, 1_048_576]) func aFileThatLostItsSizeIsFetchedAnew(_ bytes: UInt64) async throws {
        let (fixture, inode, content, blocks) = try await evicted()
        try await fetcher(fixture).fetch([blocks[0]])
        try fixture.committer.commit(durably: true)
        let copy = try fixture.directory.copy()
        let root = copy.path + "/segments"
        let names = FileManager.default.enumerator(atPath: root)?.compactMap { $0 as? String } ?? []
        let name = try #require(names.filter { $0.hasSuffix(".seg") }.sorted().first)
        let handle = try FileHandle(forWritingTo: URL(fileURLWithPath: root + "/" + name))
        try handle.truncate(atOffset: bytes)
        try handle.close()
        let after = try LogFixture(copy, identity: fixture.identity, store: fixture.store)
        #expect(try await after.read(inode, with: fetcher(after)) == content)
    }
}

/// Removes a segment's file again and again, on a thread of its own: between any two steps of whoever makes it.
private final class Evictor: Sendable {
    private let isOver = Atomic(false)
    private let ended = DispatchSemaphore(value: 0)

    init(_ files: Log, _ segment: SegmentSequence) {
        Thread.detachNewThread { [self] in
            var random = SeededGenerator(seed: 7)
            while !isOver.load(ordering: .relaxed) {
                try? files.remove(segment)
                // Not each time before it was of any use: that is no eviction.
                for _ in 0..<Int.random(in: 0..<4000, using: &random) { sched_yield() }
            }
            ended.signal()
        }
    }

    func end() {
        isOver.store(true, ordering: .relaxed)
        ended.wait()
    }
}
