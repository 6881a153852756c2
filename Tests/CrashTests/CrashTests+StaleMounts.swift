// SPDX-License-Identifier: MIT

import ChildProcess
import Glibc
import TestDirectory
import Testing

/// Invariant: only a mount whose process is gone is ever taken away as dead, wherever its control socket is looked for.
extension CrashTests {
    private static func runElsewhere(_ words: [String], _ volume: MountedVolume) throws -> ChildProcess.Result {
        let elsewhere = volume.directory.path + "/elsewhere"
        return try ChildProcess.run(
            [MountedVolume.binary, "--json"] + words,
            environment: volume.environment.merging(["GRAMFS_RUNTIME_DIR": elsewhere]) { $1 }, in: volume.directory.path
        )
    }

    /// Refused, with the words, and the mount is as it was.
    private static func expectRefusal(
        _ words: [String], _ volume: MountedVolume, code: String, saying what: String
    ) throws {
        let result = try runElsewhere(words, volume)
        #expect(result.ending == .exit(1), "\(words): \(result.ending) \(result.error)")
        #expect(result.error.contains("\"\(code)\"") && result.error.contains(what), "\(words): \(result.error)")
        #expect(System.isMounted(volume.mountPoint))
    }

    @Test func aLivingMountIsNotTakenAwayWhereItsSocketIsNotFound() async throws {
        try await Self.blocking {
            let volume = try MountedVolume(directory: TemporaryDirectory())
            defer { volume.destroy() }
            try volume.mount()
            try Self.put("a", volume)
            for words in [
                ["unmount", "v"], ["unmount", volume.mountPoint, "--now"], ["status", "v"], ["sync", "v"],
            ] {
                try Self.expectRefusal(words, volume, code: "not_listening", saying: "GRAMFS_RUNTIME_DIR")
            }
            try Self.expectRefusal(
                ["mount", "v", volume.mountPoint], volume, code: "mountpoint", saying: "in use by another mount")
            try Self.put("b", volume)
            try Self.expect(["a", "b"], volume)
            try volume.unmount()
            try volume.mount()
            try Self.expect(["a", "b"], volume)
        }
    }

    /// The question to the kernel then has no answer, and no end.
    @Test func aMountThatDoesNotAnswerIsNotTakenAway() async throws {
        try await Self.blocking {
            let volume = try MountedVolume(directory: TemporaryDirectory())
            defer { volume.destroy() }
            try volume.mount()
            try Self.put("a", volume)
            try volume.freeze()
            try Self.expectRefusal(["unmount", "v"], volume, code: "not_listening", saying: "does not answer")
            for name in [MountedVolume.name, volume.mountPoint] {
                let status = try volume.run(["status", name], atMost: .seconds(60))
                #expect(status.ending == .exit(1) && status.error.contains("does not answer"), "\(status)")
            }
            try Self.expectRefusal(
                ["mount", "v", volume.mountPoint], volume, code: "mountpoint", saying: "does not answer")
            try volume.thaw()
            try Self.expect(["a"], volume)
            try volume.unmount()
        }
    }

    @Test func aDeadMountIsTakenAwayWhereverItsSocketWas() async throws {
        try await Self.blocking {
            let volume = try MountedVolume(directory: TemporaryDirectory())
            defer { volume.destroy() }
            try volume.mount()
            try Self.put("a", volume)
            volume.kill()
            #expect(System.isMounted(volume.mountPoint))
            let result = try Self.runElsewhere(["unmount", "v"], volume)
            #expect(result.isSuccess && result.output.contains("stale"), "\(result.output) \(result.error)")
            #expect(!System.isMounted(volume.mountPoint))
            try volume.mount()
            try Self.expect(["a"], volume)
        }
    }
}
