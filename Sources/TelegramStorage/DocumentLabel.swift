// SPDX-License-Identifier: MIT

import ObjectStorage
import Telegram

/// What a message of a volume says that it is, twice: by the name of its document, which nobody can change without sending
/// the document again, and by its caption, which some client might show alone.
///
///     object   file   0f…c3.gramfs           caption   gramfs object 0f…c3
///     root     file   root-0f…c3.gramfs      caption   gramfs root 0f…c3, and a sentence for people
enum DocumentLabel: Hashable, Sendable {
    case object(ObjectName)
    /// Each root document has a random name of its own.
    case root(ObjectName)

    private static let suffix = ".gramfs"
    private static let rootPrefix = "root-"

    /// Nil for every message that is none of a volume's.
    init?(_ message: ChannelMessage) {
        guard let document = message.document else { return nil }
        guard let label = document.fileName.flatMap(Self.init(fileName:)) ?? Self.init(caption: message.text) else {
            return nil
        }
        self = label
    }

    init?(fileName: String) {
        guard fileName.hasSuffix(Self.suffix) else { return nil }
        let stem = fileName.dropLast(Self.suffix.count)
        if stem.hasPrefix(Self.rootPrefix) {
            guard let name = ObjectName(String(stem.dropFirst(Self.rootPrefix.count))) else { return nil }
            self = .root(name)
        } else {
            guard let name = ObjectName(String(stem)) else { return nil }
            self = .object(name)
        }
    }

    init?(caption: String) {
        let line = caption.split(separator: "\n", maxSplits: 1).first ?? ""
        let words = line.split(separator: " ")
        guard words.count == 3, words[0] == "gramfs", let name = ObjectName(String(words[2])) else { return nil }
        switch words[1] {
        case "object": self = .object(name)
        case "root": self = .root(name)
        default: return nil
        }
    }

    var fileName: String {
        switch self {
        case .object(let name): name.description + Self.suffix
        case .root(let name): Self.rootPrefix + name.description + Self.suffix
        }
    }

    /// Without anything that Telegram would make a link, a tag or a command of.
    var caption: String {
        switch self {
        case .object(let name): "gramfs object \(name)"
        case .root(let name):
            "gramfs root \(name)\nHere a file system begins. Whoever deletes or unpins this makes it harder to find."
        }
    }

    var name: ObjectName {
        switch self {
        case .object(let name), .root(let name): name
        }
    }

    var isRoot: Bool { if case .root = self { true } else { false } }
}

extension ObjectName {
    /// What makes Telegram take one message of this name in one channel; with each `attempt` another one, for Telegram
    /// remembers a number also after its message was deleted.
    func randomID(in chat: ChatID, attempt: Int) -> Int64 {
        let half = description.utf8.count / 2
        // The digits of a name are hexadecimal by its initialiser.
        let high = UInt64(description.prefix(half), radix: 16) ?? 0
        let low = UInt64(description.suffix(half), radix: 16) ?? 0
        var mixed = high ^ low &+ UInt64(bitPattern: chat.channel) &* 0x9E37_79B9_7F4A_7C15
        mixed = mixed &+ UInt64(attempt) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ mixed >> 31) &* 0x94D0_49BB_1331_11EB
        // Zero is no number for Telegram.
        return Int64(bitPattern: mixed == 0 ? 1 : mixed)
    }

    static func random() -> ObjectName {
        var generator = SystemRandomNumberGenerator()
        let digits = (0..<4).map { _ in
            let word = String(UInt32.random(in: 0...UInt32.max, using: &generator), radix: 16)
            return String(repeating: "0", count: 8 - word.count) + word
        }
        guard let name = ObjectName(digits.joined()) else { preconditionFailure("hexadecimal digits make a name") }
        return name
    }
}
