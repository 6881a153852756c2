// SPDX-License-Identifier: MIT

import ChildProcess
import FilesystemModel
import Glibc
import TestDirectory
import Testing

/// Invariants: one writer at a time, and whoever else comes is told who and since when; a takeover fences the old one,
/// which can damage nothing afterwards and is not believed; a copy of a state directory is another writer.
extension CrashTests {
    static let atTakeover: [CrashPoint] = [.afterClaim]

    @Test func aSecondProgramOnTheSameStateIsRefused() async throws {
        try await Self.blocking {
            let volume = try MountedVolume(directory: TemporaryDirectory())
            defer { volume.destroy() }
            try volume.mount()
            let other = volume.directory.path + "/other"
            try System.makeDirectory(other)
            let result = try volume.run(["mount", "v", other, "-f"])
            #expect(result.ending == .exit(11), "\(result.ending) \(result.error)")
            #expect(result.error.contains("process") && result.error.contains(" since 2"), "\(result.error)")
            try Self.put("a", volume)
            try volume.unmount()
        }
    }

    @Test func aSecondMachineIsRefusedOrTakesOverAndTheOldOneIsFenced() async throws {
        try await Self.blocking {
            let old = try MountedVolume(directory: TemporaryDirectory())
            defer { old.destroy() }
            try old.mount()
            try Self.put("a", old)
            try old.drain()
            let new = try MountedVolume(beside: old)
            defer { new.destroy() }
            try new.join()
            try Self.expectRefused(new)
            // Refusing changed nothing for the first.
            try Self.put("b", old)
            try old.drain()

            try new.mount(takesOver: true)
            try Self.expect(["a", "b"], new)
            // The old one wakes up, writes, and is told so before anybody believes that this is stored.
            try Self.put("late", old)
            let sync = try old.run(["sync", "v"])
            #expect(sync.ending != .exit(0) && sync.error.contains("took the volume over"), "\(sync.error)")
            #expect(throws: SystemError.self) { try Self.put("later", old) }
            try Self.expect(["a", "b", "late"], old)
            #expect(try old.status().state == "readonly")
            let words = try old.unmountNow()
            #expect(words.contains("took the volume over") && !words.contains("holds everything"), "\(words)")
            try Self.expectRefused(old)

            try Self.put("c", new)
            try new.drain()
            #expect(try new.check().kinds.allSatisfy { $0 == "orphan" })
            try new.unmount()
            // Free now, and still what only the old machine has is not dropped unasked.
            guard case .ended(.exit(11)) = try old.start() else {
                Issue.record("a fenced writer with bytes of its own was let in: \(old.log)")
                return
            }
            let third = try MountedVolume(beside: old)
            defer { third.destroy() }
            try third.join()
            try third.mount()
            try Self.expect(["a", "b", "c"], third)
            try third.require("repair", "v")
            try third.checkEverything()
            try third.unmount()
        }
    }

    @Test func killedAtEachStepOfATakeover() async throws {
        try await Self.blocking {
            for point in Self.atTakeover {
                let old = try MountedVolume(directory: TemporaryDirectory())
                defer { old.destroy() }
                try old.mount()
                try Self.put("a", old)
                try old.drain()
                let new = try MountedVolume(beside: old)
                defer { new.destroy() }
                try new.join()
                guard case .ended(.signal(SIGKILL)) = try new.start(crashAt: point.rawValue, takesOver: true) else {
                    Issue.record("\(point.rawValue) was not passed: \(new.log)")
                    return
                }
                try new.mount(takesOver: true)
                try Self.put("b", new)
                try new.drain()
                #expect(try old.run(["sync", "v"]).ending != .exit(0))
                old.kill()
                try Self.expect(["a", "b"], new)
                try new.checkEverything()
                try new.unmount()
            }
        }
    }

    @Test func aStateDirectoryFromABackupGoesOnInANewEpoch() async throws {
        try await Self.blocking {
            let volume = try MountedVolume(directory: TemporaryDirectory())
            defer { volume.destroy() }
            try volume.mount()
            try Self.put("a", volume)
            try volume.unmount()
            let backup = volume.directory.path + "/backup"
            try ChildProcess.require(["cp", "-a", volume.statePath, backup], in: volume.directory.path)
            try volume.mount()
            try Self.put("b", volume)
            try volume.unmount()
            let objects = Set(try volume.objects())
            try ChildProcess.require(["rm", "-rf", volume.statePath], in: volume.directory.path)
            try ChildProcess.require(["cp", "-a", backup, volume.statePath], in: volume.directory.path)
            try volume.mount()
            try Self.expect(["a", "b"], volume)
            try Self.put("c", volume)
            try volume.drain()
            try volume.checkEverything()
            #expect(objects.isSubset(of: try volume.objects()), "an object of before was replaced")
            try volume.unmount()
            try volume.loseMachine()
            #expect(try volume.recover().isSuccess)
            try volume.mount()
            try Self.expect(["a", "b", "c"], volume)
            try volume.unmount()
        }
    }

    @Test func aStateDirectoryThatIsClonedWhileItRunsIsAnotherWriter() async throws {
        try await Self.blocking {
            let volume = try MountedVolume(directory: TemporaryDirectory())
            defer { volume.destroy() }
            try volume.mount()
            try Self.put("a", volume)
            try volume.drain()
            try Self.put("unsent", volume)
            let clone = try MountedVolume(cloning: volume)
            defer { clone.destroy() }
            try Self.expectRefused(clone)
            try Self.put("b", volume)
            try volume.drain()
            // With force it takes over, but only without what both have and neither is known to have sent.
            let start = try clone.start(takesOver: true)
            if case .ended(let ending) = start {
                #expect(ending == .exit(11), "\(clone.log)")
                try Self.put("c", volume)
                try volume.drain()
                try volume.checkEverything()
                try volume.unmount()
            } else {
                #expect(try volume.run(["sync", "v"]).ending != .exit(0))
                try Self.expect(["a", "b", "unsent"], clone)
                try clone.checkEverything()
                try clone.unmount()
            }
        }
    }

    private static func expectRefused(_ volume: MountedVolume) throws {
        let start = try volume.start()
        guard case .ended(.exit(11)) = start else {
            Issue.record("not refused: \(start) \(volume.log)")
            return
        }
        var name = [CChar](repeating: 0, count: 256)
        gethostname(&name, name.count - 1)
        let host = String(decoding: name.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
        #expect(volume.log.contains("\(host) holds the volume since 2"), "\(volume.log)")
    }

    static func put(_ name: String, _ volume: MountedVolume) throws {
        let path = "\(volume.mountPoint)/\(name)"
        try System.withFile(path, O_WRONLY | O_CREAT) { file in
            try content(of: name).withUnsafeBytes { try System.write(file, $0, path) }
            _ = try System.check("fsync", path, fsync(file))
        }
    }

    static func expect(_ names: [String], _ volume: MountedVolume) throws {
        #expect(try System.names(in: volume.mountPoint).sorted() == names)
        for name in names {
            let bytes = try System.bytes(of: "\(volume.mountPoint)/\(name)")
            #expect(bytes == content(of: name), "\(name)")
        }
    }

    private static func content(of name: String) -> [UInt8] {
        Array(String(repeating: name, count: 5000).utf8)
    }
}
