// SPDX-License-Identifier: MIT

import DataPlane
import FilesystemModel
import Foundation
import SeededRandom
import StorageFormat
import Testing
import VolumeFixture

@testable import Metadata

/// A full disk takes SQLite's open transaction in the middle of anything, or refuses a row: the index comes back out of
/// the log by itself, with everything that was acknowledged, and the volume goes on.
@Suite(.timeLimit(.minutes(10))) struct LostIndexTests {
    private func expectWhole(_ fixture: LogFixture, _ names: [String]) throws {
        #expect(try fixture.tree().keys.sorted() == names.sorted())
        try fixture.committer.commit(durably: true)
        #expect(try fixture.log.locked { core throws(FSError) in try core.index.verify() }.isEmpty)
        #expect(fixture.log.stopReason.value == nil)
    }

    /// As a query does that has to spill pages where there is no space for them.
    private func dropTransaction(_ fixture: LogFixture) throws {
        try fixture.log.locked { core throws(FSError) in try core.index.connection.execute("ROLLBACK") }
    }

    @Test func aTransactionThatIsGoneComesBack() throws {
        let fixture = try LogFixture()
        try fixture.makeFile("committed", [1])
        try fixture.committer.commit(durably: false)
        try fixture.makeFile("open", [2, 3])
        try dropTransaction(fixture)
        #expect(try fixture.tree() == ["committed": 1, "open": 2])
        try dropTransaction(fixture)
        try fixture.makeFile("next", [4])
        try expectWhole(fixture, ["committed", "open", "next"])
    }

    /// SQLite's own log is cut at a byte, or loses pages that were never synced, in the middle too: whichever commit is left,
    /// the segments have what came after it.
    @Test func whateverAPowerCutTakesOfTheIndexTheLogBringsBack() throws {
        let fixture = try LogFixture()
        var random = SeededGenerator(seed: SeededGenerator.seed())
        for round in 0..<5 {
            for number in 0..<8 { try fixture.makeFile("\(round)-\(number)", random.bytes(3000)) }
            try fixture.committer.commit(durably: round % 2 == 0)
            if round == 2 { try fixture.seal() }
        }
        try fixture.makeFile("last")
        let tree = try fixture.tree()
        for cut in 0..<40 {
            let copy = try fixture.log.peek { _ in Result { try fixture.directory.copy() } }.get()
            let path = copy.path + "/index.sqlite-wal"
            var wal = [UInt8](try Data(contentsOf: URL(fileURLWithPath: path)))
            #expect(wal.count > 50_000)
            if cut % 2 == 0 {
                wal.removeSubrange(Int.random(in: 0...wal.count, using: &random)...)
            } else {
                for _ in 0..<3 {
                    let page = Int.random(in: 0..<wal.count / 4096, using: &random) * 4096
                    wal.replaceSubrange(page..<page + 4096, with: repeatElement(0, count: 4096))
                }
            }
            try Data(wal).write(to: URL(fileURLWithPath: path))
            let again = try LogFixture(copy, identity: fixture.identity)
            #expect(try again.tree() == tree, "cut \(cut)")
            try again.committer.commit(durably: false)
            #expect(try again.log.locked { core throws(FSError) in try core.index.verify() }.isEmpty, "cut \(cut)")
        }
    }

    /// Without anybody who brings it back, nothing is answered and nothing is written.
    @Test func withoutItsTransactionAnIndexAnswersNothing() throws {
        let fixture = try LogFixture()
        try fixture.makeFile("f", [1])
        let index = fixture.log.peek { $0.index }
        try index.connection.execute("ROLLBACK")
        #expect(index.isLost)
        #expect(throws: FSError.noSpace) { try index.inode(.root) }
        #expect(throws: FSError.noSpace) { try index.segmentTotals() }
        #expect(throws: FSError.noSpace) { try index.setSetting("x", [1]) }
        #expect(throws: FSError.noSpace) { try index.commit(durably: false) }
    }

    @Test func aSegmentWhoseRowHasNoSpaceIsSealedAllTheSame() throws {
        let fixture = try LogFixture(segmentBytes: 8 << 20)
        var names: [String] = []
        // The table of the entries needs more than a page.
        for number in 0..<1500 {
            names.append("f\(number)")
            try fixture.makeFile("f\(number)", [UInt8](repeating: 7, count: 1 + number % 100))
        }
        let sealed = fixture.openSequence
        // No page more than the file has.
        try fixture.log.locked { core throws(FSError) in
            try core.index.connection.execute("PRAGMA max_page_count = 1")
        }
        try fixture.seal()
        #expect(fixture.openSequence == sealed.next)
        #expect(try fixture.row(sealed.rawValue).entryTable.count > 4096)
        #expect(try fixture.row(sealed.rawValue).state == .queued)
        try fixture.makeFile("next", [1])
        try expectWhole(fixture, names + ["next"])
    }

    /// The same for what is logged: it has happened once it is in the log.
    @Test func recordsThatHaveNoSpaceInTheIndexHaveHappened() throws {
        let fixture = try LogFixture()
        var names: [String] = []
        for round in 0..<3 {
            try fixture.log.locked { core throws(FSError) in
                try core.index.connection.execute("PRAGMA max_page_count = 1")
            }
            for number in 0..<300 {
                names.append("r\(round)-\(number)")
                try fixture.makeFile(names[names.count - 1])
            }
        }
        try expectWhole(fixture, names)
    }
}
