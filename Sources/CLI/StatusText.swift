// SPDX-License-Identifier: MIT

import ControlSocket
import FilesystemModel

extension StatusReport {
    /// A screen for a person, the sentence at its end.
    func screen(_ style: Style, now: Timestamp) -> String {
        let sentence = safetySentence(now: now)
        let head = "\(style.strong(name))  \(stateText(style))" + (mountpoint.map { " at \($0)" } ?? "")
        return [head, table(rows(now: now)), "", isSafeToLoseMachine ? style.good(sentence) : style.careful(sentence)]
            .joined(separator: "\n")
    }

    /// One line for waiting on.
    func progressLine(now: Timestamp) -> String {
        let left = dirtyBytes + queuedBytes
        let sent = uploading.reduce(0) { $0 + $1.sent }
        var parts = [left == 0 ? "finishing" : "\(text(bytes: left > sent ? left - sent : 0)) to go"]
        if !uploading.isEmpty { parts.append("sending \(count(UInt64(uploading.count), "segment"))") }
        if let wait = waits.first {
            parts.append(wait.reason + (wait.until.map { " " + text(until: $0, now: now) } ?? ""))
        }
        return "\(name): " + parts.joined(separator: ", ")
    }

    private func stateText(_ style: Style) -> String {
        switch state {
        case .mounted: style.good("mounted")
        case .readonly: style.careful("mounted read-only")
        case .offline: style.careful("mounted, store not reachable,")
        case .loggedOut: style.bad("mounted, logged out,")
        }
    }

    private func rows(now: Timestamp) -> [(String, String)] {
        var rows = [
            (
                "Only here",
                "\(text(bytes: dirtyBytes)) unsealed, \(text(bytes: queuedBytes)) in \(count(queuedSegments, "queued segment"))"
            ),
            ("In the store", "\(text(bytes: storedBytes)) in \(count(storedSegments, "segment"))"),
            ("Cache", text(bytes: cachedBytes) + (cacheLimit.map { " of \(text(bytes: $0))" } ?? "")),
            ("Position", "\(position), stored \(storedPosition), epoch \(epoch)"),
            ("Volume", volumeID),
        ]
        if let account { rows.append(("Account", account)) }
        for upload in uploading {
            let percent = upload.size == 0 ? 100 : upload.sent * 100 / upload.size
            rows.append(("Sending", "segment \(upload.segment), \(percent) % of \(text(bytes: upload.size))"))
        }
        for wait in waits {
            let end = wait.until.map { " " + text(until: $0, now: now) } ?? ""
            rows.append(("Waiting", "\(wait.lane): \(wait.reason)\(end)"))
        }
        if let lastError { rows.append(("Last error", "\(lastError.message) (\(lastError.time))")) }
        return rows
    }
}
