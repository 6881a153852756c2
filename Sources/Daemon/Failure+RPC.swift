// SPDX-License-Identifier: MIT

import ControlSocket

extension RPCError {
    package init(_ failure: Failure) {
        self.init(
            code: -32000 - Int(failure.code.exitCode.rawValue), message: failure.message,
            data: .init(code: failure.code.rawValue, hint: failure.hint))
    }
}

extension Failure {
    /// A word that this version does not know, from a newer daemon, is `failed`.
    package init(_ error: RPCError) {
        let code = error.data.flatMap { FailureCode(rawValue: $0.code) }
        self.init(
            code ?? (error == .foreignPeer ? .notPermitted : .failed), error.message, hint: error.data?.hint ?? "")
    }

    /// A failed call to the daemon that has `name` mounted.
    package init(_ error: ControlClientError, volume name: VolumeName) {
        switch error {
        case .notListening:
            self.init(.notMounted, "\(name) is not mounted", hint: "Mount it: gramfs mount \(name) MOUNTPOINT")
        case .notPermitted(let path):
            self.init(
                .notPermitted, "Another user has mounted \(name): \(path) cannot be opened",
                hint: "Run the command as that user or as root")
        case .system(let path, let errno):
            self.init(.failed, "Cannot talk to the daemon at \(path): \(reason(errno))")
        case .connectionLost:
            self.init(
                .failed, "The daemon of \(name) ended before it answered", hint: "Its last words are in the log file")
        case .malformedAnswer(let what):
            self.init(
                .failed, "The daemon of \(name) gave an answer that cannot be read: \(what)",
                hint: "It may be another version: unmount and mount again")
        }
    }
}
