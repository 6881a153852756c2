// SPDX-License-Identifier: MIT

/// What the kernel asks for, by its own names for it; two kinds where one of its requests means two things.
package enum FuseRequestKind: UInt8, CaseIterable, Hashable, Sendable {
    case lookup, forget, batchforget, getattr, setattr, readlink, statfs
    case mknod, mkdir, symlink, link, unlink, rmdir, rename
    case create, open, read, write, flush, release, fsync, lseek, fallocate, copyfilerange
    /// A WRITE of the kernel's own pages.
    case writeback
    /// An FSYNC that need not make times durable.
    case fdatasync
    case opendir, readdir, readdirplus, releasedir, fsyncdir
    case setxattr, getxattr, listxattr, removexattr

    /// As logs and statistics write it.
    package var name: String { "\(self)".uppercased() }
}
