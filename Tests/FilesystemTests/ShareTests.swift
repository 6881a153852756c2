// SPDX-License-Identifier: MIT

import Filesystem
import FilesystemModel
import ObjectStorage
import StorageFormat
import Synchronization
import Testing
import VolumeFixture

/// A share is bound to its inode, shows what it promised, ends as it should, and is as durable as a name: in the log, in the
/// checkpoint, after a kill and after the loss of the machine.
@Suite struct ShareTests {
    private static func read(_ volume: Volume, _ inode: InodeNumber) async throws -> [UInt8] {
        let handle = try volume.open(inode, flags: OpenFlags(rawValue: 0), caller: VolumeFixture.caller)
        defer { volume.release(inode, handle) }
        return try await volume.read(inode, handle, offset: 0, length: 1 << 20)
    }

    private static func request(_ path: String, isLive: Bool = false) -> ShareRequest {
        ShareRequest(path: Array(path.utf8), isLive: isLive)
    }

    @Test func aFileIsShownAsItWasWhenShared() async throws {
        let fixture = try await VolumeFixture.format(MemoryStore(traits: .telegramUser))
        let volume = fixture.volume
        let old = noise(300_000, seed: 1)
        try volume.writeFile("f", old)
        let (share, token) = try volume.createShare(Self.request("f"))
        #expect(!share.isLive && share.target != share.inode)
        try volume.writeFile("f", noise(50_000, seed: 2))
        #expect(try await Self.read(volume, share.target) == old)
        let found = try #require(try volume.share(token: token.description))
        #expect(found == share)
        // No name leads to the snapshot.
        #expect(try volume.list("") == ["f"])
    }

    @Test func aLimitThatNoRecordCouldHoldIsRefused() async throws {
        let fixture = try await VolumeFixture.format(MemoryStore(traits: .telegramUser))
        try fixture.volume.writeFile("f", [1])
        for limit in [UInt64.max, UInt64(Int64.max), UInt64(Int64.max) - 1, Limits.shareDownloadsMax + 1] {
            #expect(throws: FSError.self) {
                try fixture.volume.createShare(ShareRequest(path: Array("f".utf8), downloadsMax: limit))
            }
        }
        let (share, _) = try fixture.volume.createShare(
            ShareRequest(path: Array("f".utf8), downloadsMax: Limits.shareDownloadsMax))
        let reopened = try await fixture.reopenAfterKill()
        #expect(try reopened.volume.shares() == [share])
    }

    @Test func whatIsInTheWriteBufferIsShared() async throws {
        let fixture = try await VolumeFixture.format(MemoryStore(traits: .telegramUser))
        let volume = fixture.volume
        let bytes = noise(1000, seed: 3)
        let (attributes, handle) = try volume.create(
            in: .root, FileName(Array("f".utf8)), permissions: 0o600, flags: OpenFlags(rawValue: 2),
            caller: VolumeFixture.caller)
        try volume.write(bytes, at: 0, attributes.inode, handle)
        let (share, _) = try volume.createShare(Self.request("f"))
        try volume.write(noise(1000, seed: 4), at: 0, attributes.inode, handle)
        #expect(try await Self.read(volume, share.target) == bytes)
        volume.release(attributes.inode, handle)
    }

    @Test func aLiveFileAndAFolderAreShownAsTheyAre() async throws {
        let fixture = try await VolumeFixture.format(MemoryStore(traits: .telegramUser))
        let volume = fixture.volume
        try volume.mkdir("d")
        try volume.writeFile("d/f", [1])
        let live = try volume.createShare(Self.request("d/f", isLive: true)).share
        let folder = try volume.createShare(Self.request("d")).share
        #expect(live.isLive && folder.isLive && folder.kind == .folder)
        try volume.writeFile("d/f", [2, 3])
        #expect(try await Self.read(volume, live.target) == [2, 3])
        #expect(throws: FSError.self) { try volume.createShare(Self.request("d/none")) }
    }

    @Test func aShareFollowsItsInodeAndNeverItsName() async throws {
        let fixture = try await VolumeFixture.format(MemoryStore(traits: .telegramUser))
        let volume = fixture.volume
        try volume.mkdir("d")
        try volume.writeFile("f", [1])
        let share = try volume.createShare(Self.request("f", isLive: true)).share
        let (directory, name) = try volume.parent("d/g")
        try volume.rename(in: .root, FileName(Array("f".utf8)), to: directory, name, mode: .noReplace)
        try volume.writeFile("f", [9])
        #expect(try volume.share(share.id)?.end == nil)
        #expect(try await Self.read(volume, share.target) == [1])
    }

    @Test(arguments: ["unlink", "rename over", "rmdir"])
    func deletingWhatIsSharedEndsTheShare(_ way: String) async throws {
        let fixture = try await VolumeFixture.format(MemoryStore(traits: .telegramUser))
        let volume = fixture.volume
        let name = try FileName(Array("x".utf8))
        if way == "rmdir" { try volume.mkdir("x") } else { try volume.writeFile("x", [1, 2]) }
        let (share, token) = try volume.createShare(Self.request("x"))
        switch way {
        case "unlink": try volume.unlink(in: .root, name)
        case "rmdir": try volume.removeDirectory(in: .root, name)
        default:
            try volume.writeFile("y", [3])
            try volume.rename(in: .root, FileName(Array("y".utf8)), to: .root, name, mode: .replace)
        }
        #expect(try volume.share(token: token.description)?.end?.reason == .deleted)
        #expect(throws: FSError.notPermitted) { try volume.countDownload(of: share.id) }
        // The snapshot goes with the next chores.
        try volume.doChores()
        if let snapshot = share.snapshot { #expect(throws: FSError.self) { try volume.attributes(of: snapshot) } }
    }

    @Test func aHardLinkKeepsTheShare() async throws {
        let fixture = try await VolumeFixture.format(MemoryStore(traits: .telegramUser))
        let volume = fixture.volume
        try volume.writeFile("a", [1])
        let inode = try volume.resolve("a").inode
        _ = try volume.link(inode, in: .root, FileName(Array("b".utf8)))
        let share = try volume.createShare(Self.request("a")).share
        try volume.unlink(in: .root, FileName(Array("a".utf8)))
        #expect(try volume.share(share.id)?.end == nil)
        try volume.unlink(in: .root, FileName(Array("b".utf8)))
        #expect(try volume.share(share.id)?.end?.reason == .deleted)
    }

    @Test func whatIsBeingReadStaysUntilItIsClosed() async throws {
        let fixture = try await VolumeFixture.format(MemoryStore(traits: .telegramUser))
        let volume = fixture.volume
        try volume.writeFile("f", [1, 2, 3])
        let share = try volume.createShare(Self.request("f")).share
        let handle = try volume.open(share.target, flags: OpenFlags(rawValue: 0), caller: VolumeFixture.caller)
        #expect(try volume.revokeShare(share.id).end?.reason == .revoked)
        #expect(try await volume.read(share.target, handle, offset: 0, length: 10) == [1, 2, 3])
        volume.release(share.target, handle)
        #expect(throws: FSError.staleInode) { try volume.attributes(of: share.target) }
        // Twice is once.
        #expect(try volume.revokeShare(share.id).end?.reason == .revoked)
    }

    @Test func sharesSurviveAKillAndTheLossOfTheMachine() async throws {
        let store = MemoryStore(traits: .telegramUser)
        let fixture = try await VolumeFixture.format(store)
        let bytes = noise(200_000, seed: 5)
        try fixture.volume.writeFile("f", bytes)
        let (share, token) = try fixture.volume.createShare(
            ShareRequest(
                path: Array("f".utf8), lifetime: .seconds(3600), password: Array("secret".utf8), downloadsMax: 3,
                note: "für A."))
        let ended = try fixture.volume.createShare(Self.request("f")).share
        _ = try fixture.volume.revokeShare(ended.id)
        try fixture.volume.writeFile("f", [0])
        try fixture.volume.countDownload(of: share.id)
        let known = try fixture.volume.shares()

        let killed = try await fixture.reopenAfterKill()
        #expect(try killed.volume.shares() == known)
        #expect(try await Self.read(killed.volume, share.target) == bytes)

        // Once through the log alone, once through a checkpoint.
        for isCheckpointed in [false, true] {
            if isCheckpointed { try await fixture.volume.checkpoint() }
            try await fixture.synchronise()
            let (other, report) = try await VolumeFixture.recover(from: store.copy())
            #expect(report.isComplete)
            #expect(try other.volume.shares() == known)
            let found = try #require(try other.volume.share(token: token.description))
            #expect(found.downloads == 1 && found.downloadsMax == 3)
            #expect(try other.volume.opens(found, password: Array("secret".utf8)))
            #expect(try !other.volume.opens(found, password: Array("Secret".utf8)))
            #expect(try await Self.read(other.volume, found.target) == bytes)
        }
    }

    @Test func theLastDownloadEndsTheShareHoweverManyComeAtOnce() async throws {
        let fixture = try await VolumeFixture.format(MemoryStore(traits: .telegramUser))
        let volume = fixture.volume
        try volume.writeFile("f", [1])
        let share = try volume.createShare(ShareRequest(path: Array("f".utf8), downloadsMax: 7)).share
        let counted = await withTaskGroup(of: Bool.self) { group in
            for _ in 0..<40 {
                group.addTask {
                    do { try volume.countDownload(of: share.id) } catch { return false }
                    return true
                }
            }
            return await group.reduce(0) { $0 + ($1 ? 1 : 0) }
        }
        #expect(counted == 7)
        let after = try #require(try volume.share(share.id))
        #expect(after.downloads == 7 && after.end?.reason == .usedUp)
    }

    @Test func expiryIsByTheWallClockAndFinal() async throws {
        let clock = SetClock(Timestamp(seconds: 1_800_000_000))
        let fixture = try await VolumeFixture.format(MemoryStore(traits: .telegramUser), clock: clock)
        let volume = fixture.volume
        try volume.writeFile("f", [1])
        let share = try volume.createShare(ShareRequest(path: Array("f".utf8), lifetime: .seconds(60))).share
        clock.set(Timestamp(seconds: 1_800_000_059, nanoseconds: 999_999_999))
        try volume.doChores()
        #expect(try volume.share(share.id)?.endReason(at: clock.now()) == nil)
        clock.set(Timestamp(seconds: 1_800_000_060))
        // At once, before the log says so.
        #expect(try volume.share(share.id)?.endReason(at: clock.now()) == .expired)
        #expect(throws: FSError.notPermitted) { try volume.countDownload(of: share.id) }
        try volume.doChores()
        clock.set(Timestamp(seconds: 1_800_000_000))
        #expect(try volume.share(share.id)?.endReason(at: clock.now()) == .expired)
        #expect(throws: FSError.staleInode) { try volume.attributes(of: share.target) }
    }

    @Test func endedSharesMakePlaceForNewOnes() async throws {
        let fixture = try await VolumeFixture.format(MemoryStore(traits: .telegramUser))
        let volume = fixture.volume
        try volume.mkdir("d")
        let first = try volume.createShare(Self.request("d")).share
        for _ in 1..<Limits.sharesMax { _ = try volume.createShare(Self.request("d")) }
        #expect(throws: FSError.self) { try volume.createShare(Self.request("d")) }
        _ = try volume.revokeShare(first.id)
        _ = try volume.createShare(Self.request("d"))
        #expect(try volume.share(first.id) == nil)
        #expect(try volume.shares().count == Limits.sharesMax)
    }

    @Test func whatIsNoTokenOpensNothing() async throws {
        let fixture = try await VolumeFixture.format(MemoryStore(traits: .telegramUser))
        try fixture.volume.mkdir("d")
        let token = try fixture.volume.createShare(Self.request("d")).token.description
        #expect(token.utf8.count == 32)
        for wrong in ["", "x", String(token.dropLast()), token + "a", token.uppercased(), String(token.reversed())] {
            #expect(try fixture.volume.share(token: wrong) == nil, "\(wrong)")
        }
    }
}

/// A clock that stands where a test puts it.
private final class SetClock: WallClock {
    private let time: Mutex<Timestamp>

    init(_ time: Timestamp) { self.time = Mutex(time) }

    func now() -> Timestamp { time.withLock { $0 } }
    func set(_ time: Timestamp) { self.time.withLock { $0 = time } }
}
