// SPDX-License-Identifier: MIT

import Testing

@testable import StorageFormat

/// Guards: what `format` prints can be typed in again, and a slip of the hand is told from a wrong key.
@Suite struct RecoveryKeyTests {
    private let key = RecoveryKey(random: SeededRandomSource(seed: 3))
    private var bytes: [UInt8] { key.bytes }

    @Test("The text is 14 groups of 4 characters and reads back")
    func roundTrip() throws {
        let groups = key.description.split(separator: "-")
        #expect(groups.count == 14)
        #expect(groups.allSatisfy { $0.count == 4 })
        #expect(try RecoveryKey(parsing: key.description).bytes == bytes)
        #expect(RecoveryKey(key.description)?.bytes == bytes)
    }

    @Test("The text of a known key never changes")
    func golden() {
        let key = RecoveryKey(random: CountingRandomSource())
        #expect(key.description == GoldenBytes.recoveryKey)
    }

    @Test("Reading forgives case, spaces, dashes and line ends, O for 0, I and L for 1")
    func forgiving() throws {
        let bare = key.description.filter { $0 != "-" }
        let loose = bare.replacing("0", with: "o").replacing("1", with: "l").lowercased()
        let tight = bare.replacing("0", with: "O").replacing("1", with: "I")
        for text in [bare, " \(loose)\n", tight, bare.map { "\($0) " }.joined(), "\t--\(bare)--\r\n"] {
            #expect(try RecoveryKey(parsing: text).bytes == bytes, "\(text)")
        }
    }

    @Test("Any one wrong character and any two swapped neighbours are mistyped, never another key")
    func slips() {
        let characters = Array(key.description.filter { $0 != "-" })
        for place in characters.indices {
            for wrong in "0123456789ABCDEFGHJKMNPQRSTVWXYZ" where wrong != characters[place] {
                var changed = characters
                changed[place] = wrong
                expectMistyped(String(changed))
            }
        }
        for place in characters.indices.dropLast() where characters[place] != characters[place + 1] {
            var changed = characters
            changed.swapAt(place, place + 1)
            expectMistyped(String(changed))
        }
    }

    @Test(
        "What is no recovery key is refused with a reason",
        arguments: [
            "", "-", "hello", "U", "ß", "ﬁ", "€", String(repeating: "0", count: 55),
            String(repeating: "0", count: 57), String(repeating: "0", count: 1_000_000),
        ])
    func noKeyAtAll(text: String) { expectMistyped(text) }

    private func expectMistyped(_ text: String) {
        #expect(RecoveryKey(text) == nil)
        #expect {
            try RecoveryKey(parsing: text)
        } throws: { error in
            guard case FormatError.recoveryKeyMistyped = error else { return false }
            return true
        }
    }
}
