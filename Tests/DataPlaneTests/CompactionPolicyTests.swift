// SPDX-License-Identifier: MIT

import DataPlane
import FilesystemModel
import Testing

/// What the policy decides leads to less than twice the live bytes, for any volume; it stops where there is nothing to
/// gain; it moves the least for what it frees.
@Suite struct CompactionPolicyTests {
    private let mebibyte: UInt64 = 1 << 20

    private func usage(_ sequence: UInt64, live: UInt64, of object: UInt64, hasFrames: Bool = true) -> SegmentUsage {
        SegmentUsage(
            sequence: SegmentSequence(rawValue: sequence), objectBytes: object, liveBytes: live,
            hasFrames: hasFrames && live > 0)
    }

    @Test func fullSegmentsAreLeftAlone() {
        let usages = (1...20).map { usage($0, live: 9 * mebibyte, of: 10 * mebibyte) }
        #expect(CompactionPolicy().decide(usages) == .settled)
        #expect(CompactionPolicy().decide([]) == .settled)
    }

    @Test func theThinnestGoFirst() {
        let usages =
            (1...10).map { usage($0, live: 9 * mebibyte, of: 10 * mebibyte) }
            + (11...20).map { usage($0, live: mebibyte, of: 10 * mebibyte) }
        guard case .relocate(let victims, let leaving) = CompactionPolicy().decide(usages) else {
            Issue.record("nothing to do")
            return
        }
        #expect(!victims.isEmpty && victims.allSatisfy { $0.rawValue > 10 })
        #expect(leaving == victims)
    }

    @Test func deadSegmentsOnlyNeedACheckpoint() {
        let usages = [usage(1, live: 0, of: 50 * mebibyte), usage(2, live: 10 * mebibyte, of: 10 * mebibyte)]
        #expect(CompactionPolicy().decide(usages) == .checkpoint(leaving: []))
    }

    @Test func piecesAreWrittenAgainWhereTheyAloneKeepASegment() {
        let usages = [
            usage(1, live: mebibyte, of: 50 * mebibyte, hasFrames: false),
            usage(2, live: 10 * mebibyte, of: 10 * mebibyte),
        ]
        #expect(CompactionPolicy().decide(usages) == .checkpoint(leaving: [SegmentSequence(rawValue: 1)]))
    }

    @Test func whatIsChosenIsWhatTheDecisionFrees() {
        let usages =
            [usage(1, live: 0, of: 50 * mebibyte)] + (2...9).map { usage($0, live: mebibyte, of: 10 * mebibyte) }
        let chosen = Set(CompactionPolicy().chosen(usages).map(\.sequence))
        guard case .relocate(let victims, let leaving) = CompactionPolicy().decide(usages) else {
            Issue.record("nothing to do")
            return
        }
        #expect(chosen == victims.union(leaving).union([.first]))
        #expect(CompactionPolicy().chosen([usage(1, live: 9 * mebibyte, of: 10 * mebibyte)]).isEmpty)
    }

    /// Plays rounds: victims vanish, their live bytes come back as full segments.
    @Test(arguments: 0..<50)
    func roundsEndBelowTwiceTheLiveBytes(_ seed: UInt64) {
        var state = seed &* 0x9E37_79B9 &+ 1
        func next(_ bound: UInt64) -> UInt64 {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return (state >> 33) % bound
        }
        var policy = CompactionPolicy()
        policy.roundBytesMax = 30 * mebibyte
        var usages = (1...UInt64(10 + next(60))).map { sequence in
            let object = mebibyte * (1 + next(20))
            return usage(sequence, live: next(object + 1), of: object)
        }
        var sequence: UInt64 = 1000
        var rounds = 0
        while rounds < 1000 {
            rounds += 1
            var gone: Set<SegmentSequence> = Set(usages.filter { $0.liveBytes == 0 }.map(\.sequence))
            switch policy.decide(usages) {
            case .settled:
                let live = usages.reduce(0) { $0 + $1.liveBytes }
                let stored = usages.reduce(0) { $0 + $1.objectBytes }
                #expect(stored <= live / 2 * 3 + policy.slackBytes + 2)
                return
            case .relocate(let victims, let leaving):
                #expect(!victims.isEmpty)
                gone.formUnion(victims)
                gone.formUnion(leaving)
            case .checkpoint(let leaving): gone.formUnion(leaving)
            }
            let moved = usages.filter { gone.contains($0.sequence) }.reduce(0) { $0 + $1.liveBytes }
            usages.removeAll { gone.contains($0.sequence) }
            sequence += 1
            if moved > 0 { usages.append(usage(sequence, live: moved, of: moved)) }
        }
        Issue.record("it never settles")
    }
}
