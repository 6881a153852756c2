// SPDX-License-Identifier: MIT

import FilesystemModel
import Glibc
import ObjectStorage
import SegmentLog
import StorageFormat

extension FSError {
    /// What a failed call on a local segment file means for whoever asked.
    package init(_ error: SegmentLogError) {
        switch error {
        case .system(_, _, ENOSPC), .system(_, _, EDQUOT): self = .noSpace
        case .system(let call, let path, let code):
            self = .local("\(call) \(path): \(String(cString: strerror(code)))")
        case .poisoned(let reason): self = .readOnly(reason)
        case .noSuchSegment(let sequence): self = .damaged("segment \(sequence) is not in its directory")
        case .segmentExists(let sequence): self = .local("segment \(sequence) exists already")
        case .sealed(let sequence): self = .local("segment \(sequence) takes no more appends")
        case .outOfRange(let sequence): self = .local("segment \(sequence) does not have that range")
        case .closed: self = .readOnly("the volume is closed")
        }
    }

    /// Runs calls on local segment files and gives their failures the meaning that they have above.
    package static func translating<Result>(
        _ body: () throws(SegmentLogError) -> Result
    ) throws(FSError) -> Result {
        do { return try body() } catch { throw FSError(error) }
    }

    /// What an answer of the store means for a read of `object`.
    package init(_ error: ObjectStoreError, object: String) {
        switch error {
        case .notFound: self = .damaged("\(object): the store does not have it")
        case .throttled(let wait): self = .unreachable("\(object): the store asks to wait \(wait)")
        case .unauthorised(let reason): self = .unreachable("\(object): not logged in: \(reason)")
        case .tooLarge(let size, let limit): self = .damaged("\(object): \(size) bytes, the store takes \(limit)")
        case .conflict: self = .damaged("\(object): the store holds something else of that name")
        case .damaged(let reason): self = .damaged("\(object): \(reason)")
        case .unreachable(let reason): self = .unreachable("\(object): \(reason)")
        case .refused(let reason): self = .unreachable("\(object): refused: \(reason)")
        case .unsupported: self = .notSupported
        case .cancelled: self = .interrupted
        }
    }

    /// Why an append to the log failed.
    init(appending error: any Error) {
        if let error = error as? FSError {
            self = error
        } else if let error = error as? SegmentLogError {
            self.init(error)
        } else {
            self = .local("sealing an entry: \(error)")
        }
    }

    /// A word for scripts.
    package var code: String {
        switch self {
        case .notFound: "not_found"
        case .exists: "exists"
        case .notDirectory: "not_directory"
        case .isDirectory: "is_directory"
        case .directoryNotEmpty: "directory_not_empty"
        case .notPermitted: "not_permitted"
        case .accessDenied: "access_denied"
        case .nameTooLong: "name_too_long"
        case .invalidArgument: "invalid_argument"
        case .fileTooLarge: "file_too_large"
        case .beyondEnd: "beyond_end"
        case .tooManyLinks: "too_many_links"
        case .symbolicLinkLoop: "symbolic_link_loop"
        case .noAttribute: "no_attribute"
        case .bufferTooSmall: "buffer_too_small"
        case .attributeTooLarge: "attribute_too_large"
        case .badHandle: "bad_handle"
        case .staleInode: "stale_inode"
        case .busy: "busy"
        case .notSupported: "not_supported"
        case .noSpace: "no_space"
        case .readOnly: "read_only"
        case .held: "held"
        case .outdated: "outdated"
        case .damaged: "damaged"
        case .unreachable: "unreachable"
        case .local: "local"
        case .interrupted: "interrupted"
        case .indexDamaged: "index_damaged"
        }
    }

    /// For `status` and the log: one clause.
    package var logDescription: String {
        switch self {
        case .readOnly(let reason), .damaged(let reason), .unreachable(let reason), .local(let reason),
            .indexDamaged(let reason), .invalidArgument(let reason), .held(let reason), .outdated(let reason):
            reason
        case .noSpace: "no space is left on the local disk"
        default: "\(self)"
        }
    }
}
