// SPDX-License-Identifier: MIT

import ControlSocket
import Foundation
import Testing

/// Invariants: a volume in a private channel is made, mounted, lost with its machine and brought back by the commands that do
/// it for any other store; a login that is revoked stops nothing but the traffic, and the next login heals the mount.
@Suite(.timeLimit(.minutes(10)), .enabled(if: access("/dev/fuse", R_OK | W_OK) == 0, "there is no /dev/fuse"))
struct TelegramVolumeTests {
    private let program: Program
    private let emulator: EmulatorProcess

    init() async throws {
        program = try Program()
        emulator = try await EmulatorProcess(program)
        try await emulator.control("user.add", #"{"phone":"+15550100","code":"12345"}"#)
        try await emulator.control("user.add", #"{"phone":"+15550102","code":"12345"}"#)
        try program.write("12345\n", to: "code")
        try program.makeDirectory("m")
    }

    private func run(_ words: String...) async throws -> Program.Result { try await run(words) }

    private func run(_ words: [String]) async throws -> Program.Result {
        try await program.run(
            ["--json"] + words,
            environment: [
                "GRAMFS_API_ID": "17", "GRAMFS_API_HASH": String(repeating: "0a", count: 16),
                "GRAMFS_TELEGRAM_SERVERS": "ready.json", "GRAMFS_PASSPHRASE": "correct horse",
            ])
    }

    @discardableResult
    private func done(_ words: String..., sourceLocation: SourceLocation = #_sourceLocation) async throws
        -> Program.Result
    {
        let result = try await run(words)
        try #require(result.code == 0, "\(words): \(result)", sourceLocation: sourceLocation)
        return result
    }

    private func decoded<Value: Decodable>(_ result: Program.Result, as _: Value.Type = Value.self) throws -> Value {
        try JSON.decode(Value.self, from: Array(result.output.utf8))
    }

    private func logIn(_ phone: String = "+15550100") async throws -> LoginReport {
        try decoded(try await done("login", "--phone", phone, "--code-file", "code"))
    }

    private func state() async throws -> StatusReport { try decoded(try await done("status", "work")) }

    /// The mount must not outlive the test, whatever happens in it.
    private func mounted(_ body: () async throws -> Void) async throws {
        try await done("mount", "work", "m")
        do {
            try await body()
        } catch {
            _ = try await run("unmount", "work", "--now")
            throw error
        }
        try await done("unmount", "work")
    }

    private func read(_ name: String) -> Data? { FileManager.default.contents(atPath: program.path + "/m/" + name) }

    private static let content = Data((0..<3_000_000).map { UInt8(truncatingIfNeeded: $0 &* 2_654_435_761 >> 13) })

    @Test func aVolumeOutlivesItsMachine() async throws {
        let early = try await run("format", "work", "--store", "telegram")
        #expect(early.code == 13, "\(early)")
        #expect(try early.failure["hint"]?.contains("gramfs login") == true)
        _ = try await logIn()
        let made = try decoded(try await done("format", "work", "--store", "telegram"), as: Formatted.self)
        #expect(made.store.hasPrefix("telegram:-100"))
        try await mounted {
            try Self.content.write(to: URL(fileURLWithPath: program.path + "/m/film"))
            try program.makeDirectory("m/d")
            try program.write("small", to: "m/d/f")
            try await done("sync")
            let status = try await state()
            #expect(status.state == .mounted && status.account == "default" && status.queuedBytes == 0)
        }
        for part in ["c", "s", "r"] { try FileManager.default.removeItem(atPath: program.path + "/" + part) }

        _ = try await logIn()
        let list = try decoded(try await done("recover", "--list", "--store", "telegram"), as: Listed.self)
        #expect(list.volumes.map(\.volume_id) == [made.volume_id])
        #expect(list.volumes.map(\.title) == ["work"] && "telegram:\(list.volumes[0].chat)" == made.store)
        try await done("recover", "work", "--store", "telegram")
        try await mounted {
            #expect(read("film") == Self.content)
            #expect(read("d/f") == Data("small".utf8))
            try await done("check", "work", "--read-data")
        }
        try await done("check", "work")
    }

    @Test func aRevokedLoginIsHealedBelowTheMount() async throws {
        _ = try await logIn()
        try await done("format", "work", "--store", "telegram:new", "--account", "default")
        try await mounted {
            try program.write("before", to: "m/f")
            try await done("sync")
            try await emulator.control("session.revoke", #"{"user":"+15550100"}"#)
            try program.write("after", to: "m/g")
            let waiting = try await run("sync", "--timeout", "2s")
            #expect(waiting.code == 3, "\(waiting)")
            #expect(try await state().state == .loggedOut)
            #expect(read("f") == Data("before".utf8) && read("g") == Data("after".utf8))
            let status = try decoded(try await done("login", "status"), as: LoginReport.self)
            #expect(status.state == .none)
            let stranger = try await run("login", "--phone", "+15550102", "--code-file", "code")
            #expect(stranger.code == 1 && stranger.error.contains("mounted volume"), "\(stranger)")
            #expect(try await logIn().state == .authorised)
            try await done("sync")
            #expect(try await state().state == .mounted)
        }
    }

    @Test func oneSessionServesOneMount() async throws {
        _ = try await logIn()
        try await done("format", "work", "--store", "telegram")
        try await mounted {
            let other = try await run("format", "other", "--store", "telegram")
            #expect(other.code == 11, "\(other)")
            try await done("login", "second", "--phone", "+15550100", "--code-file", "code")
            try await done("format", "other", "--store", "telegram", "--account", "second")
            let logout = try decoded(try await done("logout"), as: LoginReport.self)
            #expect(logout.state == .none)
            #expect(try await state().state == .loggedOut)
            _ = try await logIn()
            #expect(try await state().state == .mounted)
        }
    }

    private struct Formatted: Decodable {
        var store: String
        var volume_id: String
    }

    private struct Listed: Decodable {
        struct Volume: Decodable {
            var volume_id: String
            var chat: String
            var title: String
        }

        var volumes: [Volume]
    }
}
