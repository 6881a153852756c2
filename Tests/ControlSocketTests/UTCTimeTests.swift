// SPDX-License-Identifier: MIT

import FilesystemModel
import Glibc
import Testing

@testable import ControlSocket

/// Invariants: agrees with the C library on every day, and reads back what it writes.
@Suite struct UTCTimeTests {
    @Test func agreesWithTheCLibraryFromYear1To9999() {
        var mismatches: [Int64] = []
        for day in stride(from: Int64(-719_162), to: 2_932_896, by: 37) {
            let seconds = day * 86_400 + (day & 0xFFFF)
            var clock = time_t(seconds)
            var parts = tm()
            gmtime_r(&clock, &parts)
            var text = [CChar](repeating: 0, count: 32)
            strftime(&text, text.count, "%Y-%m-%dT%H:%M:%SZ", &parts)
            let libraryText = String(decoding: text.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
            let padded = String(repeating: "0", count: max(0, 20 - libraryText.count)) + libraryText
            let time = UTCTime(Timestamp(seconds: seconds))
            if time.description != padded || UTCTime(padded) != time { mismatches.append(seconds) }
        }
        #expect(mismatches == [])
    }

    @Test(arguments: [
        "2026-02-29T00:00:00Z", "2026-13-01T00:00:00Z", "2026-01-32T00:00:00Z", "2026-01-01T24:00:00Z",
        "2026-01-01 00:00:00Z", "2026-01-01T00:00:00", "2026-01-01T00:00:00+01:00", "2026-1-01T00:00:00Z",
        "2026-01-01T00:00:00.Z", "2026-01-01T00:00:00.xZ", "", "Z", "-001-01-01T00:00:00Z",
    ])
    func refusesWhatIsNoTimeInUTC(text: String) {
        #expect(UTCTime(text) == nil)
    }

    @Test func fractionsAreKeptToTheMillisecond() {
        let time = UTCTime("2026-01-01T00:00:00.25+00:00")
        #expect(time?.timestamp.nanoseconds == 250_000_000)
        #expect(time?.description == "2026-01-01T00:00:00.250Z")
    }
}
