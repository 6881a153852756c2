// SPDX-License-Identifier: MIT

import ChildProcess
import FilesystemModel
import Glibc
import TestDirectory
import Testing

/// Invariants: after SIGKILL at any point a mount comes back by itself over the dead one within two seconds; every
/// operation that had returned is there, byte for byte, and at most the one under way is half done; the queue drains, and
/// everything reads the same through the store.
extension CrashTests {
    /// Points that a mixed load passes, with the passage that is hit: late enough to be in the middle of things.
    static let underLoad: [(CrashPoint, Int)] = [
        (.afterFrameAppend, 40), (.afterRecordAppend, 60), (.afterIndexApply, 80), (.beforeIndexCommit, 4),
        (.afterIndexCommit, 4), (.afterSync, 20), (.beforeSegmentSeal, 4), (.afterSegmentSeal, 4),
        (.afterSegmentCreate, 4), (.beforePut, 4), (.afterPut, 4), (.afterReplicaCommit, 4), (.afterEviction, 2),
        (.storeObjectWritten, 3), (.storeObjectNamed, 3),
    ]

    /// Of a mount after a crash, and of a recovery.
    static let onTheWayBack: [CrashPoint] = [.duringReplay, .duringRecovery]

    @Test func killedAtEachPointUnderLoad() async throws {
        try await Self.blocking {
            let volume = try MountedVolume(directory: TemporaryDirectory())
            defer { volume.destroy() }
            try volume.mount(options: Self.smallCache)
            let load = try Load(on: volume.mountPoint, loss: .process)
            try volume.unmount()
            for (point, passage) in Self.underLoad {
                try Self.die(at: point, passage, volume, load)
            }
            // What the open segment holds is replayed, and that dies too.
            load.start()
            _ = load.waitForOperations(20)
            volume.kill()
            try load.end()
            let start = try volume.start(options: Self.smallCache, crashAt: "\(CrashPoint.duringReplay.rawValue):1")
            guard case .ended(.signal(SIGKILL)) = start else {
                Issue.record("the mount did not die while it replayed: \(start)")
                return
            }
            try Self.comesBack(volume, load)
            try Self.readsTheSameThroughTheStore(volume, load)
            print("\(Self.underLoad.count + 1) crash points: \(load.summary)")
        }
    }

    @Test func killedAtRandomMomentsUnderLoad() async throws {
        try await Self.blocking {
            let volume = try MountedVolume(directory: TemporaryDirectory())
            defer { volume.destroy() }
            try volume.mount(options: Self.smallCache)
            let load = try Load(on: volume.mountPoint, loss: .process)
            var random = Randomness(seed: load.seed)
            let rounds = Machine.isLong ? 200 : 20
            for _ in 0..<rounds {
                load.start()
                _ = load.waitForOperations(1 + Int(random.next() % 150), atMost: .seconds(5))
                volume.kill()
                #expect(System.isMounted(volume.mountPoint), "the dead mount is in the way")
                try load.end()
                try Self.comesBack(volume, load)
            }
            try Self.readsTheSameThroughTheStore(volume, load)
            print("\(rounds) kills: \(load.summary)")
        }
    }

    /// What the kernel holds of a file that stays open is part of what a sync promises: pages that do not touch, each a
    /// request of its own, many more than are under way at once.
    @Test func whatAnOpenFileHoldsIsSynced() async throws {
        try await Self.blocking {
            let volume = try MountedVolume(directory: TemporaryDirectory())
            defer { volume.destroy() }
            try volume.mount()
            let path = volume.mountPoint + "/open"
            func page(_ number: Int) -> [UInt8] { [UInt8](repeating: UInt8(1 + number % 255), count: 4096) }
            let file = try System.check("open", path, open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o644))
            defer { close(file) }
            for number in 0..<1000 {
                let count = pwrite(file, page(number), 4096, off_t(number * 8192))
                #expect(try System.check("pwrite", path, count) == 4096)
            }
            try volume.require("sync", "v", "--local")
            volume.kill()
            try volume.mount()
            let bytes = try System.bytes(of: path)
            #expect(bytes.count == 999 * 8192 + 4096)
            for number in 0..<1000 {
                let start = number * 8192
                guard bytes.count >= start + 4096, bytes[start..<start + 4096].elementsEqual(page(number)) else {
                    Issue.record("page \(number) was not synced")
                    return
                }
            }
        }
    }

    /// A small cache keeps the evictor busy.
    static let smallCache = "upload_after=1s,cache_size=1M"

    private static func die(at point: CrashPoint, _ passage: Int, _ volume: MountedVolume, _ load: Load) throws {
        if volume.process != nil { try volume.unmountNow() }
        guard case .answers = try volume.start(options: smallCache, crashAt: "\(point.rawValue):\(passage)") else {
            Issue.record("\(point.rawValue):\(passage) is passed before the mount answers")
            return
        }
        load.start()
        let ending: ChildProcess.Ending
        do {
            ending = try volume.waitForEnd(atMost: .seconds(60))
        } catch {
            try load.end()
            Issue.record("\(point.rawValue) was not passed \(passage) times under load: \(load.summary)")
            return
        }
        try load.end()
        #expect(ending == .signal(SIGKILL), "\(point.rawValue): \(volume.log)")
        try comesBack(volume, load, "after \(point.rawValue)")
    }

    private static func comesBack(_ volume: MountedVolume, _ load: Load, _ when: String = "") throws {
        let time = try volume.mount(options: smallCache)
        #expect(time < .seconds(2), "mounting took \(time) \(when)")
        do {
            try load.verify()
        } catch {
            throw ChildProcess.Failure(description: "\(when): \(error)")
        }
    }

    static func readsTheSameThroughTheStore(_ volume: MountedVolume, _ load: Load) throws {
        try volume.drain()
        try volume.checkEverything()
        try volume.unmount()
        try volume.emptyCache()
        try volume.mount(options: smallCache)
        try load.verify()
        try volume.unmount()
    }
}
