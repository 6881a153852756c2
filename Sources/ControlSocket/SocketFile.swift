// SPDX-License-Identifier: MIT

import Glibc
import NIOCore
import NIOPosix

/// Why there is no socket to talk over.
package enum SocketError: Error, Hashable, Sendable {
    /// Longer than the 107 bytes that `sun_path` holds.
    case pathTooLong(String)
    /// Somebody answers there already.
    case inUse(String)
    /// The directory is another user's, or others may write to it.
    case unsafeDirectory(String)
    case system(call: String, path: String, errno: Int32)
}

/// The place of a control socket: a name in a directory of our own.
struct SocketFile: Sendable {
    let path: String

    init(path: String) throws(SocketError) {
        guard path.utf8.count <= 107 else { throw .pathTooLong(path) }
        self.path = path
    }

    private var directory: String { String(path.prefix(upTo: path.lastIndex(of: "/") ?? path.startIndex)) }

    /// Makes the directory and takes a dead socket away. Two who claim at once are told apart by `bind`.
    func claim() async throws {
        try prepareDirectory()
        guard access(path, F_OK) == 0 else { return }
        if await isAlive() { throw SocketError.inUse(path) }
        if unlink(path) != 0, errno != ENOENT {
            throw SocketError.system(call: "unlink", path: path, errno: errno)
        }
    }

    /// Between `bind` and here the directory's mode alone keeps others out.
    func restrict() throws(SocketError) {
        if chmod(path, 0o600) != 0 { throw .system(call: "chmod", path: path, errno: errno) }
    }

    func remove() { unlink(path) }

    private func prepareDirectory() throws(SocketError) {
        if mkdir(directory, 0o700) != 0, errno != EEXIST {
            throw .system(call: "mkdir", path: directory, errno: errno)
        }
        var facts = stat()
        guard lstat(directory, &facts) == 0 else { throw .system(call: "lstat", path: directory, errno: errno) }
        guard facts.st_mode & S_IFMT == S_IFDIR, facts.st_uid == geteuid() else { throw .unsafeDirectory(directory) }
        if facts.st_mode & 0o077 != 0, chmod(directory, 0o700) != 0 {
            throw .system(call: "chmod", path: directory, errno: errno)
        }
    }

    private func isAlive() async -> Bool {
        let bootstrap = ClientBootstrap(group: .singletonMultiThreadedEventLoopGroup)
        guard let channel = try? await bootstrap.connect(unixDomainSocketPath: path).get() else { return false }
        try? await channel.close()
        return true
    }
}
