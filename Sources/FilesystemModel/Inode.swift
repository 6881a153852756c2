// SPDX-License-Identifier: MIT

/// What an inode is. The raw values are those of the storage format.
package enum FileKind: UInt8, Sendable, CaseIterable {
    case regular = 1
    case directory = 2
    case symbolicLink = 3
    case fifo = 4
    case socket = 5
    case characterDevice = 6
    case blockDevice = 7
}

/// Whether the content of a file is encrypted in its segment. Names, tree and attributes always are.
package enum ContentPolicy: UInt8, Sendable, CaseIterable {
    case sealed = 0
    case plain = 1
}

/// All that is known of a file, directory or special file apart from its names, content and extended attributes.
package struct Inode: Hashable, Sendable {
    package var number: InodeNumber
    package var kind: FileKind
    /// The twelve permission bits (07777).
    package var permissions: UInt16
    package var policy: ContentPolicy
    package var uid: UInt32
    package var gid: UInt32
    /// As `st_nlink`: 2 and one more for each sub-directory where this is a directory.
    package var linkCount: UInt32
    /// Bytes of content; of the target for a symbolic link; 0 for everything else.
    package var size: UInt64
    /// Bytes that extents cover, below and beyond `size`.
    package var allocatedBytes: UInt64
    /// As `st_rdev`, in the kernel's 32-bit encoding; devices only.
    package var deviceNumber: UInt32
    package var accessTime: Timestamp
    package var modificationTime: Timestamp
    package var changeTime: Timestamp
    package var birthTime: Timestamp
    /// The directory that holds this one; directories only (the root holds itself).
    package var parent: InodeNumber?
    /// The cookie that the next new name gets; directories only.
    package var nextCookie: DirectoryCookie
    /// Extents may reach beyond `size`: frames that the kernel wrote back ahead of a gap. Trimmed at mount.
    package var hasExtentsBeyondSize: Bool
    /// Symbolic links only, at most `Limits.symbolicLinkBytesMax`.
    package var target: [UInt8]

    package init(
        number: InodeNumber, kind: FileKind, permissions: UInt16, policy: ContentPolicy = .sealed,
        uid: UInt32, gid: UInt32, time: Timestamp, parent: InodeNumber? = nil, deviceNumber: UInt32 = 0,
        target: [UInt8] = []
    ) {
        self.number = number
        self.kind = kind
        self.permissions = permissions & 0o7777
        self.policy = policy
        self.uid = uid
        self.gid = gid
        self.linkCount = kind == .directory ? 2 : 1
        self.size = UInt64(target.count)
        self.allocatedBytes = 0
        self.deviceNumber = deviceNumber
        self.accessTime = time
        self.modificationTime = time
        self.changeTime = time
        self.birthTime = time
        self.parent = parent
        self.nextCookie = .firstName
        self.hasExtentsBeyondSize = false
        self.target = target
    }
}

/// A name in a directory.
package struct Dentry: Hashable, Sendable {
    package var parent: InodeNumber
    package var name: FileName
    package var inode: InodeNumber
    package var kind: FileKind
    package var cookie: DirectoryCookie

    package init(parent: InodeNumber, name: FileName, inode: InodeNumber, kind: FileKind, cookie: DirectoryCookie) {
        self.parent = parent
        self.name = name
        self.inode = inode
        self.kind = kind
        self.cookie = cookie
    }
}
