// SPDX-License-Identifier: MIT

import FilesystemModel

/// A time in JSON: RFC 3339 in UTC, `2026-03-01T12:00:00Z`, with milliseconds where there are any.
package struct UTCTime: Hashable, Comparable, Sendable {
    package var timestamp: Timestamp

    package init(_ timestamp: Timestamp) { self.timestamp = timestamp }

    package static func < (a: Self, b: Self) -> Bool { a.timestamp < b.timestamp }
}

extension UTCTime: LosslessStringConvertible {
    package var description: String {
        let (day, second) = timestamp.seconds.flooredDivision(by: 86_400)
        let date = CivilDate(daysSince1970: day)
        let milliseconds = timestamp.nanoseconds / 1_000_000
        let fraction = milliseconds == 0 ? "" : "." + padded(Int64(milliseconds), 3)
        let clock = [second / 3600, second / 60 % 60, second % 60].map { padded($0, 2) }.joined(separator: ":")
        return "\(padded(date.year, 4))-\(padded(date.month, 2))-\(padded(date.day, 2))T\(clock)\(fraction)Z"
    }

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

/// A day of the Gregorian calendar, counted as in "chrono-Compatible Low-Level Date Algorithms": years begin in March,
/// so that the leap day is the last one.
private struct CivilDate: Equatable {
    var year: Int64
    var month: Int64
    var day: Int64

    init(year: Int64, month: Int64, day: Int64) {
        self.year = year
        self.month = month
        self.day = day
    }

    init(daysSince1970 days: Int64) {
        let (era, dayOfEra) = (days + 719_468).flooredDivision(by: 146_097)
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let monthFromMarch = (5 * dayOfYear + 2) / 153
        day = dayOfYear - (153 * monthFromMarch + 2) / 5 + 1
        month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9
        year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
    }

    var daysSince1970: Int64 {
        let (era, yearOfEra) = (month <= 2 ? year - 1 : year).flooredDivision(by: 400)
        let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
        return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
    }
}

extension Int64 {
    fileprivate func flooredDivision(by divisor: Int64) -> (quotient: Int64, remainder: Int64) {
        let (quotient, remainder) = quotientAndRemainder(dividingBy: divisor)
        return remainder < 0 ? (quotient - 1, remainder + divisor) : (quotient, remainder)
    }
}

private func padded(_ value: Int64, _ width: Int) -> String {
    let digits = String(value)
    return String(repeating: "0", count: max(0, width - digits.count)) + digits
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
