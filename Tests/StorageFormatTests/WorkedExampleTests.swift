// SPDX-License-Identifier: MIT

import FilesystemModel
import Glibc
import Testing

@testable import StorageFormat

/// Guards: the page that shows a segment byte by byte shows the golden bytes, and what they open to.
@Suite struct WorkedExampleTests {
    private let master = MasterKey(random: CountingRandomSource())
    private let segment = Hexadecimal.bytes(GoldenBytes.segment)

    private func reader() throws -> SegmentReader {
        let volume = try SegmentReader.peek(segment).volume
        return try SegmentReader(headerBytes: segment, key: master, volume: volume)
    }

    @Test("The listing is the golden segment, with the right offset on each line")
    func listing() throws {
        let lines = try block("")
        var shown: [UInt8] = []
        for line in lines {
            #expect(Int(line.prefix(4), radix: 16) == shown.count, "\(line)")
            shown += Hexadecimal.bytes(line.dropFirst(6).prefix(47))
        }
        #expect(shown == segment)
    }

    @Test("The opened parts are what the reader opens")
    func openedParts() throws {
        let document = try SealedDocument(peeking: segment[...], kind: .segmentHeader)
        #expect(try shown("header") == (try document.open(key: try document.derivedKey(master))))
        let reader = try reader()
        let scan = reader.scan(segment)
        for (name, number) in [("frame", 0), ("records", 1)] {
            #expect(try shown(name) == (try payload(scan.table.entries[number].bytes, reader)))
        }
        let footer = try SegmentFooter(
            decoding: segment.suffix(SegmentFooter.byteCount), objectBytes: UInt64(segment.count))
        #expect(try shown("summary") == (try payload(footer.summary.asInt, reader)))
    }

    @Test("The key on the page is the segment's key")
    func key() throws {
        let document = try SealedDocument(peeking: segment[...], kind: .segmentHeader)
        let key = try document.derivedKey(master).withBytes { Hexadecimal.text($0) }
        let page = try page()
        #expect(page.contains("    \(key.prefix(32))\n    \(key.suffix(32))\n"))
    }

    private func payload(_ range: Range<Int>, _ reader: SegmentReader) throws -> [UInt8] {
        try segment[range].withRawBytes { entry in
            let header = try EntryHeader(entry)
            return try reader.expanded(try reader.openPayload(header, entry), header)
        }
    }

    private func shown(_ name: String) throws -> [UInt8] { Hexadecimal.bytes(try block(name).joined()) }

    /// The lines of the fenced block of this name.
    private func block(_ name: String) throws -> [Substring] {
        let lines = try page().split(separator: "\n", omittingEmptySubsequences: false)
        let start = try #require(lines.firstIndex(of: "```\(name)"), "no block \(name)")
        return Array(lines[(start + 1)...].prefix { $0 != "```" })
    }

    private func page() throws -> String {
        let root = #filePath.split(separator: "/").dropLast(3).joined(separator: "/")
        let path = "/\(root)/Sources/StorageFormat/StorageFormat.docc/WorkedExample.md"
        let file = try #require(fopen(path, "r"), "\(path) is not there")
        defer { fclose(file) }
        var bytes = [UInt8](repeating: 0, count: 1 << 16)
        let count = fread(&bytes, 1, bytes.count, file)
        return String(decoding: bytes.prefix(count), as: UTF8.self)
    }
}
