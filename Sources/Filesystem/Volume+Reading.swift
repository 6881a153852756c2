// SPDX-License-Identifier: MIT

import DataPlane
import FilesystemModel

/// read: step 1 of the way of a read.
extension Volume {
    /// Reads what is in memory or in local files, on the caller's thread. Nil where a block must be fetched first:
    /// then `read` does it. Returns how many bytes; fewer than asked only at the end of the file.
    package func readLocally(
        _ number: InodeNumber, _ id: HandleID, offset: UInt64, into target: UnsafeMutableRawBufferPointer
    ) throws(FSError) -> Int? {
        let handle = try handles.find(id)
        defer {
            readAhead(handle, offset..<offset + UInt64(target.count))
            noteRead(handle)
        }
        switch try attempt(handle, offset: offset, into: target) {
        case .done(let count): return count
        case .missing: return nil
        case .unreadable(let frame, _):
            guard try isDurablyStored(frame.slice.segment) else { throw damaged(frame, of: number) }
            return nil
        }
    }

    /// Reads, fetching what is not here. A cached block that is not what was written is fetched anew, once.
    package func read(
        _ number: InodeNumber, _ id: HandleID, offset: UInt64, length: Int
    ) async throws(FSError) -> [UInt8] {
        let handle = try handles.find(id)
        // Until this read has ended no segment goes that it may have found its bytes in.
        let age = grace.enter()
        defer { grace.leave(age) }
        var fetchedAnew: Set<FrameSlice> = []
        var hasMoved = false
        // Eviction may take a block again before it was read; that is rare and not for ever.
        for _ in 0..<Self.readAttemptsMax {
            switch try bytes(handle, offset: offset, length: length) {
            case .done(let bytes): return bytes
            case .missing(let blocks):
                do throws(FSError) {
                    try await fetcher.fetch(blocks)
                } catch .damaged(let reason) {
                    // Compaction may have moved the bytes: then they are found anew, once.
                    guard !hasMoved, try areGone(blocks) else { throw .damaged(reason) }
                    hasMoved = true
                }
            case .unreadable(let frame, _):
                guard fetchedAnew.insert(frame.slice).inserted, try await mender.mend(frame) else {
                    throw damaged(frame, of: number)
                }
            }
        }
        throw .unreachable("the cache is too small for what is read from it at once")
    }

    private func areGone(_ blocks: [BlockAddress]) throws(FSError) -> Bool {
        try log.locked { core throws(FSError) in
            for block in blocks where try core.index.segment(block.segment)?.state ?? .reclaimed == .reclaimed {
                return true
            }
            return false
        }
    }

    private static let readAttemptsMax = 16

    private enum Attempt<Value> {
        case done(Value)
        case missing([BlockAddress])
        case unreadable(LocatedFrame, String)
    }

    /// The memory is there only while it is filled: many may wait for their blocks.
    private func bytes(_ handle: Handle, offset: UInt64, length: Int) throws(FSError) -> Attempt<[UInt8]> {
        var bytes = [UInt8](repeating: 0, count: length)
        let outcome = try bytes.withRawMutableBytes { (target) throws(FSError) in
            try self.attempt(handle, offset: offset, into: target)
        }
        switch outcome {
        case .done(let count):
            bytes.removeSubrange(count...)
            return .done(bytes)
        case .missing(let blocks): return .missing(blocks)
        case .unreadable(let frame, let reason): return .unreadable(frame, reason)
        }
    }

    private func attempt(
        _ handle: Handle, offset: UInt64, into target: UnsafeMutableRawBufferPointer
    ) throws(FSError) -> Attempt<Int> {
        let (count, frames) = try plan(handle.inode, offset: offset, into: target)
        switch try reader.read(frames, at: offset, into: target) {
        case .done: return .done(count)
        case .missing(let blocks): return .missing(blocks)
        case .unreadable(let frame, let error): return .unreadable(frame, "\(error)")
        }
    }

    /// Fills in what is in memory and what is a hole; returns the length of the answer, and the frames still to read.
    private func plan(
        _ open: OpenInode, offset: UInt64, into target: UnsafeMutableRawBufferPointer
    ) throws(FSError) -> (Int, [LocatedFrame]) {
        let unsafeTarget = SendableBuffer(value: target)
        return try open.locked { state throws(FSError) in
            let target = unsafeTarget.value
            guard offset < state.size else { return (0, []) }
            let range = offset..<min(state.size, offset + UInt64(target.count))
            let buffered = state.buffer.value.bufferedRanges(in: range)
            let (plan, frames) = try self.locate(open.number, range, buffered)
            for source in plan.sources {
                let covered: Range<UInt64>
                switch source {
                case .frame: continue
                case .memory(let range), .hole(let range): covered = range
                }
                let part = UnsafeMutableRawBufferPointer(
                    rebasing: target[Int(covered.lowerBound - offset)..<Int(covered.upperBound - offset)])
                if case .memory = source {
                    state.buffer.value.read(covered, into: part)
                } else {
                    part.initializeMemory(as: UInt8.self, repeating: 0)
                }
            }
            return (range.count, frames)
        }
    }

    func locate(
        _ number: InodeNumber, _ range: Range<UInt64>, _ buffered: [Range<UInt64>]
    ) throws(FSError) -> (ReadPlan, [LocatedFrame]) {
        if buffered == [range] { return (ReadPlan(range: range, buffered: buffered, extents: []), []) }
        return try log.locked { core throws(FSError) in
            let plan = ReadPlan(
                range: range, buffered: buffered, extents: try core.index.extents(of: number, overlapping: range))
            var frames: [LocatedFrame] = []
            for case .frame(let slice) in plan.sources { frames.append(try core.locate(slice)) }
            return (plan, frames)
        }
    }

    private func readAhead(_ handle: Handle, _ range: Range<UInt64>) {
        guard let wanted = handle.readAhead.withLock({ $0.read(range) }) else { return }
        let size = handle.inode.peek { $0.size }
        let ahead = wanted.clamped(to: 0..<size)
        // A failure shows again when the bytes are read; until then nobody asked for them.
        guard !ahead.isEmpty, let (_, frames) = try? locate(handle.inode.number, ahead, []) else { return }
        let blocks = Set(frames.flatMap { (try? self.reader.missingBlocks(of: $0)) ?? [] })
        if !blocks.isEmpty { fetcher.readAhead(blocks.sorted { ($0.segment, $0.index) < ($1.segment, $1.index) }) }
    }

    private func isDurablyStored(_ segment: SegmentSequence) throws(FSError) -> Bool {
        try log.locked { core throws(FSError) in
            try core.index.segment(segment).map { core.isDurablyStored($0) } ?? false
        }
    }

    private func damaged(_ frame: LocatedFrame, of number: InodeNumber) -> FSError {
        .damaged("inode \(number), offset \(frame.slice.fileOffset): frame \(frame.slice.segment).\(frame.slice.entry)")
    }
}

/// The reply's buffer on its way into a locked section of the same thread.
private struct SendableBuffer: @unchecked Sendable {
    // Used only by the thread that owns it, before the call returns.
    let value: UnsafeMutableRawBufferPointer
}
