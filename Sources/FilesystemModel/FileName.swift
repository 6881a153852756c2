// SPDX-License-Identifier: MIT

/// One component of a path: 1 to 255 bytes without `/` and NUL, and neither `.` nor `..`. Not necessarily UTF-8.
package struct FileName: Hashable, Comparable, Sendable, CustomStringConvertible {
    package let bytes: [UInt8]

    /// Throws `nameTooLong` beyond 255 bytes and `invalidArgument` for what cannot be a name.
    package init(_ bytes: some Collection<UInt8>) throws(FSError) {
        guard bytes.count <= Limits.nameBytesMax else { throw .nameTooLong }
        self.bytes = Array(bytes)
        guard Self.isName(self.bytes) else { throw .invalidArgument("not a file name") }
    }

    private static func isName(_ bytes: [UInt8]) -> Bool {
        guard !bytes.isEmpty, !bytes.contains(UInt8(ascii: "/")), !bytes.contains(0) else { return false }
        return bytes != [UInt8(ascii: ".")] && bytes != [UInt8(ascii: "."), UInt8(ascii: ".")]
    }

    package static func < (a: Self, b: Self) -> Bool { a.bytes.lexicographicallyPrecedes(b.bytes) }

    /// For people: bytes that are not UTF-8 are shown as replacement characters.
    package var description: String { String(decoding: bytes, as: UTF8.self) }
}
