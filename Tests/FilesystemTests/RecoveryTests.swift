// SPDX-License-Identifier: MIT

import DataPlane
import FilesystemModel
import Metadata
import ObjectStorage
import SegmentLog
import StorageFormat
import Synchronization
import Testing
import VolumeFixture

@testable import Filesystem

/// After the process is killed every closed file and every acknowledged operation is there; after the machine is lost,
/// everything that `synchronise` acknowledged. The store's other traits change nothing of that.
@Suite struct RecoveryTests {
    @Test func closedFilesSurviveAKill() async throws {
        let fixture = try await VolumeFixture.format(MemoryStore(traits: .telegramUser))
        let content = noise(300_000, seed: 1)
        try fixture.volume.mkdir("a")
        try fixture.volume.writeFile("a/b", content)
        let after = try await fixture.reopenAfterKill()
        #expect(try await after.volume.readFile("a/b") == content)
        #expect(try after.volume.resolve("a/b").size == 300_000)
    }

    /// Mounting again must not be a way to ask Telegram for more.
    @Test func theMessageBudgetOutlivesTheMount() async throws {
        let store = MemoryStore(traits: .telegramUser)
        func configure(_ configuration: inout VolumeConfiguration) {
            configuration.messages = MessageBudget.Allowance(burst: 2, perHour: 0, perDay: 10)
        }
        let fixture = try await VolumeFixture.format(store, configure: configure)
        try fixture.volume.writeFile("a", noise(1000, seed: 1))
        #expect(try await fixture.volume.status().nextMessage == nil)
        for seed in 2...3 as ClosedRange<UInt64> {
            try fixture.volume.writeFile("a", noise(1000, seed: seed))
            try await fixture.synchronise()
        }
        try await fixture.volume.close()
        let after = try await VolumeFixture.reopen(
            fixture.directory, store, fixture.identity, configure: configure)
        try after.volume.writeFile("b", noise(1000, seed: 4))
        #expect(try await after.volume.status().nextMessage != nil)
        try await after.volume.close()
    }

    @Test func whatWasOpenAndNotClosedIsShortAndNeverWrong() async throws {
        let fixture = try await VolumeFixture.format(MemoryStore(traits: .telegramUser))
        let content = noise(400_000, seed: 2)
        let (attributes, handle) = try fixture.volume.create(
            in: .root, FileName(Array("f".utf8)), permissions: 0o600, flags: OpenFlags(rawValue: 2),
            caller: VolumeFixture.caller)
        // The second part first, as the kernel may write its pages back: the size must not cover the gap.
        try fixture.volume.write(Array(content[262_144...]), at: 262_144, attributes.inode, handle)
        let after = try await fixture.reopenAfterKill()
        let size = Int(try after.volume.resolve("f").size)
        #expect(size == 0)
        try fixture.volume.write(Array(content[..<262_144]), at: 0, attributes.inode, handle)
        let later = try await fixture.reopenAfterKill()
        let read = try await later.volume.readFile("f")
        #expect(read == Array(content[..<read.count]) && read.count >= 262_144)
    }

    @Test(arguments: [ObjectStoreTraits.telegramUser, .telegramBot, .unlimited])
    func aNewMachineGetsWhatWasSynchronised(_ traits: ObjectStoreTraits) async throws {
        let store = MemoryStore(traits: traits)
        let fixture = try await VolumeFixture.format(store)
        var files: [String: [UInt8]] = [:]
        for number in 0..<40 { files["d/f\(number)"] = noise(number * 4321, seed: UInt64(number)) }
        try fixture.volume.mkdir("d")
        for (path, bytes) in files { try fixture.volume.writeFile(path, bytes) }
        try await fixture.synchronise()
        let (other, report) = try await VolumeFixture.recover(from: store.copy())
        #expect(report.isComplete)
        for (path, bytes) in files { #expect(try await other.volume.readFile(path) == bytes, "\(path)") }
        #expect(try other.volume.list("d").count == 40)
    }

    /// While a checkpoint is written, others log: what they did is behind its rows and before its own entry.
    @Test func aGapBelowTheCheckpointsOwnEntryIsAGap() async throws {
        let store = MemoryStore()
        let clock = InterruptingClock()
        let fixture = try await VolumeFixture.format(store, clock: clock)
        let volume = fixture.volume
        for number in 0..<20 { try volume.writeFile("\(number)", noise(500, seed: UInt64(number))) }
        // Between the last piece and the entry that names it, the clock is asked.
        clock.interrupt {
            try? volume.log.locked { core throws(FSError) in try core.seal() }
            try? volume.writeFile("between", noise(500, seed: 99))
            try? volume.log.locked { core throws(FSError) in try core.seal() }
        }
        try await volume.checkpoint()
        try await fixture.synchronise()
        try await volume.publishRoot()
        let piece = try #require(try volume.layout(of: Array("between".utf8)).pieces.first)
        let segment = piece.extent.run.segment
        let entry = try #require(await volume.publisher.superblock.checkpoint?.position)
        #expect(segment < entry.sequence, "the file is where this test wants it")
        let object = try #require(piece.object.flatMap { ObjectName($0) })
        let damaged = store.copy()
        damaged.change { contents in _ = contents.drop(object) }

        await #expect(throws: FSError.self) { try await VolumeFixture.recover(from: damaged) }
        let (other, report) = try await VolumeFixture.recover(from: damaged, acceptsGaps: true)
        #expect(report.missing == [segment] && !report.isComplete)
        #expect(try other.volume.list("").contains("19"))
    }

    @Test func whatAStoppedVolumeHasInItsOpenSegmentIsNotCalledSafe() async throws {
        let fixture = try await VolumeFixture.format(MemoryStore())
        try fixture.volume.writeFile("a", [1])
        try await fixture.synchronise()
        try fixture.volume.writeFile("b", [2])
        fixture.volume.log.stopReason.set("the disk failed")
        await #expect(throws: FSError.readOnly("the disk failed")) { try await fixture.synchronise() }
    }

    /// Whoever leaves an actor goes on where the actor was left: here on a thread of the volume's own.
    @Test func aVolumeIsClosedFromWhereverItsThreadsLead() async throws {
        let fixture = try await VolumeFixture.format(MemoryStore())
        let volume = fixture.volume
        let actor = Crossing()
        let (entered, enter) = AsyncStream.makeStream(of: Never.self)
        let (waiting, wait) = AsyncStream.makeStream(of: Never.self)
        let holder = Task(executorPreference: volume.executor) { await actor.hold(enter) }
        for await _ in entered {}
        let closer = Task {
            wait.finish()
            await actor.pass()
            try await volume.close()
        }
        for await _ in waiting {}
        actor.letGo()
        await holder.value
        try await closer.value
    }

    @Test func aStoppedVolumeWithAnEmptyOpenSegmentIsSafe() async throws {
        let fixture = try await VolumeFixture.format(MemoryStore())
        try fixture.volume.writeFile("a", [1])
        try await fixture.synchronise()
        fixture.volume.log.stopReason.set("the disk failed")
        try await fixture.synchronise()
    }

    /// The store has what was sent and is not here any more; the local log what was not sent.
    @Test(arguments: [true, false])
    func withoutItsIndexAStateDirectoryLosesNothing(storeIsAwayAtFirst: Bool) async throws {
        let store = MemoryStore(traits: .telegramUser)
        let fixture = try await VolumeFixture.format(store)
        var files: [String: [UInt8]] = [:]
        func write(_ name: String) throws {
            files[name] = noise(100_000 + files.count, seed: UInt64(files.count))
            try fixture.volume.writeFile(name, files[name] ?? [])
        }
        for number in 0..<4 {
            try write("sent\(number)")
            try await fixture.synchronise()
        }
        for number in 0..<3 {
            try write("unsent\(number)")
            try fixture.volume.log.locked { core throws(FSError) in try core.seal() }
        }
        try write("open")
        try write("sent1")
        let directory = try fixture.copyOfDirectory()
        let log = try Log.open(directory: directory.path + "/segments", operations: SystemFileOperations())
        let sent = try fixture.volume.log.locked { core throws(FSError) in
            try core.index.segments(in: .stored, limit: 100).map(\.sequence)
        }
        #expect(sent.count >= 4)
        for sequence in sent { try log.remove(sequence) }
        log.close()
        try MetadataIndex.remove(path: directory.path + "/index.sqlite")
        if storeIsAwayAtFirst {
            let fault = store.add(.unreachable())
            let failure = await #expect(throws: FSError.self) {
                try await VolumeFixture.reopen(directory, store, fixture.identity)
            }
            #expect(failure?.code == FSError.unreachable("").code)
            store.clear(fault)
        }
        let after = try await VolumeFixture.reopen(directory, store, fixture.identity)
        #expect(try after.volume.list("").sorted() == files.keys.sorted())
        for (name, content) in files { #expect(try await after.volume.readFile(name) == content, "\(name)") }
        try await after.synchronise()
        let (other, report) = try await VolumeFixture.recover(from: store.copy())
        #expect(report.isComplete)
        for (name, content) in files { #expect(try await other.volume.readFile(name) == content, "\(name)") }
    }

    /// Its root is lost, and a segment without any file's bytes was on its way when the last checkpoint was written: the
    /// checkpoint has all of it, so it is neither missed nor taken for something that only the new machine has.
    @Test func recordsThatNeverArrivedButAreInTheCheckpointAreNotMissed() async throws {
        let store = MemoryStore(traits: .telegramUser)
        let fixture = try await VolumeFixture.format(store)
        let volume = fixture.volume
        try volume.writeFile("a", noise(5000, seed: 1))
        try await fixture.synchronise()
        try volume.mkdir("d")
        try volume.log.locked { core throws(FSError) in try core.seal() }
        let late = try volume.log.locked { core throws(FSError) in try core.index.segments(in: .queued, limit: 1) }
        try await volume.checkpoint()
        try await fixture.synchronise()
        store.change { contents in
            contents.loseRoot()
            for row in late { _ = contents.drop(ObjectName(row.id)) }
        }
        let (other, report) = try await VolumeFixture.recover(from: store)
        #expect(late.count == 1 && report.isComplete)
        #expect(try other.volume.list("").sorted() == ["a", "d"])
        try other.volume.writeFile("b", noise(700, seed: 2))
        try await other.synchronise()
        try await other.volume.close()
        let again = try await VolumeFixture.reopen(other.directory, store, other.identity, writer: other.writer)
        #expect(try again.volume.list("").sorted() == ["a", "b", "d"])
        #expect(try await again.volume.check(readDataPercent: 100).isOK)
    }

    @Test func aCheckpointIsWhatRecoveryBeginsFrom() async throws {
        let store = MemoryStore(traits: .telegramUser)
        let fixture = try await VolumeFixture.format(store)
        for number in 0..<200 { try fixture.volume.writeFile("f\(number)", noise(5000, seed: UInt64(number))) }
        try await fixture.volume.checkpoint()
        for number in 100..<250 { try fixture.volume.writeFile("f\(number)", noise(700, seed: UInt64(number))) }
        try await fixture.synchronise()
        try await fixture.volume.publishRoot()
        let (other, report) = try await VolumeFixture.recover(from: store.copy())
        #expect(report.checkpoint != nil)
        #expect(try other.volume.list("").count == 250)
        #expect(try await other.volume.readFile("f99") == noise(5000, seed: 99))
        #expect(try await other.volume.readFile("f249") == noise(700, seed: 249))
        #expect(try await other.volume.check(readDataPercent: 100).isOK)
    }
}

/// Calls something once, the next time that it is asked.
private final class InterruptingClock: WallClock {
    private let interruption = Mutex<(@Sendable () -> Void)?>(nil)

    func interrupt(_ body: @escaping @Sendable () -> Void) { interruption.withLock { $0 = body } }

    func now() -> Timestamp {
        let body = interruption.withLock { body in
            defer { body = nil }
            return body
        }
        body?()
        return SystemWallClock().now()
    }
}

/// Held by one task until another waits for it.
private actor Crossing {
    private let released = BlockingQueue<Void>()

    func hold(_ entered: AsyncStream<Never>.Continuation) {
        entered.finish()
        // Its thread is one that may block.
        _ = released.pop()
    }

    func pass() {}

    nonisolated func letGo() { released.push(()) }
}
