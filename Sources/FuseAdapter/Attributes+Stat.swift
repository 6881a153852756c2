// SPDX-License-Identifier: MIT

import CFuse
import Filesystem
import FilesystemModel
import Glibc

extension Attributes {
    /// As the kernel wants to have it.
    var status: stat {
        var status = stat()
        status.st_ino = UInt(inode.rawValue)
        status.st_mode = kind.modeBits | mode_t(permissions)
        status.st_nlink = nlink_t(linkCount)
        status.st_uid = uid
        status.st_gid = gid
        status.st_rdev = dev_t(deviceNumber)
        status.st_size = off_t(clamping: size)
        status.st_blocks = blkcnt_t(clamping: allocatedBytes / 512 + (allocatedBytes % 512 == 0 ? 0 : 1))
        // The page: the kernel takes this for the granularity of its own cache.
        status.st_blksize = 4096
        status.st_atim = accessTime.specification
        status.st_mtim = modificationTime.specification
        status.st_ctim = changeTime.specification
        return status
    }

    /// The answer to a lookup. Nothing changes a volume but its kernel, so that the answer holds until then.
    var entry: fuse_entry_param {
        var entry = fuse_entry_param()
        entry.ino = inode.rawValue
        entry.generation = generation
        entry.attr = status
        entry.attr_timeout = KernelCache.seconds
        entry.entry_timeout = KernelCache.seconds
        return entry
    }
}

enum KernelCache {
    /// How long the kernel may believe an answer. A day stands for "for ever": this kernel is the only writer, and
    /// what the daemon changes by itself it tells through `KernelNotices`.
    static let seconds = 86_400.0

    /// The answer to a lookup of a name that is not there: as good as one that is.
    static var absentEntry: fuse_entry_param {
        var entry = fuse_entry_param()
        entry.entry_timeout = seconds
        return entry
    }
}

extension FileKind {
    var modeBits: mode_t {
        switch self {
        case .regular: S_IFREG
        case .directory: S_IFDIR
        case .symbolicLink: S_IFLNK
        case .fifo: S_IFIFO
        case .socket: S_IFSOCK
        case .characterDevice: S_IFCHR
        case .blockDevice: S_IFBLK
        }
    }

    /// nil for what mknod(2) cannot make.
    init?(nodeMode mode: mode_t) {
        switch mode & S_IFMT {
        case S_IFREG, 0: self = .regular
        case S_IFIFO: self = .fifo
        case S_IFSOCK: self = .socket
        case S_IFCHR: self = .characterDevice
        case S_IFBLK: self = .blockDevice
        default: return nil
        }
    }
}

extension Timestamp {
    var specification: timespec { timespec(tv_sec: Int(seconds), tv_nsec: Int(nanoseconds)) }

    init(_ specification: timespec) {
        self.init(seconds: Int64(specification.tv_sec), nanoseconds: UInt32(clamping: specification.tv_nsec))
    }
}

extension AttributeRequest {
    /// What SETATTR asks for; bits of `valid` that are not known here are none of our business.
    init(_ status: stat, valid: Int32) {
        func asked(_ bit: Int32) -> Bool { valid & bit != 0 }
        self.init()
        if asked(FUSE_SET_ATTR_MODE) { permissions = UInt16(status.st_mode & 0o7777) }
        if asked(FUSE_SET_ATTR_UID) { uid = status.st_uid }
        if asked(FUSE_SET_ATTR_GID) { gid = status.st_gid }
        if asked(FUSE_SET_ATTR_SIZE) { size = UInt64(clamping: status.st_size) }
        if asked(FUSE_SET_ATTR_ATIME) { accessTime = .set(Timestamp(status.st_atim)) }
        if asked(FUSE_SET_ATTR_MTIME) { modificationTime = .set(Timestamp(status.st_mtim)) }
        if asked(FUSE_SET_ATTR_CTIME) { changeTime = Timestamp(status.st_ctim) }
        // The kernel says with it what it takes for now, and will show.
        if asked(FUSE_SET_ATTR_ATIME_NOW), !asked(FUSE_SET_ATTR_CTIME) { accessTime = .now }
        if asked(FUSE_SET_ATTR_MTIME_NOW) { modificationTime = .now }
        // The bit is the kernel's `FATTR_KILL_SUIDGID`, whatever libfuse calls it.
        clearsSetIDs = asked(FUSE_SET_ATTR_KILL_SUID)
    }
}
