// SPDX-License-Identifier: MIT

import Foundation
import Testing

/// Invariant: a rule of Semantics.md names the tests that show it, and they are there; a rule that nothing shows is no rule.
@Suite struct SemanticsTests {
    private static let root: URL = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

    /// The cells of each row, without the heads of the tables.
    private static func rows() throws -> [[String]] {
        let path = root.appendingPathComponent("Sources/Filesystem/Filesystem.docc/Semantics.md")
        let lines = try String(contentsOf: path, encoding: .utf8).split(separator: "\n").filter { $0.hasPrefix("|") }
        return lines.enumerated().compactMap { index, line in
            let isHead = index + 1 < lines.count && lines[index + 1].hasPrefix("| ---")
            guard !line.hasPrefix("| ---"), !isHead else { return nil }
            return line.dropFirst().dropLast().split(separator: "|", omittingEmptySubsequences: false)
                .map { $0.trimmingCharacters(in: .whitespaces) }
        }
    }

    /// Every function that is a test, and every suite.
    private static func tests() throws -> Set<String> {
        let folder = root.appendingPathComponent("Tests")
        var names: Set<String> = []
        for path in try FileManager.default.subpathsOfDirectory(atPath: folder.path) where path.hasSuffix(".swift") {
            let text = try String(contentsOf: folder.appendingPathComponent(path), encoding: .utf8)
            for part in text.components(separatedBy: "@Test").dropFirst() {
                guard let function = part.range(of: "func ") else { continue }
                names.insert(String(part[function.upperBound...].prefix { $0.isLetter || $0.isNumber }))
            }
            for part in text.components(separatedBy: "struct ").dropFirst() {
                let name = part.prefix { $0.isLetter || $0.isNumber }
                if name.hasSuffix("Tests") { names.insert(String(name)) }
            }
        }
        return names
    }

    @Test func everyRuleNamesTestsThatExist() throws {
        let tests = try Self.tests()
        let rows = try Self.rows()
        #expect(rows.count > 80 && tests.count > 500)
        for row in rows {
            #expect(row.count == 3, "a rule without a place for its tests: \(row)")
            guard row.count == 3 else { continue }
            let named = row[2].split(separator: ",").map { $0.trimmingCharacters(in: CharacterSet(charactersIn: " `")) }
            // Nothing can be shown of what is not there.
            #expect(named != [""] || row[1].hasPrefix("not offered"), "no test: \(row[0])")
            for name in named where !name.isEmpty {
                #expect(tests.contains(name), "\(row[0]): there is no test \(name)")
            }
        }
    }
}
