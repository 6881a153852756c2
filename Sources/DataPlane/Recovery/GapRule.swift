// SPDX-License-Identifier: MIT

import FilesystemModel

/// What of the log counts behind a gap that was accepted, so that the tree that comes out contradicts itself nowhere
/// and no file mixes bytes of two times.
///
/// - A batch that contradicts the index refers to what the gap took: it is left out as a whole.
/// - What a file that was there before the gap contains is not known any more, for it may have been changed in the gap.
///   It keeps what it had before, until a truncation to nothing makes it known again. So it is an older version of
///   itself, and never one with holes or old bytes among the new.
struct GapRule {
    /// Files with lower numbers were there before the last gap; nil: there was no gap.
    private var unknownBelow: InodeNumber?
    private var knownAgain: Set<InodeNumber> = []
    /// Copies of what is not known.
    private var unknownCopies: Set<InodeNumber> = []
    /// Batches that were left out, whole or in part.
    private(set) var skippedBatches = 0

    var isActive: Bool { unknownBelow != nil }

    mutating func noteGap(nextInode: InodeNumber) {
        unknownBelow = nextInode
        knownAgain = []
    }

    mutating func noteContradiction() { skippedBatches += 1 }

    /// The records of a batch that count.
    mutating func filter(_ records: [Record]) -> [Record] {
        let counting = records.filter { counts($0) }
        if counting.count < records.count, !counting.isEmpty { skippedBatches += 1 }
        return counting
    }

    private mutating func counts(_ record: Record) -> Bool {
        switch record {
        case .write(let inode, _, _), .deallocate(let inode, _, _), .relocate(let inode, _):
            return isKnown(inode)
        case .setAttributes(let inode, let change):
            guard let size = change.size else { return true }
            if size == 0 { makeKnown(inode) }
            return isKnown(inode)
        case .clone(let clone):
            if !isKnown(clone.source), isKnown(clone.destination) { unknownCopies.insert(clone.destination) }
            return isKnown(clone.source) && isKnown(clone.destination)
        case .createShare(let share):
            // Of a snapshot without its bytes nobody may be shown anything.
            return share.snapshot.map(isKnown) ?? true
        case .create, .link, .createOrphan, .unlink, .rename, .exchange, .setXattr, .setPolicy, .free, .reclaim,
            .countDownload, .endShare, .forgetShare:
            return true
        }
    }

    private func isKnown(_ inode: InodeNumber) -> Bool {
        guard let unknownBelow, !unknownCopies.contains(inode) else { return unknownBelow == nil }
        return inode >= unknownBelow || knownAgain.contains(inode)
    }

    private mutating func makeKnown(_ inode: InodeNumber) {
        knownAgain.insert(inode)
        unknownCopies.remove(inode)
    }
}
