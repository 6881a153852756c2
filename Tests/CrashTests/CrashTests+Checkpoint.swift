// SPDX-License-Identifier: MIT

import ChildProcess
import ControlSocket
import FilesystemModel
import Glibc
import TestDirectory
import Testing

/// Invariants: SIGKILL while a checkpoint is written, while a root is replaced, and while a lost machine is recovered,
/// loses nothing; what follows ends what was begun.
extension CrashTests {
    static let atCheckpoint: [CrashPoint] = [
        .duringCheckpoint, .afterCheckpoint, .beforeRootReplacement, .storeRootWritten, .storeRootNamed,
        .afterRootReplacement,
    ]

    /// One more and a checkpoint is due.
    private static let segments = 255

    @Test func killedAroundACheckpointAndInRecovery() async throws {
        let volume = try await Self.blocking { [directory = try TemporaryDirectory()] in
            SendableVolume(value: try MountedVolume(directory: directory))
        }
        try await Self.blocking { _ = try volume.value.mount(options: Self.quiet) }
        try await Self.fillSegments(volume.value.socket, volume.value.mountPoint)
        try await Self.blocking {
            let volume = volume.value
            defer { volume.destroy() }
            try volume.unmount()
            try volume.snapshot()
            for point in Self.atCheckpoint {
                try volume.restore()
                let ending: ChildProcess.Ending
                switch try volume.start(options: Self.quiet, crashAt: point.rawValue) {
                case .answers:
                    // The one more. Its sync dies with the daemon, or just before.
                    try Self.write("one more", volume.mountPoint + "/more")
                    _ = try volume.run(["sync", "v"])
                    ending = try volume.waitForEnd(atMost: .seconds(60))
                case .ended(let end): ending = end
                }
                #expect(ending == .signal(SIGKILL), "\(point.rawValue): \(volume.log)")
                try volume.mount(options: Self.quiet)
                try Self.checkSegments(volume, "after \(point.rawValue)")
                try volume.drain()
                try volume.checkEverything()
                try volume.unmount()
                try volume.loseMachine()
                try Self.recover(volume, "after \(point.rawValue)")
            }
            try volume.loseMachine()
            let killed = try volume.recover(crashAt: CrashPoint.duringRecovery.rawValue)
            #expect(killed.ending == .signal(SIGKILL), "\(killed.error)")
            try Self.recover(volume, "after a recovery that was killed")
            print("\(Self.atCheckpoint.count + 1) crash points around checkpoints, roots and recovery")
        }
    }

    /// Sends nothing by itself.
    private static let quiet = "upload_after=60s"

    private static func recover(_ volume: MountedVolume, _ when: String) throws {
        let result = try volume.recover()
        #expect(result.isSuccess, "\(when): \(result.error)")
        try volume.mount(options: quiet)
        try checkSegments(volume, "recovered \(when)")
        try volume.unmount()
    }

    private static func fillSegments(_ socket: String, _ mountPoint: String) async throws {
        try await ControlClient.withConnection(to: socket) { client in
            for number in 0..<segments {
                try write("\(number)", "\(mountPoint)/\(number)")
                _ = try await client.call(
                    .sync, SyncParameters(path: nil, local: nil, timeoutSeconds: nil, progress: nil))
            }
        }
    }

    private static func write(_ text: String, _ path: String) throws {
        try System.withFile(path, O_WRONLY | O_CREAT) { file in
            try Array(text.utf8).withUnsafeBytes { try System.write(file, $0, path) }
        }
    }

    private static func checkSegments(_ volume: MountedVolume, _ when: String) throws {
        for number in 0..<segments {
            let bytes = try System.bytes(of: "\(volume.mountPoint)/\(number)")
            guard bytes == Array("\(number)".utf8) else {
                throw TreeModel.Damage(description: "\(when): file \(number) holds \(bytes)")
            }
        }
    }

    /// One thread after the other has it, each awaited before the next.
    private struct SendableVolume: @unchecked Sendable {
        let value: MountedVolume
    }
}
