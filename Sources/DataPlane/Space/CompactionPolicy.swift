// SPDX-License-Identifier: MIT

import FilesystemModel

/// Decides what compaction does next. A value: usages in, a decision out.
///
/// Garbage up to half of what is live is left alone, so that the store holds less than twice the live bytes once
/// things settle, and so that moving costs at most about two bytes for each byte that a user wrote.
package struct CompactionPolicy: Sendable, Equatable {
    package enum Decision: Sendable, Equatable {
        case settled
        /// Move the frames out of these segments, then write a checkpoint without pieces in `leaving`.
        case relocate(Set<SegmentSequence>, leaving: Set<SegmentSequence>)
        /// Only checkpoints keep what should go.
        case checkpoint(leaving: Set<SegmentSequence>)
    }

    /// Of the live bytes.
    package var garbageShareMax = 0.5
    /// Garbage that is not worth a message.
    package var slackBytes: UInt64 = 256 << 10
    /// Live bytes that one round moves at most: bounds what is fetched and sent before anything is freed.
    package var roundBytesMax: UInt64 = 256 << 20
    /// Fuller segments are left alone: moving one frees too little.
    package var liveShareMax = 0.75

    package init() {}

    package func decide(_ usages: [SegmentUsage]) -> Decision {
        let chosen = chosen(usages)
        guard !chosen.isEmpty else { return .settled }
        let frames = Set(chosen.filter(\.hasFrames).map(\.sequence))
        let leaving = Set(chosen.filter { $0.liveBytes > 0 }.map(\.sequence))
        return frames.isEmpty ? .checkpoint(leaving: leaving) : .relocate(frames, leaving: leaving)
    }

    /// The segments that the decision is to free, those without anything alive among them.
    package func chosen(_ usages: [SegmentUsage]) -> [SegmentUsage] {
        var garbage = usages.reduce(0) { $0 + $1.garbageBytes }
        let live = usages.reduce(0) { $0 + $1.liveBytes }
        let allowed = UInt64(Double(live) * garbageShareMax) + slackBytes
        guard garbage > allowed else { return [] }
        // Further down than to the bound, so that the next write does not begin a round again.
        let goal = allowed / 4 * 3
        var chosen: [SegmentUsage] = []
        var moved: UInt64 = 0
        for usage in usages.sorted(by: { ($0.liveShare, $0.sequence) < ($1.liveShare, $1.sequence) }) {
            guard garbage > goal, usage.liveShare <= liveShareMax else { break }
            guard moved == 0 || moved + usage.liveBytes <= roundBytesMax else { break }
            moved += usage.liveBytes
            garbage -= usage.garbageBytes
            chosen.append(usage)
        }
        return chosen
    }
}
