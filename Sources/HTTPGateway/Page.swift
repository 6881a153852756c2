// SPDX-License-Identifier: MIT

import FilesystemModel

/// The pages, as HTML that needs no script and nothing from anybody else.
struct Page: Sendable {
    let title: String
    let html: String

    /// `up` is the way to `/s/`, where the style is.
    private init(title: String, up: String, main: String) {
        self.title = title
        html = """
            <!DOCTYPE html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta name="color-scheme" content="light dark">
            <meta name="robots" content="noindex, nofollow">
            <title>\(escaped(title))</title>
            <link rel="icon" href="data:,">
            <link rel="stylesheet" href="\(up)\(SharePath.styleName)">
            </head>
            <body>
            <main>
            \(main)
            </main>
            </body>
            </html>

            """
    }

    // MARK: A file

    static func file(
        _ file: ShareContent.File, _ share: Share, at path: SharePath, rootName: [UInt8]
    ) -> Page {
        let type = ContentType(name: file.name)
        let raw = path.link("raw", path.names)
        // What is shown is downloaded: a link that may be used twice must not be used up by looking at it.
        let preview = share.downloadsMax == nil ? preview(type, raw, file.name) : ""
        let facts = [type.description, text(bytes: file.size), "changed " + day(file.validator.modified)]
        let main = """
            \(path.names.isEmpty ? "" : breadcrumb(path, rootName))
            <article class="file">
            <h1>\(name(file.name))</h1>
            <p class="facts">\(facts.map { "<span>\(escaped($0))</span>" }.joined(separator: " "))</p>
            \(preview)
            <p><a class="button" href="\(raw)?download" download>Download <small>\(escaped(text(bytes: file.size)))</small></a></p>
            </article>
            \(footer(share))
            """
        return Page(title: String(decoding: file.name, as: UTF8.self), up: path.up, main: main)
    }

    private static func preview(_ type: ContentType, _ raw: String, _ name: [UInt8]) -> String {
        let label = escaped(String(decoding: name, as: UTF8.self))
        return switch type.preview {
        case .none: ""
        case .picture: "<p class=\"preview\"><img src=\"\(raw)\" alt=\"\(label)\"></p>"
        case .audio: "<p class=\"preview\"><audio controls preload=\"metadata\" src=\"\(raw)\"></audio></p>"
        case .video:
            "<p class=\"preview\"><video controls playsinline preload=\"metadata\" src=\"\(raw)\"></video></p>"
        }
    }

    // MARK: A folder

    static func folder(
        _ entries: [ShareContent.Entry], hasMore: Bool, _ share: Share, at path: SharePath, rootName: [UInt8]
    ) -> Page {
        let own = path.names.last?.bytes ?? rootName
        let folders = entries.count { $0.isFolder }
        let files = entries.count - folders
        let sum = entries.reduce(UInt64(0)) { $0 + ($1.isFolder ? 0 : $1.attributes.size) }
        var facts: [String] = []
        if folders > 0 { facts.append(count(folders, "folder")) }
        facts.append(files > 0 ? "\(count(files, "file")), \(text(bytes: sum))" : folders > 0 ? "no files" : "empty")
        let rows = entries.map { row($0, path) }.joined(separator: "\n")
        let main = """
            \(path.names.isEmpty ? "" : breadcrumb(path, rootName))
            <header class="head">
            <div>
            <h1>\(name(own))</h1>
            <p class="facts">\(facts.map { "<span>\(escaped($0))</span>" }.joined(separator: " "))</p>
            </div>
            <a class="button" href="\(path.link("zip", path.names))" download>Download all <small>ZIP</small></a>
            </header>
            \(entries.isEmpty ? "" : "<ul class=\"list\">\n\(rows)\n</ul>")
            \(hasMore ? "<p class=\"note\">There is more than this page lists; the ZIP has all of it.</p>" : "")
            \(footer(share))
            """
        return Page(title: String(decoding: own, as: UTF8.self), up: path.up, main: main)
    }

    private static func row(_ entry: ShareContent.Entry, _ path: SharePath) -> String {
        let names = path.names + [entry.name]
        let link = entry.isFolder ? path.link("browse", names) + "/" : path.link("view", names)
        let kind =
            entry.isFolder ? "folder" : "file-" + ContentType(name: entry.name.bytes).preview.word
        let size = entry.isFolder ? "" : text(bytes: entry.attributes.size)
        return """
            <li><a class="\(kind)" href="\(link)"><span class="name">\(name(entry.name.bytes))</span>\
            <span class="size">\(size)</span><span class="day">\(day(entry.attributes.modificationTime))</span></a></li>
            """
    }

    private static func breadcrumb(_ path: SharePath, _ rootName: [UInt8]) -> String {
        var items = ["<a href=\"\(path.root)\">\(name(rootName))</a>"]
        for count in 1..<max(1, path.names.count) {
            let names = Array(path.names.prefix(count))
            items.append("<a href=\"\(path.link("browse", names))/\">\(name(names[count - 1].bytes))</a>")
        }
        return "<nav>" + items.joined(separator: " <span>/</span> ") + " <span>/</span></nav>"
    }

    // MARK: The rest

    static func password(at path: SharePath, message: String?) -> Page {
        let main = """
            <article class="form">
            <h1>Password</h1>
            <p>Whoever gave you this link protected it with a password.</p>
            \(message.map { "<p class=\"wrong\" role=\"alert\">\(escaped($0))</p>" } ?? "")
            <form method="post" action="\(path.root)/unlock">
            <label for="password">Password</label>
            <input id="password" name="password" type="password" required autofocus autocomplete="off" maxlength="1024">
            <button class="button" type="submit">Open</button>
            </form>
            </article>
            """
        return Page(title: "Password", up: path.up, main: main)
    }

    static func message(_ title: String, _ text: String, up: String) -> Page {
        let main = "<article class=\"message\">\n<h1>\(escaped(title))</h1>\n<p>\(escaped(text))</p>\n</article>"
        return Page(title: title, up: up, main: main)
    }

    private static func footer(_ share: Share) -> String {
        var lines: [String] = []
        if let expires = share.expires { lines.append("This link ends on \(minute(expires)) UTC.") }
        if let downloadsMax = share.downloadsMax {
            let left = downloadsMax - min(downloadsMax, share.downloads)
            lines.append("It can be downloaded \(left == 1 ? "once" : "\(left) times") more.")
        }
        return lines.isEmpty ? "" : "<footer>\(escaped(lines.joined(separator: " ")))</footer>"
    }

    /// Isolated, so that no name can turn the direction of what stands around it.
    private static func name(_ bytes: [UInt8]) -> String {
        "<bdi>\(escaped(String(decoding: bytes, as: UTF8.self)))</bdi>"
    }

    /// `2026-11-25`
    private static func day(_ time: Timestamp) -> String { String(time.description.prefix { $0 != "T" }) }

    /// `2026-11-25 16:04`
    private static func minute(_ time: Timestamp) -> String {
        let parts = time.description.split(separator: "T")
        return parts.count == 2 ? "\(parts[0]) \(parts[1].prefix(5))" : time.description
    }

    private static func count(_ number: Int, _ thing: String) -> String {
        number == 1 ? "1 \(thing)" : "\(number) \(thing)s"
    }

    private static func text(bytes: UInt64) -> String {
        let units = ["KB", "MB", "GB", "TB", "PB"]
        guard bytes >= 1000 else { return bytes == 1 ? "1 byte" : "\(bytes) bytes" }
        var value = Double(bytes)
        var unit = -1
        // 999.95 would be shown as 1000.0.
        while value >= 999.95, unit < units.count - 1 {
            value /= 1000
            unit += 1
        }
        let tenths = Int((value * 10).rounded())
        return "\(tenths / 10).\(tenths % 10) \(units[unit])"
    }
}

extension ContentType.Preview {
    fileprivate var word: String {
        switch self {
        case .none: "other"
        case .picture: "picture"
        case .audio: "audio"
        case .video: "video"
        }
    }
}

/// For text and for attributes in double quotes. Control characters, which HTML does not allow, become U+FFFD.
func escaped(_ text: String) -> String {
    var html = ""
    for character in text.unicodeScalars {
        switch character {
        case "&": html += "&amp;"
        case "<": html += "&lt;"
        case ">": html += "&gt;"
        case "\"": html += "&quot;"
        case "'": html += "&#39;"
        case _ where character.value < 0x20 || (0x7F..<0xA0).contains(character.value): html += "\u{FFFD}"
        default: html.unicodeScalars.append(character)
        }
    }
    return html
}
