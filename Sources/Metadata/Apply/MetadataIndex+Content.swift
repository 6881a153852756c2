// SPDX-License-Identifier: MIT

import FilesystemModel

/// Records that change what a file holds: extents, size, and the flag of what waits beyond it.
extension MetadataIndex {
    func write(_ extents: [Extent], to inode: InodeNumber, _ change: AttributeChange) throws(FSError) {
        let file = try requireRegular(inode)
        try require(change, for: file)
        try require(extents)
        for extent in extents { try lay(extent, on: inode) }
        try extendSize(of: inode, over: extents)
        try apply(change, to: inode)
    }

    func deallocate(_ range: Range<UInt64>, of inode: InodeNumber, _ change: AttributeChange) throws(FSError) {
        let file = try requireRegular(inode)
        guard change.size == nil, range.upperBound <= Limits.fileBytesMax else {
            throw .indexDamaged("a hole to \(range.upperBound) in inode \(inode)")
        }
        let cut = try CutPlan(file, range, in: self)
        try apply(cut)
        try settleBeyondSize(inode)
        try apply(change, to: inode)
    }

    func apply(_ clone: Record.Clone) throws(FSError) {
        _ = try requireRegular(clone.source)
        let file = try requireRegular(clone.destination)
        try require(clone.change, for: file)
        let length = UInt64(clone.sourceRange.count)
        let destination = clone.destinationOffset..<(clone.destinationOffset &+ length)
        guard max(clone.sourceRange.upperBound, destination.upperBound) <= Limits.fileBytesMax else {
            throw .indexDamaged("a copy to \(clone.destinationOffset) in inode \(clone.destination)")
        }
        let shared = try loadExtents(of: clone.source, overlapping: clone.sourceRange)
            .compactMap { $0.clamped(to: clone.sourceRange) }
            .map { extent in
                Extent(
                    start: extent.start - clone.sourceRange.lowerBound + clone.destinationOffset,
                    length: extent.length, run: extent.run)
            }
        try apply(CutPlan(file, destination, in: self))
        for extent in shared { try lay(extent, on: clone.destination) }
        try noteShared(shared.map(\.run.segment))
        try extendSize(of: clone.destination, over: shared)
        try apply(clone.change, to: clone.destination)
    }

    /// The bytes must be there: relocation fills no holes.
    func relocate(_ extents: [Extent], of inode: InodeNumber) throws(FSError) {
        _ = try requireRegular(inode)
        try require(extents)
        for extent in extents {
            let old = try loadExtents(of: inode, overlapping: extent.range)
            let present = old.reduce(0) { $0 + ($1.clamped(to: extent.range)?.length ?? 0) }
            guard present == extent.length else {
                throw .indexDamaged("inode \(inode) has no longer what is relocated at \(extent.start)")
            }
            try lay(extent, on: inode)
            // What was shared there is shared here.
            let shared = try sharedSegments()
            if old.contains(where: { shared.contains($0.run.segment) }) { try noteShared([extent.run.segment]) }
        }
    }

    /// Sets what is not nil. The change was required before.
    func apply(_ new: AttributeChange, to inode: InodeNumber) throws(FSError) {
        guard !new.isEmpty else { return }
        if let size = new.size { try setSize(of: inode, size) }
        change(inode) { inode in
            if let permissions = new.permissions { inode.permissions = permissions & 0o7777 }
            if let uid = new.uid { inode.uid = uid }
            if let gid = new.gid { inode.gid = gid }
            if let time = new.accessTime { inode.accessTime = time }
            if let time = new.modificationTime { inode.modificationTime = time }
            if let time = new.changeTime { inode.changeTime = time }
        }
    }

    func require(_ change: AttributeChange, for inode: Inode) throws(FSError) {
        guard let size = change.size else { return }
        guard inode.kind == .regular, size <= Limits.fileBytesMax else {
            throw .indexDamaged("size \(size) for inode \(inode.number)")
        }
    }

    // MARK: Size

    private func setSize(of number: InodeNumber, _ size: UInt64) throws(FSError) {
        let inode = try requireInode(number)
        if size < inode.size || inode.hasExtentsBeyondSize {
            try apply(CutPlan(inode, size..<UInt64(Int64.max), in: self))
        }
        storeSize(of: number, size, hasExtentsBeyond: false)
    }

    /// The size grows along the contiguous run only, also through what waited beyond an earlier gap: so that no crash
    /// shows a full length without its bytes.
    private func extendSize(of number: InodeNumber, over extents: [Extent]) throws(FSError) {
        let inode = try requireInode(number)
        var size = inode.size
        var isBeyond = inode.hasExtentsBeyondSize
        for extent in extents {
            if extent.start <= size { size = max(size, extent.end) } else { isBeyond = true }
        }
        if isBeyond { (size, isBeyond) = try contiguousEnd(of: number, from: size) }
        guard size != inode.size || isBeyond != inode.hasExtentsBeyondSize else { return }
        storeSize(of: number, size, hasExtentsBeyond: isBeyond)
    }

    /// How far the extents reach without a gap behind `size`, and whether there are more behind that.
    func contiguousEnd(of inode: InodeNumber, from size: UInt64) throws(FSError) -> (end: UInt64, hasMore: Bool) {
        let rows = selectExtents(of: inode, from: size)
        defer { rows.reset() }
        var end = size
        while try rows.next() {
            let extent = try Extent(row: rows)
            guard extent.start <= end else { return (end, true) }
            end = max(end, extent.end)
        }
        return (end, false)
    }

    /// After bytes went away: whether any are left beyond the size.
    private func settleBeyondSize(_ number: InodeNumber) throws(FSError) {
        let inode = try requireInode(number)
        guard inode.hasExtentsBeyondSize else { return }
        let row = statements.selectExtentsEnd
        row.bind(number.rawValue, at: 1)
        defer { row.reset() }
        let end = try row.next() ? row.uint64(0) + row.uint64(1) : 0
        if end <= inode.size { storeSize(of: number, inode.size, hasExtentsBeyond: false) }
    }

    private func storeSize(of number: InodeNumber, _ size: UInt64, hasExtentsBeyond: Bool) {
        change(number) { inode in
            counts.logicalBytes = counts.logicalBytes &- inode.size &+ size
            inode.size = size
            inode.hasExtentsBeyondSize = hasExtentsBeyond
        }
    }

    // MARK: Extents

    private func require(_ extents: [Extent]) throws(FSError) {
        for extent in extents where !extent.isSound {
            throw .indexDamaged("extent of \(extent.length) bytes at \(extent.start)")
        }
    }

    /// Lays one extent over the rows of a file. Throws before it changes anything, but for failing statements.
    private func lay(_ extent: Extent, on number: InodeNumber) throws(FSError) {
        let inode = try requireInode(number)
        // Nearly every small file is written once: nothing to look for.
        let old = inode.allocatedBytes == 0 ? [] : try neighbours(of: extent, in: number)
        var map = ExtentMap(old)
        map.insert(extent)
        var live = LiveFrameChange()
        let steps = RowStep.steps(from: old, to: map.extents)
        for step in steps {
            if let gone = step.old { live.add(-Int64(gone.length), to: gone.run.segment) }
            if let new = step.new { live.add(Int64(new.length), to: new.run.segment) }
        }
        try require(live)
        let replaced = old.reduce(0) { $0 + $1.length }
        guard replaced <= inode.allocatedBytes else {
            throw .indexDamaged("inode \(number) has more extents than allocated bytes")
        }
        try add(live)
        for step in steps { try apply(step, to: number) }
        let allocated = inode.allocatedBytes - replaced + map.allocatedBytes
        if allocated != inode.allocatedBytes { change(number) { $0.allocatedBytes = allocated } }
    }

    private func apply(_ step: RowStep, to inode: InodeNumber) throws(FSError) {
        switch (step.old, step.new) {
        case (nil, let new?): try new.run(statements.insertExtent, inode: inode)
        case (_?, let new?): try new.run(statements.updateExtent, inode: inode)
        case (let old?, nil):
            statements.deleteExtent.bind(inode.rawValue, at: 1)
            statements.deleteExtent.bind(old.start, at: 2)
            try statements.deleteExtent.run()
        case (nil, nil): return
        }
        mark(CheckpointKey(inode: inode.rawValue, kind: .extent, detail: step.start))
    }

    /// The rows that the extent meets or touches, in order.
    private func neighbours(of extent: Extent, in inode: InodeNumber) throws(FSError) -> [Extent] {
        let rows = statements.selectNeighbours
        rows.bind(inode.rawValue, at: 1)
        rows.bind(extent.end, at: 2)
        defer { rows.reset() }
        var found: [Extent] = []
        while try rows.next() {
            let row = try Extent(row: rows)
            guard row.end >= extent.start else { break }
            if let next = found.last, row.end > next.start { throw .indexDamaged("extents of inode \(inode) overlap") }
            found.append(row)
        }
        return found.reversed()
    }
}

/// What becomes of the row of an extent: `old` and `new` have one start, either may be nil.
private struct RowStep {
    let old: Extent?
    let new: Extent?

    var start: UInt64 { (old ?? new)?.start ?? 0 }

    /// The fewest, removals first: rows stay disjoint at each.
    static func steps(from old: [Extent], to new: [Extent]) -> [RowStep] {
        let removed = old.filter { row in !new.contains { $0.start == row.start } }
        let kept = new.compactMap { row -> RowStep? in
            let before = old.first { $0.start == row.start }
            return before == row ? nil : RowStep(old: before, new: row)
        }
        return removed.map { RowStep(old: $0, new: nil) } + kept
    }
}
