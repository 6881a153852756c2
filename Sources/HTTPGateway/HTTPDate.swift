// SPDX-License-Identifier: MIT

import FilesystemModel

/// RFC 9110, section 5.6.7: `Sun, 06 Nov 1994 08:49:37 GMT`.
enum HTTPDate {
    private static let days = ["Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"]
    private static let months = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ]

    /// The years 1 and 9999: the form has four digits.
    private static let secondsKnown: ClosedRange<Int64> = -62_135_596_800...253_402_300_799

    /// A time outside of the years 1 to 9999, which a file may have, becomes the nearest inside.
    static func text(_ time: Timestamp) -> String {
        let seconds = min(max(time.seconds, secondsKnown.lowerBound), secondsKnown.upperBound)
        let day = seconds >= 0 ? seconds / 86_400 : -((86_399 - seconds) / 86_400)
        let second = seconds - day * 86_400
        let date = CivilDate(daysSince1970: day)
        let weekday = days[Int(((day % 7) + 7) % 7)]
        let clock = [second / 3600, second / 60 % 60, second % 60].map { two($0) }.joined(separator: ":")
        let year = String(repeating: "0", count: max(0, 4 - String(date.year).count)) + String(date.year)
        return "\(weekday), \(two(date.day)) \(months[Int(date.month) - 1]) \(year) \(clock) GMT"
    }

    /// Seconds since 1970. Only the form that is sent today; an older one is no date, and the condition does not hold.
    static func seconds(_ text: String) -> Int64? {
        let parts = text.split(separator: " ", omittingEmptySubsequences: false)
        guard parts.count == 6, parts[5] == "GMT", parts[0].count == 4, parts[0].hasSuffix(","),
            let day = Int64(parts[1]), let month = months.firstIndex(of: String(parts[2])), let year = Int64(parts[3])
        else { return nil }
        let clock = parts[4].split(separator: ":").compactMap { Int64($0) }
        let date = CivilDate(year: year, month: Int64(month) + 1, day: day)
        guard clock.count == 3, (1...31).contains(day), (1...9999).contains(year),
            CivilDate(daysSince1970: date.daysSince1970) == date, (0..<24).contains(clock[0]),
            (0..<60).contains(clock[1]), (0...60).contains(clock[2])
        else { return nil }
        return date.daysSince1970 * 86_400 + clock[0] * 3600 + clock[1] * 60 + clock[2]
    }

    private static func two(_ number: Int64) -> String { number < 10 ? "0\(number)" : String(number) }
}
