// SPDX-License-Identifier: MIT

import Glibc
import ObjectStorage
import Testing

@testable import DirectoryStorage

/// Invariants: only what the user can grant is `unauthorised`; nothing that may heal is final.
@Suite struct ObjectStoreErrorPOSIXTests {
    @Test(arguments: [ENOSPC, EDQUOT, EIO, ENODEV, ESTALE, ENOENT, EMFILE, ENOMEM, ETIMEDOUT, 4711])
    func whatMayHealIsUnreachableWithItsReason(_ code: CInt) {
        let error = ObjectStoreError(SystemCallFailure("write", "/disk/file", code: code))
        guard case .unreachable(let reason) = error else {
            Issue.record("\(error)")
            return
        }
        #expect(reason.contains("/disk/file"))
        #expect(reason.contains(String(cString: strerror(code))))
    }

    @Test(arguments: [EACCES, EPERM, EROFS])
    func whatIsNotPermittedIsUnauthorised(_ code: CInt) {
        guard case .unauthorised = ObjectStoreError(SystemCallFailure("write", "/disk/file", code: code)) else {
            Issue.record("\(code)")
            return
        }
    }
}
