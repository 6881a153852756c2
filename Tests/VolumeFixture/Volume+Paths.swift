// SPDX-License-Identifier: MIT

import Filesystem
import FilesystemModel

/// Whole-path shorthands, so that tests read like what they test.
extension Volume {
    package func resolve(_ path: String) throws -> Attributes {
        var here = try attributes(of: .root)
        for part in path.split(separator: "/") { here = try lookUp(here.inode, FileName(Array(part.utf8))) }
        return here
    }

    package func parent(_ path: String) throws -> (InodeNumber, FileName) {
        var parts = path.split(separator: "/").map(String.init)
        let name = try FileName(Array((parts.popLast() ?? "").utf8))
        return (try resolve(parts.joined(separator: "/")).inode, name)
    }

    @discardableResult
    package func mkdir(_ path: String, permissions: UInt16 = 0o755) throws -> Attributes {
        let (directory, name) = try parent(path)
        return try makeDirectory(in: directory, name, permissions: permissions, caller: VolumeFixture.caller)
    }

    /// Creates or replaces a file, in requests of at most a MiB, and closes it.
    package func writeFile(_ path: String, _ bytes: [UInt8]) throws {
        try withFile(path) { inode, handle in
            _ = try setAttributes(of: inode, AttributeRequest(size: 0), caller: VolumeFixture.caller)
            try write(bytes, at: 0, inode, handle)
        }
    }

    /// Opens (or creates) a file, and closes it after: flush and release.
    package func withFile<Result>(
        _ path: String, _ body: (InodeNumber, HandleID) throws -> Result
    ) throws -> Result {
        let (directory, name) = try parent(path)
        let (inode, handle) = try openOrCreate(directory, name)
        defer { release(inode, handle) }
        let result = try body(inode, handle)
        try flush(inode, handle)
        return result
    }

    private func openOrCreate(_ directory: InodeNumber, _ name: FileName) throws -> (InodeNumber, HandleID) {
        let flags = OpenFlags(rawValue: 2)
        do {
            let inode = try lookUp(directory, name).inode
            return (inode, try open(inode, flags: flags, caller: VolumeFixture.caller))
        } catch .notFound {
            let (attributes, handle) = try create(
                in: directory, name, permissions: 0o644, flags: flags, caller: VolumeFixture.caller)
            return (attributes.inode, handle)
        }
    }

    package func write(_ bytes: [UInt8], at offset: UInt64, _ inode: InodeNumber, _ handle: HandleID) throws {
        var done = 0
        while done < bytes.count {
            let count = min(Limits.requestBytesMax, bytes.count - done)
            let written = try bytes[done..<done + count].withUnsafeBytes {
                try write(inode, handle, offset: offset + UInt64(done), $0, isFromCache: false)
            }
            done += written
        }
    }

    package func readFile(_ path: String) async throws -> [UInt8] {
        let attributes = try resolve(path)
        let handle = try open(attributes.inode, flags: OpenFlags(rawValue: 0), caller: VolumeFixture.caller)
        defer { release(attributes.inode, handle) }
        var bytes: [UInt8] = []
        while bytes.count < Int(attributes.size) {
            let part = try await read(
                attributes.inode, handle, offset: UInt64(bytes.count), length: Limits.frameBytesMax)
            guard !part.isEmpty else { break }
            bytes += part
        }
        return bytes
    }

    /// Names below a directory, without dots, in the order of readdir.
    package func list(_ path: String) throws -> [String] {
        let directory = try resolve(path).inode
        var names: [String] = []
        var after = DirectoryCookie.start
        while true {
            let entries = try readDirectory(directory, .directory, after: after, limit: 7, withAttributes: false)
            guard let last = entries.last else { return names.filter { $0 != "." && $0 != ".." } }
            names += entries.map { String(decoding: $0.name, as: UTF8.self) }
            after = last.cookie
        }
    }
}

/// Bytes that do not compress and that name their place.
package func noise(_ count: Int, seed: UInt64) -> [UInt8] {
    var state = seed &* 0x9E37_79B9_7F4A_7C15 | 1
    return (0..<count).map { _ in
        state ^= state << 13
        state ^= state >> 7
        state ^= state << 17
        return UInt8(truncatingIfNeeded: state >> 32)
    }
}
