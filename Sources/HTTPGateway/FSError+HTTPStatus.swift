// SPDX-License-Identifier: MIT

import FilesystemModel
import HTTPTypes

extension FSError {
    /// What a stranger is told; why, only the log.
    var httpStatus: HTTPResponse.Status {
        switch self {
        case .notFound, .staleInode, .notDirectory, .isDirectory, .nameTooLong, .symbolicLinkLoop, .accessDenied,
            .invalidArgument:
            .notFound
        case .notPermitted: .gone
        case .busy: .tooManyRequests
        case .unreachable, .interrupted, .noSpace, .readOnly, .held, .outdated: .serviceUnavailable
        case .fileTooLarge: .contentTooLarge
        case .beyondEnd, .exists, .directoryNotEmpty, .tooManyLinks, .noAttribute, .bufferTooSmall, .attributeTooLarge,
            .badHandle,
            .notSupported, .damaged, .local, .indexDamaged:
            .internalServerError
        }
    }
}
