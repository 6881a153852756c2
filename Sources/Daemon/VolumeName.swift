// SPDX-License-Identifier: MIT

/// The name that a volume has on this machine: it names files, so it is kept to letters, digits, `.`, `_` and `-`.
package struct VolumeName: Hashable, Comparable, Sendable, LosslessStringConvertible {
    package let description: String

    /// Names that other things beside the volumes' folders have.
    private static let reserved: Set<String> = ["accounts", "control"]

    package init?(_ description: String) {
        guard (1...64).contains(description.utf8.count), description.utf8.allSatisfy(Self.isAllowed),
            let first = description.utf8.first, first != UInt8(ascii: "."), first != UInt8(ascii: "-"),
            !Self.reserved.contains(description)
        else { return nil }
        self.description = description
    }

    package init(parsing text: String) throws(Failure) {
        guard let name = VolumeName(text) else {
            throw Failure(
                .usage, "\"\(text)\" cannot name a volume",
                hint: "Use up to 64 letters, digits, '.', '_' and '-', beginning with a letter or digit")
        }
        self = name
    }

    package static func < (a: Self, b: Self) -> Bool { a.description < b.description }

    private static func isAllowed(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, UInt8(ascii: "."), UInt8(ascii: "_"), UInt8(ascii: "-"): true
        default: false
        }
    }
}
