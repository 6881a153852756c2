// SPDX-License-Identifier: MIT

import ChildProcess
import FilesystemModel
import Glibc
import TestDirectory
import Testing

/// Invariants: what a store does to objects is named by `check`, is EIO for the files that need them and nothing for the
/// others; `repair` mends what is still here and `recover --accept-gaps` brings the rest back and lists what is not there;
/// SIGKILL in the middle of a repair loses nothing, and the next one ends it.
extension CrashTests {
    static let atRepair: [CrashPoint] = [.afterOrphanRemoval, .afterRepairPin, .afterRepairRemoval, .afterRepairPut]

    private static let fileBytes = 600_000

    @Test func killedAtEachStepOfRepair() async throws {
        try await Self.blocking {
            let old = try MountedVolume(directory: TemporaryDirectory())
            defer { old.destroy() }
            try old.mount()
            try Self.store(1, old)
            try old.drain()
            // An object that counts for nobody: what a fenced writer put before it knew.
            let volume = try MountedVolume(beside: old)
            defer { volume.destroy() }
            try volume.join()
            try volume.mount(takesOver: true)
            try Self.store(2, old)
            #expect(try old.run(["sync", "v"]).ending != .exit(0))
            old.kill()
            try Self.store(3, volume)
            try volume.drain()
            #expect(try volume.check().kinds == ["orphan"])
            try volume.unmount()

            for point in Self.atRepair {
                if point != .afterOrphanRemoval {
                    try volume.mount()
                    #expect(try volume.check().ok)
                    try Self.flipBit(in: try Self.object(of: 3, volume))
                    #expect(try volume.check().kinds == ["damaged"])
                    try volume.unmount()
                }
                guard case .answers = try volume.start(crashAt: point.rawValue) else {
                    Issue.record("\(point.rawValue) is passed before the mount answers")
                    return
                }
                let result = try volume.run(["repair", "v"])
                #expect(result.ending != .exit(0), "\(result.output)")
                #expect(try volume.waitForEnd(atMost: .seconds(60)) == .signal(SIGKILL), "\(volume.log)")
                try volume.mount()
                let again = try volume.run(["repair", "v"])
                #expect(again.isSuccess, "after \(point.rawValue): \(again.output) \(again.error)")
                try volume.checkEverything()
                try volume.unmount()
                try volume.emptyCache()
                try volume.mount()
                for number in [1, 3] as [UInt64] { try Self.expect(number, volume, "after \(point.rawValue)") }
                // Here again as a whole, for the next damage.
                try volume.unmount()
            }
            try volume.loseMachine()
            #expect(try volume.recover().isSuccess)
            try volume.mount()
            for number in [1, 3] as [UInt64] { try Self.expect(number, volume, "recovered") }
            try volume.unmount()
            print("\(Self.atRepair.count) crash points of repair")
        }
    }

    @Test func whatAStoreDoesToObjectsIsNamedMendedOrListed() async throws {
        try await Self.blocking {
            let volume = try MountedVolume(directory: TemporaryDirectory())
            defer { volume.destroy() }
            try volume.mount()
            // With the root directory in the first: without it there would be no tree.
            for number in 0...6 as ClosedRange<UInt64> {
                try Self.store(number, volume)
                try volume.drain()
            }
            let objects = try (1...6 as ClosedRange<UInt64>).map { try Self.object(of: $0, volume) }
            try volume.unmount()
            try volume.snapshot()
            let root = volume.storePath + "/root"
            let keptRoot = volume.directory.path + "/kept-store/root"

            // One of each, of which this machine has the whole: named, and mended.
            try volume.mount()
            try System.check("unlink", objects[0], unlink(objects[0]))
            try Self.flipBit(in: objects[1])
            try System.check("truncate", objects[2], truncate(objects[2], 1000))
            try Self.swap(objects[3], objects[4])
            let found = try volume.check()
            #expect(found.kinds == ["damaged", "missing", "swapped", "swapped", "truncated"], "\(found.problems)")
            #expect(Set(found.problems.compactMap(\.path)) == ["f1", "f2", "f3", "f4", "f5"], "\(found.problems)")
            try volume.require("repair", "v")
            try volume.checkEverything()
            try volume.unmount()
            try volume.emptyCache()
            try volume.mount()
            for number in 1...6 as ClosedRange<UInt64> { try Self.expect(number, volume, "repaired") }
            // An older root than the one that counts.
            try ChildProcess.require(["cp", keptRoot, root], in: volume.directory.path)
            #expect(try volume.check().kinds.contains("replayed"))
            try volume.unmount()

            // The same where nothing is here any more.
            try volume.restore()
            try volume.emptyCache()
            try System.check("unlink", objects[0], unlink(objects[0]))
            try Self.flipBit(in: objects[1])
            try System.check("truncate", objects[2], truncate(objects[2], 1000))
            try volume.mount(options: "upload_after=1s,read_timeout=5s")
            for number in 1...3 as ClosedRange<UInt64> {
                let path = "\(volume.mountPoint)/f\(number)"
                let error = #expect(throws: SystemError.self) { try System.bytes(of: path) }
                #expect(error?.code == EIO)
            }
            for number in 4...6 as ClosedRange<UInt64> { try Self.expect(number, volume, "beside damage") }
            let repair = try volume.run(["--json", "repair", "v"])
            #expect(repair.ending == .exit(3), "\(repair.output)")
            try volume.unmount()

            // And a new machine.
            try volume.loseMachine()
            let refused = try volume.recover()
            #expect(refused.ending == .exit(3), "\(refused.output) \(refused.error)")
            try volume.loseMachine()
            let accepted = try volume.recover(options: "--accept-gaps")
            #expect(accepted.ending == .exit(3), "\(accepted.output) \(accepted.error)")
            let report = try MountedVolume.decode(Recovered.self, accepted.output)
            #expect(!report.complete && !report.missing.isEmpty, "\(accepted.output)")
            try volume.mount(options: "upload_after=1s,read_timeout=5s")
            for number in 4...6 as ClosedRange<UInt64> { try Self.expect(number, volume, "recovered") }
            for number in 1...3 as ClosedRange<UInt64> {
                // Not there, or there and unreadable: never other bytes.
                #expect(throws: SystemError.self) { try System.bytes(of: "\(volume.mountPoint)/f\(number)") }
            }
            try volume.unmountNow()
            print("segments \(report.missing) are missing after damage in three of seven objects")
        }
    }

    /// Whoever mounts must not take it for the volume's; whoever looks, or mends, must not be kept out by it.
    @Test(arguments: [true, false]) func aBadRootOfAVolumeThatIsNotMountedIsNamedAndMended(isOlder: Bool) async throws {
        try await Self.blocking {
            let volume = try MountedVolume(directory: TemporaryDirectory())
            defer { volume.destroy() }
            try volume.mount()
            try Self.store(1, volume)
            try volume.unmount()
            try volume.snapshot()
            try volume.mount()
            try Self.store(2, volume)
            try volume.unmount()
            let root = volume.storePath + "/root"
            if isOlder {
                let kept = volume.directory.path + "/kept-store/root"
                try ChildProcess.require(["cp", kept, root], in: volume.directory.path)
            } else {
                try Self.flipBit(in: root)
            }
            let refused = try volume.run(["mount", MountedVolume.name, volume.mountPoint])
            #expect(!refused.isSuccess && !System.isMounted(volume.mountPoint), "\(refused)")
            let check = try volume.run(["--json", "check", MountedVolume.name])
            #expect(check.ending == .exit(3) || check.ending == .exit(1), "\(check)")
            #expect(check.output.contains(isOlder ? "replayed" : "damaged"), "\(check)")
            try volume.require("repair", MountedVolume.name)
            try volume.mount()
            for number in [1, 2] as [UInt64] { try Self.expect(number, volume, "after a bad root") }
            try volume.checkEverything()
            try volume.unmount()
        }
    }

    private struct Recovered: Decodable {
        let complete: Bool
        let missing: [UInt64]
    }

    private static func store(_ number: UInt64, _ volume: MountedVolume) throws {
        let path = "\(volume.mountPoint)/f\(number)"
        try System.withFile(path, O_WRONLY | O_CREAT) { file in
            try Content.bytes(writer: 3, version: number, 0..<fileBytes).withUnsafeBytes {
                try System.write(file, $0, path)
            }
            _ = try System.check("fsync", path, fsync(file))
        }
    }

    private static func expect(_ number: UInt64, _ volume: MountedVolume, _ when: String) throws {
        let bytes = try System.bytes(of: "\(volume.mountPoint)/f\(number)")
        guard bytes == Content.bytes(writer: 3, version: number, 0..<fileBytes) else {
            throw TreeModel.Damage(description: "\(when): f\(number) has \(bytes.count) bytes of something else")
        }
    }

    /// The path of the object that holds the middle of a file.
    private static func object(of number: UInt64, _ volume: MountedVolume) throws -> String {
        let text = try volume.require("--json", "inspect", "\(volume.mountPoint)/f\(number)")
        let name = try MountedVolume.decode(Inspected.self, text).extents.compactMap(\.object).last ?? "?"
        guard let found = try volume.objects().last(where: { $0.path.contains(name) }) else {
            throw MountedVolume.Failure(description: "no object \(name) of f\(number)")
        }
        return found.path
    }

    private struct Inspected: Decodable {
        struct Extent: Decodable {
            let object: String?
        }

        let extents: [Extent]
    }

    /// In the first frame.
    private static func flipBit(in path: String) throws {
        try System.withFile(path, O_RDWR) { file in
            var byte: UInt8 = 0
            _ = try System.check("pread", path, pread(file, &byte, 1, 50_000))
            byte ^= 1
            _ = try System.check("pwrite", path, pwrite(file, &byte, 1, 50_000))
        }
    }

    private static func swap(_ one: String, _ other: String) throws {
        try System.check("rename", one, rename(one, one + ".x"))
        try System.check("rename", other, rename(other, one))
        try System.check("rename", one, rename(one + ".x", other))
    }
}
