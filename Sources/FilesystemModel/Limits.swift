// SPDX-License-Identifier: MIT

/// Every bound that more than one target must agree on, each with its reason.
package enum Limits {
    /// One frame. 128 KiB: large enough that sealing costs nothing per byte, small enough to read 4 KiB out of it.
    package static let frameBytesMax = 128 * 1024

    /// One block, the unit of fetching and of the cache: Telegram's `upload.getFile` never crosses an aligned MiB.
    package static let blockBytes = 1024 * 1024

    /// As everywhere on Linux (`NAME_MAX`).
    package static let nameBytesMax = 255

    /// As everywhere on Linux (`PATH_MAX` without its NUL).
    package static let symbolicLinkBytesMax = 4095

    /// The kernel's own bound for one value (`XATTR_SIZE_MAX`).
    package static let xattrValueBytesMax = 64 * 1024

    /// The kernel's own bound for a list of names (`XATTR_LIST_MAX`): more could be stored but never listed.
    package static let xattrListBytesMax = 64 * 1024

    /// All attributes of an inode together: they stay in one piece of a checkpoint, which is about 1 MiB.
    package static let xattrTotalBytesMax = 1024 * 1024

    /// The kernel's own bound (`MAX_LFS_FILESIZE`): it takes writes up to there into its cache before it asks, and what
    /// it took must find its place. Extent arithmetic in 64 bits never overflows below it.
    package static let fileBytesMax = UInt64(Int64.max)

    /// As ext4; `st_nlink` of directories counts sub-directories beyond it too.
    package static let linkCountMax: UInt32 = 65_000

    /// Target size of a segment, and so of an object: a message is scarce, a local disk is not.
    package static let segmentBytesDefault = 64 << 20

    /// The least target size that can be configured: smaller ones would spend a message on nearly nothing.
    package static let segmentBytesMin = 1 << 20

    /// Shares of a volume, ended ones too: a list that a person can still read, and that a start can check at once.
    package static let sharesMax = 4096

    /// Downloads that a share may be limited to: what JSON carries exactly, and far from where the log's numbers end.
    package static let shareDownloadsMax: UInt64 = 1 << 53

    /// A line about a share for its owner.
    package static let shareNoteBytesMax = 1024

    /// As everywhere on Linux (`PATH_MAX` without its NUL).
    package static let sharePathBytesMax = 4095

    /// One request from the kernel: libfuse 3.14 sizes its receive buffer for 256 pages.
    package static let requestBytesMax = 1024 * 1024

    /// Segment files held open at once.
    package static let openSegmentFilesMax = 512

    /// Names in one directory of segment files.
    package static let segmentFilesPerDirectoryMax = 4096
}
