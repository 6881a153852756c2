// SPDX-License-Identifier: MIT

import Glibc
import TestDirectory
import Testing

/// Invariants: once a sync of the log fails, whoever waits gets EIO, nothing later pretends to be safe, the mount says
/// why it is read-only, and the next mount has everything that was acknowledged before.
extension CrashTests {
    @Test(.enabled(if: Machine.canTrace, Comment(rawValue: Machine.traceNeeds)), arguments: [1, 2, 5, 9])
    func aSyncThatFailsStopsTheVolume(later: Int) async throws {
        try await Self.blocking {
            let volume = try MountedVolume(directory: TemporaryDirectory())
            defer { volume.destroy() }
            try volume.mount()
            let before = volume.mountPoint + "/before"
            try Self.store("kept", at: before)
            try volume.unmount()
            let calls = try Self.syncsUntilMounted(volume)
            try volume.mount(
                options: "upload_after=60s",
                wrapper: [
                    "strace", "-f", "-q", "-o", "/dev/null", "-e", "trace=fdatasync,fsync", "-e",
                    "inject=fdatasync,fsync:error=EIO:when=\(calls + later)+",
                ])
            var acknowledged: [String] = []
            var failure: Int32?
            for number in 1...400 where failure == nil {
                let path = "\(volume.mountPoint)/\(number)"
                do {
                    try Self.store("\(number)", at: path)
                    acknowledged.append("\(number)")
                } catch let error as SystemError {
                    failure = error.code
                    #expect(error.call == "fsync" || error.code == EROFS, "\(error)")
                }
            }
            #expect(failure == EIO || failure == EROFS, "\(acknowledged.count) syncs were acknowledged")
            let status = try volume.status()
            #expect(status.state == "readonly")
            #expect(status.lastError?.message.contains("sync") == true, "\(String(describing: status.lastError))")
            for name in ["again", "and again"] {
                #expect(throws: SystemError.self) { try Self.store(name, at: "\(volume.mountPoint)/\(name)") }
            }
            #expect(throws: SystemError.self) { try Self.store("more", at: before) }
            let text = try System.bytes(of: before)
            #expect(text == Array("kept".utf8), "what is there reads on")
            for words in [
                ["sync", MountedVolume.name], ["sync", MountedVolume.name, "--local"], ["unmount", MountedVolume.name],
            ] {
                let refusal = try volume.run(words)
                #expect(!refusal.isSuccess && refusal.error.contains("sync"), "\(words): \(refusal)")
            }
            if later == 2 {
                let unmounting = try volume.run(["unmount", MountedVolume.name, "--now"])
                #expect(unmounting.ending == .exit(3) && unmounting.output.contains("It had stopped"), "\(unmounting)")
            } else if let pid = volume.daemonPID {
                kill(pid, SIGKILL)
            }
            _ = try volume.waitForEnd(atMost: .seconds(30))
            try volume.mount()
            for name in acknowledged {
                let bytes = try System.bytes(of: "\(volume.mountPoint)/\(name)")
                #expect(bytes == Array(name.utf8))
            }
            try volume.checkEverything()
            try volume.unmount()
            print("sync \(calls + later) failed: \(acknowledged.count) acknowledged before")
        }
    }

    private static func store(_ text: String, at path: String) throws {
        try System.withFile(path, O_WRONLY | O_CREAT) { file in
            try Array(text.utf8).withUnsafeBytes { try System.write(file, $0, path) }
            _ = try System.check("fsync", path, fsync(file))
        }
    }

    /// How many times a mount of this volume syncs before it answers.
    private static func syncsUntilMounted(_ volume: MountedVolume) throws -> Int {
        let trace = volume.directory.path + "/trace"
        try volume.mount(
            options: "upload_after=60s",
            wrapper: ["strace", "-f", "-q", "-o", trace, "-e", "trace=fdatasync,fsync"])
        let calls = try System.text(of: trace).split(separator: "\n").count { $0.contains("sync(") }
        try volume.unmountNow()
        return calls
    }
}
