// SPDX-License-Identifier: MIT

import ControlSocket
import Daemon
import FilesystemModel

extension StatusReport {
    /// Whether the store holds everything.
    var isSafeToLoseMachine: Bool {
        guard dirtyBytes == 0, queuedBytes == 0, queuedSegments == 0, let reached = LogPosition(position),
            let stored = LogPosition(storedPosition)
        else { return false }
        return stored >= reached
    }

    /// The one thing that somebody who looks at a status wants to know.
    func safetySentence(now: Timestamp) -> String {
        if state == .readonly, let lastError, lastError.code == FailureCode.held.rawValue {
            return "This machine does not hold the volume any more: \(lastError.message)."
        }
        guard !isSafeToLoseMachine else { return "It is safe to lose this machine now: the store holds everything." }
        let exposed = dirtyBytes + queuedBytes
        let what =
            exposed == 0
            ? "the newest changes are here only" : "\(text(bytes: exposed)) \(exposed == 1 ? "is" : "are") here only"
        return "It is not safe to lose this machine now: \(what)\(outlook(now: now))."
    }

    private func outlook(now: Timestamp) -> String {
        switch state {
        case .loggedOut: return ", and the account is logged out"
        case .offline: return ", and the store does not answer; sending goes on when it does"
        case .readonly where lastError != nil: return ", and the volume is read-only: \(lastError?.message ?? "")"
        case .mounted, .readonly: break
        }
        if let wait = waits.filter({ $0.until != nil }).max(by: { $0.until < $1.until }), let until = wait.until {
            return "; sending waits (\(wait.reason)) \(text(until: until, now: now))"
        }
        let sent = uploading.reduce(0) { $0 + $1.sent }
        let size = uploading.reduce(0) { $0 + $1.size }
        guard size > 0 else { return "; `gramfs sync` sends them now and waits" }
        return "; \(text(bytes: sent)) of \(text(bytes: size)) are on their way"
    }
}

/// Nothing is before something.
private func < (a: UTCTime?, b: UTCTime?) -> Bool {
    guard let b else { return false }
    return a.map { $0 < b } ?? true
}
