// SPDX-License-Identifier: MIT

import FilesystemModel
import Glibc
import Logging

/// The one table from meanings to what programs see.
extension FSError {
    var errno: Int32 {
        switch self {
        case .notFound: ENOENT
        case .exists: EEXIST
        case .notDirectory: ENOTDIR
        case .isDirectory: EISDIR
        case .directoryNotEmpty: ENOTEMPTY
        case .notPermitted: EPERM
        case .accessDenied: EACCES
        case .nameTooLong: ENAMETOOLONG
        case .invalidArgument: EINVAL
        case .fileTooLarge: EFBIG
        case .beyondEnd: ENXIO
        case .tooManyLinks: EMLINK
        case .symbolicLinkLoop: ELOOP
        case .noAttribute: ENODATA
        case .bufferTooSmall: ERANGE
        case .attributeTooLarge: E2BIG
        case .badHandle: EBADF
        case .staleInode: ESTALE
        case .busy: EBUSY
        // Not ENOSYS: the kernel would never ask this mount for that operation again.
        case .notSupported: EOPNOTSUPP
        case .noSpace: ENOSPC
        case .readOnly: EROFS
        case .held, .outdated: EROFS
        case .damaged: EIO
        case .unreachable: EIO
        case .local: EIO
        case .interrupted: EINTR
        case .indexDamaged: EIO
        }
    }

    /// How loud a failed request is: a name that is not there is everyday life, an I/O error is not.
    var logLevel: Logger.Level {
        switch self {
        case .notFound, .exists, .notDirectory, .isDirectory, .directoryNotEmpty, .notPermitted, .accessDenied,
            .nameTooLong, .invalidArgument, .fileTooLarge, .beyondEnd, .tooManyLinks, .symbolicLinkLoop,
            .noAttribute, .bufferTooSmall, .attributeTooLarge, .busy, .notSupported, .interrupted:
            .trace
        case .badHandle, .staleInode: .debug
        case .noSpace, .readOnly, .held, .outdated: .notice
        case .damaged, .unreachable, .local, .indexDamaged: .error
        }
    }
}
