// SPDX-License-Identifier: MIT

import FilesystemModel

/// After which object a listing shows every segment that is not known to be stored.
///
/// That is not the object of the last stored segment. Several are put at once, and an answer may be lost: the store may
/// hold a later segment before an earlier one without our knowing. What was acknowledged before the first of the others
/// was put came before all of them.
struct ListingAnchor {
    /// Segments of an earlier run, up to this one, may be in the store in any order; `base` came before them.
    private let lastOfEarlierRun: SegmentSequence
    private let base: [UInt8]
    /// The newest answer of the store.
    private var newest: [UInt8]
    /// What was the newest answer when a segment was first put, in the order of that.
    private var begun: [(segment: SegmentSequence, before: [UInt8])] = []

    init(base: [UInt8], lastOfEarlierRun: SegmentSequence) {
        self.base = base
        self.lastOfEarlierRun = lastOfEarlierRun
        newest = base
    }

    mutating func willPut(_ segment: SegmentSequence) {
        guard !begun.contains(where: { $0.segment == segment }) else { return }
        begun.append((segment, newest))
    }

    mutating func didPut(_ reference: [UInt8]) { newest = reference }

    /// Forgets what is at or below `stored`, which never falls.
    mutating func advance(to stored: SegmentSequence) { begun.removeAll { $0.segment <= stored } }

    /// Empty for the beginning of the listing.
    func reference(stored: SegmentSequence) -> [UInt8] {
        guard stored >= lastOfEarlierRun else { return base }
        return begun.first { $0.segment > stored }?.before ?? newest
    }
}
