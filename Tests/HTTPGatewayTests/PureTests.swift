// SPDX-License-Identifier: MIT

import FilesystemModel
import SeededRandom
import Testing

@testable import HTTPGateway

/// The parts that need no socket: each says what its document says, for whatever it is given.
@Suite struct PureTests {
    @Test func coverageCountsPassesAsEveryByteDoes() {
        var generator = SeededGenerator(seed: SeededGenerator.seed())
        for _ in 0..<30 {
            let length = UInt64.random(in: 1...50, using: &generator)
            var coverage = Coverage(length: length)
            var bytes = [Int](repeating: 0, count: Int(length))
            var passes: UInt64 = 0
            for _ in 0..<200 {
                let start = UInt64.random(in: 0...length, using: &generator)
                let end = UInt64.random(in: start...length + 3, using: &generator)
                passes += coverage.add(start..<end)
                for index in Int(start)..<min(Int(end), bytes.count) where start < length { bytes[index] += 1 }
                #expect(passes == UInt64(bytes.min() ?? 0))
                #expect(coverage.highest(in: 0..<length) == UInt64(bytes.max() ?? 0) - passes)
            }
        }
    }

    @Test func coverageOfManyPiecesCountsEarlyAndForgetsNone() {
        let length: UInt64 = 20_000
        var coverage = Coverage(length: length)
        var passes: UInt64 = 0
        for round in UInt64(1)...6 {
            // Single bytes, far more of them than there may be steps, and another half of the file each time.
            for offset in stride(from: round % 2, to: length, by: 2) { passes += coverage.add(offset..<offset + 1) }
            let times = (round + 1) / 2
            for offset in stride(from: 1, to: length, by: 998) {
                #expect(passes + coverage.highest(in: offset..<offset + 1) >= times, "\(offset) in round \(round)")
            }
            #expect(passes >= round / 2, "round \(round)")
        }
        #expect(coverage.add(0..<length) >= 1)
    }

    @Test func triesRunOutAndComeBack() {
        var limiter = AttemptLimiter<String>(AttemptRule(burst: 2, refill: .seconds(10)), keysMax: 4)
        let start = ContinuousClock.now
        #expect(limiter.take("a", at: start) == nil)
        #expect(limiter.take("a", at: start) == nil)
        #expect(limiter.take("a", at: start) == .seconds(10))
        #expect(limiter.take("b", at: start) == nil)
        #expect(limiter.take("a", at: start + .seconds(9)) != nil)
        #expect(limiter.take("a", at: start + .seconds(10)) == nil)
        limiter.forgive("a")
        #expect(limiter.take("a", at: start + .seconds(10)) == nil)
        for number in 0..<1000 { _ = limiter.take("\(number)", at: start) }
    }

    @Test func datesAreThoseOfHTTP() {
        #expect(HTTPDate.text(Timestamp(seconds: 784_111_777)) == "Sun, 06 Nov 1994 08:49:37 GMT")
        #expect(HTTPDate.text(Timestamp(seconds: 0)) == "Thu, 01 Jan 1970 00:00:00 GMT")
        #expect(HTTPDate.text(Timestamp(seconds: -1)) == "Wed, 31 Dec 1969 23:59:59 GMT")
        #expect(HTTPDate.text(Timestamp(seconds: .max)) == "Fri, 31 Dec 9999 23:59:59 GMT")
        #expect(HTTPDate.text(Timestamp(seconds: .min)) == "Mon, 01 Jan 0001 00:00:00 GMT")
        for seconds in [0, 951_782_400, 1_800_000_000, 4_102_444_799] as [Int64] {
            #expect(HTTPDate.seconds(HTTPDate.text(Timestamp(seconds: seconds))) == seconds)
        }
        for text in [
            "", "Sunday, 06-Nov-94 08:49:37 GMT", "Sun, 31 Feb 2026 00:00:00 GMT", "Sun, 06 Nov 1994 25:49:37 GMT",
        ] {
            #expect(HTTPDate.seconds(text) == nil, "\(text)")
        }
    }

    @Test func crcIsThatOfISO3309() {
        var crc = CRC32()
        Array("123456789".utf8).withUnsafeBytes { crc.update($0) }
        #expect(crc.value == 0xCBF4_3926)
        var parts = CRC32()
        for part in ["1", "2345678", "9"] { Array(part.utf8).withUnsafeBytes { parts.update($0) } }
        #expect(parts.value == crc.value)
        #expect(CRC32().value == 0)
    }

    @Test func typesThatRunAreBytes() {
        for name in [
            "a.html", "A.HTM", "x.svg", "y.xml", "z.js", "noend", ".html", "a.", "b.unknown", "page.xhtml", "s.svgz",
        ] {
            #expect(ContentType(name: Array(name.utf8)).text == "application/octet-stream", "\(name)")
            #expect(!ContentType(name: Array(name.utf8)).isInline, "\(name)")
        }
        #expect(ContentType(name: Array("a.JPG".utf8)).preview == .picture)
        #expect(ContentType(name: Array("a.tar.gz".utf8)).text == "application/gzip")
        #expect(!ContentType(name: Array("a.pdf".utf8)).isInline)
    }

    @Test func credentialsAreReadAsTheyAreWritten() {
        #expect(BasicCredentials.password("Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ==") == Array("open sesame".utf8))
        #expect(BasicCredentials.password("basic OnM6cA==") == Array("s:p".utf8))
        for header in ["", "Basic", "Basic !!!", "Bearer abc", "Basic QQ=="] {
            #expect(BasicCredentials.password(header) == nil, "\(header)")
        }
    }

    @Test func pathsAreReadOneWay() {
        let path = SharePath("/s/tok/raw/a%2Bb/c?download")
        #expect(path?.verb == .raw && path?.names.map(\.description) == ["a+b", "c"] && path?.isDownload == true)
        #expect(path?.root == "../../../tok")
        #expect(SharePath("/s/tok")?.root == "tok")
        #expect(SharePath("/s/tok/")?.root == "../tok")
        #expect(SharePath("/s/gramfs.css")?.verb == .style)
        for wrong in ["", "/", "s/t", "/s", "/s/t/raw/..", "/s/t/raw/a//b", "/s/t/raw/%2F", "/s/t/xyz", "http://h/s/t"]
        {
            #expect(SharePath(wrong) == nil, "\(wrong)")
        }
    }
}
