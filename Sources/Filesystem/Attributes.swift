// SPDX-License-Identifier: MIT

import FilesystemModel

/// What `stat` shows of an inode, with what is not logged yet.
package struct Attributes: Sendable, Equatable {
    package var inode: InodeNumber
    package var kind: FileKind
    /// The twelve permission bits.
    package var permissions: UInt16
    package var linkCount: UInt32
    package var uid: UInt32
    package var gid: UInt32
    package var deviceNumber: UInt32
    package var size: UInt64
    package var allocatedBytes: UInt64
    package var accessTime: Timestamp
    package var modificationTime: Timestamp
    package var changeTime: Timestamp
    /// Numbers are never reused, so one generation is enough.
    package var generation: UInt64 { 1 }

    init(_ inode: Inode, pending: PendingAttributes = .none) {
        self.inode = inode.number
        kind = inode.kind
        permissions = inode.permissions
        linkCount = inode.linkCount
        uid = inode.uid
        gid = inode.gid
        deviceNumber = inode.deviceNumber
        size = pending.size ?? inode.size
        allocatedBytes = inode.allocatedBytes + pending.bufferedBytes
        accessTime = pending.accessTime ?? inode.accessTime
        modificationTime = pending.modificationTime ?? inode.modificationTime
        changeTime = pending.changeTime ?? inode.changeTime
    }
}

/// What `chmod`, `chown`, `truncate` and `utimensat` ask for; nil leaves an attribute as it is.
package struct AttributeRequest: Sendable, Equatable {
    package enum Time: Sendable, Equatable {
        case now
        case set(Timestamp)
    }

    package var permissions: UInt16?
    package var uid: UInt32?
    package var gid: UInt32?
    package var size: UInt64?
    package var accessTime: Time?
    package var modificationTime: Time?
    /// The kernel's own, where it keeps times itself (write-back cache).
    package var changeTime: Timestamp?
    /// The change is one that takes set-user-id bits away from what is no directory.
    package var clearsSetIDs: Bool

    package init(
        permissions: UInt16? = nil, uid: UInt32? = nil, gid: UInt32? = nil, size: UInt64? = nil,
        accessTime: Time? = nil, modificationTime: Time? = nil, changeTime: Timestamp? = nil, clearsSetIDs: Bool = false
    ) {
        self.permissions = permissions
        self.uid = uid
        self.gid = gid
        self.size = size
        self.accessTime = accessTime
        self.modificationTime = modificationTime
        self.changeTime = changeTime
        self.clearsSetIDs = clearsSetIDs
    }
}

/// Who asks.
package struct Caller: Sendable, Equatable {
    package var uid: UInt32
    package var gid: UInt32
    package var pid: Int32
    /// The bits that a new file does not get, unless its directory says which it gets.
    package var umask: UInt16
    /// Supplementary groups; only asked for where they count.
    package var groups: [UInt32]

    package init(uid: UInt32, gid: UInt32, pid: Int32 = 0, umask: UInt16 = 0, groups: [UInt32] = []) {
        self.uid = uid
        self.gid = gid
        self.pid = pid
        self.umask = umask
        self.groups = groups
    }
}
