// SPDX-License-Identifier: MIT

import Testing

@testable import Telegram

/// Invariants: requests cover the range, obey the alignment of `upload.getFile`, and never cross a MiB.
@Suite struct FileRangesTests {
    @Test func anyRangeIsCoveredByAllowedRequests() {
        let mebibyte: Int64 = 1 << 20
        let ranges: [Range<Int64>] = [
            0..<1, 0..<mebibyte, 5..<6, 1023..<1025, mebibyte - 1..<mebibyte + 1, 4096..<8192, 0..<3 * mebibyte + 7,
            (1 << 33) + 17..<(1 << 33) + 900_000, mebibyte..<2 * mebibyte, 512 << 10..<mebibyte,
        ]
        for range in ranges {
            let requests = FileRanges.requests(for: range)
            var next = requests[0].offset
            #expect(next <= range.lowerBound)
            for request in requests {
                #expect(request.offset == next)
                let limit = Int64(request.limit)
                if request.isPrecise {
                    #expect(request.offset % 1024 == 0 && limit % 1024 == 0)
                } else {
                    #expect(request.offset % 4096 == 0 && limit % 4096 == 0 && mebibyte % limit == 0)
                }
                #expect(request.offset / mebibyte == (request.offset + limit - 1) / mebibyte)
                next += limit
            }
            #expect(next >= range.upperBound)
        }
        #expect(FileRanges.requests(for: 7..<7).isEmpty)
        #expect(FileRanges.requests(for: 0..<mebibyte) == [.init(offset: 0, limit: 1 << 20, isPrecise: false)])
    }

    @Test func partsCoverTheFile() {
        #expect(FileRanges.partCount(1) == 1)
        #expect(FileRanges.partCount(512 << 10) == 1)
        #expect(FileRanges.partCount((512 << 10) + 1) == 2)
        #expect(FileRanges.partCount(0) == nil)
        #expect(FileRanges.partCount(4000 * (512 << 10)) == 4000)
        #expect(FileRanges.partCount(4000 * (512 << 10) + 1) == nil)
        #expect(FileRanges.part(1, of: 600_000) == 524_288..<600_000)
    }
}
