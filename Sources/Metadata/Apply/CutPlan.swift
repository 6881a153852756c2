// SPDX-License-Identifier: MIT

import FilesystemModel

/// Making a range of a file a hole: what it would do, found out before anything is changed.
///
/// The rows are passed by, not kept: a file may have a million extents.
struct CutPlan {
    let inode: InodeNumber
    let range: Range<UInt64>
    /// The rows that the range meets, in order; equal where it is one.
    private(set) var first: Extent?
    private(set) var last: Extent?
    private(set) var removedBytes: UInt64 = 0
    private(set) var live = LiveFrameChange()

    init(_ inode: Inode, _ range: Range<UInt64>, in index: MetadataIndex) throws(FSError) {
        self.inode = inode.number
        self.range = range
        guard inode.allocatedBytes > 0, !range.isEmpty else { return }
        let rows = index.statements.selectExtents
        rows.bind(inode.number.rawValue, at: 1)
        rows.bind(range.lowerBound, at: 2)
        rows.bind(range.upperBound, at: 3)
        defer { rows.reset() }
        while try rows.next() {
            let extent = try Extent(row: rows)
            guard let cut = extent.clamped(to: range) else { continue }
            first = first ?? extent
            last = extent
            removedBytes += cut.length
            live.add(-Int64(cut.length), to: cut.run.segment)
        }
        guard removedBytes <= inode.allocatedBytes else {
            throw .indexDamaged("inode \(inode.number) has more extents than allocated bytes")
        }
        try index.require(live)
    }
}

extension MetadataIndex {
    func apply(_ cut: CutPlan) throws(FSError) {
        guard let first = cut.first, let last = cut.last else { return }
        try add(cut.live)
        if first.start < cut.range.lowerBound {
            let left = first.clamped(to: first.start..<cut.range.lowerBound)
            try left?.run(statements.updateExtent, inode: cut.inode)
        }
        if last.start >= cut.range.lowerBound {
            statements.deleteExtents.bind(cut.inode.rawValue, at: 1)
            statements.deleteExtents.bind(cut.range.lowerBound, at: 2)
            statements.deleteExtents.bind(cut.range.upperBound, at: 3)
            try statements.deleteExtents.run()
        }
        let right = last.end > cut.range.upperBound ? last.clamped(to: cut.range.upperBound..<last.end) : nil
        try right?.run(statements.insertExtent, inode: cut.inode)
        mark(key(cut.inode, first.start)...key(cut.inode, right?.start ?? last.start))
        change(cut.inode) { $0.allocatedBytes -= cut.removedBytes }
    }

    private func key(_ inode: InodeNumber, _ start: UInt64) -> CheckpointKey {
        CheckpointKey(inode: inode.rawValue, kind: .extent, detail: start)
    }
}
