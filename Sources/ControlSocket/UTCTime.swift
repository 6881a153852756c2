// SPDX-License-Identifier: MIT

import FilesystemModel

/// A time in JSON: RFC 3339 in UTC, `2026-03-01T12:00:00Z`, with milliseconds where there are any.
package struct UTCTime: Hashable, Comparable, Sendable {
    package var timestamp: Timestamp

    package init(_ timestamp: Timestamp) { self.timestamp = timestamp }

    package static func < (a: Self, b: Self) -> Bool { a.timestamp < b.timestamp }
}

extension UTCTime: LosslessStringConvertible {
    package var description: String { timestamp.description }

    /// Only what RFC 3339 allows for UTC: `Z` or `+00:00`, upper or lower case.
    package init?(_ description: String) {
        var text = Array(description.uppercased().utf8)[...]
        if text.suffix(6).elementsEqual("+00:00".utf8) {
            text = text.dropLast(6)
        } else if text.last == UInt8(ascii: "Z") {
            text = text.dropLast()
        } else {
            return nil
        }
        guard text.count >= 19, let year = number(&text, 4, then: "-"), let month = number(&text, 2, then: "-"),
            let day = number(&text, 2, then: "T"), let hour = number(&text, 2, then: ":"),
            let minute = number(&text, 2, then: ":"), let second = number(&text, 2, then: nil),
            (1...12).contains(month), (1...31).contains(day), hour < 24, minute < 60, second < 60,
            let nanoseconds = fraction(text)
        else { return nil }
        let date = CivilDate(year: year, month: month, day: day)
        guard CivilDate(daysSince1970: date.daysSince1970) == date else { return nil }
        self.init(
            Timestamp(
                seconds: date.daysSince1970 * 86_400 + hour * 3600 + minute * 60 + second, nanoseconds: nanoseconds))
    }
}

extension UTCTime: Codable {
    package init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        let text = try container.decode(String.self)
        guard let time = UTCTime(text) else {
            throw DecodingError.dataCorruptedError(in: container, debugDescription: "not an RFC 3339 time in UTC")
        }
        self = time
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(description)
    }
}

/// Takes `count` digits, and `separator` after them, off the front.
private func number(_ text: inout ArraySlice<UInt8>, _ count: Int, then separator: Character?) -> Int64? {
    let digits = text.prefix(count)
    guard digits.count == count, digits.allSatisfy({ (0x30...0x39).contains($0) }) else { return nil }
    text = text.dropFirst(count)
    if let separator {
        guard text.first == separator.asciiValue else { return nil }
        text = text.dropFirst()
    }
    return digits.reduce(0) { $0 * 10 + Int64($1 - 0x30) }
}

/// The nanoseconds of `.123` or of nothing.
private func fraction(_ text: ArraySlice<UInt8>) -> UInt32? {
    guard let point = text.first else { return 0 }
    let digits = text.dropFirst()
    guard point == UInt8(ascii: "."), !digits.isEmpty, digits.allSatisfy({ (0x30...0x39).contains($0) }) else {
        return nil
    }
    let nine = digits.prefix(9) + Array(repeating: 0x30, count: max(0, 9 - digits.count))
    return nine.reduce(0) { $0 * 10 + UInt32($1 - 0x30) }
}
