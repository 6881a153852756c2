// SPDX-License-Identifier: MIT

import Glibc

/// What the C library says of an errno. Its text is in thread-local memory (glibc since 2.32).
func reason(_ code: Int32) -> String { String(cString: strerror(code)) }

extension Failure {
    /// A system call on one of our own files failed.
    init(call: String, path: String, errno code: Int32, hint: String = "") {
        let kind: FailureCode = code == EACCES || code == EPERM ? .notPermitted : .failed
        self.init(kind, "\(path): \(call): \(reason(code))", hint: hint)
    }
}
