// SPDX-License-Identifier: MIT

import Glibc
import ObjectStorage

extension ObjectStoreError {
    /// What a failed system call of a directory store means.
    ///
    /// Most failures say nothing about the object and may heal: a full disk, a lost network share, an unplugged disk.
    /// Those are `unreachable`, so that whoever asked goes on trying and nobody takes an object for deleted. ENOENT is
    /// not here: only the place that looked knows what is missing.
    init(_ failure: SystemCallFailure) {
        switch failure.code {
        case EACCES, EPERM, EROFS: self = .unauthorised(failure.text)
        case EFBIG: self = .refused(failure.text)
        // An open set: the kernel may answer any number, and what is not known may heal.
        default: self = .unreachable(failure.text)
        }
    }
}
