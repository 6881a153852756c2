// SPDX-License-Identifier: MIT

import FilesystemModel

/// What went wrong with local segment files: facts, not advice.
package enum SegmentLogError: Error, Hashable, Sendable {
    case system(call: String, path: String, errno: Int32)
    /// A sync failed earlier, or a tail could not be restored: nothing is written any more, with the first reason.
    case poisoned(String)
    case noSuchSegment(SegmentSequence)
    case segmentExists(SegmentSequence)
    /// The file is sealed and takes no more appends.
    case sealed(SegmentSequence)
    /// A range or size that the file does not have.
    case outOfRange(SegmentSequence)
    /// The log was closed.
    case closed
}

/// The errno of a system call that failed.
package struct SystemFailure: Error, Hashable, Sendable {
    package let code: Int32

    package init(code: Int32) { self.code = code }

    func error(_ call: String, _ path: String) -> SegmentLogError {
        .system(call: call, path: path, errno: code)
    }
}
