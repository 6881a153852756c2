// SPDX-License-Identifier: MIT

/// The entities that the server adds to a text by itself: links, mentions, hashtags and so on.
enum EntityFinder {
    /// `text` without white space around it, `entities` moved along, and what the server finds added.
    static func complete(_ text: String, _ entities: [TextEntity]) -> (text: String, entities: [TextEntity]) {
        let units = Array(text.utf16)
        let isSpace = { (unit: UInt16) in unit == 0x20 || (9...13).contains(unit) || unit == 0xa0 || unit == 0x3000 }
        let start = units.firstIndex { !isSpace($0) } ?? units.count
        let end = (units.lastIndex { !isSpace($0) } ?? start - 1) + 1
        let trimmed = Array(units[start..<max(start, end)])
        let moved = entities.compactMap { entity -> TextEntity? in
            var entity = entity
            let from = max(0, Int(entity.offset) - start)
            let to = min(trimmed.count, Int(entity.offset) + Int(entity.length) - start)
            guard from < to, !isFound(entity.kind) else { return nil }
            entity.offset = Int32(from)
            entity.length = Int32(to - from)
            return entity
        }
        let found = find(trimmed).filter { new in
            !moved.contains { old in
                (old.kind == .code || old.kind == .pre || old.kind == .textURL)
                    && old.offset < new.offset + new.length && new.offset < old.offset + old.length
            }
        }
        let all = (moved + found).sorted { ($0.offset, -$0.length) < ($1.offset, -$1.length) }
        return (String(decoding: trimmed, as: UTF16.self), all)
    }

    /// Those come from the server alone.
    private static func isFound(_ kind: TextEntity.Kind) -> Bool {
        switch kind {
        case .url, .mention, .hashtag, .email, .phone, .botCommand, .cashtag, .unknown: true
        case .bold, .italic, .underline, .strike, .spoiler, .quote, .code, .pre, .textURL: false
        }
    }

    static func find(_ units: [UInt16]) -> [TextEntity] {
        var found: [TextEntity] = []
        var index = 0
        while index < units.count {
            if let (kind, end) = match(units, at: index) {
                found.append(TextEntity(kind: kind, offset: Int32(index), length: Int32(end - index)))
                index = end
            } else {
                index += 1
            }
        }
        return found
    }

    private static func match(_ units: [UInt16], at start: Int) -> (TextEntity.Kind, Int)? {
        let before = start > 0 ? units[start - 1] : 0x20
        guard !isWord(before) else { return nil }
        switch units[start] {
        case UInt16(ascii: "@"):
            let end = run(units, start + 1, isWord)
            return (4...32).contains(end - start - 1) ? (.mention, end) : nil
        case UInt16(ascii: "#"):
            let end = run(units, start + 1, isWord)
            let hasLetter = units[(start + 1)..<end].contains { !isDigit($0) && $0 != UInt16(ascii: "_") }
            return hasLetter && end - start <= 256 ? (.hashtag, end) : nil
        case UInt16(ascii: "$"):
            let end = run(units, start + 1) { (0x41...0x5a).contains($0) }
            let isWhole = end == units.count || !isWord(units[end])
            return (1...8).contains(end - start - 1) && isWhole ? (.cashtag, end) : nil
        case UInt16(ascii: "/"):
            guard before != UInt16(ascii: "/"), before != UInt16(ascii: "<") else { return nil }
            let end = run(units, start + 1, isASCIIWord)
            let isWhole = end == units.count || units[end] != UInt16(ascii: "/")
            return (1...64).contains(end - start - 1) && isWhole ? (.botCommand, end) : nil
        case UInt16(ascii: "+"):
            let end = run(units, start + 1, isDigit)
            return (7...15).contains(end - start - 1) ? (.phone, end) : nil
        default:
            return link(units, at: start) ?? email(units, at: start) ?? host(units, at: start)
        }
    }

    private static func link(_ units: [UInt16], at start: Int) -> (TextEntity.Kind, Int)? {
        for scheme in ["http://", "https://", "ftp://", "tg://", "ton://"] {
            let prefix = Array(scheme.utf16)
            guard units.count - start > prefix.count else { continue }
            guard units[start..<(start + prefix.count)].elementsEqual(prefix, by: { lower($0) == $1 }) else {
                continue
            }
            let end = trimmed(units, start, run(units, start) { $0 > 0x20 && $0 != 0xa0 })
            return end > start + prefix.count ? (.url, end) : nil
        }
        return nil
    }

    private static func email(_ units: [UInt16], at start: Int) -> (TextEntity.Kind, Int)? {
        let local = run(units, start) { isASCIIWord($0) || $0 == 0x2e || $0 == 0x2b || $0 == 0x2d }
        guard local > start, local < units.count, units[local] == UInt16(ascii: "@") else { return nil }
        let end = trimmed(units, local + 1, run(units, local + 1) { isASCIIWord($0) || $0 == 0x2e || $0 == 0x2d })
        return units[(local + 1)..<max(local + 1, end)].contains(0x2e) ? (.email, end) : nil
    }

    /// `example.org/path` without a scheme, for the top-level domains that people write.
    private static func host(_ units: [UInt16], at start: Int) -> (TextEntity.Kind, Int)? {
        let end = trimmed(units, start, run(units, start) { isASCIIWord($0) || $0 == 0x2e || $0 == 0x2d })
        let labels = units[start..<end].split(separator: 0x2e, omittingEmptySubsequences: false)
        guard labels.count >= 2, !labels.contains(where: \.isEmpty), let top = labels.last else { return nil }
        let known: Set = ["com", "org", "net", "io", "me", "dev", "info", "de", "ru", "uk", "fr", "app", "ai", "co"]
        guard known.contains(String(decoding: top.map(lower), as: UTF16.self)) else { return nil }
        guard end < units.count, units[end] == UInt16(ascii: "/") else { return (.url, end) }
        return (.url, trimmed(units, start, run(units, end) { $0 > 0x20 && $0 != 0xa0 }))
    }

    /// Punctuation at the end belongs to the sentence.
    private static func trimmed(_ units: [UInt16], _ start: Int, _ end: Int) -> Int {
        var end = end
        while end > start, ".,:;!?)'\"-".utf16.contains(units[end - 1]) { end -= 1 }
        return end
    }

    private static func run(_ units: [UInt16], _ start: Int, _ belongs: (UInt16) -> Bool) -> Int {
        var end = start
        while end < units.count, belongs(units[end]) { end += 1 }
        return end
    }

    private static func lower(_ unit: UInt16) -> UInt16 { (0x41...0x5a).contains(unit) ? unit + 0x20 : unit }
    private static func isDigit(_ unit: UInt16) -> Bool { (0x30...0x39).contains(unit) }
    private static func isASCIIWord(_ unit: UInt16) -> Bool {
        isDigit(unit) || (0x41...0x5a).contains(unit) || (0x61...0x7a).contains(unit) || unit == 0x5f
    }
    /// Letters of other scripts count: hashtags are written in all of them.
    private static func isWord(_ unit: UInt16) -> Bool {
        isASCIIWord(unit) || unit >= 0xc0 && !(0x2000...0x206f).contains(unit) && !(0x3000...0x303f).contains(unit)
    }
}

extension UInt16 {
    fileprivate init(ascii: Unicode.Scalar) { self = UInt16(ascii.value) }
}
