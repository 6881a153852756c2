// SPDX-License-Identifier: MIT

import FilesystemModel

/// Which keys changed since a moment, in bounded memory: exact for few, coarser the more there are, never too little.
///
/// Changes are kept as one range for each inode and kind of row; beyond `rangesMax` of them neighbouring inodes share
/// one, and more of them with each doubling.
struct TouchedKeys {
    private struct Bucket: Hashable {
        let inodes: UInt64
        let kind: CheckpointKey.Kind
    }

    private let rangesMax: Int
    private var buckets: [Bucket: ClosedRange<CheckpointKey>] = [:]
    /// How many low bits of an inode number a bucket leaves out.
    private var shift: UInt64 = 0

    init(rangesMax: Int = 65_536) {
        self.rangesMax = rangesMax
    }

    var ranges: some Sequence<ClosedRange<CheckpointKey>> { buckets.values }

    mutating func insert(_ key: CheckpointKey) { insert(key...key) }

    /// The keys are of one inode and kind.
    mutating func insert(_ range: ClosedRange<CheckpointKey>) {
        let key = range.lowerBound
        let bucket = Bucket(inodes: key.inode >> shift, kind: key.kind)
        if let known = buckets[bucket] {
            buckets[bucket] =
                min(known.lowerBound, range.lowerBound)...max(known.upperBound, range.upperBound)
        } else {
            buckets[bucket] = range
            while buckets.count > rangesMax, shift < 63 { coarsen() }
        }
    }

    private mutating func coarsen() {
        let ranges = buckets.values
        buckets = [:]
        shift += 1
        for range in ranges { insert(range) }
    }
}
