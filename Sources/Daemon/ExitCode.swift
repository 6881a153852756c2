// SPDX-License-Identifier: MIT

/// How the program ends, for scripts. The numbers are a promise of the command line.
package enum ExitCode: Int32, CaseIterable, Sendable {
    case done = 0
    case failed = 1
    case usage = 2
    /// Finished, with damage, gaps or a time-out.
    case incomplete = 3
    case notMounted = 4
    case notPermitted = 5
    case noSuchVolume = 10
    /// Held by another writer, or locked.
    case held = 11
    case wrongPassphrase = 12
    case notLoggedIn = 13
    case unreachable = 14
    case unsupportedFormat = 15
    /// Any failure, where mount(8) started us.
    case mountHelper = 32
    case interrupted = 130
}

extension FailureCode {
    package var exitCode: ExitCode {
        switch self {
        case .failed, .configuration, .exists, .busy, .mountpoint, .fuse, .notListening, .noSuchPath, .noSuchShare,
            .noSuchKey, .lastKey:
            .failed
        case .usage: .usage
        case .timedOut, .damaged, .gaps: .incomplete
        case .notMounted: .notMounted
        case .notPermitted, .banned: .notPermitted
        case .noSuchVolume: .noSuchVolume
        case .locked, .held: .held
        case .passphrase, .weakPassphrase, .wrongPassword: .wrongPassphrase
        case .notLoggedIn, .wrongCode, .codeExpired, .wrongToken: .notLoggedIn
        case .unreachable, .floodWait: .unreachable
        case .unsupportedFormat: .unsupportedFormat
        case .interrupted: .interrupted
        }
    }
}
