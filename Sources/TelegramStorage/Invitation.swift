// SPDX-License-Identifier: MIT

/// A link that invites to a private channel. It says which channel only to those who are in it, or might join.
package struct Invitation: Hashable, Sendable, CustomStringConvertible {
    /// What follows `t.me/+`.
    package let hash: String

    private static let hashBytesMax = 64

    /// `https://t.me/+HASH`, the older `https://t.me/joinchat/HASH`, or `tg://join?invite=HASH`. Nil for everything else.
    package init?(parsing text: String) {
        var link = text[...]
        for scheme in ["https://", "http://", "tg://"] where link.hasPrefix(scheme) {
            link = link.dropFirst(scheme.count)
            break
        }
        let prefixes = ["t.me/+", "t.me/joinchat/", "telegram.me/+", "telegram.me/joinchat/", "join?invite="]
        guard let prefix = prefixes.first(where: link.hasPrefix) else { return nil }
        let hash = link.dropFirst(prefix.count)
        guard (1...Self.hashBytesMax).contains(hash.utf8.count),
            hash.allSatisfy({ $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "-" || $0 == "_") })
        else { return nil }
        self.hash = String(hash)
    }

    package var description: String { "https://t.me/+\(hash)" }
}
