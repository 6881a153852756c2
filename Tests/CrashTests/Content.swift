// SPDX-License-Identifier: MIT

import Glibc

/// Bytes that say what they are: of each page, who wrote it, in which version of a file, and which page it is. The rest
/// of a page is noise that follows from these, so a page of zeros, of another version or of another place shows.
///
/// The content of `(writer, version)` is one endless run of bytes; a file holds a beginning of it.
enum Content {
    private static let pageBytes = 4096
    private static let headerBytes = 24

    static func bytes(writer: UInt64, version: UInt64, _ range: Range<Int>) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(range.count)
        for page in range.lowerBound / pageBytes...max(range.lowerBound, range.upperBound - 1) / pageBytes {
            let whole = Self.page(writer, version, page)
            let part = range.clamped(to: page * pageBytes..<(page + 1) * pageBytes)
            bytes += whole[part.lowerBound - page * pageBytes..<part.upperBound - page * pageBytes]
        }
        return bytes
    }

    /// Which version these bytes are of; nil where they are none. Fewer than a header are of any version that fits.
    static func version(of bytes: [UInt8], writer: UInt64, expected: [UInt64]) -> UInt64? {
        guard bytes.count >= headerBytes else {
            return expected.first { Self.bytes(writer: writer, version: $0, 0..<bytes.count) == bytes }
        }
        let version = bytes.withUnsafeBytes { $0.loadUnaligned(fromByteOffset: 8, as: UInt64.self) }
        return Self.bytes(writer: writer, version: version, 0..<bytes.count) == bytes ? version : nil
    }

    /// Where they first differ from what they should be, for reports.
    static func difference(_ bytes: [UInt8], writer: UInt64, version: UInt64) -> String {
        let right = Self.bytes(writer: writer, version: version, 0..<bytes.count)
        guard let at = zip(bytes, right).enumerated().first(where: { $0.element.0 != $0.element.1 })?.offset else {
            return "no difference"
        }
        return "wrong from byte \(at) on: \(bytes[at...].prefix(16)) instead of \(right[at...].prefix(16))"
    }

    private static func page(_ writer: UInt64, _ version: UInt64, _ page: Int) -> [UInt8] {
        var mix = Randomness(seed: writer &* 0x9E37_79B9 &+ version &* 0xC2B2_AE3D &+ UInt64(page))
        let start = Int(mix.next() % UInt64(noise.count - pageBytes))
        var bytes = Array(noise[start..<start + pageBytes])
        bytes.withUnsafeMutableBytes { bytes in
            bytes.storeBytes(of: writer, toByteOffset: 0, as: UInt64.self)
            bytes.storeBytes(of: version, toByteOffset: 8, as: UInt64.self)
            bytes.storeBytes(of: UInt64(page), toByteOffset: 16, as: UInt64.self)
        }
        return bytes
    }

    private static let noise: [UInt8] = {
        var source = Randomness(seed: 1)
        var bytes: [UInt8] = []
        for _ in 0..<(1 << 17) { withUnsafeBytes(of: source.next()) { bytes += $0 } }
        return bytes
    }()
}

/// SplitMix64: the same numbers again from the same seed.
struct Randomness: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }
}
