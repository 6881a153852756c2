// SPDX-License-Identifier: MIT

/// SIZE of the command line: `4096`, `64K`, `64M`, `10G`, `1T`, counted in 1024s; `64MiB` and `64MB` mean the same.
package struct ByteCount: Hashable, Comparable, Sendable, LosslessStringConvertible {
    package var bytes: UInt64

    package init(_ bytes: UInt64) { self.bytes = bytes }

    package init?(_ description: String) {
        let digits = description.prefix { $0.isASCII && $0.isNumber }
        guard let number = UInt64(digits), let shift = Self.shift(description.dropFirst(digits.count).uppercased())
        else { return nil }
        let (bytes, overflow) = number.multipliedReportingOverflow(by: 1 << shift)
        guard !overflow else { return nil }
        self.bytes = bytes
    }

    package static func < (a: Self, b: Self) -> Bool { a.bytes < b.bytes }

    /// The shortest text that parses back to the same count.
    package var description: String {
        let units: [(String, UInt64)] = [("T", 1 << 40), ("G", 1 << 30), ("M", 1 << 20), ("K", 1 << 10)]
        for (unit, size) in units where bytes >= size && bytes % size == 0 { return "\(bytes / size)\(unit)" }
        return "\(bytes)"
    }

    private static func shift(_ unit: String) -> UInt64? {
        switch unit {
        case "", "B": 0
        case "K", "KB", "KIB": 10
        case "M", "MB", "MIB": 20
        case "G", "GB", "GIB": 30
        case "T", "TB", "TIB": 40
        default: nil
        }
    }
}

/// DURATION of the command line: `90s`, `15m`, `2h`, `7d`; also `500ms` and a bare number of seconds.
package struct Span: Hashable, Sendable, LosslessStringConvertible {
    package var duration: Duration

    package init(_ duration: Duration) { self.duration = duration }

    package init?(_ description: String) {
        let digits = description.prefix { $0.isASCII && $0.isNumber }
        guard let number = Int64(digits), let unit = Self.milliseconds(description.dropFirst(digits.count)) else {
            return nil
        }
        let (milliseconds, overflow) = number.multipliedReportingOverflow(by: unit)
        guard !overflow else { return nil }
        duration = .milliseconds(milliseconds)
    }

    package var seconds: Double { duration / .seconds(1) }

    /// The shortest text that parses back to the same time.
    package var description: String {
        let milliseconds = Int64(duration / .milliseconds(1))
        let units: [(String, Int64)] = [("d", 86_400_000), ("h", 3_600_000), ("m", 60_000), ("s", 1000)]
        for (unit, size) in units where milliseconds >= size && milliseconds % size == 0 {
            return "\(milliseconds / size)\(unit)"
        }
        return milliseconds == 0 ? "0s" : "\(milliseconds)ms"
    }

    private static func milliseconds(_ unit: Substring) -> Int64? {
        switch unit {
        case "ms": 1
        case "", "s": 1000
        case "m": 60_000
        case "h": 3_600_000
        case "d": 86_400_000
        default: nil
        }
    }
}

/// How many messages an idle desktop may cost: `PER_HOUR[:PER_DAY[:BURST]]`, or `off`.
package struct UploadBudget: Hashable, Sendable, LosslessStringConvertible {
    package var perHour: UInt32
    package var perDay: UInt32
    /// Messages that may go out at once after a quiet time.
    package var burst: UInt32

    package init(perHour: UInt32, perDay: UInt32, burst: UInt32) {
        self.perHour = perHour
        self.perDay = perDay
        self.burst = burst
    }

    package static let standard = UploadBudget(perHour: 60, perDay: 1000, burst: 30)
    package static let off = UploadBudget(perHour: .max, perDay: .max, burst: .max)

    package init?(_ description: String) {
        if description == "off" {
            self = .off
            return
        }
        let parts = description.split(separator: ":", omittingEmptySubsequences: false).map { UInt32($0) }
        guard (1...3).contains(parts.count), let perHour = parts[0], perHour > 0 else { return nil }
        guard let perDay = parts.count > 1 ? parts[1] : max(Self.standard.perDay, perHour), perDay > 0 else {
            return nil
        }
        guard let burst = parts.count > 2 ? parts[2] : Self.standard.burst, burst > 0 else { return nil }
        self.init(perHour: perHour, perDay: perDay, burst: burst)
    }

    package var description: String { self == .off ? "off" : "\(perHour):\(perDay):\(burst)" }
}
