// SPDX-License-Identifier: MIT

import FilesystemModel
import Glibc

/// The copy of the root in the state directory: with it a volume mounts while its store is away, and its key slots
/// survive the loss of the pinned message.
package struct SuperblockFile: Sendable {
    package let path: String

    package init(path: String) { self.path = path }

    /// Nil where there is none.
    package func read() throws(FSError) -> [UInt8]? {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else {
            if errno == ENOENT { return nil }
            throw failure("open", path)
        }
        defer { close(descriptor) }
        var bytes: [UInt8] = []
        var block = [UInt8](repeating: 0, count: 65_536)
        while true {
            let count = Glibc.read(descriptor, &block, block.count)
            if count < 0 {
                if errno == EINTR { continue }
                throw failure("read", path)
            }
            guard count > 0 else { return bytes }
            bytes += block[..<count]
            guard bytes.count <= Self.bytesMax else { throw .local("\(path) is too large for a superblock") }
        }
    }

    /// Replaces it durably: the old one or the new one is there after a power cut, never half of one.
    package func write(_ bytes: [UInt8]) throws(FSError) {
        let temporary = path + ".new"
        let descriptor = open(temporary, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw failure("open", temporary) }
        var isOpen = true
        defer { if isOpen { close(descriptor) } }
        var done = 0
        while done < bytes.count {
            let count = bytes[done...].withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
            if count < 0 {
                if errno == EINTR { continue }
                throw failure("write", temporary)
            }
            done += count
        }
        guard fsync(descriptor) == 0 else { throw failure("fsync", temporary) }
        isOpen = false
        guard close(descriptor) == 0 else { throw failure("close", temporary) }
        guard rename(temporary, path) == 0 else { throw failure("rename", path) }
        try syncDirectory()
    }

    private static let bytesMax = 16 << 20

    private func syncDirectory() throws(FSError) {
        let directory = path.split(separator: "/", omittingEmptySubsequences: false).dropLast().joined(separator: "/")
        let descriptor = open(directory.isEmpty ? "." : directory, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { throw failure("open", directory) }
        defer { close(descriptor) }
        guard fsync(descriptor) == 0 else { throw failure("fsync", directory) }
    }

    private func failure(_ call: String, _ path: String) -> FSError {
        let code = errno
        return code == ENOSPC || code == EDQUOT
            ? .noSpace : .local("\(call) \(path): \(String(cString: strerror(code)))")
    }
}
