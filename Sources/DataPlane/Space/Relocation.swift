// SPDX-License-Identifier: MIT

import FilesystemModel
import Metadata

/// One round of compaction: a walk over all extents that moves the frames out of the chosen segments, in bounded steps.
struct Relocation: Sendable {
    let victims: Set<SegmentSequence>
    /// Where no piece of the next checkpoint may stay.
    let leaving: Set<SegmentSequence>
    private var cursor = ExtentCursor.start
    private(set) var isComplete = false
    private var transfer: FrameTransfer

    /// Segments with bytes that cannot be read.
    var unreadable: [SegmentSequence: FSError] { transfer.unreadable }

    /// What has any of the bytes in `secret` is sealed on the way, whosever it is.
    init(victims: Set<SegmentSequence>, leaving: Set<SegmentSequence>, secret: FrameRanges = FrameRanges()) {
        self.victims = victims
        self.leaving = leaving
        transfer = FrameTransfer(.keep(except: secret))
    }

    private static let rowsAtOnce = 1024
    private static let rowsMax = 16 * rowsAtOnce

    /// Walks until something of about `bytesMax` was moved, or for a bounded while. Returns how many bytes moved.
    mutating func step(
        _ log: VolumeLog, _ mover: FrameMover, _ progress: StoredProgress, bytesMax: UInt64
    ) async throws(FSError) -> UInt64 {
        var bytes: UInt64 = 0
        var rows = 0
        while !isComplete, bytes < bytesMax, rows < Self.rowsMax {
            let page = try log.locked { [cursor] core throws(FSError) in
                try core.index.extents(after: cursor, limit: Self.rowsAtOnce)
            }
            rows += page.count
            let mine = page.filter { victims.contains($0.extent.run.segment) }
            bytes += mine.reduce(0) { $0 + $1.extent.length }
            _ = try await transfer.move(units(of: mine), log, mover, progress)
            guard let last = page.last else {
                isComplete = true
                break
            }
            cursor = last.cursor
        }
        return bytes
    }

    private func units(of extents: [OwnedExtent]) -> [RelocationUnit] {
        var units: [RelocationUnit] = []
        var rest = extents[...]
        while let first = rest.first {
            let own = rest.prefix { $0.inode == first.inode }
            units += RelocationUnit.units(of: first.inode, own.map(\.extent))
            rest = rest.dropFirst(own.count)
        }
        return units
    }
}
