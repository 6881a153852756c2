// SPDX-License-Identifier: MIT

import DataPlane
import DiskSimulation
import Filesystem
import FilesystemModel
import Metadata
import ObjectStorage
import SeededRandom
import Testing
import VolumeFixture

/// The log and the index lie on one simulated disk, which loses, tears and reorders what was not synced. Whatever it
/// leaves, the volume opens, is sound, and its tree is one that it had at its last acknowledged sync or later.
///
/// A failure is played again with the printed `GRAMFS_TEST_SEED`.
@Suite(.serialized, .timeLimit(.minutes(10))) struct PowerCutTests {
    @Test(arguments: 0..<8 as Range<UInt64>)
    func whatWasSyncedIsThereAfterAnyCut(_ number: UInt64) async throws {
        let seed = SeededGenerator.seed() &+ number
        var random = SeededGenerator(seed: seed)
        var world = try await PowerCutWorld.format()
        var work = PowerCutWork(random: random)
        for generation in 0..<3 {
            for _ in 0..<Int.random(in: 10..<50, using: &random) { try await work.step(in: world) }
            let torn = Int.random(in: 0..<9000, using: &random)
            var cuts: [PowerCut] = [.losesEverything, .keepsEverything, .tearsTail(afterBytes: torn)]
            for _ in 0..<3 { cuts.append(.scatters(seed: random.next())) }
            let goesOn = Int.random(in: 0..<cuts.count, using: &random)
            var next: (PowerCutWorld, PowerCutTree)?
            for (index, cut) in cuts.enumerated() {
                let after = try await world.after(cut)
                let tree = try await work.judge(after, "seed \(seed), generation \(generation), \(cut)")
                if index == goesOn { next = (after, tree) } else { try await after.end() }
            }
            try await world.end()
            guard let (after, tree) = next else { return }
            world = after
            work.goOn(from: tree)
        }
        try await world.end()
    }

    @Test(arguments: 0..<4 as Range<UInt64>)
    func aCutDuringTheStartThatFollowsLosesNothingMore(_ number: UInt64) async throws {
        let seed = SeededGenerator.seed() &+ number
        var random = SeededGenerator(seed: seed)
        let world = try await PowerCutWorld.format()
        var work = PowerCutWork(random: random)
        for _ in 0..<40 { try await work.step(in: world) }
        let after = try await world.after(.scatters(seed: random.next()), keepsMoments: true)
        let moments = after.disk.moments
        #expect(moments.count > 2, "a start syncs")
        for (index, moment) in moments.enumerated() {
            for cut in [PowerCut.losesEverything, .scatters(seed: random.next())] {
                let again = try await after.after(cut, of: moment)
                _ = try await work.judge(again, "seed \(seed), before sync \(index) of the start, \(cut)")
                try await again.end()
            }
        }
        // The start has committed what it found.
        let tree = try await work.judge(after, "seed \(seed), the start")
        let again = try await after.after(.losesEverything)
        #expect(try await PowerCutTree(of: again.fixture.volume) == tree)
        for world in [again, after, world] { try await world.end() }
    }

    @Test func everyByteOfATornTailIsAPlaceToStop() async throws {
        let world = try await PowerCutWorld.format()
        var work = PowerCutWork(random: SeededGenerator(seed: 7))
        try await work.put("a", [UInt8](repeating: 1, count: 300), in: world, isSynced: true)
        try await work.put("b", [UInt8](repeating: 2, count: 50), in: world, isSynced: false)
        try work.rename("b", to: "a", in: world)
        try work.unlink("a", in: world)
        let whole = try #require(world.unsyncedLogBytes)
        #expect(whole > 400)
        for bytes in 0...whole {
            let after = try await world.after(.tearsTail(afterBytes: bytes))
            _ = try await work.judge(after, "torn after \(bytes) of \(whole) bytes")
            try await after.end()
        }
        try await world.end()
    }
}

/// A volume whose log and index lie on a simulated disk, and what the store held at the time.
struct PowerCutWorld {
    let fixture: VolumeFixture
    let disk: SimulatedDisk
    let store: MemoryStore

    private static let configure: @Sendable (inout VolumeConfiguration) -> Void = { configuration in
        // The evictor gives up what is stored.
        configuration.cacheBytesMax = 1 << 20
        configuration.messages = .init(burst: 1000, perHour: 1000, perDay: 100_000)
    }

    static func format() async throws -> PowerCutWorld {
        let disk = SimulatedDisk()
        let store = MemoryStore()
        let fixture = try await VolumeFixture.format(
            store, configure: configure,
            prepare: { opening in
                disk.addDirectory(opening.configuration.stateDirectory)
                RecordedDatabase.begin(below: opening.configuration.stateDirectory, on: disk)
                opening.fileOperations = disk
            })
        return PowerCutWorld(fixture: fixture, disk: disk, store: store)
    }

    /// The machine after the power went and came back. This one can go on, as if it had not.
    func after(
        _ cut: PowerCut, of moment: SimulatedDisk? = nil, keepsMoments: Bool = false
    ) async throws -> PowerCutWorld {
        let directory = try TemporaryDirectory()
        let disk = (moment ?? self.disk).crashed(cut).moved(from: self.fixture.directory.path, to: directory.path)
        try RecordedDatabase.restore(disk, in: directory.path)
        // It was replaced durably, and seldom.
        let superblock = try SuperblockFile(path: self.fixture.directory.path + "/superblock").read() ?? []
        try SuperblockFile(path: directory.path + "/superblock").write(superblock)
        let store = MemoryStore(contents: self.store.contents)
        if keepsMoments { disk.keepMoments() }
        let fixture = try await VolumeFixture.reopen(
            directory, store, self.fixture.identity, writer: self.fixture.writer, configure: Self.configure,
            prepare: { $0.fileOperations = disk })
        return PowerCutWorld(fixture: fixture, disk: disk, store: store)
    }

    func end() async throws {
        try await fixture.volume.close()
        RecordedDatabase.end(below: fixture.directory.path)
    }

    /// How long the part of the log is that a cut may take.
    var unsyncedLogBytes: Int? {
        fixture.volume.withLogStill { () -> Int? in
            let path = fixture.directory.path + "/segments/0/1.seg"
            guard let all = disk.contents(of: path) else { return nil }
            return all.count - (disk.crashed(.losesEverything).contents(of: path)?.count ?? 0)
        }
    }
}

/// What a user sees of a volume, by path.
struct PowerCutTree: Equatable {
    struct File: Equatable {
        var content: [UInt8] = []
        var permissions: UInt16 = 0o644
    }

    var files: [String: File] = [:]
    var directories: Set<String> = []

    init() {}

    init(of volume: Volume) async throws {
        var rest = [""]
        while let directory = rest.popLast() {
            for name in try volume.list(directory) {
                let path = directory.isEmpty ? name : "\(directory)/\(name)"
                let attributes = try volume.resolve(path)
                guard attributes.kind != .directory else {
                    directories.insert(path)
                    rest.append(path)
                    continue
                }
                files[path] = File(
                    content: try await volume.readFile(path), permissions: attributes.permissions)
            }
        }
    }

    /// What is different, for reports.
    func difference(to seen: PowerCutTree) -> String {
        let parts = Set(files.keys).union(seen.files.keys).sorted().compactMap { path -> String? in
            guard files[path] != seen.files[path] else { return nil }
            return "\(path): expected \(Self.text(files[path])), found \(Self.text(seen.files[path]))"
        }
        return (parts + (directories == seen.directories ? [] : ["\(directories) became \(seen.directories)"]))
            .joined(separator: "; ")
    }

    private static func text(_ file: File?) -> String {
        guard let file else { return "nothing" }
        return "\(file.content.count) bytes from \(file.content.prefix(4)), \(String(file.permissions, radix: 8))"
    }
}

/// Operations by seed, each with the tree after it; every one is logged in one piece.
struct PowerCutWork {
    var random: SeededGenerator
    private var tree = PowerCutTree()
    /// The trees since the last acknowledged sync, which a cut may leave.
    private var states = [PowerCutTree()]
    private var history: [String] = []

    init(random: SeededGenerator) { self.random = random }

    mutating func goOn(from seen: PowerCutTree) {
        tree = seen
        states = [seen]
        history = []
    }

    /// Expects what is there after a cut to be one of the trees that may be, whole and sound.
    func judge(_ world: PowerCutWorld, _ when: String) async throws -> PowerCutTree {
        let volume = world.fixture.volume
        let seen = try await PowerCutTree(of: volume)
        if !states.contains(seen) {
            Issue.record(
                """
                \(when): in none of \(states.count) states; against the first: \(states[0].difference(to: seen)); \
                against the last: \(tree.difference(to: seen)); after \(history.suffix(30).joined(separator: " | "))
                """)
        }
        let report = try await volume.check(readDataPercent: 100)
        #expect(report.problems.allSatisfy { $0.kind == .orphan }, "\(when): \(report.problems)")
        return seen
    }

    // MARK: Operations

    mutating func step(in world: PowerCutWorld) async throws {
        let volume = world.fixture.volume
        let names = ["a", "b", "c", "d", "e", "D/a", "D/b", "D/c"]
        let name = names[Int(random.next() % 8)]
        let old = tree.files.keys.sorted().randomElement(using: &random)
        switch Int.random(in: 0..<100, using: &random) {
        case ..<30: try await put(name, someBytes(), in: world, isSynced: random.chance(50))
        case ..<36: try await putLarge(name, in: world)
        case ..<48:
            // As editors and databases do.
            try await put("new", someBytes(), in: world, isSynced: random.chance(70))
            try rename("new", to: name, in: world)
            if random.chance(50) { try await syncDirectory(name, in: world) }
        case ..<58:
            guard let old else { return }
            let bytes = someBytes()
            let size = tree.files[old]?.content.count ?? 0
            guard size + bytes.count < 120_000 else { return }
            try await overwrite(
                old, at: random.chance(60) ? size : Int.random(in: 0...size, using: &random), bytes, world)
        case ..<64:
            guard let old, let size = tree.files[old]?.content.count, size > 0 else { return }
            try truncate(old, to: Int.random(in: 0..<size, using: &random), in: world)
        case ..<70:
            if let old { try unlink(old, in: world) }
        case ..<74:
            guard let old else { return }
            let permissions = UInt16.random(in: 0..<0o1000, using: &random)
            _ = try volume.setAttributes(
                of: try volume.resolve(old).inode, AttributeRequest(permissions: permissions),
                caller: VolumeFixture.caller)
            tree.files[old]?.permissions = permissions
            note("chmod \(old)")
        case ..<78: try await syncDirectory(name, in: world)
        case ..<86:
            try volume.doChores()
            history.append("chores")
        case ..<89:
            try await volume.checkpoint()
            history.append("checkpoint")
        case ..<93:
            let log = try WriteAheadLog(path: world.fixture.directory.path + "/index.sqlite")
            try log.moveIntoFile()
            log.close()
            history.append("WAL moved")
        case ..<96:
            _ = try await volume.synchronise(isLocal: true, timeout: nil)
            acknowledge("sync --local")
        default:
            try await world.fixture.synchronise()
            acknowledge("sync")
            // Twice: the first round of eviction takes marks of use away.
            for _ in 0..<2 { try volume.doChores() }
        }
    }

    mutating func put(_ path: String, _ bytes: [UInt8], in world: PowerCutWorld, isSynced: Bool) async throws {
        let volume = world.fixture.volume
        let (inode, handle) = try openEmpty(path, volume)
        try volume.write(bytes, at: 0, inode, handle)
        try await close(inode, handle, volume, isSynced: isSynced) { $0.files[path]?.content = bytes }
        history.append("put \(path) \(bytes.count) of \(bytes.first ?? 0)")
    }

    /// In writes of whole frames, which go to the log one by one.
    private mutating func putLarge(_ path: String, in world: PowerCutWorld) async throws {
        let volume = world.fixture.volume
        let (inode, handle) = try openEmpty(path, volume)
        for window in 0..<Int.random(in: 1..<4, using: &random) {
            let bytes = random.bytes(Limits.frameBytesMax)
            try volume.write(bytes, at: UInt64(window * bytes.count), inode, handle)
            tree.files[path]?.content += bytes
            note("put \(path), window \(window)")
        }
        try await close(inode, handle, volume, isSynced: random.chance(50)) { _ in }
    }

    private mutating func overwrite(
        _ path: String, at offset: Int, _ bytes: [UInt8], _ world: PowerCutWorld
    ) async throws {
        let volume = world.fixture.volume
        let inode = try volume.resolve(path).inode
        let handle = try volume.open(inode, flags: OpenFlags(rawValue: 2), caller: VolumeFixture.caller)
        try volume.write(bytes, at: UInt64(offset), inode, handle)
        try await close(inode, handle, volume, isSynced: random.chance(50)) { tree in
            guard let content = tree.files[path]?.content else { return }
            let end = offset + bytes.count
            tree.files[path]?.content = Array(content[..<offset]) + bytes + Array(content.dropFirst(end))
        }
        history.append("write \(path) \(offset)+\(bytes.count)")
    }

    private mutating func openEmpty(_ path: String, _ volume: Volume) throws -> (InodeNumber, HandleID) {
        if path.hasPrefix("D/"), !tree.directories.contains("D") {
            try volume.mkdir("D")
            tree.directories.insert("D")
            note("mkdir D")
        }
        let opened: (InodeNumber, HandleID)
        if tree.files[path] != nil {
            let inode = try volume.resolve(path).inode
            opened = (inode, try volume.open(inode, flags: OpenFlags(rawValue: 2), caller: VolumeFixture.caller))
            _ = try volume.setAttributes(of: inode, AttributeRequest(size: 0), caller: VolumeFixture.caller)
            tree.files[path]?.content = []
        } else {
            let (directory, name) = try volume.parent(path)
            let (attributes, handle) = try volume.create(
                in: directory, name, permissions: 0o644, flags: OpenFlags(rawValue: 2), caller: VolumeFixture.caller)
            opened = (attributes.inode, handle)
            tree.files[path] = PowerCutTree.File()
        }
        note("open \(path)")
        return opened
    }

    private mutating func close(
        _ inode: InodeNumber, _ handle: HandleID, _ volume: Volume, isSynced: Bool,
        _ change: (inout PowerCutTree) -> Void
    ) async throws {
        change(&tree)
        states.append(tree)
        if isSynced {
            try await sync(inode, handle, volume)
            acknowledge("fsync")
        } else {
            try volume.flush(inode, handle)
        }
        volume.release(inode, handle)
    }

    mutating func rename(_ path: String, to newPath: String, in world: PowerCutWorld) throws {
        let volume = world.fixture.volume
        if newPath.hasPrefix("D/"), !tree.directories.contains("D") { return }
        let ((directory, name), (newDirectory, newName)) = (try volume.parent(path), try volume.parent(newPath))
        let replaced = tree.files[newPath] == nil ? nil : try volume.resolve(newPath).inode
        try volume.rename(in: directory, name, to: newDirectory, newName, mode: .replace)
        tree.files[newPath] = tree.files.removeValue(forKey: path)
        note("rename \(path) \(newPath)")
        if let replaced { try volume.forget(replaced) }
    }

    mutating func unlink(_ path: String, in world: PowerCutWorld) throws {
        let volume = world.fixture.volume
        let (directory, name) = try volume.parent(path)
        let inode = try volume.resolve(path).inode
        try volume.unlink(in: directory, name)
        tree.files[path] = nil
        note("unlink \(path)")
        try volume.forget(inode)
    }

    private mutating func truncate(_ path: String, to size: Int, in world: PowerCutWorld) throws {
        let volume = world.fixture.volume
        _ = try volume.setAttributes(
            of: try volume.resolve(path).inode, AttributeRequest(size: UInt64(size)), caller: VolumeFixture.caller)
        let kept = Array((tree.files[path]?.content ?? []).prefix(size))
        tree.files[path]?.content = kept
        note("truncate \(path) \(size)")
    }

    /// fsync of the directory that `path` is in.
    private mutating func syncDirectory(_ path: String, in world: PowerCutWorld) async throws {
        let volume = world.fixture.volume
        let directory = path.hasPrefix("D/") && tree.directories.contains("D") ? "D" : ""
        try await sync(try volume.resolve(directory).inode, nil, volume)
        acknowledge("fsync /\(directory)")
    }

    private func sync(_ inode: InodeNumber, _ handle: HandleID?, _ volume: Volume) async throws {
        try await withCheckedThrowingContinuation { (continuation: CheckedContinuation<Void, any Error>) in
            volume.sync(inode, handle, dataOnly: false) { continuation.resume(with: $0.mapError { $0 as any Error }) }
        }
    }

    private mutating func note(_ what: String) {
        states.append(tree)
        history.append(what)
    }

    private mutating func acknowledge(_ what: String) {
        states = [tree]
        history.append("\(what) acknowledged")
    }

    private mutating func someBytes() -> [UInt8] {
        let count =
            random.chance(80) ? Int.random(in: 0..<9000, using: &random) : Int.random(in: 0..<60_000, using: &random)
        return random.chance(50)
            ? random.bytes(count) : [UInt8](repeating: UInt8.random(in: 1...255, using: &random), count: count)
    }
}
