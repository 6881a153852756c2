// SPDX-License-Identifier: MIT

import Testing

@testable import Daemon

/// Invariants: what is printed parses back to the same; what cannot be meant is refused instead of guessed.
@Suite struct QuantitiesTests {
    @Test(
        arguments: [
            ("0", 0), ("1", 1), ("4096", 4096), ("4K", 4096), ("64M", 64 << 20), ("64MiB", 64 << 20),
            ("64mb", 64 << 20),
            ("10G", 10 << 30), ("1T", 1 << 40), ("18446744073709551615", .max),
        ] as [(String, UInt64)])
    func sizesAreCountedIn1024s(text: String, bytes: UInt64) {
        #expect(ByteCount(text)?.bytes == bytes)
        #expect(ByteCount(ByteCount(bytes).description)?.bytes == bytes)
    }

    @Test(arguments: ["", "M", "-1", "1.5G", "1X", "64 M", "18446744073709551616", "99999999999T", "٣", "1e3", "0x10"])
    func otherSizesAreRefused(text: String) {
        #expect(ByteCount(text) == nil)
    }

    @Test(
        arguments: [
            ("90s", 90_000), ("15m", 900_000), ("2h", 7_200_000), ("7d", 604_800_000), ("30", 30_000), ("250ms", 250),
            ("0s", 0),
        ] as [(String, Int64)])
    func durationsHaveTheirUnits(text: String, milliseconds: Int64) {
        #expect(Span(text)?.duration == .milliseconds(milliseconds))
        #expect(Span(Span(.milliseconds(milliseconds)).description)?.duration == .milliseconds(milliseconds))
    }

    @Test(arguments: ["", "s", "-5s", "5 s", "5w", "1h30m", "9223372036854775807d", "5S"])
    func otherDurationsAreRefused(text: String) {
        #expect(Span(text) == nil)
    }

    @Test func budgetsFillInTheirStandardParts() {
        #expect(UploadBudget("60") == .standard)
        #expect(UploadBudget("60:500:5") == UploadBudget(perHour: 60, perDay: 500, burst: 5))
        #expect(UploadBudget("off") == .off)
        #expect(UploadBudget("5000")?.perDay == 5000)
        for budget in [UploadBudget.standard, .off, UploadBudget(perHour: 1, perDay: 2, burst: 3)] {
            #expect(UploadBudget(budget.description) == budget)
        }
        for text in ["", "0", "x", "1:2:3:4", "1:", ":1", "-1"] { #expect(UploadBudget(text) == nil, "\(text)") }
    }

    @Test(arguments: ["work", "a", "A.b_c-9", "0", String(repeating: "n", count: 64)])
    func namesOfFilesNameVolumes(text: String) {
        #expect(VolumeName(text)?.description == text)
    }

    @Test(arguments: [
        "", ".", "..", ".hidden", "-x", "a/b", "a b", "a\nb", "ä", "accounts", "control",
        String(repeating: "n", count: 65),
    ])
    func otherNamesAreRefused(text: String) {
        #expect(VolumeName(text) == nil)
    }
}
