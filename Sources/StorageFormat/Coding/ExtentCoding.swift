// SPDX-License-Identifier: MIT

import FilesystemModel

/// An extent: six varints, start, length, segment, entry, skip, grid.
enum ExtentCoding {
    /// Each varint is at least one byte.
    static let bytesMin = 6

    static func write(_ extent: Extent, to writer: inout ByteWriter) {
        writer.writeVarint(extent.start)
        writer.writeVarint(extent.length)
        writer.write(extent.run.segment)
        writer.write(extent.run.entry)
        writer.writeVarint(UInt64(extent.run.skip))
        writer.writeVarint(UInt64(extent.run.grid))
    }

    static func write(_ extents: [Extent], to writer: inout ByteWriter) {
        writer.writeVarint(UInt64(extents.count))
        for extent in extents { write(extent, to: &writer) }
    }

    static func read(_ reader: inout FieldReader) throws(FormatError) -> Extent {
        let range = try readRange(&reader)
        let run = FrameRun(
            segment: try reader.sequence(), entry: try reader.entry(), skip: try reader.varint(UInt32.self),
            grid: try reader.varint(UInt32.self))
        guard !range.isEmpty, run.grid < UInt32(Limits.frameBytesMax), run.skip <= run.grid else {
            throw reader.malformed("extent without sense")
        }
        // The arithmetic of `FrameRun.advanced` must not overflow anywhere in the extent.
        let windows = (UInt64(range.count) + UInt64(run.grid)) / UInt64(Limits.frameBytesMax)
        guard UInt64(run.entry.rawValue) + windows <= UInt64(UInt32.max) else {
            throw reader.malformed("extent beyond the last entry")
        }
        return Extent(start: range.lowerBound, length: UInt64(range.count), run: run)
    }

    static func readAll(_ reader: inout FieldReader) throws(FormatError) -> [Extent] {
        let count = try reader.count(bytesEach: bytesMin)
        var extents: [Extent] = []
        extents.reserveCapacity(count)
        for _ in 0..<count { extents.append(try read(&reader)) }
        return extents
    }

    /// Two varints: start and length.
    static func write(_ range: Range<UInt64>, to writer: inout ByteWriter) {
        writer.writeVarint(range.lowerBound)
        writer.writeVarint(range.upperBound - range.lowerBound)
    }

    static func readRange(_ reader: inout FieldReader) throws(FormatError) -> Range<UInt64> {
        let start = try reader.varint()
        let length = try reader.varint()
        guard start <= Limits.fileBytesMax, length <= Limits.fileBytesMax - start else {
            throw reader.malformed("range beyond the largest file")
        }
        return start..<start + length
    }
}
