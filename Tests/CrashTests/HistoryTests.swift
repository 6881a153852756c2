// SPDX-License-Identifier: MIT

import Testing

/// The judge of the crash tests is itself judged: what a loss may leave is let pass, a lost acknowledgement is not, and
/// the failure names the file, its states and what was lost.
@Suite struct HistoryTests {
    private let put = TreeModel.Operation.put("b/7", version: 3, bytes: 5000)

    private func tree(_ files: [String: TreeModel.File]) -> TreeModel {
        var tree = TreeModel()
        tree.files = files
        return tree
    }

    @Test func whatWasNotAcknowledgedMayBeLostFromTheEnd() {
        var history = History()
        history.append(put, isAcknowledged: true)
        history.append(.append("b/7", bytes: 1000), isAcknowledged: false)
        history.append(.setPermissions("b/7", 0o600), isAcknowledged: false)
        for bytes in [5000, 5400, 6000] {
            #expect(history.damage(of: tree(["b/7": .init(version: 3, bytes: bytes)])) == nil)
        }
        #expect(history.damage(of: tree(["b/7": .init(version: 3, bytes: 6000, permissions: 0o600)])) == nil)
        // Not in another order, and not something else.
        for file in [
            TreeModel.File(version: 3, bytes: 5000, permissions: 0o600), .init(version: 3, bytes: 6001),
            .init(version: 2, bytes: 5000),
        ] { #expect(history.damage(of: tree(["b/7": file])) != nil) }
    }

    @Test func aPutUnderWayMayHaveBegun() {
        var history = History(from: tree(["b/7": .init(version: 2, bytes: 100, permissions: 0o600)]))
        history.underWay = put
        for bytes in [0, 1, 4999, 5000] {
            #expect(history.damage(of: tree(["b/7": .init(version: 3, bytes: bytes, permissions: 0o600)])) == nil)
        }
        #expect(history.damage(of: tree(["b/7": .init(version: 2, bytes: 99, permissions: 0o600)])) != nil)
        #expect(history.damage(of: tree([:])) != nil, "the old one had a name")
    }

    @Test func aLostAcknowledgementIsNamed() throws {
        var history = History()
        history.append(.put("b/7", version: 2, bytes: 4000), isAcknowledged: true)
        history.append(.put("a/1", version: 9, bytes: 40), isAcknowledged: false)
        history.append(put, isAcknowledged: true)
        history.append(.unlink("a/1"), isAcknowledged: false)
        history.underWay = .truncate("b/7", bytes: 10)
        let seen = tree(["b/7": .init(version: 2, bytes: 4000), "a/1": .init(version: 9, bytes: 40)])
        let damage = try #require(history.damage(of: seen))
        for part in [
            "b/7: found version 2, 4000 bytes, 644, expected version 3, 5000 bytes, 644 or version 3, 10 bytes, 644",
            "as it was before: put(\"b/7\", version: 3, bytes: 5000) (acknowledged)", "then: unlink(\"a/1\")",
            "under way: truncate(\"b/7\", bytes: 10)",
        ] { #expect(damage.contains(part), "\(damage)") }
    }

    @Test func stepsLongPastAreForgotten() {
        var history = History()
        for version in 1...200 as ClosedRange<UInt64> {
            history.append(.put("a/\(version % 3)", version: version, bytes: 100), isAcknowledged: version % 5 != 0)
        }
        #expect(history.versions.count < 40)
        let right = tree([
            "a/1": .init(version: 199, bytes: 100), "a/2": .init(version: 200, bytes: 100),
            "a/0": .init(version: 198, bytes: 100),
        ])
        #expect(history.current == right)
        #expect(history.damage(of: right) == nil)
        var older = right
        older.files["a/0"] = .init(version: 195, bytes: 100)
        #expect(history.damage(of: older)?.contains("a/0: found version 195") == true)
    }
}
