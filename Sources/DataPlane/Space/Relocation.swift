// SPDX-License-Identifier: MIT

import FilesystemModel
import Logging
import Metadata
import StorageFormat

/// One round of compaction: a walk over all extents that moves the frames out of the chosen segments, in bounded
/// steps. Each step is complete in itself: a kill between two loses nothing but the walk's place.
struct Relocation: Sendable {
    let victims: Set<SegmentSequence>
    /// Where no piece of the next checkpoint may stay.
    let leaving: Set<SegmentSequence>
    private var cursor = ExtentCursor.start
    private(set) var isComplete = false
    /// Where bytes went that more than one file may have, so that reflinks stay shared.
    private var moved: [[FrameSlice]: LogPosition] = [:]
    /// Segments with bytes that cannot be read.
    private(set) var unreadable: [SegmentSequence: FSError] = [:]

    init(victims: Set<SegmentSequence>, leaving: Set<SegmentSequence>) {
        self.victims = victims
        self.leaving = leaving
    }

    private static let rowsAtOnce = 1024
    private static let rowsMax = 16 * rowsAtOnce
    /// What one section of the volume's lock appends: as much as a write does.
    private static let unitsAtOnce = Limits.requestBytesMax / Limits.frameBytesMax
    private static let movedMax = 65_536

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
            try await move(units(of: mine), log, mover, progress)
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

    private mutating func move(
        _ units: [RelocationUnit], _ log: VolumeLog, _ mover: FrameMover, _ progress: StoredProgress
    ) async throws(FSError) {
        for start in stride(from: 0, to: units.count, by: Self.unitsAtOnce) {
            let group = units[start..<min(start + Self.unitsAtOnce, units.count)]
            var ready: [(unit: RelocationUnit, frame: MovedFrame?)] = []
            var contents: Set<[FrameSlice]> = []
            for unit in group {
                let isMoved = moved[unit.content].map { $0.sequence > progress.sequence } ?? false
                if isMoved || !contents.insert(unit.content).inserted {
                    ready.append((unit, nil))
                    continue
                }
                guard let parts = try locate(unit, log) else { continue }
                do throws(FSError) {
                    ready.append((unit, try await mover.frame(of: parts)))
                } catch .damaged(let reason) {
                    for slice in unit.slices { unreadable[slice.segment] = .damaged(reason) }
                }
            }
            try commit(ready, log, progress)
            CrashPoint.afterRelocation.pass()
        }
    }

    /// Nil where the file has something else there by now.
    private func locate(_ unit: RelocationUnit, _ log: VolumeLog) throws(FSError) -> [LocatedFrame]? {
        try log.locked { core throws(FSError) in
            guard unit.isCurrent(try core.index.extents(of: unit.inode, overlapping: unit.range)) else { return nil }
            var parts: [LocatedFrame] = []
            for slice in unit.slices { parts.append(try core.locate(slice)) }
            return parts
        }
    }

    /// Frames, then the records that make them content, in one section of the lock.
    private mutating func commit(
        _ ready: [(unit: RelocationUnit, frame: MovedFrame?)], _ log: VolumeLog, _ progress: StoredProgress
    ) throws(FSError) {
        let known = moved
        let added = try log.locked { core throws(FSError) in
            try Self.commit(ready, known, core, progress)
        }
        // Only what may be asked for again; a round that is larger forgets, and reflinks become copies.
        if moved.count + added.count > Self.movedMax { moved.removeAll() }
        moved.merge(added) { _, new in new }
    }

    private static func commit(
        _ ready: [(unit: RelocationUnit, frame: MovedFrame?)], _ known: [[FrameSlice]: LogPosition], _ core: LogCore,
        _ progress: StoredProgress
    ) throws(FSError) -> [[FrameSlice]: LogPosition] {
        var isCurrent: [Bool] = []
        for (unit, _) in ready {
            isCurrent.append(unit.isCurrent(try core.index.extents(of: unit.inode, overlapping: unit.range)))
        }
        let current = zip(ready, isCurrent).filter(\.1).map(\.0)
        let fresh = current.compactMap { item in item.frame.map { (unit: item.unit, frame: $0.frame) } }
        var added: [[FrameSlice]: LogPosition] = [:]
        if !fresh.isEmpty {
            let first = try core.append(fresh.map(\.frame))
            for (index, item) in fresh.enumerated() {
                added[item.unit.content] = LogPosition(
                    sequence: first.sequence, entry: EntryNumber(rawValue: first.entry.rawValue + UInt32(index)))
            }
        }
        let placed = current.compactMap { item -> (unit: RelocationUnit, position: LogPosition)? in
            if let position = added[item.unit.content] { return (item.unit, position) }
            // Not up to the stored position: there a segment could have been found dead already.
            guard let position = known[item.unit.content], position.sequence > progress.sequence else { return nil }
            return (item.unit, position)
        }
        var records: [Record] = []
        for inode in Set(placed.map(\.unit.inode)).sorted() {
            var map = ExtentMap()
            for item in placed where item.unit.inode == inode { map.insert(item.unit.extent(at: item.position)) }
            records.append(.relocate(inode: inode, extents: map.extents))
        }
        try core.log(records)
        return added
    }
}
