// SPDX-License-Identifier: MIT

import ControlSocket
import Foundation
import TestDirectory
import Testing

@testable import Daemon

/// Invariants: `ControlSocket.docc` lists every method that is answered and no other, every word for a failure with its
/// exit code, and every event.
@Suite struct ContractTests {
    private let page: [String]
    private let accounts: Accounts

    init() throws {
        let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent("../..")
        let file = root.appendingPathComponent("Sources/ControlSocket/ControlSocket.docc/ControlSocket.md")
        page = try String(contentsOf: file, encoding: .utf8).split(separator: "\n", omittingEmptySubsequences: false)
            .map(String.init)
        let directory = try TemporaryDirectory()
        accounts = Accounts(
            places: Places(configuration: directory.path, state: directory.path, runtime: directory.path))
    }

    /// The cells of the tables below a heading.
    private func rows(below heading: String) throws -> [[String]] {
        let start = try #require(page.firstIndex(of: heading))
        let section = page[(start + 1)...].prefix { !$0.hasPrefix("#") }
        return section.filter { $0.hasPrefix("| `") }.map { row in
            row.split(separator: "|").map { $0.trimmingCharacters(in: .whitespaces) }
        }
    }

    /// What stands between backticks.
    private func words(_ cell: String) -> [String] {
        cell.split(separator: "`", omittingEmptySubsequences: false).enumerated()
            .filter { $0.offset % 2 == 1 }.map { String($0.element) }
    }

    @Test func everyMethodIsInTheCatalogue() throws {
        var ofAccounts = MethodRegistry()
        AccountFace(accounts: accounts).register(in: &ofAccounts)
        let name = try VolumeName(parsing: "work")
        var all = ControlFace(volume: ScriptedVolume(), name: name, ending: Ending()).registry
        AccountFace(accounts: accounts).register(in: &all)
        let listed = try rows(below: "## Methods").flatMap { words($0[0]) }
        #expect(listed.sorted() == all.names)
        #expect(Set(listed).count == listed.count)
        #expect(ofAccounts.names.allSatisfy { $0.hasPrefix("log") } && !ofAccounts.names.isEmpty)
    }

    @Test func everyWordForAFailureHasItsExitCode() throws {
        let rows = try rows(below: "## Errors")
        let listed = rows.map { "\(words($0[0])[0]) \($0[1])" }
        #expect(listed.sorted() == FailureCode.allCases.map { "\($0.rawValue) \($0.exitCode.rawValue)" }.sorted())
    }

    @Test func everyEventIsInTheTable() throws {
        let rows = try rows(below: "### Events of `subscribe`")
        #expect(rows.flatMap { words($0[0]) } == VolumeEvent.Topic.allCases.map(\.rawValue))
        #expect(Set(rows.flatMap { words($0[1]) }) == Set(VolumeEvent.Kind.allCases.map(\.rawValue)))
    }
}
