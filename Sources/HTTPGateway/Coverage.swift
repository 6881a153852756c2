// SPDX-License-Identifier: MIT

/// How often each byte of a content was handed out since the last complete pass: a step function over its length.
///
/// A pass is complete when every byte has gone out once more, by one request or by many, in any order. So downloads are
/// counted exactly whatever is asked for at once, and whoever goes on where the line broke is counted once. Only whoever asks
/// for more pieces than `stepsMax` is counted early, never late.
struct Coverage: Equatable, Sendable {
    private struct Step: Equatable {
        /// Up to here, from the end of the step before.
        var end: UInt64
        var count: UInt64
    }

    /// More pieces than any reader makes who means to read all of it; 16 bytes each.
    private static let stepsMax = 4096

    let length: UInt64
    private var steps: [Step]

    /// Of at least one byte.
    init(length: UInt64) {
        precondition(length > 0, "an empty content has no bytes to hand out")
        self.length = length
        steps = [Step(end: length, count: 0)]
    }

    /// How often the byte of a range has gone out that went out most, beyond the complete passes.
    func highest(in range: Range<UInt64>) -> UInt64 {
        var start: UInt64 = 0
        var highest: UInt64 = 0
        for step in steps {
            if start < range.upperBound, step.end > range.lowerBound { highest = max(highest, step.count) }
            start = step.end
        }
        return highest
    }

    /// Notes that a range goes out; returns how many passes are complete by it, which is nearly always none or one.
    mutating func add(_ range: Range<UInt64>) -> UInt64 {
        let range = range.clamped(to: 0..<length)
        guard !range.isEmpty else { return 0 }
        cut(at: range.lowerBound)
        cut(at: range.upperBound)
        var start: UInt64 = 0
        for index in steps.indices {
            if start >= range.lowerBound, steps[index].end <= range.upperBound { steps[index].count += 1 }
            start = steps[index].end
        }
        let passes = steps.reduce(UInt64.max) { min($0, $1.count) }
        if passes > 0 { for index in steps.indices { steps[index].count -= passes } }
        join()
        return passes
    }

    private mutating func cut(at offset: UInt64) {
        guard offset > 0, let index = steps.firstIndex(where: { $0.end >= offset }), steps[index].end != offset else {
            return
        }
        steps.insert(Step(end: offset, count: steps[index].count), at: index)
    }

    /// Neighbours of one count become one; of too many steps, pairs become one that went out as often as the
    /// one that went out most: bytes that nobody asked for count, but none that went out is forgotten.
    private mutating func join() {
        var joined: [Step] = []
        for step in steps {
            if joined.last?.count == step.count { joined[joined.count - 1].end = step.end } else { joined.append(step) }
        }
        steps = joined
        guard steps.count > Self.stepsMax else { return }
        steps = stride(from: 0, to: steps.count, by: 2).map { index in
            let last = min(index + 1, steps.count - 1)
            return Step(end: steps[last].end, count: max(steps[index].count, steps[last].count))
        }
        join()
    }
}
