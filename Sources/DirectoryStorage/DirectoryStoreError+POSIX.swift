// SPDX-License-Identifier: MIT

import Glibc

extension DirectoryStoreError {
    init(_ failure: SystemCallFailure) {
        switch failure.code {
        case ENOENT: self = .noSuchDirectory(failure.path)
        case ENOTDIR: self = .notDirectory(failure.path)
        case EACCES, EPERM, EROFS: self = .notPermitted(failure.text)
        // An open set, as in `ObjectStoreError+POSIX`.
        default: self = .system(failure.text)
        }
    }
}
