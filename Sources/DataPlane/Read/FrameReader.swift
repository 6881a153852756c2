// SPDX-License-Identifier: MIT

import FilesystemModel
import SegmentLog
import StorageFormat

/// Frames to bytes, from memory or from local segment files: step 2 of the way of a read. Any thread; takes no lock
/// of the volume.
package final class FrameReader: Sendable {
    package enum Outcome: Sendable {
        case done
        /// These blocks are not here; fetch them and try again.
        case missing([BlockAddress])
        /// The bytes that are here are not what was written.
        case unreadable(FormatError)
    }

    private let files: Log
    private let frames: FrameCache

    package init(files: Log, cache: FrameCache) {
        self.files = files
        frames = cache
    }

    /// Fills `target`, which has the slice's length.
    package func read(
        _ frame: LocatedFrame, into target: UnsafeMutableRawBufferPointer
    ) throws(FSError) -> Outcome {
        assert(target.count == frame.slice.length, "a frame fills its part of the reply")
        let key = FrameCache.Key(segment: frame.slice.segment, entry: frame.slice.entry)
        if let cached = frames.frame(key) {
            copy(cached, frame.slice, into: target)
            return .done
        }
        guard frame.slice.skip + frame.slice.length <= Int(frame.entry.plainBytes) else {
            throw .indexDamaged("an extent reaches beyond frame \(frame.slice.segment).\(frame.slice.entry)")
        }
        let stored = UnsafeMutableRawBufferPointer.allocate(byteCount: frame.storedRange.count, alignment: 16)
        defer { stored.deallocate() }
        if let missing = try load(frame.storedRange, of: frame.slice.segment, into: stored) { return .missing(missing) }
        return open(frame, UnsafeRawBufferPointer(stored), key, into: target)
    }

    package enum RunOutcome: Sendable {
        case done
        /// These blocks are not here; fetch them and try again.
        case missing([BlockAddress])
        case unreadable(LocatedFrame, FormatError)
    }

    /// Fills the parts of `target`, which begins at `offset` of a file, that the file's frames have, in its order. Those
    /// that lie side by side in their segment come with one read of it: the disk is asked for as much as the program asked.
    package func read(
        _ frames: [LocatedFrame], at offset: UInt64, into target: UnsafeMutableRawBufferPointer
    ) throws(FSError) -> RunOutcome {
        var missing: [BlockAddress] = []
        var rest = frames[...]
        while let first = rest.first {
            let run = rest.prefix(Self.runLength(rest))
            rest = rest.dropFirst(run.count)
            let start = Int(first.slice.fileOffset - offset)
            let length = run.reduce(0) { $0 + $1.slice.length }
            let part = UnsafeMutableRawBufferPointer(rebasing: target[start..<start + length])
            switch try run.count == 1 ? outcome(of: first, into: part) : read(run: run, into: part) {
            case .done: continue
            case .missing(let blocks): missing += blocks
            case .unreadable(let frame, let error): return .unreadable(frame, error)
            }
        }
        return missing.isEmpty ? .done : .missing(missing)
    }

    private func outcome(
        of frame: LocatedFrame, into target: UnsafeMutableRawBufferPointer
    ) throws(FSError) -> RunOutcome {
        switch try read(frame, into: target) {
        case .done: .done
        case .missing(let blocks): .missing(blocks)
        case .unreadable(let error): .unreadable(frame, error)
        }
    }

    private func read(
        run: ArraySlice<LocatedFrame>, into target: UnsafeMutableRawBufferPointer
    ) throws(FSError) -> RunOutcome {
        let first = run[run.startIndex]
        let range = first.storedRange.lowerBound..<run[run.endIndex - 1].storedRange.upperBound
        let stored = UnsafeMutableRawBufferPointer.allocate(byteCount: range.count, alignment: 16)
        defer { stored.deallocate() }
        if let missing = try load(range, of: first.slice.segment, into: stored) { return .missing(missing) }
        for frame in run {
            let place = Int(frame.storedRange.lowerBound - range.lowerBound)
            let part = Int(frame.slice.fileOffset - first.slice.fileOffset)
            let outcome = open(
                frame, UnsafeRawBufferPointer(rebasing: stored[place..<place + frame.storedRange.count]),
                FrameCache.Key(segment: frame.slice.segment, entry: frame.slice.entry),
                into: UnsafeMutableRawBufferPointer(rebasing: target[part..<part + frame.slice.length]))
            if case .unreadable(let error) = outcome { return .unreadable(frame, error) }
        }
        return .done
    }

    /// How many frames at the front come with one read: whole ones, for others may be in memory, that follow on each other
    /// in the file and, but for an entry's header, in their segment.
    private static func runLength(_ frames: ArraySlice<LocatedFrame>) -> Int {
        guard let first = frames.first, first.isWhole else { return 1 }
        var last = first
        var count = 1
        for next in frames.dropFirst() {
            guard next.isWhole, next.slice.segment == first.slice.segment,
                next.slice.fileOffset == last.slice.fileOffset + UInt64(last.slice.length),
                next.storedRange.lowerBound >= last.storedRange.upperBound,
                next.storedRange.lowerBound - last.storedRange.upperBound <= runGapMax,
                next.storedRange.upperBound - first.storedRange.lowerBound <= runBytesMax
            else { break }
            last = next
            count += 1
        }
        return count
    }

    private static let runGapMax: UInt64 = 4096
    /// A request of a MiB, and what sealing adds to it.
    private static let runBytesMax: UInt64 = 1 << 20 | 1 << 16

    package enum Reopened: Sendable {
        case frame(PreparedFrame)
        case missing([BlockAddress])
        case unreadable(FormatError)
    }

    /// The whole frame as it was stored, verified and still compressed, to be appended anew.
    package func reopen(_ frame: LocatedFrame) throws(FSError) -> Reopened {
        let stored = UnsafeMutableRawBufferPointer.allocate(byteCount: frame.storedRange.count, alignment: 16)
        defer { stored.deallocate() }
        if let missing = try load(frame.storedRange, of: frame.slice.segment, into: stored) { return .missing(missing) }
        do {
            return .frame(
                try frame.access.reader.reopen(UnsafeRawBufferPointer(stored), number: frame.slice.entry))
        } catch {
            return .unreadable(error)
        }
    }

    /// The blocks of a frame that are not here, for read-ahead.
    package func missingBlocks(of frame: LocatedFrame) throws(FSError) -> [BlockAddress] {
        let segment = frame.slice.segment
        do {
            return try Self.missingBlocks(of: frame.storedRange, in: files.file(segment))
                .map { BlockAddress(segment: segment, index: $0) }
        } catch {
            guard case .noSuchSegment = error else { throw FSError(error) }
            return Self.blocks(of: frame.storedRange).map { BlockAddress(segment: segment, index: $0) }
        }
    }

    /// All of them where the file ends too early: a power cut takes the size of a sparse file that was never synced.
    private static func missingBlocks(
        of range: Range<UInt64>, in file: SegmentFile
    ) throws(SegmentLogError) -> [Int] {
        guard file.size >= range.upperBound else { return Array(blocks(of: range)) }
        return try file.missingBlocks(in: range)
    }

    package static func blocks(of range: Range<UInt64>) -> ClosedRange<Int> {
        let size = UInt64(Limits.blockBytes)
        return Int(range.lowerBound / size)...Int((range.upperBound - 1) / size)
    }

    /// The sealed bytes; or which blocks are not here.
    private func load(
        _ range: Range<UInt64>, of segment: SegmentSequence, into stored: UnsafeMutableRawBufferPointer
    ) throws(FSError) -> [BlockAddress]? {
        do {
            let file = try files.file(segment)
            let missing = try Self.missingBlocks(of: range, in: file)
            guard missing.isEmpty else { return missing.map { BlockAddress(segment: segment, index: $0) } }
            // Shorter than asked: the rest stays as it is and fails to authenticate, as any damage does.
            _ = try file.read(into: stored, at: range.lowerBound)
            // What was evicted while it was read is zeros, and missing like what was evicted before.
            let gone = try file.missingBlocks(in: range)
            return gone.isEmpty ? nil : gone.map { BlockAddress(segment: segment, index: $0) }
        } catch {
            guard case .noSuchSegment = error else { throw FSError(error) }
            return Self.blocks(of: range).map { BlockAddress(segment: segment, index: $0) }
        }
    }

    private func open(
        _ frame: LocatedFrame, _ stored: UnsafeRawBufferPointer, _ key: FrameCache.Key,
        into target: UnsafeMutableRawBufferPointer
    ) -> Outcome {
        let plainLength = Int(frame.entry.plainBytes)
        do throws(FormatError) {
            if frame.slice.length == plainLength {
                _ = try frame.access.reader.openEntry(stored, number: frame.slice.entry, into: target)
                return .done
            }
            var failure: FormatError?
            let plain = [UInt8](unsafeUninitializedCapacity: plainLength) { buffer, count in
                do throws(FormatError) {
                    count = try frame.access.reader.openEntry(
                        stored, number: frame.slice.entry, into: UnsafeMutableRawBufferPointer(buffer))
                } catch {
                    failure = error
                }
            }
            if let failure { return .unreadable(failure) }
            guard plain.count == plainLength else { return .unreadable(.truncated(.frame)) }
            frames.insert(plain, for: key)
            copy(plain, frame.slice, into: target)
            return .done
        } catch {
            return .unreadable(error)
        }
    }

    private func copy(_ plain: [UInt8], _ slice: FrameSlice, into target: UnsafeMutableRawBufferPointer) {
        plain.withUnsafeBytes { bytes in
            target.copyMemory(
                from: UnsafeRawBufferPointer(rebasing: bytes[slice.skip..<slice.skip + slice.length]))
        }
    }
}
