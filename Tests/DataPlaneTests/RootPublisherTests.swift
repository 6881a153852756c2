// SPDX-License-Identifier: MIT

import DataPlane
import FilesystemModel
import ObjectStorage
import StorageFormat
import Testing
import VolumeFixture

/// A root names a checkpoint only when everything up to it is stored, and on a store that cannot list every segment
/// since; whoever asks at the same time gets one root after the other; another writer's root is never overwritten.
@Suite(.timeLimit(.minutes(10))) struct RootPublisherTests {
    private func publisher(_ fixture: LogFixture) async throws -> RootPublisher {
        let superblock = Superblock(
            volume: fixture.identity.volume, slots: fixture.identity.slots, generation: 1, epoch: .first, writer: nil,
            checkpoint: nil, storedPosition: .start, tail: [],
            settings: VolumeSettings(segmentBytes: 1 << 20, defaultPolicy: .sealed), created: .epoch)
        let bytes = try superblock.encoded(key: fixture.identity.key, random: SystemRandomSource())
        let version = try await fixture.store.replaceRoot(expected: nil, with: bytes)
        return RootPublisher(
            log: fixture.log, store: fixture.store, progress: fixture.progress,
            copy: SuperblockFile(path: fixture.directory.path + "/superblock"), superblock: superblock,
            version: version, lease: fixture.lease, random: SystemRandomSource(), logger: LogFixture.logger)
    }

    private func root(_ fixture: LogFixture) throws -> Superblock {
        try Superblock(decoding: fixture.store.contents.root?.bytes ?? [], key: fixture.identity.key)
    }

    private func checkpointer(_ fixture: LogFixture) -> Checkpointer {
        Checkpointer(
            log: fixture.log, committer: fixture.committer, progress: fixture.progress, clock: SystemWallClock())
    }

    @Test func whereTheStoreCannotListTheRootNamesEverySegment() async throws {
        let fixture = try LogFixture(store: MemoryStore(traits: .telegramBot))
        let publisher = try await publisher(fixture)
        for number in 0..<5 {
            try fixture.makeFile("f\(number)")
            try fixture.seal()
        }
        try await fixture.sendAll()
        #expect(await !publisher.covers(SegmentSequence(rawValue: 5)))
        try await publisher.publish(isAsked: false)
        #expect(try root(fixture).tail.isEmpty, "nobody asked, and five are few")
        try await publisher.publish(isAsked: true)
        #expect(await publisher.covers(SegmentSequence(rawValue: 5)))
        let root = try root(fixture)
        #expect(root.tail.map(\.sequence.rawValue) == [1, 2, 3, 4, 5])
        #expect(root.storedPosition.sequence.rawValue == 5)
        for pointer in root.tail {
            #expect(pointer.reference == (try fixture.row(pointer.sequence.rawValue).reference))
        }
        #expect(try SuperblockFile(path: fixture.directory.path + "/superblock").read() != nil)
    }

    @Test func aCheckpointIsNamedOnlyOnceItIsStored() async throws {
        for traits in [ObjectStoreTraits.telegramUser, .telegramBot] {
            let fixture = try LogFixture(store: MemoryStore(traits: traits))
            let publisher = try await publisher(fixture)
            try fixture.makeFile("a")
            let written = try checkpointer(fixture).write()
            await publisher.announce(written)
            try await publisher.publish(isAsked: true)
            #expect(try root(fixture).checkpoint == nil)
            try await fixture.sendAll()
            try await publisher.publish(isAsked: true)
            let checkpoint = try #require(try root(fixture).checkpoint)
            #expect(checkpoint.position == written.entry)
            #expect(try root(fixture).tail.isEmpty == traits.canList)
        }
    }

    @Test func whoPublishesAtTheSameTimeIsNotTakenForAnotherWriter() async throws {
        var traits = ObjectStoreTraits.telegramBot
        traits.swapsRootAtomically = true
        let fixture = try LogFixture(store: MemoryStore(traits: traits))
        let publisher = try await publisher(fixture)
        try fixture.makeFile("a")
        try await fixture.sendAll()
        fixture.store.add(StoreFault(.hold, on: [.replaceRoot], count: 1))
        let first = Task { try await publisher.publish(isAsked: true) }
        await fixture.store.waitUntilHeld(1)
        let second = Task.immediate { try await publisher.publish(isAsked: true) }
        for _ in 0..<100 { await Task.yield() }
        fixture.store.clear()
        fixture.store.release()
        try await first.value
        try await second.value
        #expect(fixture.log.stopReason.value == nil)
        #expect(try root(fixture).generation == 2, "the second had nothing new to say")
    }

    @Test func anotherWritersRootStaysAndStopsThisOne() async throws {
        let fixture = try LogFixture(store: MemoryStore(traits: .telegramBot))
        let publisher = try await publisher(fixture)
        try fixture.makeFile("a")
        try await fixture.sendAll()
        _ = fixture.store.change { $0.replaceRoot(with: [1, 2, 3]) }
        #expect(await failureCode { try await publisher.publish(isAsked: true) } == "read_only")
        #expect(fixture.log.stopReason.value != nil)
        #expect(fixture.store.contents.root?.bytes == [1, 2, 3])
        #expect(throws: FSError.self) { try fixture.makeFile("b") }
    }

    @Test func aRootThatCouldNotBeWrittenIsWrittenLater() async throws {
        let fixture = try LogFixture(store: MemoryStore(traits: .telegramBot))
        let publisher = try await publisher(fixture)
        try fixture.makeFile("a")
        try await fixture.sendAll()
        fixture.store.add(.unreachable())
        #expect(await failureCode { try await publisher.publish(isAsked: true) } == "unreachable")
        fixture.store.clear()
        try await publisher.publish(isAsked: true)
        #expect(await publisher.covers(.first))
    }

    /// Objects are listed in the order in which the store took them in, and that need not be the order of the log.
    @Test func nothingUnstoredIsListedBeforeTheAnchorOfACheckpoint() async throws {
        let fixture = try LogFixture(store: MemoryStore(traits: .telegramUser))
        for number in 0..<2 {
            try fixture.makeFile("f\(number)")
            try fixture.seal()
        }
        // The store takes in the second segment first, and its answer is lost on the way.
        let writeBack = fixture.writeBack(on: OutOfOrder(store: fixture.store, late: ObjectName(try fixture.row(2).id)))
        let task = Task { await writeBack.run() }
        #expect(try await fixture.progress.wait(for: .first, until: .now + .seconds(240)) { nil })
        #expect(fixture.store.contents.objects.count == 2 && fixture.progress.sequence == .first)
        let written = try checkpointer(fixture).write()
        let stored = fixture.store.contents
        let second = try #require(stored.object(ObjectName(try fixture.row(2).id)))
        let anchor = ObjectReference(bytes: written.anchor.listAfter)
        let page = try await fixture.store.list(after: written.anchor.listAfter.isEmpty ? nil : anchor)
        #expect(written.anchor.firstUnstored.rawValue <= 2)
        #expect(page.entries.contains { $0.name == second.name })
        task.cancel()
        await task.value
    }
}

/// Puts everything else only once `late` is in, and answers for `late` only when cancelled: an answer that is lost.
private struct OutOfOrder: ObjectStore {
    let store: MemoryStore
    let late: ObjectName

    var traits: ObjectStoreTraits { store.traits }

    func put(
        _ name: ObjectName, _ body: ObjectBody, progress: @escaping @Sendable (UInt64) -> Void
    ) async throws(ObjectStoreError) -> ObjectReference {
        if name == late {
            _ = try await store.put(name, body, progress: progress)
            while !Task.isCancelled { await Task.yield() }
            throw .cancelled
        }
        while store.contents.object(late) == nil {
            guard !Task.isCancelled else { throw .cancelled }
            await Task.yield()
        }
        return try await store.put(name, body, progress: progress)
    }

    func get(_ reference: ObjectReference, range: Range<UInt64>) async throws(ObjectStoreError) -> [UInt8] {
        try await store.get(reference, range: range)
    }

    func remove(_ reference: ObjectReference) async throws(ObjectStoreError) { try await store.remove(reference) }

    func list(after reference: ObjectReference?) async throws(ObjectStoreError) -> ObjectPage {
        try await store.list(after: reference)
    }

    func root() async throws(ObjectStoreError) -> Root? { try await store.root() }

    func replaceRoot(
        expected: RootVersion?, with bytes: [UInt8]
    ) async throws(ObjectStoreError) -> RootVersion {
        try await store.replaceRoot(expected: expected, with: bytes)
    }
}
