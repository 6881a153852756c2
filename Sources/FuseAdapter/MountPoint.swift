// SPDX-License-Identifier: MIT

import Glibc

/// A directory on which nothing is mounted yet, by its path without links.
struct MountPoint: Sendable {
    let path: String

    /// Checks the path, and takes a dead FUSE mount away that is still there: the file system of a process that was
    /// killed, which nobody can use any more.
    init(preparing given: String) throws(FuseSessionError) {
        try Self.removeDeadMounts(given)
        var status = stat()
        guard stat(given, &status) == 0 else { throw Self.error(errno, given) }
        guard status.st_mode & S_IFMT == S_IFDIR else { throw .mountPointNotDirectory(given) }
        guard let real = realpath(given, nil) else { throw Self.error(errno, given) }
        defer { free(real) }
        path = String(cString: real)
        if let mounted = MountTable.current().top(at: Array(path.utf8)) {
            throw .mountPointInUse(path, by: "\(mounted.type) \(mounted.source)")
        }
    }

    private static func error(_ code: Int32, _ path: String) -> FuseSessionError {
        switch code {
        case ENOENT: .mountPointMissing(path)
        case ENOTDIR: .mountPointNotDirectory(path)
        case EACCES, EPERM: .mountPointNotPermitted(path)
        default: .mountFailed("\(path): \(String(cString: strerror(code)))")
        }
    }

    /// Several may be stacked, but not for ever.
    private static func removeDeadMounts(_ path: String) throws(FuseSessionError) {
        for _ in 0..<16 {
            // Not by stat: the kernel answers that from what it remembers, also where nobody is left to ask.
            var facts = statvfs()
            guard statvfs(path, &facts) != 0, errno == ENOTCONN else { return }
            try Unmounting.detach(path)
        }
    }
}
