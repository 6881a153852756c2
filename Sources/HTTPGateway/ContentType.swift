// SPDX-License-Identifier: MIT

/// What a file may be called in an answer, by the end of its name: never a type that runs in our origin.
struct ContentType: Equatable, Sendable {
    enum Preview: Equatable, Sendable {
        case none
        case picture
        case audio
        case video
    }

    let text: String
    let preview: Preview
    /// For people.
    let description: String
    /// Whether a browser may show it by itself: pictures, sound, films and plain text.
    var isInline: Bool { preview != .none || text == Self.plainText }

    private static let plainText = "text/plain; charset=utf-8"
    private static let unknown = "application/octet-stream"

    init(name: [UInt8]) {
        let ending = String(decoding: name.suffix(while: { $0 != UInt8(ascii: ".") }), as: UTF8.self).lowercased()
        let hasEnding = ending.utf8.count < name.count && ending.utf8.count <= 8
        self = hasEnding ? Self.known[ending] ?? Self.other(ending) : Self(Self.unknown, .none, "File")
    }

    private init(_ text: String, _ preview: Preview, _ description: String) {
        self.text = text
        self.preview = preview
        self.description = description
    }

    private static func other(_ ending: String) -> ContentType {
        let isWord =
            !ending.isEmpty && ending.utf8.allSatisfy { (0x61...0x7A).contains($0) || (0x30...0x39).contains($0) }
        return ContentType(unknown, .none, isWord ? "\(ending.uppercased()) file" : "File")
    }

    private static let known: [String: ContentType] = {
        var table: [String: ContentType] = [:]
        for (type, endings) in [
            ("png", "png"), ("jpeg", "jpg jpeg jpe"), ("gif", "gif"), ("webp", "webp"), ("avif", "avif"),
            ("bmp", "bmp"),
        ] {
            add(ContentType("image/" + type, .picture, type.uppercased() + " picture"), endings, to: &table)
        }
        for (type, name, endings) in [
            ("mpeg", "MP3", "mp3"), ("mp4", "AAC", "m4a"), ("aac", "AAC", "aac"), ("ogg", "Ogg", "ogg oga opus"),
            ("flac", "FLAC", "flac"), ("wav", "WAV", "wav"),
        ] {
            add(ContentType("audio/" + type, .audio, name + " audio"), endings, to: &table)
        }
        for (type, name, endings) in [
            ("mp4", "MP4", "mp4 m4v"), ("webm", "WebM", "webm"), ("ogg", "Ogg", "ogv"),
            ("quicktime", "QuickTime", "mov"),
            ("x-matroska", "Matroska", "mkv"),
        ] {
            add(ContentType("video/" + type, .video, name + " video"), endings, to: &table)
        }
        add(
            ContentType(plainText, .none, "Text"),
            "txt text log md csv tsv ini conf cfg toml yaml yml json diff patch swift c h cc cpp rs go py rb pl sh bash sql",
            to: &table)
        for (type, name, endings) in [
            ("pdf", "PDF document", "pdf"), ("zip", "ZIP archive", "zip"), ("gzip", "gzip archive", "gz tgz"),
            ("zstd", "Zstandard archive", "zst"), ("x-7z-compressed", "7-Zip archive", "7z"),
            ("x-tar", "tar archive", "tar"),
        ] {
            add(ContentType("application/" + type, .none, name), endings, to: &table)
        }
        // What browsers would run: named for people, sent as bytes.
        for (name, endings) in [
            ("Web page", "html htm xhtml xht shtml mhtml mht"), ("SVG drawing", "svg svgz"),
            ("XML document", "xml xsl xslt"),
            ("JavaScript", "js mjs cjs"), ("Style sheet", "css"), ("WebAssembly", "wasm"), ("Flash", "swf"),
        ] {
            add(ContentType(unknown, .none, name), endings, to: &table)
        }
        return table
    }()

    private static func add(_ type: ContentType, _ endings: String, to table: inout [String: ContentType]) {
        for ending in endings.split(separator: " ") { table[String(ending)] = type }
    }
}

extension [UInt8] {
    fileprivate func suffix(while isPart: (UInt8) -> Bool) -> ArraySlice<UInt8> {
        guard let end = lastIndex(where: { !isPart($0) }) else { return self[...] }
        return self[index(after: end)...]
    }
}
