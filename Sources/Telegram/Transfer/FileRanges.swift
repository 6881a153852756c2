// SPDX-License-Identifier: MIT

/// The arithmetic of `upload.getFile` and of parts (api/files): pure functions.
package enum FileRanges {
    package static let partBytes = 512 << 10
    /// Parts of up to this many bytes go by `saveFilePart`, more by `saveBigFilePart`.
    package static let smallFileBytesMax: Int64 = 10 << 20
    package static let partsMax: Int64 = 4000
    package static let blockBytes: Int64 = 1 << 20
    static let precision: Int64 = 1024
    static let coarse: Int64 = 4096

    package struct Request: Hashable, Sendable {
        package let offset: Int64
        package let limit: Int32
        package let isPrecise: Bool
    }

    /// Requests that together cover `range`, each within one aligned MiB.
    package static func requests(for range: Range<Int64>) -> [Request] {
        guard !range.isEmpty else { return [] }
        var requests: [Request] = []
        var offset = range.lowerBound / precision * precision
        while offset < range.upperBound {
            let blockEnd = (offset / blockBytes + 1) * blockBytes
            let end = min(blockEnd, (range.upperBound + precision - 1) / precision * precision)
            let limit = end - offset
            let isCoarse = offset % coarse == 0 && limit % coarse == 0 && blockBytes % limit == 0
            requests.append(Request(offset: offset, limit: Int32(limit), isPrecise: !isCoarse))
            offset = end
        }
        return requests
    }

    /// Nil where the file has more parts than Telegram takes.
    package static func partCount(_ bytes: Int64) -> Int32? {
        let count = (bytes + Int64(partBytes) - 1) / Int64(partBytes)
        return bytes > 0 && count <= partsMax ? Int32(count) : nil
    }

    package static func part(_ index: Int32, of bytes: Int64) -> Range<Int64> {
        let start = Int64(index) * Int64(partBytes)
        return start..<min(start + Int64(partBytes), bytes)
    }
}
