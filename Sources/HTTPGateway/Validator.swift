// SPDX-License-Identifier: MIT

import FilesystemModel

/// Which version of a content it is, and what a request's conditions make of it (RFC 9110, section 13).
struct Validator: Equatable, Sendable {
    /// Between the quotes.
    let tag: String
    /// A content that was changed a moment ago may change again within the same tick of its clock.
    let isWeak: Bool
    let modified: Timestamp

    var entityTag: String { (isWeak ? "W/" : "") + "\"\(tag)\"" }
    var lastModified: String { HTTPDate.text(modified) }

    enum Outcome: Equatable {
        case proceed
        case notModified
        case failed
    }

    /// In the order of section 13.2.2.
    func outcome(
        ifMatch: String?, ifUnmodifiedSince: String?, ifNoneMatch: String?, ifModifiedSince: String?
    ) -> Outcome {
        if let ifMatch {
            guard matches(ifMatch, .strong) else { return .failed }
        } else if let time = ifUnmodifiedSince.flatMap(HTTPDate.seconds), modified.seconds > time {
            return .failed
        }
        if let ifNoneMatch { return matches(ifNoneMatch, .weak) ? .notModified : .proceed }
        if let time = ifModifiedSince.flatMap(HTTPDate.seconds), modified.seconds <= time { return .notModified }
        return .proceed
    }

    /// Whether the parts that a reader has are of this content, so that another part fits to them.
    func allowsRange(ifRange: String?) -> Bool {
        guard let ifRange else { return true }
        if ifRange.hasPrefix("\"") || ifRange.hasPrefix("W/") { return matches(ifRange, .strong) }
        // A date is strong only where the content has rested since (section 8.8.2.2), which is what `isWeak` says.
        return !isWeak && HTTPDate.seconds(ifRange) == modified.seconds
    }

    private enum Comparison {
        case strong
        case weak
    }

    /// Our tags have no commas, so a list can be cut at them.
    private func matches(_ list: String, _ comparison: Comparison) -> Bool {
        list.split(separator: ",").contains { part in
            let given = part.drop { $0 == " " || $0 == "\t" }.reversed().drop { $0 == " " || $0 == "\t" }.reversed()
            let text = String(given)
            if text == "*" { return true }
            switch comparison {
            case .strong: return !isWeak && text == "\"\(tag)\""
            case .weak: return text == "\"\(tag)\"" || text == "W/\"\(tag)\""
            }
        }
    }
}
