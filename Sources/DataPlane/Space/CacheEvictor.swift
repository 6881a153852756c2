// SPDX-License-Identifier: MIT

import FilesystemModel
import SegmentLog

/// Keeps what is here and in the store within `cache_size`, and the disk above `min_free`: second chance over blocks.
///
/// Only blocks of segments whose replica row is durably committed are ever given up.
package final class CacheEvictor: Sendable {
    private let log: VolumeLog
    private let progress: StoredProgress
    private let cacheBytesMax: UInt64
    private let freeBytesMin: UInt64

    /// Segments behind a gap of the store stay whole here: a rebuilt index reads the local log without a gap.
    package init(log: VolumeLog, progress: StoredProgress, cacheBytesMax: UInt64, freeBytesMin: UInt64) {
        self.log = log
        self.progress = progress
        self.cacheBytesMax = cacheBytesMax
        self.freeBytesMin = freeBytesMin
    }

    /// Bytes of stored segments that should go; unsent ones count against the disk and not against the cache.
    private func excess() throws(FSError) -> UInt64 {
        let local = log.files.localBytes
        let free = try FSError.translating { () throws(SegmentLogError) in try log.files.freeBytes() }
        let unsent = try unsentBytes()
        let cached = local > unsent ? local - unsent : 0
        let over = cached > cacheBytesMax ? cached - cacheBytesMax : 0
        let short = free < freeBytesMin ? freeBytesMin - free : 0
        return max(over, min(short, cached))
    }

    /// Gives blocks up until the bounds hold, or all that may go has gone. Two rounds: the first takes the marks of use
    /// away, the second the blocks.
    package func run() throws(FSError) {
        var wanted = try excess()
        for _ in 0..<2 where wanted > 0 {
            for sequence in log.files.sequences() {
                guard wanted > 0 else { return }
                guard try isEvictable(sequence) else { continue }
                let freed = try evict(sequence, atMost: wanted)
                wanted -= min(wanted, freed)
            }
        }
    }

    private func evict(_ sequence: SegmentSequence, atMost wanted: UInt64) throws(FSError) -> UInt64 {
        do {
            let file = try log.files.file(sequence)
            var freed: UInt64 = 0
            for block in try file.presentBlocks() where freed < wanted {
                if try file.takeUse(ofBlock: block) { continue }
                guard try drop(block, of: file) else { break }
                freed += UInt64(file.byteRange(ofBlock: block).count)
                CrashPoint.afterEviction.pass()
            }
            try removeIfEmpty(file)
            return freed
        } catch let error as SegmentLogError {
            if case .noSuchSegment = error { return 0 }
            throw FSError(error)
        } catch let error as FSError {
            throw error
        } catch {
            throw .local("\(error)")
        }
    }

    /// In one section of the volume's lock with the question whether it may go: a repair that pins the segment meanwhile
    /// relies on every block that it finds after that. False where it may not.
    private func drop(_ block: Int, of file: SegmentFile) throws(FSError) -> Bool {
        try log.locked { core throws(FSError) in
            guard try self.isEvictable(file.sequence, core) else { return false }
            return try Self.whileThere { () throws(SegmentLogError) in try file.dropBlock(block) }
        }
    }

    private func removeIfEmpty(_ file: SegmentFile) throws(FSError) {
        try log.locked { core throws(FSError) in
            guard try self.isEvictable(file.sequence, core) else { return }
            _ = try Self.whileThere { () throws(SegmentLogError) in
                if try file.presentBlocks().isEmpty { try self.log.files.remove(file.sequence) }
            }
        }
    }

    /// False where the segment's file has gone since it was looked up, by reclaiming or by another eviction: then there is
    /// nothing left to give up, and nothing is wrong.
    private static func whileThere(_ body: () throws(SegmentLogError) -> Void) throws(FSError) -> Bool {
        do throws(SegmentLogError) { try body() } catch {
            guard case .noSuchSegment = error else { throw FSError(error) }
            return false
        }
        return true
    }

    private func isEvictable(_ sequence: SegmentSequence) throws(FSError) -> Bool {
        try log.locked { core throws(FSError) in try self.isEvictable(sequence, core) }
    }

    /// The committed state decides: an uncommitted row could be taken back by a crash.
    private func isEvictable(_ sequence: SegmentSequence, _ core: LogCore) throws(FSError) -> Bool {
        guard sequence <= progress.sequence, let row = try core.index.segment(sequence) else { return false }
        return core.isDurablyStored(row)
    }

    private func unsentBytes() throws(FSError) -> UInt64 {
        try log.locked { core throws(FSError) in try core.unsentBytes() }
    }
}
