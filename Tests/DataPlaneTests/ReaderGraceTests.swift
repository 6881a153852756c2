// SPDX-License-Identifier: MIT

import DataPlane
import FilesystemModel
import Testing

/// An age is reached once every read that began before it has ended, and not before.
@Suite struct ReaderGraceTests {
    @Test func readsThatBeganBeforeHoldAnAgeBack() {
        let grace = ReaderGrace()
        let early = grace.enter()
        let other = grace.enter()
        let age = grace.begin()
        let late = grace.enter()
        #expect(!grace.hasReached(age))
        grace.leave(early)
        #expect(!grace.hasReached(age))
        grace.leave(other)
        #expect(grace.hasReached(age))
        let next = grace.begin()
        #expect(!grace.hasReached(next))
        grace.leave(late)
        #expect(grace.hasReached(next))
    }
}

/// What is read is what was written; anything else is nil.
@Suite struct DeadSegmentsTests {
    @Test func aListComesBackAndATornOneDoesNot() {
        let list = DeadSegments(
            checkpoint: LogPosition(sequence: .init(rawValue: 300), entry: .init(rawValue: 2)),
            sequences: [1, 2, 200, 299].map { SegmentSequence(rawValue: $0) })
        #expect(DeadSegments(decoding: list.encoded) == list)
        for count in 0..<list.encoded.count {
            #expect(DeadSegments(decoding: Array(list.encoded.prefix(count))) == nil)
        }
        #expect(DeadSegments(decoding: list.encoded + [0]) == nil)
        #expect(DeadSegments(decoding: [1, 1, 0xFF, 0xFF, 0xFF, 0xFF, 0x0F]) == nil)
    }
}
