// SPDX-License-Identifier: MIT

import FilesystemModel
import Metadata
import StorageFormat

/// Moves units to new frames, in bounded sections of the volume's lock. Each section is complete in itself: a kill between
/// two loses nothing but the place.
struct FrameTransfer: Sendable {
    /// What new frames are.
    enum Aim: Sendable {
        /// As they were, but sealed where the owner's are to be, and where they have any of these bytes.
        case keep(except: FrameRanges)
        /// Readable where the owner's may be.
        case unseal
    }

    /// The same bytes in the same form, whosever they are: equal for reflinks.
    private struct Content: Hashable, Sendable {
        let slices: [FrameSlice]
        let policy: ContentPolicy
    }

    private struct Ready {
        let unit: RelocationUnit
        let content: Content
        /// Nil where the bytes went already.
        let frame: MovedFrame?
    }

    private let aim: Aim
    /// Where bytes went that more than one file may have, so that reflinks stay shared.
    private var moved: [Content: LogPosition] = [:]
    /// Segments with bytes that cannot be read.
    private(set) var unreadable: [SegmentSequence: FSError] = [:]

    init(_ aim: Aim) { self.aim = aim }

    /// What one section of the volume's lock appends: as much as a write does.
    private static let unitsAtOnce = Limits.requestBytesMax / Limits.frameBytesMax
    private static let movedMax = 65_536

    /// Returns how many bytes got another place.
    mutating func move(
        _ units: [RelocationUnit], _ log: VolumeLog, _ mover: FrameMover, _ progress: StoredProgress
    ) async throws(FSError) -> UInt64 {
        var bytes: UInt64 = 0
        for start in stride(from: 0, to: units.count, by: Self.unitsAtOnce) {
            let group = units[start..<min(start + Self.unitsAtOnce, units.count)]
            var ready: [Ready] = []
            var contents: Set<Content> = []
            for unit in group {
                guard let (parts, policy) = try locate(unit, log) else { continue }
                let content = Content(slices: unit.content, policy: policy)
                let isMoved = moved[content].map { $0.sequence > progress.sequence } ?? false
                if isMoved || !contents.insert(content).inserted {
                    ready.append(Ready(unit: unit, content: content, frame: nil))
                    continue
                }
                do throws(FSError) {
                    let frame = try await mover.frame(of: parts, policy)
                    ready.append(Ready(unit: unit, content: content, frame: frame))
                } catch .damaged(let reason) {
                    for slice in unit.slices { unreadable[slice.segment] = .damaged(reason) }
                }
            }
            try commit(ready, log, progress)
            bytes += ready.reduce(0) { $0 + $1.unit.length }
            CrashPoint.afterRelocation.pass()
        }
        return bytes
    }

    /// Nil where the file has something else there by now, or has it as it should be.
    private func locate(
        _ unit: RelocationUnit, _ log: VolumeLog
    ) throws(FSError) -> (parts: [LocatedFrame], policy: ContentPolicy)? {
        try log.locked { core throws(FSError) in
            guard unit.isCurrent(try core.index.extents(of: unit.inode, overlapping: unit.range)),
                let owner = try core.index.inode(unit.inode)
            else { return nil }
            var parts: [LocatedFrame] = []
            for slice in unit.slices { parts.append(try core.locate(slice)) }
            let isPlain = parts.allSatisfy { $0.entry.flags.contains(.plain) }
            switch aim {
            case .keep(let secret):
                // Nothing that was sealed becomes readable by lying beside what was not.
                let isReadable = isPlain && owner.mayBeReadable && !unit.slices.contains { secret.overlap($0) }
                return (parts, isReadable ? .plain : .sealed)
            case .unseal: return isPlain || !owner.mayBeReadable ? nil : (parts, .plain)
            }
        }
    }

    /// Frames, then the records that make them content, in one section of the lock.
    private mutating func commit(
        _ ready: [Ready], _ log: VolumeLog, _ progress: StoredProgress
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
        _ ready: [Ready], _ known: [Content: LogPosition], _ core: LogCore, _ progress: StoredProgress
    ) throws(FSError) -> [Content: LogPosition] {
        var current: [Ready] = []
        for item in ready {
            guard item.unit.isCurrent(try core.index.extents(of: item.unit.inode, overlapping: item.unit.range)) else {
                continue
            }
            // The switch may have been turned while the bytes were read.
            if item.content.policy == .plain {
                guard try core.index.inode(item.unit.inode)?.mayBeReadable ?? false else { continue }
            }
            current.append(item)
        }
        // Also where the one that it was read for is not current any more, and a reflink of it is.
        let wanted = Set(current.map(\.content))
        let fresh = ready.compactMap { item in
            item.frame.flatMap { wanted.contains(item.content) ? (content: item.content, frame: $0.frame) : nil }
        }
        var added: [Content: LogPosition] = [:]
        if !fresh.isEmpty {
            let first = try core.append(fresh.map(\.frame))
            for (index, item) in fresh.enumerated() {
                added[item.content] = LogPosition(
                    sequence: first.sequence, entry: EntryNumber(rawValue: first.entry.rawValue + UInt32(index)))
            }
        }
        let placed = current.compactMap { item -> (unit: RelocationUnit, position: LogPosition)? in
            if let position = added[item.content] { return (item.unit, position) }
            // Not up to the stored position: there a segment could have been found dead already.
            guard let position = known[item.content], position.sequence > progress.sequence else { return nil }
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
