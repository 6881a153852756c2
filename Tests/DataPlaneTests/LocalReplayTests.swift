// SPDX-License-Identifier: MIT

import DataPlane
import FilesystemModel
import Foundation
import Metadata
import SeededRandom
import Testing
import VolumeFixture

/// After any cut of the log the tree is that of the longest prefix that is whole, whatever the index remembers; nothing
/// behind a cut comes back; and an index that knows more than the log is refused, to be rebuilt.
@Suite struct LocalReplayTests {
    /// Where the log stood after each file: which segment, how many bytes of it, and the tree.
    private struct Mark {
        let sequence: SegmentSequence
        let bytes: UInt64
        let tree: [String: UInt64]
    }

    private func mark(_ fixture: LogFixture) throws -> Mark {
        let (sequence, bytes) = fixture.log.peek { ($0.open.sequence, $0.open.byteCount) }
        return Mark(sequence: sequence, bytes: bytes, tree: try fixture.tree())
    }

    private func path(_ directory: TemporaryDirectory, _ sequence: SegmentSequence) throws -> String {
        let root = directory.path + "/segments"
        let wanted = try #require(
            FileManager.default.enumerator(atPath: root)?.compactMap { $0 as? String }
                .first { $0.hasSuffix(".seg") && Self.number(in: $0) == sequence.rawValue })
        return root + "/" + wanted
    }

    private static func number(in path: String) -> UInt64? {
        let name = path.split(separator: "/").last?.split(separator: ".").first ?? ""
        return UInt64(name) ?? UInt64(name, radix: 16)
    }

    private func cut(_ directory: TemporaryDirectory, _ sequence: SegmentSequence, to bytes: UInt64) throws {
        let handle = try FileHandle(forWritingTo: URL(fileURLWithPath: try path(directory, sequence)))
        try handle.truncate(atOffset: bytes)
        try handle.close()
    }

    @Test func aTornTailGivesTheLongestWholePrefix() throws {
        var random = SeededGenerator(seed: SeededGenerator.seed())
        let fixture = try LogFixture()
        try fixture.committer.commit(durably: true)
        var marks = [try mark(fixture)]
        for number in 0..<12 {
            try fixture.makeFile("f\(number)", random.bytes(Int.random(in: 0..<3000, using: &random)))
            marks.append(try mark(fixture))
            if number == 3 || number == 7 {
                try fixture.seal()
                marks.append(try mark(fixture))
            }
        }
        let last = fixture.openSequence
        let size = try #require(marks.last?.bytes)
        var cuts = (0..<24).map { _ in UInt64.random(in: 0...size, using: &random) } + [0, size]
        for mark in marks where mark.sequence == last { cuts += [mark.bytes, mark.bytes - 1, mark.bytes + 1] }
        for bytes in cuts where bytes <= size {
            let copy = try fixture.directory.copy()
            try cut(copy, last, to: bytes)
            let after = try LogFixture(copy, identity: fixture.identity)
            let expected = marks.last { $0.sequence < last || $0.bytes <= bytes }?.tree ?? [:]
            // A record of a file without its content is a whole prefix too: names are as expected or one more.
            let tree = try after.tree()
            let extra = Set(tree.keys).subtracting(expected.keys)
            #expect(expected.allSatisfy { tree[$0.key] == $0.value } && extra.count <= 1, "cut at \(bytes)")
            #expect(try after.log.locked { core throws(FSError) in try core.index.verify() }.isEmpty)
            // And it can be written to, and read again.
            try after.makeFile("after", [1, 2, 3])
            let again = try LogFixture(try after.directory.copy(), identity: fixture.identity)
            #expect(try again.tree() == after.tree())
        }
    }

    @Test func nothingBehindATornSegmentComesBack() throws {
        let fixture = try LogFixture()
        try fixture.committer.commit(durably: true)
        try fixture.makeFile("a")
        let first = try mark(fixture)
        try fixture.makeFile("b")
        try fixture.seal()
        try fixture.makeFile("c")
        try fixture.seal()
        try fixture.makeFile("d")
        let copy = try fixture.directory.copy()
        try cut(copy, .first, to: first.bytes + 5)
        let after = try LogFixture(copy, identity: fixture.identity)
        #expect(try Set(after.tree().keys) == ["a"])
        #expect(after.log.files.sequences() == [.first, SegmentSequence(rawValue: 2)])
        #expect(after.openSequence == SegmentSequence(rawValue: 2))
    }

    @Test func anIndexAheadOfTheLogIsRefused() throws {
        let fixture = try LogFixture()
        try fixture.makeFile("a")
        let first = try mark(fixture)
        try fixture.makeFile("b")
        try fixture.committer.commit(durably: true)
        for bytes in [first.bytes, first.bytes - 1, 0] {
            let copy = try fixture.directory.copy()
            try cut(copy, .first, to: bytes)
            #expect(throws: FSError.self) { try LogFixture(copy, identity: fixture.identity) }
            // Without the index the log says what there is.
            try MetadataIndex.remove(path: copy.path + "/index.sqlite")
            let rebuilt = try LogFixture(copy, identity: fixture.identity)
            #expect(try rebuilt.tree() == (bytes == first.bytes ? first.tree : [:]))
        }
    }

    @Test func aLostIndexIsReplayedFromAllSegments() throws {
        let fixture = try LogFixture()
        for number in 0..<30 {
            try fixture.makeFile("f\(number)", noise(2000, seed: UInt64(number)))
            if number % 7 == 0 { try fixture.seal() }
        }
        let copy = try fixture.directory.copy()
        try MetadataIndex.remove(path: copy.path + "/index.sqlite")
        let after = try LogFixture(copy, identity: fixture.identity)
        #expect(try after.tree() == fixture.tree())
        #expect(try after.log.locked { core throws(FSError) in try core.index.verify() }.isEmpty)
    }

    @Test func aSegmentOfAnotherVolumeEndsTheLog() throws {
        let fixture = try LogFixture()
        try fixture.makeFile("a")
        try fixture.seal()
        try fixture.makeFile("b")
        let other = try LogFixture()
        try other.seal()
        try other.makeFile("x")
        let copy = try fixture.directory.copy()
        let target = try path(copy, SegmentSequence(rawValue: 2))
        try FileManager.default.removeItem(atPath: target)
        try FileManager.default.copyItem(
            atPath: try path(other.directory, SegmentSequence(rawValue: 2)), toPath: target)
        #expect(try Set(LogFixture(copy, identity: fixture.identity).tree().keys) == ["a"])
    }

    /// A power cut may keep summary and footer, and take the cut of the file behind them.
    @Test func aFinishedSegmentEndsAtItsFooter() throws {
        let fixture = try LogFixture()
        try fixture.committer.commit(durably: true)
        try fixture.makeFile("a")
        let before = try fixture.directory.copy()
        try fixture.seal()
        let whole = try fixture.row(1)
        let sealed = try Data(contentsOf: URL(fileURLWithPath: try path(fixture.directory, .first)))
        #expect(UInt64(sealed.count) == whole.objectBytes)
        try (sealed + Data(count: 70_000)).write(to: URL(fileURLWithPath: try path(before, .first)))
        let after = try LogFixture(before, identity: fixture.identity)
        #expect(try Set(after.tree().keys) == ["a"])
        #expect(try after.row(1).objectBytes == whole.objectBytes)
        #expect(try Data(contentsOf: URL(fileURLWithPath: try path(before, .first))) == sealed)
    }

    /// What was sent may be evicted; what follows it may be here alone.
    @Test func withoutAnIndexNothingBehindAGapIsTakenAway() throws {
        let fixture = try LogFixture()
        for name in ["a", "b", "c"] {
            try fixture.makeFile(name)
            try fixture.seal()
        }
        try fixture.makeFile("d")
        for missing in 1...3 as ClosedRange<UInt64> {
            let copy = try fixture.directory.copy()
            try FileManager.default.removeItem(atPath: try path(copy, SegmentSequence(rawValue: missing)))
            try MetadataIndex.remove(path: copy.path + "/index.sqlite")
            #expect(throws: FSError.self) { try LogFixture(copy, identity: fixture.identity) }
            #expect(try path(copy, fixture.openSequence).hasSuffix(".seg"))
        }
    }

    @Test func replayKilledAtAnyPointDoesTheSameAgain() throws {
        let fixture = try LogFixture()
        try fixture.committer.commit(durably: true)
        for number in 0..<6 {
            try fixture.makeFile("f\(number)", noise(500, seed: UInt64(number)))
            if number % 2 == 1 { try fixture.seal() }
        }
        let copy = try fixture.directory.copy()
        // Each opening replays, finishes the last segment, and is lost without a commit.
        for round in 0..<3 {
            let again = try LogFixture(copy, identity: fixture.identity)
            #expect(try again.tree() == fixture.tree(), "round \(round)")
        }
    }
}
