// SPDX-License-Identifier: MIT

import Foundation

/// A directory of a test's own, removed with it.
package final class TemporaryDirectory: Sendable {
    package let path: String

    package init() throws {
        let url = FileManager.default.temporaryDirectory.appendingPathComponent("gramfs-test-\(UUID().uuidString)")
        try FileManager.default.createDirectory(
            at: url, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        path = url.path
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    /// As the disk is now: what a process that was killed at this moment leaves behind.
    package func copy() throws -> TemporaryDirectory {
        let copy = try TemporaryDirectory()
        try Self.copyContents(of: path, to: copy.path)
        return copy
    }

    /// Files that go away meanwhile are left out: an evictor may be at work.
    private static func copyContents(of source: String, to target: String) throws {
        for name in try FileManager.default.contentsOfDirectory(atPath: source) {
            let (from, to) = ("\(source)/\(name)", "\(target)/\(name)")
            var isDirectory: ObjCBool = false
            guard FileManager.default.fileExists(atPath: from, isDirectory: &isDirectory) else { continue }
            if isDirectory.boolValue {
                try FileManager.default.createDirectory(atPath: to, withIntermediateDirectories: false)
                try copyContents(of: from, to: to)
            } else {
                do {
                    try FileManager.default.copyItem(atPath: from, toPath: to)
                } catch  where !FileManager.default.fileExists(atPath: from) {
                    continue
                }
            }
        }
    }
}
