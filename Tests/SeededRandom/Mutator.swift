// SPDX-License-Identifier: MIT

/// Bytes that begin as something valid and go wrong in the ways that decoders stumble over.
package struct Mutator {
    private var generator: SeededGenerator
    private let telling: [UInt8] = [0, 1, 0x7F, 0x80, 0xFF, 0x22, 0x5B, 0x5C, 0x7B, 0x0A]

    package init(seed: UInt64) { generator = SeededGenerator(seed: seed) }

    package mutating func mutate(_ bytes: [UInt8]) -> [UInt8] {
        var bytes = bytes
        for _ in 0..<Int.random(in: 1...4, using: &generator) { step(&bytes) }
        return bytes
    }

    private mutating func step(_ bytes: inout [UInt8]) {
        guard !bytes.isEmpty else { return bytes.append(UInt8.random(in: 0...255, using: &generator)) }
        let place = Int.random(in: 0..<bytes.count, using: &generator)
        let count = Int.random(in: 0...min(64, bytes.count - place), using: &generator)
        switch Int.random(in: 0..<7, using: &generator) {
        case 0: bytes[place] ^= 1 << UInt8.random(in: 0..<8, using: &generator)
        case 1: bytes[place] = telling.randomElement(using: &generator) ?? 0
        case 2: bytes.removeSubrange(place..<place + count)
        case 3: bytes.removeSubrange(place...)
        case 4: bytes.insert(contentsOf: bytes[place..<place + count], at: place)
        case 5:
            // A length that is far too large, in any of the ways that lengths are written.
            for index in place..<min(bytes.count, place + 8) { bytes[index] = 0xFF }
        default:
            let wild = telling.randomElement(using: &generator) ?? 0
            bytes.insert(contentsOf: [UInt8](repeating: wild, count: 200), at: place)
        }
    }

    /// Another number where `bytes` are a text with numbers in it: what sums and lengths stumble over.
    package mutating func mutateNumber(_ bytes: [UInt8]) -> [UInt8] {
        func isDigit(_ byte: UInt8) -> Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) }
        let starts = bytes.indices.filter { isDigit(bytes[$0]) && ($0 == 0 || !isDigit(bytes[$0 - 1])) }
        guard let start = starts.randomElement(using: &generator) else { return mutate(bytes) }
        let end = bytes[start...].firstIndex { !isDigit($0) } ?? bytes.endIndex
        let isNegative = start > 0 && bytes[start - 1] == UInt8(ascii: "-")
        let number = Self.numbers.randomElement(using: &generator) ?? "0"
        return bytes[..<(isNegative ? start - 1 : start)] + Array(number.utf8) + bytes[end...]
    }

    private static let numbers = [
        "0", "-1", "1", "255", "256", "32768", "2147483647", "2147483648", "-2147483648", "4294967295", "4294967296",
        "9223372036854775807", "-9223372036854775808", "9223372036854775808", "1e300", "0.5",
    ]
}
