// SPDX-License-Identifier: MIT

import DataPlane
import FilesystemModel
import ObjectStorage
import ReferenceModel
import SeededRandom
import StorageFormat
import Testing
import VolumeFixture

@testable import Filesystem

/// The machine is lost after any one change of the store: recovery gives exactly the tree at the position that it
/// reports, never less than a root promised or a sync acknowledged, whatever the store cannot do.
@Suite(.serialized, .timeLimit(.minutes(10))) struct RecoveryBoundaryTests {
    /// A run with its store at every boundary, and the tree at every position of the log.
    private struct Run {
        let store: MemoryStore
        let trees: [LogPosition: ReferenceVolume]
        /// How many boundaries there were when a sync returned, and what it promised.
        var promises: [(boundaries: Int, position: LogPosition)]
        let fixture: VolumeFixture
        let clock: ManualClock

        func promised(at boundary: Int) -> LogPosition {
            promises.last { $0.boundaries <= boundary + 1 }?.position ?? .start
        }
    }

    private func run(_ traits: ObjectStoreTraits, rounds: Int = 9) async throws -> Run {
        let clock = ManualClock()
        let store = MemoryStore(traits: traits)
        let fixture = try await VolumeFixture.format(store, clock: clock) { configuration in
            configuration.cacheBytesMax = 1 << 20
        }
        store.record()
        let volume = fixture.volume
        var operations = ClosedOperations(seed: SeededGenerator.seed(), clock: clock)
        var trees = [try await volume.status().position: operations.model]
        var promises: [(boundaries: Int, position: LogPosition)] = []
        let background = Task { await volume.run() }
        for round in 0..<rounds {
            for _ in 0..<12 {
                try operations.step(on: volume)
                trees[try await volume.status().position] = operations.model
            }
            if round % 3 == 1 { try await volume.checkpoint() }
            if round % 3 == 2 || round == rounds - 1 {
                let position = try #require(try await volume.synchronise(isLocal: false, timeout: .seconds(600)))
                promises.append((store.boundaries.count, position))
                try await volume.publishRoot()
            } else {
                try volume.log.locked { core throws(FSError) in try core.seal() }
            }
        }
        background.cancel()
        await background.value
        return Run(store: store, trees: trees, promises: promises, fixture: fixture, clock: clock)
    }

    private func expectTree(
        _ run: Run, _ contents: MemoryStore.Contents, atLeast promised: LogPosition, _ comment: String,
        removedSince: Set<String> = []
    ) async throws {
        let (fixture, report) = try await VolumeFixture.recover(
            from: run.store.copy(of: contents), clock: run.clock)
        #expect(report.isComplete && report.position >= promised, "\(comment): \(report)")
        if report.position > .start {
            let tree = try #require(run.trees[report.position], "\(comment): \(report)")
            try await expectEqual(fixture.volume, tree, comment)
            let check = try await fixture.volume.check(readDataPercent: 0)
            // An older root may name what was dead and was removed since; then no file may need it.
            let problems = check.problems.filter { problem in
                let isRemoved = problem.object.map { removedSince.contains($0) } ?? false
                return problem.kind != .orphan && !(problem.kind == .missing && problem.path == nil && isRemoved)
            }
            #expect(problems.isEmpty, "\(comment): \(problems)")
        } else {
            #expect(try fixture.volume.list("").isEmpty, "\(comment)")
        }
        // The new machine goes on from there.
        try fixture.volume.writeFile("after", [1])
        try await fixture.volume.close()
    }

    @Test(arguments: [ObjectStoreTraits.unlimited, .telegramUser, .telegramBot])
    func theMachineIsLostAtEveryBoundary(_ traits: ObjectStoreTraits) async throws {
        let run = try await run(traits)
        #expect(run.store.boundaries.count >= 10)
        for (index, boundary) in run.store.boundaries.enumerated() {
            try await expectTree(
                run, boundary.contents, atLeast: run.promised(at: index), "boundary \(index), \(boundary.change)")
        }
        try await run.fixture.volume.close()
    }

    @Test(arguments: [ObjectStoreTraits.unlimited, .telegramUser])
    func theRootIsLostTooAtEveryBoundary(_ traits: ObjectStoreTraits) async throws {
        let run = try await run(traits)
        for (index, boundary) in run.store.boundaries.enumerated() {
            var contents = boundary.contents
            contents.loseRoot()
            let slots = contents.objects.contains { object in (try? SegmentReader.peek(object.bytes))?.keySlots != nil }
            // Before the first segment is stored nothing says that there is a volume.
            guard slots, !hasGap(contents, run.fixture.identity) else { continue }
            try await expectTree(run, contents, atLeast: run.promised(at: index), "boundary \(index) without a root")
        }
        try await run.fixture.volume.close()
    }

    /// Whether a later segment arrived before an earlier one. Without a root nothing then tells a segment on its way from
    /// one that was lost, and recovery reports a gap instead of ending before it.
    private func hasGap(_ contents: MemoryStore.Contents, _ identity: VolumeIdentity) -> Bool {
        let sequences = contents.objects.compactMap { object in
            try? SegmentReader(
                headerBytes: Array(object.bytes.prefix(SegmentHeader.bytesMax)), key: identity.key,
                volume: identity.volume
            ).header.sequence.rawValue
        }
        return Set(sequences).count != Int(sequences.max() ?? 0)
    }

    @Test(arguments: [ObjectStoreTraits.unlimited, .telegramUser, .telegramBot])
    func anOlderRootShowsWhatItNamesAndWhatCanBeListed(_ traits: ObjectStoreTraits) async throws {
        let run = try await run(traits)
        let end = run.store.contents
        for (index, boundary) in run.store.boundaries.enumerated() {
            guard case .rootReplaced = boundary.change else { continue }
            var contents = end
            contents.rollBackRoot(to: boundary.contents)
            let promised = try #require(run.promises.last).position
            let removed = Set(boundary.contents.names.map(\.description)).subtracting(end.names.map(\.description))
            do {
                try await expectTree(
                    run, contents, atLeast: traits.canList ? promised : run.promised(at: index - 1), "root \(index)",
                    removedSince: removed)
            } catch FSError.damaged {
                // What an older checkpoint needs may have been reclaimed since: then it is no tree at all, never a wrong one.
                let objects = Set(end.names)
                #expect(!boundary.contents.names.allSatisfy { objects.contains($0) }, "root \(index)")
            }
        }
        try await run.fixture.volume.close()
    }

    @Test func withoutRootAndListingThereIsNothingToFind() async throws {
        let store = MemoryStore(traits: .telegramBot)
        let fixture = try await VolumeFixture.format(store)
        try fixture.volume.writeFile("f", [1])
        try await fixture.synchronise()
        store.change { $0.loseRoot() }
        await #expect(throws: FSError.notFound) { try await VolumeFixture.recover(from: store) }
    }

    @Test(arguments: [ObjectStoreTraits.unlimited, .telegramUser, .telegramBot])
    func whatWasEvictedIsReadThroughTheStore(_ traits: ObjectStoreTraits) async throws {
        let store = MemoryStore(traits: traits)
        let fixture = try await VolumeFixture.format(store, segmentBytes: 4 << 20) { configuration in
            configuration.cacheBytesMax = 0
        }
        var random = SeededGenerator(seed: 11)
        let large = random.bytes(9_000_000)
        try fixture.volume.writeFile("large", large)
        let small = (0..<30).map { random.bytes($0 * 777) }
        for number in 0..<30 { try fixture.volume.writeFile("s\(number)", small[number]) }
        try await fixture.whileRunning { volume in
            _ = try await volume.synchronise(isLocal: false, timeout: nil)
            for _ in 0..<3 { try volume.doChores() }
            let cached = try await volume.status().cachedBytes
            #expect(cached < 1 << 20)
            #expect(try await volume.readFile("large") == large)
            for number in 0..<30 { #expect(try await volume.readFile("s\(number)") == small[number]) }
        }
        #expect(store.callCounts[.get] ?? 0 > 0)
        try await fixture.volume.close()
    }
}

/// Operations of which each is in the log when it returns: whole files, names, attributes.
private struct ClosedOperations {
    private(set) var model: ReferenceVolume
    private let clock: ManualClock
    private var random: SeededGenerator
    private var made = 0

    init(seed: UInt64, clock: ManualClock) {
        self.clock = clock
        random = SeededGenerator(seed: seed)
        model = ReferenceVolume(now: clock.now(), uid: VolumeFixture.caller.uid, gid: VolumeFixture.caller.gid)
    }

    /// Exactly one batch of the log; a write is the last step of its own, on a file that is there.
    mutating func step(on volume: Volume) throws {
        model.now = clock.advance()
        let directory = model.directories.randomElement(using: &random) ?? .root
        switch Int.random(in: 0..<10, using: &random) {
        case 0..<3: try makeFile(directory, volume)
        case 3: try makeDirectory(directory, volume)
        case 4..<7: try write(volume)
        case 7: try remove(directory, volume)
        case 8: try rename(directory, volume)
        default: try truncate(volume)
        }
    }

    private mutating func newName() throws -> FileName {
        made += 1
        return try name("n\(made)")
    }

    private mutating func someFile() -> InodeNumber? {
        model.files.filter { $0.value.kind == .regular }.keys.sorted().randomElement(using: &random)
    }

    private mutating func makeFile(_ directory: InodeNumber, _ volume: Volume) throws {
        let name = try newName()
        let caller = VolumeFixture.caller
        let inode = try volume.makeNode(
            in: directory, name, kind: .regular, permissions: 0o640, deviceNumber: 0, caller: caller
        ).inode
        try model.make(
            inode, in: directory, name, kind: .regular, permissions: 0o640, uid: caller.uid, gid: caller.gid)
    }

    private mutating func makeDirectory(_ directory: InodeNumber, _ volume: Volume) throws {
        let name = try newName()
        let caller = VolumeFixture.caller
        let inode = try volume.makeDirectory(in: directory, name, permissions: 0o755, caller: caller).inode
        try model.make(
            inode, in: directory, name, kind: .directory, permissions: 0o755, uid: caller.uid, gid: caller.gid)
    }

    /// Appends less than a window: one frame and its record.
    private mutating func write(_ volume: Volume) throws {
        guard let inode = someFile(), let content = model.files[inode]?.content, content.count < 120_000 else { return }
        let bytes = random.bytes(Int.random(in: 1..<10_000, using: &random))
        let handle = try volume.open(inode, flags: OpenFlags(rawValue: 2), caller: VolumeFixture.caller)
        try volume.write(bytes, at: UInt64(content.count), inode, handle)
        try volume.flush(inode, handle)
        volume.release(inode, handle)
        model.write(inode, at: UInt64(content.count), bytes)
    }

    private mutating func truncate(_ volume: Volume) throws {
        guard let inode = someFile() else { return }
        let size = UInt64.random(in: 0..<20_000, using: &random)
        _ = try volume.setAttributes(of: inode, AttributeRequest(size: size), caller: VolumeFixture.caller)
        try model.truncate(inode, to: size)
    }

    private mutating func remove(_ directory: InodeNumber, _ volume: Volume) throws {
        let names = model.files[directory]?.names.filter { model.files[$0.value]?.kind != .directory } ?? [:]
        guard let name = names.keys.sorted().randomElement(using: &random) else { return }
        try volume.unlink(in: directory, name)
        try model.unlink(in: directory, name)
    }

    private mutating func rename(_ directory: InodeNumber, _ volume: Volume) throws {
        guard let old = model.files[directory]?.names.keys.sorted().randomElement(using: &random) else { return }
        let name = try newName()
        try volume.rename(in: directory, old, to: directory, name, mode: .replace)
        try model.rename(in: directory, old, to: directory, name, noReplace: false)
    }
}
