// SPDX-License-Identifier: MIT

import ChildProcess
import FilesystemModel
import Glibc
import TestDirectory
import Testing

/// Invariants: what is switched off is readable in the store and what is switched on is not; `encrypt apply` is killed at each
/// step and goes on with the next mount; once it is complete nothing of the path is readable in the store or in the state
/// directory, of what it had before neither.
extension CrashTests {
    @Test func killedAtEachStepOfApplyingEncryption() async throws {
        try await Self.blocking {
            let volume = try MountedVolume(directory: TemporaryDirectory())
            defer { volume.destroy() }
            try volume.mount()
            let path = volume.mountPoint + "/p"
            try System.makeDirectory(path)
            for (round, point) in Self.atCompaction.enumerated() {
                try volume.require("encrypt", "off", path)
                var secrets: [String] = []
                for number in 0..<6 {
                    secrets.append("what nobody is to read, \(round).\(number).\(UInt64.random(in: 0 ..< .max))")
                }
                for (number, secret) in secrets.enumerated() {
                    try Self.write(secret, to: "\(path)/\(number)")
                    // Two of them are overwritten, two are deleted.
                    if number < 2 { try volume.drain() }
                    if number == 2 || number == 3 { try volume.drain() }
                }
                try volume.drain()
                for number in 0..<2 { try Self.write("nothing", to: "\(path)/\(number)") }
                for number in 2..<4 { unlink("\(path)/\(number)") }
                try volume.drain()
                for secret in secrets { #expect(try Self.isReadable(secret, of: volume), "switched off: \(secret)") }
                try volume.require("encrypt", "on", path)
                try Self.write(secrets[5] + ", again", to: path + "/again")
                try volume.drain()
                #expect(try !Self.isReadable(secrets[5] + ", again", of: volume))
                try volume.unmount()
                switch try volume.start(crashAt: point.rawValue) {
                case .answers:
                    // The answer may be cut off by the crash.
                    _ = try volume.run(["encrypt", "apply", path, "--wait", "--json"])
                    let ending = try volume.waitForEnd(atMost: .seconds(120))
                    #expect(ending == .signal(SIGKILL), "\(point.rawValue): \(volume.log)")
                case .ended(let ending): #expect(ending == .signal(SIGKILL), "\(point.rawValue): \(volume.log)")
                }
                try volume.mount()
                let report = try volume.require("encrypt", "apply", path, "--wait", "--json")
                #expect(report.contains("\"apply\":null") && report.contains("\"plain_bytes\":0"), "\(report)")
                #expect(
                    report.contains("\"leftover_plain_bytes\":0") && report.contains("\"policy\":\"on\""), "\(report)")
                for secret in secrets {
                    #expect(try !Self.isReadable(secret, of: volume), "\(point.rawValue): \(secret)")
                }
                for number in 4..<6 { #expect(try System.text(of: "\(path)/\(number)") == secrets[number]) }
                try volume.checkEverything()
            }
            try volume.unmount()
            print("encrypt apply killed at \(Self.atCompaction.count) points")
        }
    }

    private static func write(_ text: String, to path: String) throws {
        try System.withFile(path, O_WRONLY | O_CREAT | O_TRUNC) { file in
            try Array(text.utf8).withUnsafeBytes { try System.write(file, $0, path) }
        }
    }

    /// In an object, or in a segment here.
    private static func isReadable(_ text: String, of volume: MountedVolume) throws -> Bool {
        let result = try ChildProcess.run(
            ["grep", "-rqaF", "--", text, volume.storePath, volume.statePath],
            environment: ChildProcess.standardEnvironment, in: volume.directory.path)
        // Files that go away while it looks are an error to grep, and nothing found.
        return result.isSuccess
    }
}
