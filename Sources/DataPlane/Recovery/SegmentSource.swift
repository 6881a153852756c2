// SPDX-License-Identifier: MIT

import FilesystemModel
import ObjectStorage
import SegmentLog
import StorageFormat

/// A whole segment to read header, summary and entries of: a local file, or an object of the store.
package struct SegmentSource {
    package let bytes: UInt64
    private let readRange: (Range<UInt64>) throws(FSError) -> [UInt8]

    init(_ file: SegmentFile) {
        bytes = file.size
        readRange = { range throws(FSError) in
            var bytes = [UInt8](repeating: 0, count: range.count)
            do throws(SegmentLogError) {
                let count = try bytes.withRawMutableBytes { (buffer) throws(SegmentLogError) in
                    try file.read(into: buffer, at: range.lowerBound)
                }
                bytes.removeSubrange(count...)
            } catch {
                throw FSError(error)
            }
            return bytes
        }
    }

    func read(_ range: Range<UInt64>) throws(FSError) -> [UInt8] { try readRange(range) }

    /// Nil where the file does not begin as a segment of this volume does: a header that a power cut took.
    func openLocal(_ identity: VolumeIdentity) throws(FSError) -> SegmentReader? {
        let head = try read(0..<min(bytes, UInt64(SegmentHeader.bytesMax)))
        do {
            return try SegmentReader(headerBytes: head, key: identity.key, volume: identity.volume)
        } catch .unsupportedVersion(let found, let supported) {
            throw .indexDamaged("a segment of format \(found), this gramfs knows \(supported)")
        } catch {
            return nil
        }
    }

    /// Nil where the segment is not finished.
    func summary(_ reader: SegmentReader) throws(FSError) -> SegmentSummary? {
        guard bytes > UInt64(SegmentFooter.byteCount) else { return nil }
        let tail = try read(bytes - UInt64(SegmentFooter.byteCount)..<bytes)
        do {
            let footer = try SegmentFooter(decoding: tail[...], objectBytes: bytes)
            let entry = try read(footer.summary)
            return try entry.withRawBytes { (entry) throws(FormatError) in try reader.openSummary(entry) }
        } catch let error as FSError {
            throw error
        } catch {
            return nil
        }
    }
}

extension SegmentRow {
    /// The row of a finished segment.
    package init(
        _ summary: SegmentSummary, state: State, objectBytes: UInt64, reference: [UInt8], headerBytes: [UInt8]
    ) {
        self.init(
            sequence: summary.header.sequence, id: summary.header.segment, epoch: summary.header.epoch, state: state,
            objectBytes: objectBytes, logicalBytes: summary.logicalBytes, chain: summary.chain,
            entryTable: SegmentLayout(headerBytes: headerBytes, table: summary.table).encoded, reference: reference)
    }
}
