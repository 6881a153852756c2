// SPDX-License-Identifier: MIT

import FilesystemModel
import ObjectStorage

/// Why one look during a check did not end well.
enum CheckFinding: Error {
    case problem(CheckReport.Problem.Kind, String)
    /// The store did not say anything about this object.
    case unknown(String)
    /// The store does not answer at all now: asking for the next object would only wait again.
    case away(String)
    case cancelled

    /// What an answer to a read of an object means. `listedBytes` is its size as the listing has it, where it was
    /// listed: an object that is as long as it should be and cannot be read is damaged and not truncated.
    init(_ error: ObjectStoreError, objectBytes: UInt64, listedBytes: UInt64?) {
        switch error {
        case .notFound: self = .problem(.missing, "the store does not have it")
        case .damaged(let reason):
            let isWhole = listedBytes.map { $0 >= objectBytes } ?? false
            self = .problem(isWhole ? .damaged : .truncated, reason)
        case .conflict, .tooLarge: self = .problem(.damaged, "\(error)")
        case .throttled, .unauthorised, .unreachable:
            self = .away(FSError(error, object: "the store").logDescription)
        case .refused, .unsupported: self = .unknown(FSError(error, object: "an object").logDescription)
        case .cancelled: self = .cancelled
        }
    }
}
