// SPDX-License-Identifier: MIT

/// The number of an inode: the FUSE node id as well. Given out in rising order and never reused in a volume's life.
package struct InodeNumber: RawRepresentable, Hashable, Comparable, Sendable, CustomStringConvertible {
    package var rawValue: UInt64

    package init(rawValue: UInt64) { self.rawValue = rawValue }

    /// The root directory; equal to `FUSE_ROOT_ID`.
    package static let root = InodeNumber(rawValue: 1)

    package static func < (a: Self, b: Self) -> Bool { a.rawValue < b.rawValue }
    package var description: String { "\(rawValue)" }
}

/// The place of a segment in the log. The first segment has sequence 1; there are no gaps.
package struct SegmentSequence: RawRepresentable, Hashable, Comparable, Sendable, CustomStringConvertible {
    package var rawValue: UInt64

    package init(rawValue: UInt64) { self.rawValue = rawValue }

    package static let first = SegmentSequence(rawValue: 1)
    package var next: SegmentSequence { SegmentSequence(rawValue: rawValue + 1) }

    package static func < (a: Self, b: Self) -> Bool { a.rawValue < b.rawValue }
    package var description: String { "\(rawValue)" }
}

/// The number of an entry in its segment, from 0, strictly rising. Rewriting a segment may leave numbers out.
package struct EntryNumber: RawRepresentable, Hashable, Comparable, Sendable, CustomStringConvertible {
    package var rawValue: UInt32

    package init(rawValue: UInt32) { self.rawValue = rawValue }

    package static func < (a: Self, b: Self) -> Bool { a.rawValue < b.rawValue }
    package var description: String { "\(rawValue)" }
}

/// A point in the total order of everything that happened to a volume, printed and parsed as `SEQUENCE.ENTRY`.
package struct LogPosition: Hashable, Comparable, Sendable, LosslessStringConvertible {
    package var sequence: SegmentSequence
    package var entry: EntryNumber

    package init(sequence: SegmentSequence, entry: EntryNumber) {
        self.sequence = sequence
        self.entry = entry
    }

    /// Before everything: no segment has sequence 0.
    package static let start = LogPosition(sequence: .init(rawValue: 0), entry: .init(rawValue: 0))

    package init?(_ description: String) {
        let parts = description.split(separator: ".", omittingEmptySubsequences: false)
        // The integers' own parsing takes signs, which no position is printed with.
        guard parts.count == 2,
            parts.allSatisfy({ $0.utf8.allSatisfy((UInt8(ascii: "0")...UInt8(ascii: "9")).contains) }),
            let sequence = UInt64(parts[0]), let entry = UInt32(parts[1])
        else { return nil }
        self.init(sequence: .init(rawValue: sequence), entry: .init(rawValue: entry))
    }

    package static func < (a: Self, b: Self) -> Bool { (a.sequence, a.entry) < (b.sequence, b.entry) }
    package var description: String { "\(sequence).\(entry)" }
}

/// Which writer a segment comes from. A takeover makes a new epoch and fences the old one.
package struct Epoch: RawRepresentable, Hashable, Comparable, Sendable, CustomStringConvertible {
    package var rawValue: UInt64

    package init(rawValue: UInt64) { self.rawValue = rawValue }

    package static let first = Epoch(rawValue: 1)
    package static func < (a: Self, b: Self) -> Bool { a.rawValue < b.rawValue }
    package var description: String { "\(rawValue)" }
}

/// The place of a dentry in its directory: `telldir` values that stay true while the directory changes.
///
/// 1 and 2 stand for `.` and `..`; names begin at 3. A cookie is never used twice in a directory.
package struct DirectoryCookie: RawRepresentable, Hashable, Comparable, Sendable {
    package var rawValue: UInt64

    package init(rawValue: UInt64) { self.rawValue = rawValue }

    package static let start = DirectoryCookie(rawValue: 0)
    package static let dot = DirectoryCookie(rawValue: 1)
    package static let dotDot = DirectoryCookie(rawValue: 2)
    package static let firstName = DirectoryCookie(rawValue: 3)

    package static func < (a: Self, b: Self) -> Bool { a.rawValue < b.rawValue }
}

/// 128 random bits, written as 32 lower-case hexadecimal digits.
package struct Identifier128: Hashable, Sendable, LosslessStringConvertible {
    package var high: UInt64
    package var low: UInt64

    package init(high: UInt64, low: UInt64) {
        self.high = high
        self.low = low
    }

    package init(using generator: inout some RandomNumberGenerator) {
        self.init(high: generator.next(), low: generator.next())
    }

    package init?(_ description: String) {
        let signs = [UInt8(ascii: "+"), UInt8(ascii: "-")]
        guard description.utf8.count == 32, description.utf8.allSatisfy({ !signs.contains($0) }) else { return nil }
        guard let high = UInt64(description.prefix(16), radix: 16), let low = UInt64(description.suffix(16), radix: 16)
        else { return nil }
        self.init(high: high, low: low)
    }

    package var description: String { Self.hexadecimal(high) + Self.hexadecimal(low) }

    private static func hexadecimal(_ word: UInt64) -> String {
        let digits = String(word, radix: 16)
        return String(repeating: "0", count: 16 - digits.count) + digits
    }
}

/// The name of a segment and of the object that it becomes: random, so that a restored backup cannot reuse one.
package struct SegmentID: Hashable, Sendable, CustomStringConvertible {
    package var value: Identifier128

    package init(_ value: Identifier128) { self.value = value }
    package var description: String { value.description }
}

/// Names a volume for its whole life; bound into everything that is sealed.
package struct VolumeID: Hashable, Sendable, CustomStringConvertible {
    package var value: Identifier128

    package init(_ value: Identifier128) { self.value = value }
    package var description: String { value.description }
}
