// SPDX-License-Identifier: MIT

import FilesystemModel
import ObjectStorage
import SegmentLog
import StorageFormat

/// Puts blocks that are wrong here right again from the store: once a frame of a stored segment did not open.
///
/// What the store gives is verified before it takes the place of what is here: a block holds frames of other files
/// too, and where the store is damaged or away, those that are still good here must stay readable.
package final class FrameMender: Sendable {
    private let log: VolumeLog
    private let store: any ObjectStore
    private let timeout: Duration

    package init(log: VolumeLog, store: any ObjectStore, timeout: Duration) {
        self.log = log
        self.store = store
        self.timeout = timeout
    }

    /// Returns whether the frame can be read now. `unreachable` where the store does not answer in time: then nothing
    /// is known of its copy.
    package func mend(_ frame: LocatedFrame) async throws(FSError) -> Bool {
        let row = try log.locked { core throws(FSError) in
            try core.index.segment(frame.slice.segment).flatMap { core.isDurablyStored($0) ? $0 : nil }
        }
        guard let row else { return false }
        let blocks = FrameReader.blocks(of: frame.storedRange)
        let start = UInt64(blocks.lowerBound) * UInt64(Limits.blockBytes)
        let end = min(UInt64(blocks.upperBound + 1) * UInt64(Limits.blockBytes), row.objectBytes)
        guard frame.storedRange.upperBound <= end else { return false }
        let bytes = try await fetch(row, start..<end)
        let first = Int(frame.storedRange.lowerBound - start)
        guard opens(frame, bytes[first..<first + frame.storedRange.count]) else { return false }
        do {
            try place(bytes, blocks, row)
        } catch {
            throw FSError(error)
        }
        return true
    }

    private func fetch(_ row: SegmentRow, _ range: Range<UInt64>) async throws(FSError) -> [UInt8] {
        let segments = StoredSegments(store: store, identity: log.identity)
        let timeout = timeout
        let result = await withTaskGroup(of: Result<[UInt8], FSError>?.self) { group in
            group.addTask {
                do throws(FSError) {
                    return .success(
                        try await segments.read(ObjectReference(bytes: row.reference), range, of: row.objectBytes))
                } catch {
                    return .failure(error)
                }
            }
            group.addTask {
                // Ends by cancellation where the answer was faster, or the reader gave up.
                try? await Task.sleep(for: timeout)
                return nil
            }
            let first = await group.next() ?? nil
            group.cancelAll()
            return first
        }
        guard let result else {
            guard !Task.isCancelled else { throw .interrupted }
            throw .unreachable("segment \(row.sequence): no answer in \(timeout)")
        }
        return try result.get()
    }

    private func opens(_ frame: LocatedFrame, _ stored: ArraySlice<UInt8>) -> Bool {
        var plain = [UInt8](repeating: 0, count: Int(frame.entry.plainBytes))
        do throws(FormatError) {
            return try Array(stored).withRawBytes { (stored) throws(FormatError) in
                try plain.withRawMutableBytes { (plain) throws(FormatError) in
                    try frame.access.reader.openEntry(stored, number: frame.slice.entry, into: plain) == plain.count
                }
            }
        } catch {
            // Not what was written, there as here.
            return false
        }
    }

    private func place(_ bytes: [UInt8], _ blocks: ClosedRange<Int>, _ row: SegmentRow) throws(SegmentLogError) {
        do throws(SegmentLogError) {
            // Where there is none, the ordinary way fetches it.
            guard let file = try log.files.cacheFile(row.sequence, size: row.objectBytes) else { return }
            for (offset, block) in blocks.enumerated() {
                let start = offset * Limits.blockBytes
                let part = Array(bytes[start..<min(start + Limits.blockBytes, bytes.count)])
                try part.withRawBytes { (part) throws(SegmentLogError) in try file.writeBlock(block, part) }
            }
        } catch {
            // Evicted as a whole meanwhile, at whichever step: then the ordinary way fetches it.
            guard case .noSuchSegment = error else { throw error }
        }
    }
}
