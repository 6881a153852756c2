// SPDX-License-Identifier: MIT

import ControlSocket
import Foundation
import Testing

@testable import Daemon

/// Invariants: what was added opens the volume, what was changed or removed opens it nowhere any more, by the root of the
/// store and by the copy on this machine; a volume never loses its last passphrase; whatever is refused changes nothing;
/// a kill at any moment leaves exactly one of the two passphrases that opens it.
@Suite(.timeLimit(.minutes(10)))
struct KeyTests {
    private static let old = "correct horse"
    private static let new = "battery staple"

    private let program: Program
    private let recoveryKey: String

    init() async throws {
        program = try Program()
        try program.makeDirectory("store")
        for (name, text) in [("old", Self.old), ("new", Self.new), ("weak", "short"), ("flat", "aaaaaaaaaaaa")] {
            try program.write(text + "\n", to: name)
        }
        let made = try await program.run(
            ["format", "w", "--store", "dir:\(program.path)/store", "--passphrase-file", "old", "--json"])
        try #require(made.code == 0, "\(made.error)")
        recoveryKey = try JSON.decode(FormatReport.self, from: Array(made.output.utf8)).recoveryKey
        try program.write(recoveryKey, to: "key")
    }

    private func key(_ words: String...) async throws -> Program.Result {
        try await program.run(["key"] + words + ["--json"])
    }

    private func keys() async throws -> [KeyReport] {
        let result = try await key("list")
        #expect(result.code == 0)
        return try JSON.decode(KeyListReport.self, from: Array(result.output.utf8)).keys
    }

    private func fails(_ code: Int32, _ word: String, _ words: String...) async throws {
        let before = try await keys()
        let result = try await program.run(["key"] + words + ["--json"])
        #expect(result.code == code, "\(words): \(result.error)")
        #expect(try result.failure["code"] == word, "\(words)")
        #expect(result.output == "")
        #expect(try await keys() == before)
    }

    /// How the volume answers to a secret: on this machine, and on one that has nothing of it.
    private func codes(
        _ file: String, _ option: String = "--passphrase-file"
    ) async throws -> (here: Int32, anew: Int32) {
        let here = try await program.run(["check", "w", "--passphrase-file", program.path + "/" + file])
        let other = try Program()
        let anew = try await other.run(
            ["recover", "w", "--store", "dir:\(program.path)/store", option, program.path + "/" + file])
        return (here.code, anew.code)
    }

    @Test func aVolumeBeginsWithAPassphraseAndARecoveryKey() async throws {
        let keys = try await keys()
        #expect(keys.map(\.id) == [1, 2] && keys.map(\.kind) == [.passphrase, .recovery])
        #expect(keys[0].scrypt == .init(n: 65536, r: 8, p: 1, memoryBytes: 64 << 20) && keys[1].scrypt == nil)
        let screen = try await program.run(["key", "list"]).output
        #expect(screen.contains("scrypt N=65536 r=8 p=1, 64.0 MiB for each guess"))
        #expect(screen.contains("256 random bits"))
    }

    @Test func aChangedPassphraseOpensNowhereAnyMore() async throws {
        let changed = try await key("change", "1", "--passphrase-file", "old", "--new-passphrase-file", "new")
        #expect(changed.code == 0, "\(changed.error)")
        let report = try JSON.decode(KeyChangeReport.self, from: Array(changed.output.utf8))
        #expect(report.id == 1 && report.recoveryKey == nil && report.keys.map(\.id) == [1, 2])
        #expect(try await keys() == report.keys)
        #expect(try await codes("new") == (0, 0))
        #expect(try await codes("old") == (12, 12))
        #expect(try await codes("key", "--recovery-key-file").anew == 0)
    }

    @Test func whatWasAddedOpensAndWhatWasRemovedDoesNot() async throws {
        let added = try await key(
            "add", "--name", "office", "--passphrase-file", "old", "--new-passphrase-file", "new")
        #expect(added.code == 0, "\(added.error)")
        #expect(try await keys().last?.name == "office")
        #expect(try await codes("new") == (0, 0))
        #expect(try await codes("old") == (0, 0))
        try await fails(1, "exists", "add", "--name", "office", "--passphrase-file", "old", "--recovery")
        try await fails(1, "exists", "add", "--passphrase-file", "old", "--new-passphrase-file", "new")
        // By the one that would be gone, nobody shows that they can still open it.
        try await fails(12, "passphrase", "remove", "1", "--passphrase-file", "old")
        #expect(try await key("remove", "1", "--passphrase-file", "new").code == 0)
        #expect(try await codes("old") == (12, 12))
        #expect(try await codes("new") == (0, 0))
        try await fails(1, "last_key", "remove", "3", "--recovery-key-file", "key")
        #expect(try await key("remove", "2", "--passphrase-file", "new").code == 0)
        #expect(try await codes("key", "--recovery-key-file").anew == 12)
        try await fails(1, "last_key", "remove", "3", "--passphrase-file", "new")
    }

    @Test func aForgottenPassphraseIsReplacedByTheRecoveryKey() async throws {
        let changed = try await key("change", "1", "--recovery-key-file", "key", "--new-passphrase-file", "new")
        #expect(changed.code == 0, "\(changed.error)")
        #expect(try await codes("new") == (0, 0))
        // And the recovery key by another.
        let made = try await key("change", "2", "--passphrase-file", "new")
        let fresh = try JSON.decode(KeyChangeReport.self, from: Array(made.output.utf8)).recoveryKey
        try program.write(try #require(fresh), to: "fresh")
        #expect(try await codes("key", "--recovery-key-file").anew == 12)
        #expect(try await codes("fresh", "--recovery-key-file").anew == 0)
        let second = try await key("add", "--recovery", "--passphrase-file", "new")
        let report = try JSON.decode(KeyChangeReport.self, from: Array(second.output.utf8))
        #expect(report.id == 3 && report.recoveryKey != nil && report.keys.last?.name == "recovery key 2")
    }

    @Test func whatIsRefusedChangesNothing() async throws {
        try await fails(12, "passphrase", "add", "--passphrase-file", "new", "--new-passphrase-file", "new")
        try await fails(12, "passphrase", "change", "1", "--passphrase-file", "new", "--new-passphrase-file", "new")
        try await fails(12, "passphrase", "remove", "2", "--passphrase-file", "new")
        for weak in ["weak", "flat"] {
            try await fails(
                12, "weak_passphrase", "change", "1", "--passphrase-file", "old", "--new-passphrase-file", weak)
            try await fails(12, "weak_passphrase", "add", "--passphrase-file", "old", "--new-passphrase-file", weak)
        }
        try await fails(1, "no_such_key", "change", "9", "--passphrase-file", "old", "--new-passphrase-file", "new")
        try await fails(1, "no_such_key", "remove", "9", "--passphrase-file", "old")
        try await fails(2, "usage", "change", "2", "--passphrase-file", "old", "--new-passphrase-file", "new")
        try await fails(2, "usage", "add", "--name", "", "--passphrase-file", "old", "--recovery")
        try await fails(2, "usage", "add", "--name", "a\tb", "--passphrase-file", "old", "--recovery")
        try await fails(2, "usage", "remove", "one", "--passphrase-file", "old")
        try await fails(2, "usage", "remove")
        // Nobody can be asked for the new one; the environment holds that of now.
        let unasked = try await program.run(
            ["key", "add", "--json"], environment: ["GRAMFS_PASSPHRASE": Self.old])
        #expect(unasked.code == 12 && unasked.error.contains("--new-passphrase-file"))
        #expect(try await codes("old") == (0, 0))
    }

    @Test func awayStoreRefusesAChange() async throws {
        try FileManager.default.moveItem(atPath: program.path + "/store", toPath: program.path + "/away")
        let result = try await key("change", "1", "--passphrase-file", "old", "--new-passphrase-file", "new")
        #expect(result.code == 14)
        #expect(try await keys().count == 2)
        try FileManager.default.moveItem(atPath: program.path + "/away", toPath: program.path + "/store")
        #expect(try await codes("old") == (0, 0))
    }

    @Test(arguments: ["before-root", "root", "store-root-written", "store-root-named", "checkpoint"])
    func aKillLeavesOneThatOpens(point: String) async throws {
        var secrets = [(name: "old", text: Self.old), (name: "new", text: Self.new)]
        var kills = 0
        // At the first passage, then at the second, until one comes through.
        for passage in 1... {
            try #require(passage < 20)
            let result = try await program.run(
                ["key", "change", "1", "--passphrase-file", secrets[0].name, "--new-passphrase-file", secrets[1].name],
                environment: ["GRAMFS_CRASH_AT": "\(point):\(passage)"])
            if result.code == 128 + SIGKILL { kills += 1 }
            let first = try await codes(secrets[0].name)
            let second = try await codes(secrets[1].name)
            #expect(first.here == first.anew && second.here == second.anew)
            #expect(Set([first.anew, second.anew]) == [0, 12], "passage \(passage): \(first) \(second)")
            if result.code == 0 {
                #expect(second == (0, 0))
                break
            }
            if second.anew == 0 { secrets.swapAt(0, 1) }
        }
        #expect(kills > 0)
    }
}
