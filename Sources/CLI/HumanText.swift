// SPDX-License-Identifier: MIT

import ControlSocket
import FilesystemModel

/// `12.3 MiB`: for reading, not for parsing.
func text(bytes: UInt64) -> String {
    let units = ["KiB", "MiB", "GiB", "TiB", "PiB"]
    guard bytes >= 1024 else { return bytes == 1 ? "1 byte" : "\(bytes) bytes" }
    var value = Double(bytes)
    var unit = -1
    // 1023.95 would be shown as 1024.0.
    while value >= 1023.95, unit < units.count - 1 {
        value /= 1024
        unit += 1
    }
    let tenths = Int((value * 10).rounded())
    return "\(tenths / 10).\(tenths % 10) \(units[unit])"
}

/// `3 segments`, `1 segment`.
func count(_ number: UInt64, _ thing: String) -> String { number == 1 ? "1 \(thing)" : "\(number) \(thing)s" }

/// `35 s`, `2 min 5 s`, `1 h 3 min`: what is left of it matters less the longer it is.
func text(seconds: Int64) -> String {
    switch seconds {
    case ..<1: "less than a second"
    case ..<60: "\(seconds) s"
    case ..<3600: seconds % 60 == 0 ? "\(seconds / 60) min" : "\(seconds / 60) min \(seconds % 60) s"
    default: "\(seconds / 3600) h \(seconds % 3600 / 60) min"
    }
}

/// `until 12:00:05 UTC, in 35 s`.
func text(until time: UTCTime, now: Timestamp) -> String {
    let clock = time.description.dropFirst(11).prefix(8)
    let left = time.timestamp.seconds - now.seconds
    return left > 0 ? "until \(clock) UTC, in \(text(seconds: left))" : "until \(clock) UTC"
}

/// Lines `label  value`, the labels of one width.
func table(_ rows: [(String, String)]) -> String {
    let width = rows.map(\.0.count).max() ?? 0
    return rows.map { label, value in
        "  " + label + String(repeating: " ", count: width - label.count + 2) + value
    }.joined(separator: "\n")
}
