// SPDX-License-Identifier: MIT

import Glibc

/// What is mounted where, by `/proc/self/mountinfo` (proc(5), section "/proc/PID/mountinfo").
struct MountTable: Sendable {
    struct Entry: Hashable, Sendable {
        var major: UInt32
        var minor: UInt32
        var mountPoint: [UInt8]
        var type: String
        var source: String
    }

    let entries: [Entry]

    /// Lines that are not understood are left out.
    init(parsing text: [UInt8]) {
        entries = text.split(separator: UInt8(ascii: "\n")).compactMap { Self.entry($0) }
    }

    /// Of this process. Empty where /proc is not mounted.
    static func current() -> MountTable { MountTable(parsing: readWholeFile("/proc/self/mountinfo") ?? []) }

    /// What is seen at the path: the mount made last.
    func top(at path: [UInt8]) -> Entry? { entries.last { $0.mountPoint == path } }

    /// `36 35 98:0 /root /mount/point options [tags] - type source super-options`
    private static func entry(_ line: ArraySlice<UInt8>) -> Entry? {
        let fields = line.split(separator: UInt8(ascii: " "))
        guard fields.count > 8, let dash = fields.firstIndex(where: { $0.elementsEqual("-".utf8) }),
            fields.count > dash + 2
        else { return nil }
        let device = text(fields[2]).split(separator: ":").compactMap { UInt32($0) }
        guard device.count == 2 else { return nil }
        return Entry(
            major: device[0], minor: device[1], mountPoint: unescaped(fields[4]), type: text(fields[dash + 1]),
            source: text(unescaped(fields[dash + 2])[...]))
    }

    private static func text(_ bytes: ArraySlice<UInt8>) -> String { String(decoding: bytes, as: UTF8.self) }

    /// Space, tab, newline and backslash stand as three octal digits after a backslash.
    private static func unescaped(_ bytes: ArraySlice<UInt8>) -> [UInt8] {
        var result: [UInt8] = []
        var rest = bytes
        while let byte = rest.popFirst() {
            if byte == UInt8(ascii: "\\"), rest.count >= 3, let code = UInt8(text(rest.prefix(3)), radix: 8) {
                result.append(code)
                rest = rest.dropFirst(3)
            } else {
                result.append(byte)
            }
        }
        return result
    }
}

/// The bytes of a small file of the system; nil where it cannot be read.
func readWholeFile(_ path: String) -> [UInt8]? {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { return nil }
    defer { close(descriptor) }
    var bytes: [UInt8] = []
    var piece = [UInt8](repeating: 0, count: 16 << 10)
    while true {
        let count = read(descriptor, &piece, piece.count)
        if count < 0 { return nil }
        if count == 0 { return bytes }
        bytes += piece.prefix(count)
    }
}

/// Whether the text was written to a file of the system.
@discardableResult
func writeSystemFile(_ path: String, _ text: String) -> Bool {
    let descriptor = open(path, O_WRONLY | O_CLOEXEC)
    guard descriptor >= 0 else { return false }
    defer { close(descriptor) }
    return write(descriptor, text, text.utf8.count) == text.utf8.count
}
