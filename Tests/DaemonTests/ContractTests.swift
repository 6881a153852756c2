// SPDX-License-Identifier: MIT

import ControlSocket
import Foundation
import TestDirectory
import Testing

@testable import Daemon

/// Invariants: `ControlSocket.docc` lists every method that is answered and no other, every parameter that one reads, every
/// word for a failure with its exit code, and every event.
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

    @Test func everyParameterIsInTheCatalogue() throws {
        let read: [ReadParameters] = try [
            .init(.status), .init(.sync), .init(.unmount), .init(.check), .init(.repair), .init(.stats),
            .init(.inspect),
            .init(.encryptSet), .init(.encryptStatus), .init(.encryptApply), .init(.keyList), .init(.keyAdd),
            .init(.keyChange), .init(.keyRemove), .init(.shareCreate), .init(.shareList), .init(.shareInfo),
            .init(.shareRevoke), .init(.subscribe), .init(.loginStatus), .init(.loginStart), .init(.loginResend),
            .init(.loginCode), .init(.loginPassword), .init(.loginCancel), .init(.logout),
        ]
        var listed: [String: Set<String>] = [:]
        for row in try rows(below: "## Methods") {
            // Values stand in parentheses.
            let cell = row[1].replacing(/\([^)]*\)/, with: "")
            for method in words(row[0]) { listed[method] = Set(words(cell)) }
        }
        #expect(listed.keys.sorted() == read.map(\.method).sorted())
        for method in read where !method.method.hasPrefix("key.") {
            #expect(listed[method.method] == method.names, "\(method.method)")
        }
        // They share what they read.
        let ofKeys = listed.filter { $0.key.hasPrefix("key.") }.values.reduce(into: Set()) { $0.formUnion($1) }
        #expect(ofKeys == read.first { $0.method == "key.add" }?.names)
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

/// The parameters that a method reads, by what its type asks a decoder for. Exact forms in Base64 are the same parameter.
private struct ReadParameters {
    let method: String
    let names: Set<String>

    init<Parameters, Result, Event>(_ method: ControlMethod<Parameters, Result, Event>) throws {
        let decoder = NotingDecoder()
        _ = try Parameters(from: decoder)
        self.method = method.name
        names = decoder.noted.names.filter { !$0.hasSuffix("_base64") }
    }
}

/// Has what must be there, nothing of what need not, and notes what is asked for.
private struct NotingDecoder: Decoder {
    final class Noted { var names: Set<String> = [] }

    let noted = Noted()
    let codingPath: [any CodingKey] = []
    let userInfo: [CodingUserInfoKey: Any] = [:]

    struct NotKeyed: Error {}

    func container<Key: CodingKey>(keyedBy type: Key.Type) -> KeyedDecodingContainer<Key> {
        KeyedDecodingContainer(Container(noted: noted))
    }

    func unkeyedContainer() throws -> any UnkeyedDecodingContainer { throw NotKeyed() }
    func singleValueContainer() throws -> any SingleValueDecodingContainer { throw NotKeyed() }

    struct Container<Key: CodingKey>: KeyedDecodingContainerProtocol {
        let noted: Noted
        let codingPath: [any CodingKey] = []
        let allKeys: [Key] = []

        func contains(_ key: Key) -> Bool {
            noted.names.insert(key.stringValue)
            // The one that some need and that is read as one which others do not.
            return key.stringValue == "path"
        }

        func decodeNil(forKey key: Key) -> Bool { false }

        func decode<Value: Decodable>(_ type: Value.Type, forKey key: Key) throws -> Value {
            noted.names.insert(key.stringValue)
            let anything: [Any] = ["", UInt32(0), (type as? any CaseIterable.Type)?.anyCase as Any]
            guard let value = anything.lazy.compactMap({ $0 as? Value }).first else { throw NotKeyed() }
            return value
        }

        func nestedContainer<Nested: CodingKey>(
            keyedBy type: Nested.Type, forKey key: Key
        ) throws -> KeyedDecodingContainer<Nested> { throw NotKeyed() }

        func nestedUnkeyedContainer(forKey key: Key) throws -> any UnkeyedDecodingContainer { throw NotKeyed() }
        func superDecoder() throws -> any Decoder { throw NotKeyed() }
        func superDecoder(forKey key: Key) throws -> any Decoder { throw NotKeyed() }
    }
}

extension CaseIterable {
    fileprivate static var anyCase: Any? { allCases.first }
}
