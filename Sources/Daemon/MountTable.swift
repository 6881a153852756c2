// SPDX-License-Identifier: MIT

/// The gramfs mounts of this machine, by `/proc/self/mountinfo` (proc(5)).
package struct MountTable: Hashable, Sendable {
    package struct Entry: Hashable, Sendable {
        /// The volume's name: what FUSE calls the source.
        package var name: VolumeName
        package var mountPoint: [UInt8]
        /// Who mounted it.
        package var user: UInt32
    }

    /// In the order of mounting.
    package var entries: [Entry]

    package static func current() throws(Failure) -> MountTable {
        MountTable(parsing: try readBytes("/proc/self/mountinfo", bytesMax: 16 << 20))
    }

    /// Lines that are not of gramfs, or that cannot be read, are passed over: other programs write them.
    package init(parsing mountinfo: [UInt8]) {
        entries = mountinfo.split(separator: UInt8(ascii: "\n")).compactMap { Self.entry(Array($0)) }
    }

    /// The mount that holds `path`, which is absolute and has no symbolic links: the deepest, and of those the newest.
    package func entry(holding path: [UInt8]) -> Entry? {
        entries.filter { $0.holds(path) }.enumerated()
            .max { ($0.element.mountPoint.count, $0.offset) < ($1.element.mountPoint.count, $1.offset) }?.element
    }

    package func entry(of name: VolumeName) -> Entry? { entries.last { $0.name == name } }

    private static func entry(_ line: [UInt8]) -> Entry? {
        let fields = line.split(separator: UInt8(ascii: " "), omittingEmptySubsequences: false).map { Array($0) }
        guard let dash = fields.dropFirst(6).firstIndex(of: Array("-".utf8)), fields.count > dash + 3,
            fields[dash + 1] == Array("fuse.gramfs".utf8),
            let name = VolumeName(String(decoding: unescaped(fields[dash + 2]), as: UTF8.self))
        else { return nil }
        let options = String(decoding: fields[dash + 3], as: UTF8.self).split(separator: ",")
        let user = options.first { $0.hasPrefix("user_id=") }.flatMap { UInt32($0.dropFirst(8)) }
        return Entry(name: name, mountPoint: unescaped(fields[4]), user: user ?? 0)
    }

    /// Space, tab, newline and backslash stand as `\040` and so on.
    static func unescaped(_ field: [UInt8]) -> [UInt8] {
        var bytes: [UInt8] = []
        var rest = field[...]
        while let byte = rest.popFirst() {
            let digits = rest.prefix(3)
            if byte == UInt8(ascii: "\\"), digits.count == 3, digits.allSatisfy({ (0x30...0x37).contains($0) }) {
                bytes.append(UInt8(truncatingIfNeeded: digits.reduce(0) { $0 * 8 + Int($1 - 0x30) }))
                rest = rest.dropFirst(3)
            } else {
                bytes.append(byte)
            }
        }
        return bytes
    }
}

extension MountTable.Entry {
    fileprivate func holds(_ path: [UInt8]) -> Bool {
        guard path.starts(with: mountPoint) else { return false }
        return path.count == mountPoint.count || mountPoint == [UInt8(ascii: "/")]
            || path[mountPoint.count] == UInt8(ascii: "/")
    }

    /// `path` from the volume's root, without a leading slash; empty for the root itself.
    package func relative(_ path: [UInt8]) -> [UInt8] {
        Array(path.dropFirst(mountPoint.count).drop { $0 == UInt8(ascii: "/") })
    }
}
