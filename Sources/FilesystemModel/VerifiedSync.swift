// SPDX-License-Identifier: MIT

import Glibc

/// Syncs that are believed only where the file system still answers after them. As system calls: -1 and errno, also where
/// a signal comes in between, and then all of it can be called again.
///
/// A file system that shuts down while the machine runs on may answer a sync that is under way with success for bytes
/// that it has lost (seen on ext4). Once it is down it refuses every call that reaches it, so a sync counts only when
/// such a call succeeds after it: a read of no bytes, which costs no I/O, or where there is none, the sync again.
package enum VerifiedSync {
    /// The bytes of a file, and its size where that is needed to read them. The file must be open for reading.
    package static func data(of file: CInt) -> CInt { both(fdatasync(file), of: file) }

    /// All of a file.
    package static func file(_ file: CInt) -> CInt { both(fsync(file), of: file) }

    /// The names in a directory.
    package static func names(in directory: CInt) -> CInt { fsync(directory) == 0 ? fsync(directory) : -1 }

    /// Everything in the file system of a directory.
    package static func fileSystem(of directory: CInt) -> CInt { syncfs(directory) == 0 ? fsync(directory) : -1 }

    private static func both(_ result: CInt, of file: CInt) -> CInt {
        result == 0 && pread(file, nil, 0, 0) == 0 ? 0 : -1
    }
}
