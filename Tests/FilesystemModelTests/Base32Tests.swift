// SPDX-License-Identifier: MIT

import SeededRandom
import Testing

@testable import FilesystemModel

/// Text and bytes are the same thing written two ways, and each has one way only.
@Suite struct Base32Tests {
    @Test func theExamplesOfTheStandard() {
        for (plain, text) in [
            ("", ""), ("f", "my"), ("fo", "mzxq"), ("foo", "mzxw6"), ("foob", "mzxw6yq"), ("fooba", "mzxw6ytb"),
            ("foobar", "mzxw6ytboi"),
        ] {
            #expect(Base32.text(plain.utf8) == text)
            #expect(Base32.bytes(text) == Array(plain.utf8))
        }
    }

    @Test func everyTextHasOneMeaning() {
        var generator = SeededGenerator(seed: SeededGenerator.seed())
        for count in 0..<50 {
            let bytes = generator.bytes(count)
            #expect(Base32.bytes(Base32.text(bytes)) == bytes)
        }
        // Capitals, padding, other characters, a character too many, and bits behind the last byte.
        for text in ["MY", "my======", "m1", "a", "aaa", "mz", "mzxw6ytboj", "ü"] {
            #expect(Base32.bytes(text) == nil, "\(text)")
        }
    }

    @Test func idsOfSharesReadBack() {
        #expect(ShareID(rawValue: 0).description == "aaaaaaaa")
        #expect(ShareID("7777777a")?.description == "7777777a")
        #expect(ShareID("77777777")?.rawValue == (1 << ShareID.bitCount) - 1)
        for text in ["", "aaaaaaa", "aaaaaaaaa", "AAAAAAAA", "aaaaaaa1"] { #expect(ShareID(text) == nil, "\(text)") }
    }
}
