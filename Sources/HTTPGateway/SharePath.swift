// SPDX-License-Identifier: MIT

import FilesystemModel

/// What the path of a request asks for:
///
///     /s/TOKEN                  the page of the share: of its file, or of its folder
///     /s/TOKEN/raw              the bytes of a shared file
///     /s/TOKEN/raw/a/b          the bytes of a file in a shared folder
///     /s/TOKEN/view/a/b         the page of a file in a shared folder
///     /s/TOKEN/browse/a/        the page of a folder in it
///     /s/TOKEN/zip, zip/a       the folder, or one in it, as a ZIP
///     /s/TOKEN/unlock           where the form with the password goes
///     /s/gramfs.css             the style of all pages
///     /robots.txt
///
/// `?download` behind `TOKEN` or `raw` makes a browser save what it gets. Names are percent-encoded bytes; one that stands
/// for no file name (`.`, `..`, a slash or a NUL inside) makes the whole path one that does not exist.
struct SharePath: Equatable, Sendable {
    enum Verb: Equatable, Sendable {
        case page
        case raw
        case view
        case browse
        case zip
        case unlock
        case style
        case robots
    }

    var verb: Verb
    var token = ""
    /// Below the shared folder.
    var names: [FileName] = []
    var isDownload = false
    /// The way from this page to `/s/`, for links: they work below any prefix that a proxy has.
    var up = ""

    static let prefix = "/s/"
    static let styleName = "gramfs.css"

    /// Nil for what does not exist.
    init?(_ target: String) {
        let parts = target.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
        let path = parts[0]
        let query = parts.count > 1 ? parts[1] : ""
        if path == "/robots.txt" {
            verb = .robots
            return
        }
        guard path.hasPrefix(Self.prefix) else { return nil }
        var words = path.dropFirst(Self.prefix.count).split(separator: "/", omittingEmptySubsequences: false)[...]
        guard words.count <= Self.wordsMax else { return nil }
        up = String(repeating: "../", count: words.count - 1)
        let first = String(words.removeFirst())
        if first == Self.styleName, words.isEmpty {
            verb = .style
            return
        }
        token = first
        // A slash at the end says nothing that matters.
        if words.last == "" { words.removeLast() }
        isDownload = query.split(separator: "&").contains { $0 == "download" || $0.hasPrefix("download=") }
        guard let word = words.popFirst() else {
            verb = .page
            return
        }
        switch word {
        case "raw": verb = .raw
        case "view": verb = .view
        case "browse": verb = .browse
        case "zip": verb = .zip
        case "unlock": verb = .unlock
        default: return nil
        }
        for word in words {
            guard let bytes = PercentCoding.bytes(word.utf8), let name = try? FileName(bytes) else { return nil }
            names.append(name)
        }
        if verb == .unlock, !names.isEmpty { return nil }
        if verb == .view, names.isEmpty { return nil }
    }

    /// Deeper than any path that Linux can open.
    private static let wordsMax = 2100

    /// The link that this request belongs to, as seen from its page.
    var root: String { up + token }

    func link(_ word: String, _ names: [FileName]) -> String {
        ([root, word] + names.map { PercentCoding.text($0.bytes) }).joined(separator: "/")
    }
}
