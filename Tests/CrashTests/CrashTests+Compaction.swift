// SPDX-License-Identifier: MIT

import ChildProcess
import FilesystemModel
import Glibc
import TestDirectory
import Testing

/// Invariants: whatever is rewritten, once things settle the store holds less than twice the live bytes and the local
/// disk what it may; SIGKILL at each step of compaction and a power cut in the middle of it change no content, neither
/// here nor for a machine that has to be recovered, and what was begun is ended.
extension CrashTests {
    static let atCompaction: [CrashPoint] = [
        .afterRelocation, .afterReclaimRecord, .afterObjectRemoval, .afterLocalRemoval,
    ]

    /// What compaction leaves alone, beside half of the live bytes: see `CompactionPolicy`.
    private static let slackBytes: UInt64 = 256 << 10
    private static let settling: Duration = .seconds(120)

    @Test func killedAtEachStepOfCompaction() async throws {
        try await Self.blocking {
            let volume = try MountedVolume(directory: TemporaryDirectory())
            defer { volume.destroy() }
            // Nothing is sent before the garbage is there, so that compaction has all of it to do.
            try volume.mount(options: "upload_after=60s")
            let file = try WindowedFile(volume.mountPoint + "/db", windows: 64, seed: 5)
            for point in Self.atCompaction {
                try file.overwrite(120)
                try volume.unmountNow()
                switch try volume.start(crashAt: point.rawValue) {
                case .answers:
                    let ending = try volume.waitForEnd(atMost: Self.settling)
                    #expect(ending == .signal(SIGKILL), "\(point.rawValue): \(volume.log)")
                case .ended(let ending): #expect(ending == .signal(SIGKILL), "\(point.rawValue): \(volume.log)")
                }
                try volume.mount()
                try file.verify("killed at \(point.rawValue)")
                try Self.settle(volume, file.bytes)
                try volume.checkEverything()
                try volume.unmount()
                try volume.loseMachine()
                let result = try volume.recover()
                #expect(result.isSuccess, "\(point.rawValue): \(result.error)")
                try volume.mount(options: "upload_after=60s")
                try file.verify("recovered after \(point.rawValue)")
            }
            try volume.unmount()
            print("\(Self.atCompaction.count) crash points of compaction")
        }
    }

    @Test func whateverIsRewrittenSettlesBelowTwiceTheLiveBytes() async throws {
        try await Self.blocking {
            let volume = try MountedVolume(directory: TemporaryDirectory())
            defer { volume.destroy() }
            try volume.mount(options: "upload_after=1s,cache_size=4M")
            var live: UInt64 = 0
            let whole = volume.mountPoint + "/whole"
            for version in 1...100 as ClosedRange<UInt64> {
                try System.withFile(whole, O_WRONLY | O_CREAT | O_TRUNC) { file in
                    try Content.bytes(writer: 7, version: version, 0..<1 << 20).withUnsafeBytes {
                        try System.write(file, $0, whole)
                    }
                }
            }
            live += 1 << 20
            for round in 0..<50 as Range<UInt64> {
                let tree = "\(volume.mountPoint)/tree"
                if round > 0 { try ChildProcess.require(["rm", "-rf", tree], in: volume.directory.path) }
                for directory in ["", "/a", "/b"] { try System.makeDirectory(tree + directory) }
                for number in 0..<20 {
                    let path = "\(tree)/\(number % 2 == 0 ? "a" : "b")/\(number)"
                    try System.withFile(path, O_WRONLY | O_CREAT | O_EXCL) { file in
                        try Content.bytes(writer: 8, version: round, 0..<30_000).withUnsafeBytes {
                            try System.write(file, $0, path)
                        }
                    }
                }
            }
            live += 20 * 30_000
            let database = try WindowedFile(volume.mountPoint + "/db", windows: 32, seed: 6)
            try database.overwrite(320)
            live += database.bytes
            let seconds = try Self.settle(volume, live)
            let local = try volume.segmentBytes
            // What is unsent, and the open segment with the space that it takes ahead.
            #expect(local < 4 << 20 + 4 << 20, "\(local) bytes on the local disk with cache_size=4M")
            let bytes = try System.bytes(of: whole)
            #expect(Content.version(of: bytes, writer: 7, expected: []) == 100 && bytes.count == 1 << 20)
            for number in 0..<20 {
                let bytes = try System.bytes(of: "\(volume.mountPoint)/tree/\(number % 2 == 0 ? "a" : "b")/\(number)")
                #expect(bytes == Content.bytes(writer: 8, version: 49, 0..<30_000))
            }
            try database.verify("settled")
            try volume.checkEverything()
            print(
                "settled after \(seconds): \(try volume.storedBytes) bytes stored of \(live) live ones, "
                    + "\(local) on the local disk")
            try volume.unmount()
        }
    }

    @Test(.enabled(if: Machine.hasLoopImages, Comment(rawValue: Machine.loopNeeds)))
    func aPowerCutDuringCompactionChangesNothing() async throws {
        try await Self.blocking {
            let directory = try TemporaryDirectory()
            let disk = try LoopImage(in: directory.path, name: "state", mebibytes: 256)
            defer { disk.destroy() }
            let volume = try MountedVolume(directory: directory, statePath: disk.mountPoint + "/s")
            defer { volume.destroy() }
            try volume.mount(options: "upload_after=60s")
            let file = try WindowedFile(volume.mountPoint + "/db", windows: 64, seed: 7)
            for stage in Stage.allCases {
                try file.overwrite(120)
                try volume.unmountNow()
                try volume.mount()
                try volume.drain()
                let before = Set(try volume.objects())
                let isReached = try System.wait(atMost: Self.settling) {
                    let now = Set(try volume.objects())
                    switch stage {
                    case .relocating: return !now.subtracting(before).isEmpty
                    case .removing: return !before.subtracting(now).isEmpty
                    }
                }
                #expect(isReached, "compaction never came to \(stage): \(volume.log)")
                try disk.cutPower()
                volume.kill()
                try disk.replug()
                try volume.mount()
                try file.verify("power cut while \(stage)")
                try Self.settle(volume, file.bytes)
                try volume.checkEverything()
            }
            try volume.unmount()
            try volume.emptyCache()
            try volume.mount()
            try file.verify("through the store")
            try volume.unmount()
            print("\(Stage.allCases.count) power cuts during compaction")
        }
    }

    private enum Stage: CaseIterable { case relocating, removing }

    /// Waits until the store holds less than twice as many bytes.
    @discardableResult
    private static func settle(_ volume: MountedVolume, _ live: UInt64) throws -> Duration {
        try volume.drain()
        let began = ContinuousClock.now
        var stored: UInt64 = 0
        let isSettled = try System.wait(atMost: settling) {
            stored = try volume.storedBytes
            return stored < 2 * live + slackBytes
        }
        #expect(isSettled, "the store keeps \(stored) bytes for \(live) live ones: \(volume.log)")
        return ContinuousClock.now - began
    }
}
