// SPDX-License-Identifier: MIT

import FilesystemModel
import Glibc
import ObjectStorage
import Testing
import VolumeFixture

@testable import DataPlane
@testable import Filesystem

/// What an object says to whoever reads it: nothing of a path that is sealed, all of one that is not; and after
/// `applyPolicy` is complete nothing of what the path ever held, whatever was in between.
@Suite struct EncryptionTests {
    private static let plain = Array("plain".utf8)
    private static let root: [UInt8] = []

    /// Does not compress, so that it stands in an object as it is.
    private static func secret(_ seed: UInt64) -> [UInt8] { noise(3000, seed: 0x5EC0 + seed) }

    private static func isReadable(_ bytes: [UInt8], in store: MemoryStore) -> Bool {
        store.contents.objects.contains { $0.bytes.contains(bytes) }
    }

    private static func format(
        _ store: any ObjectStore = MemoryStore(traits: .telegramUser)
    ) async throws -> VolumeFixture {
        try await VolumeFixture.format(store, configure: VolumeConfiguration.stepwise)
    }

    @Test func whatIsWrittenFollowsTheSwitchOfItsDirectory() async throws {
        let store = MemoryStore(traits: .telegramUser)
        let fixture = try await Self.format(store)
        try await fixture.whileRunning { volume in
            try volume.mkdir("plain")
            try volume.writeFile("before", Self.secret(1))
            try await volume.setPolicy(.plain, below: Self.plain)
            try volume.mkdir("plain/sub")
            try volume.writeFile("plain/sub/f", Self.secret(2))
            try volume.writeFile("beside", Self.secret(3))
            try await volume.setPolicy(.sealed, below: Array("plain/sub".utf8))
            try volume.writeFile("plain/sub/g", Self.secret(4))
            try volume.writeFile("plain/g", Self.secret(5))
            try await volume.sendAll()
            #expect(
                [1, 2, 3, 4, 5].map { Self.isReadable(Self.secret($0), in: store) } == [
                    false, true, false, false, true,
                ])
            let sums = try await volume.encryption(of: Self.plain)
            // What was sealed since counts by its frames, not by its switch.
            #expect(sums.policy == .plain && sums.plainBytes == 6000 && sums.sealedBytes == 3000)
            #expect(sums.leftoverPlainBytes == 3000 && sums.rewriting == nil)
            #expect(try await volume.encryption(of: Self.root).sealedBytes == 9000)
        }
    }

    @Test func aSwitchIsInTheLogAndInTheCheckpoint() async throws {
        let store = MemoryStore(traits: .telegramUser)
        let fixture = try await Self.format(store)
        try fixture.volume.mkdir("plain")
        try await fixture.volume.setPolicy(.plain, below: Self.plain)
        let killed = try await fixture.reopenAfterKill(configure: VolumeConfiguration.stepwise)
        try killed.volume.writeFile("plain/f", Self.secret(1))
        try await killed.whileRunning { volume in
            try await volume.checkpoint()
            try await volume.sendAll()
        }
        #expect(Self.isReadable(Self.secret(1), in: store))
        let (other, _) = try await VolumeFixture.recover(from: store)
        #expect(try await other.volume.encryption(of: Self.plain).policy == .plain)
    }

    @Test func anOpenFileFollowsAtOnce() async throws {
        let store = MemoryStore(traits: .telegramUser)
        let fixture = try await Self.format(store)
        let volume = fixture.volume
        try await volume.setPolicy(.plain, below: Self.root)
        let (file, handle) = try volume.create(
            in: .root, FileName(Array("f".utf8)), permissions: 0o600, flags: OpenFlags(rawValue: 2),
            caller: VolumeFixture.caller)
        let whole = noise(Limits.frameBytesMax, seed: 9)
        try volume.write(Self.secret(1), at: 0, file.inode, handle)
        try await volume.setPolicy(.sealed, below: Self.root)
        // In the buffer when it was switched, small, and a whole frame, which goes past the buffer.
        try volume.write(Self.secret(2), at: 5000, file.inode, handle)
        try volume.write(whole, at: UInt64(Limits.frameBytesMax), file.inode, handle)
        try volume.flush(file.inode, handle)
        volume.release(file.inode, handle)
        try await fixture.whileRunning { try await $0.sendAll() }
        for bytes in [Self.secret(1), Self.secret(2), Array(whole.prefix(3000))] {
            #expect(!Self.isReadable(bytes, in: store))
        }
    }

    /// Everything that can become of readable bytes: kept, overwritten, deleted, copied, shared, moved out of the path.
    private static func makeHistory(on volume: Volume) async throws -> (ExpectedFiles, secrets: [[UInt8]]) {
        var expected = ExpectedFiles()
        try volume.mkdir("plain")
        try volume.mkdir("open")
        for path in ["plain", "open"] { try await volume.setPolicy(.plain, below: Array(path.utf8)) }
        let secrets = (0..<8).map { secret(UInt64($0)) }
        try expected.write("plain/kept", secrets[0], to: volume)
        try expected.write("plain/large", noise(700_000, seed: 3), to: volume)
        try expected.overwrite("plain/large", at: 200_000, secrets[1], on: volume)
        try expected.write("plain/overwritten", secrets[2], to: volume)
        try await volume.sendAll()
        try expected.write("plain/overwritten", secrets[3], to: volume)
        try expected.write("plain/gone", secrets[4], to: volume)
        try expected.write("plain/shared", secrets[5], to: volume)
        _ = try volume.createShare(ShareRequest(path: Array("plain/shared".utf8)))
        try expected.write("open/f", noise(200_000, seed: 4), to: volume)
        try await volume.sendAll()
        try await volume.checkpoint()
        try expected.remove("plain/gone", from: volume)
        try expected.write("plain/shared", secrets[6], to: volume)
        // Not sent when it is asked for.
        try expected.write("plain/new", secrets[7], to: volume)
        return (expected, secrets)
    }

    private static func seal(_ volume: Volume) async throws -> InodeNumber {
        try await volume.setPolicy(.sealed, below: plain)
        return try await volume.applyPolicy(of: plain)
    }

    @Test(arguments: [ObjectStoreTraits.telegramUser, .telegramBot, .unlimited])
    func onceAppliedNoObjectHoldsWhatThePathEverHad(_ traits: ObjectStoreTraits) async throws {
        let store = MemoryStore(traits: traits)
        let fixture = try await Self.format(store)
        let expected = try await fixture.whileRunning { volume in
            let (expected, secrets) = try await Self.makeHistory(on: volume)
            try await volume.sendAll()
            for secret in secrets { #expect(Self.isReadable(secret, in: store)) }
            let inode = try await Self.seal(volume)
            #expect(try await volume.rewriting(inode) != nil)
            try await volume.settle { _ in
                if try await volume.rewriting(inode) == nil {
                    for secret in secrets { #expect(!Self.isReadable(secret, in: store)) }
                }
            }
            #expect(try await volume.rewriting(inode) == nil)
            for secret in secrets { #expect(!Self.isReadable(secret, in: store)) }
            let sums = try await volume.encryption(of: Self.plain)
            #expect(sums.plainBytes == 0 && sums.sealedBytes == 700_000 + 4 * 3000 && sums.leftoverPlainBytes == 0)
            // Other paths keep what they have.
            #expect(Self.isReadable(Array(noise(200_000, seed: 4).prefix(3000)), in: store))
            #expect(await expected.differences(in: volume).isEmpty)
            return expected
        }
        let (other, report) = try await VolumeFixture.recover(from: store.copy())
        #expect(report.isComplete)
        #expect(await expected.differences(in: other.volume).isEmpty)
        #expect(try await other.volume.check(readDataPercent: 100).problems.isEmpty)
    }

    @Test func killedAfterAnyStepItGoesOnAndCompletes() async throws {
        let store = MemoryStore(traits: .telegramUser)
        let fixture = try await Self.format(store)
        let (states, secrets, expected) = try await fixture.whileRunning { volume in
            let (expected, secrets) = try await Self.makeHistory(on: volume)
            let inode = try await Self.seal(volume)
            var states: [(TemporaryDirectory, MemoryStore)] = [(try fixture.copyOfDirectory(), store.copy())]
            try await volume.settle { _ in
                guard try await volume.rewriting(inode) != nil else { return }
                // The disk first: what is sent in between is sent, whoever remembers it.
                let copy = try fixture.copyOfDirectory()
                states.append((copy, store.copy()))
            }
            return (states, secrets, expected)
        }
        #expect(states.count > 5)
        for (step, (directory, other)) in states.enumerated() {
            let killed = try await VolumeFixture.reopen(
                directory, other, fixture.identity, configure: VolumeConfiguration.stepwise)
            try await killed.whileRunning { volume in
                let inode = try volume.resolve("plain").inode
                #expect(try await volume.rewriting(inode) != nil, "step \(step)")
                try await volume.settle()
                #expect(try await volume.rewriting(inode) == nil, "step \(step)")
                #expect(await expected.differences(in: volume).isEmpty, "step \(step)")
            }
            for secret in secrets { #expect(!Self.isReadable(secret, in: other), "step \(step)") }
            try await killed.volume.close()
        }
    }

    @Test func whatIsMovedInMeanwhileIsPartOfIt() async throws {
        let store = MemoryStore(traits: .telegramUser)
        let fixture = try await Self.format(store)
        try await fixture.whileRunning { volume in
            let (_, secrets) = try await Self.makeHistory(on: volume)
            try volume.writeFile("open/late", Self.secret(50))
            try await volume.sendAll()
            let inode = try await Self.seal(volume)
            let (from, name) = try volume.parent("open/late")
            let (to, _) = try volume.parent("plain/late")
            try volume.rename(in: from, name, to: to, name, mode: .replace)
            try await volume.settle()
            #expect(try await volume.rewriting(inode) == nil)
            for secret in secrets + [Self.secret(50)] { #expect(!Self.isReadable(secret, in: store)) }
            #expect(try await volume.encryption(of: Self.plain).plainBytes == 0)
        }
    }

    /// A copy that stays switched off shares its frames with a file that is switched on.
    @Test func whatASealedFileSharesIsNotLeftReadableForTheOtherOne() async throws {
        let store = MemoryStore(traits: .telegramUser)
        let fixture = try await Self.format(store)
        try await fixture.whileRunning { volume in
            var expected = ExpectedFiles()
            for path in ["plain", "open"] {
                try volume.mkdir(path)
                try await volume.setPolicy(.plain, below: Array(path.utf8))
            }
            try expected.write("plain/f", Self.secret(1), to: volume)
            try expected.write("open/own", Self.secret(2), to: volume)
            let copied = try volume.withFile("open/copy") { _, copy in
                try volume.withFile("plain/f") { _, source in
                    try volume.copy(from: source, 0, to: copy, 0, length: 3000)
                }
            }
            #expect(copied == 3000)
            expected.note("open/copy", Self.secret(1))
            try await volume.sendAll()
            #expect(Self.isReadable(Self.secret(1), in: store))
            let inode = try await Self.seal(volume)
            try await volume.settle()
            #expect(try await volume.rewriting(inode) == nil)
            #expect(!Self.isReadable(Self.secret(1), in: store))
            #expect(try await volume.encryption(of: Self.plain).plainBytes == 0)
            // Still one frame, and what nobody else has stays as its switch says.
            let open = try await volume.encryption(of: Array("open".utf8))
            #expect(open.policy == .plain && open.sealedBytes == 3000 && open.plainBytes == 3000)
            #expect(Self.isReadable(Self.secret(2), in: store))
            #expect(await expected.differences(in: volume).isEmpty)
        }
    }

    /// The switch is turned back on while what `applyPolicy` makes readable is being read.
    @Test func whatIsSwitchedOnWhileItIsUnsealedStaysSealed() async throws {
        let store = MemoryStore(traits: .telegramUser)
        let first = try await Self.format(store)
        try await first.whileRunning { volume in
            try volume.mkdir("plain")
            try volume.writeFile("plain/f", Self.secret(1))
            try volume.writeFile("plain/g", Self.secret(2))
            try await volume.sendAll()
        }
        // A machine that has nothing of it, so that the bytes come from the store.
        let (fixture, _) = try await VolumeFixture.recover(from: store, configure: VolumeConfiguration.stepwise)
        try await fixture.whileRunning { volume in
            try await volume.setPolicy(.plain, below: Self.plain)
            let inode = try await volume.applyPolicy(of: Self.plain)
            store.add(StoreFault(.hold, on: [.get], count: 1))
            let step = Task {
                while try await volume.tidySpace() == .progressed {}
            }
            await store.waitUntilHeld(1)
            try await volume.setPolicy(.sealed, below: Self.plain)
            store.clear()
            store.release()
            try await step.value
            try await volume.settle()
            try await volume.sendAll()
            #expect(try await volume.rewriting(inode) == nil)
            for number in [1, 2] { #expect(!Self.isReadable(Self.secret(UInt64(number)), in: store)) }
            #expect(try await volume.encryption(of: Self.plain).plainBytes == 0)
            #expect(try await volume.readFile("plain/f") == Self.secret(1))
            #expect(try await volume.readFile("plain/g") == Self.secret(2))
        }
    }

    @Test func switchedOffAndAppliedEverythingIsReadable() async throws {
        let store = MemoryStore(traits: .telegramUser)
        let fixture = try await Self.format(store)
        try await fixture.whileRunning { volume in
            var expected = ExpectedFiles()
            try volume.mkdir("plain")
            try expected.write("plain/f", Self.secret(1), to: volume)
            try expected.write("plain/large", noise(700_000, seed: 5), to: volume)
            try expected.write("other", Self.secret(2), to: volume)
            try await volume.sendAll()
            try await volume.setPolicy(.plain, below: Self.plain)
            let inode = try await volume.applyPolicy(of: Self.plain)
            try await volume.settle()
            #expect(try await volume.rewriting(inode) == nil)
            try await volume.sendAll()
            #expect(Self.isReadable(Self.secret(1), in: store) && !Self.isReadable(Self.secret(2), in: store))
            let sums = try await volume.encryption(of: Self.plain)
            #expect(sums.sealedBytes == 0 && sums.plainBytes == 703_000 && sums.leftoverPlainBytes == 0)
            #expect(await expected.differences(in: volume).isEmpty)
        }
    }

    /// A volume that was sealed from the start holds nothing readable, so there is nothing to rewrite.
    @Test func whereNothingIsReadableItIsCompleteAtOnce() async throws {
        let store = MemoryStore(traits: .telegramUser)
        let fixture = try await Self.format(store)
        try await fixture.whileRunning { volume in
            try volume.writeFile("f", Self.secret(1))
            try await volume.sendAll()
            let objects = store.contents.objects.count
            let inode = try await volume.applyPolicy(of: Self.root)
            try await volume.settle()
            #expect(try await volume.rewriting(inode) == nil)
            #expect(store.contents.objects.count == objects)
        }
    }

    @Test func aStoreThatKeepsOldObjectsIsSaidToAndNotCalledComplete() async throws {
        let store = MemoryStore(traits: .telegramUser)
        let fixture = try await Self.format(store)
        try await fixture.whileRunning { volume in
            let (_, secrets) = try await Self.makeHistory(on: volume)
            store.add(StoreFault(.fail(.refused("too old")), on: [.remove], count: nil))
            let inode = try await Self.seal(volume)
            try await volume.settle()
            let standing = try #require(try await volume.rewriting(inode))
            guard case .stuck(let reason) = standing.state else {
                Issue.record("\(standing)")
                return
            }
            #expect(reason.contains("too old"))
            #expect(Self.isReadable(secrets[0], in: store))
            #expect(try await volume.encryption(of: Self.plain).leftoverPlainBytes > 0)
        }
    }

    @Test func onlyFilesAndDirectoriesHaveASwitch() async throws {
        let volume = try await Self.format().volume
        _ = try volume.makeSymbolicLink(
            in: .root, FileName(Array("l".utf8)), target: [1], caller: VolumeFixture.caller)
        await #expect(throws: FSError.self) { try await volume.setPolicy(.plain, below: Array("l".utf8)) }
        await #expect(throws: FSError.notFound) { try await volume.applyPolicy(of: Array("nothing".utf8)) }
    }

    @Test func ordersAreReadBackAsTheyWereWrittenAndHostileOnesAreRefused() throws {
        let orders = [
            RewriteOrder(inode: .root, policy: .sealed, bound: SegmentSequence(rawValue: 300)),
            RewriteOrder(inode: InodeNumber(rawValue: 7), policy: .plain),
        ]
        let bytes = RewriteOrder.encode(orders)
        #expect(try RewriteOrder.decode(bytes) == orders)
        for count in 0..<bytes.count {
            #expect(throws: FSError.self) { try RewriteOrder.decode(Array(bytes[..<count])) }
        }
        #expect(throws: FSError.self) { try RewriteOrder.decode([0xFF, 0xFF, 0xFF, 0xFF, 0x7F]) }
    }
}

extension [UInt8] {
    fileprivate func contains(_ part: [UInt8]) -> Bool {
        withUnsafeBytes { whole in
            part.withUnsafeBytes { part in
                guard let start = whole.baseAddress, let wanted = part.baseAddress else { return part.isEmpty }
                return memmem(start, whole.count, wanted, part.count) != nil
            }
        }
    }
}
