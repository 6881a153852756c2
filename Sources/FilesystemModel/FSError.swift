// SPDX-License-Identifier: MIT

/// Why a file system operation did not happen. The cases name meanings; `FSError+Errno` gives each its errno.
package enum FSError: Error, Hashable, Sendable {
    case notFound
    case exists
    case notDirectory
    case isDirectory
    case directoryNotEmpty
    case notPermitted
    case accessDenied
    case nameTooLong
    case invalidArgument(String)
    case fileTooLarge
    /// There is no data, or no offset at all, where the caller looks: behind the end of the file.
    case beyondEnd
    case tooManyLinks
    case symbolicLinkLoop
    /// No such extended attribute.
    case noAttribute
    /// The caller's buffer is too small for the value.
    case bufferTooSmall
    case attributeTooLarge
    case badHandle
    case staleInode
    case busy
    case notSupported
    /// The local disk or the budget stayed full for `enospc_after`.
    case noSpace
    /// The mount takes no changes any more, with the reason that `status` shows.
    case readOnly(String)
    /// Another writer holds the volume; who and since when.
    case held(String)
    /// The volume went on elsewhere, and what only this machine has does not fit to it any more.
    case outdated(String)
    /// Stored bytes are missing or are not what was written; which, for the log.
    case damaged(String)
    /// The store did not answer within `read_timeout`.
    case unreachable(String)
    /// A system call on a local file failed; what and why.
    case local(String)
    /// The caller was interrupted while it waited.
    case interrupted
    /// The index contradicts itself or cannot be read; it can be rebuilt from the log.
    case indexDamaged(String)
}
