// SPDX-License-Identifier: MIT

import ControlSocket
import Foundation
import Logging
import Telegram
import TelegramEmulator
import TestDirectory
import Testing

@testable import Daemon

/// Invariants: a volume and a login share one client, so that logging in again heals the volume's; only the user whose
/// chat the volume is in can do that; a session file has one user, and is free again when nothing needs it.
@Suite(.serialized, .timeLimit(.minutes(10)))
struct AccountsTests {
    private final class Fixture: Sendable {
        let directory: TemporaryDirectory
        let emulator: Emulator
        let places: Places
        let accounts: Accounts

        init() async throws {
            directory = try TemporaryDirectory()
            let path = directory.path
            var logger = Logger(label: "test")
            logger.logLevel = .critical
            emulator = try await Emulator.start(
                EmulatorConfiguration(state: path + "/tg", hasRateLimits: false), logger: logger)
            _ = try emulator.backend.addUser(phone: "15550100", code: "12345")
            _ = try emulator.backend.addUser(phone: "15550101", code: "54321", password: "hunter2 päss")
            try emulator.ready.write(to: path + "/ready.json")
            places = Places(configuration: path + "/c", state: path + "/s", runtime: path + "/r")
            accounts = Accounts(places: places, environment: AccountsTests.environment(path))
        }

        func another() -> Accounts {
            Accounts(places: places, environment: AccountsTests.environment(directory.path))
        }

        func logIn(_ phone: String = "15550100", code: String = "12345") async throws -> LoginReport {
            let first = try await accounts.start(.init(.init(), phone: phone, botToken: nil))
            #expect(first.state == .code)
            return try await accounts.enter(code: code, for: .standard)
        }

        func revoke() async throws {
            let method = ControlMethod<[String: String], [String: Int], NoEvent>(name: "session.revoke")
            _ = try await ControlClient.withConnection(to: emulator.ready.controlSocket) { client in
                try await client.call(method, ["user": "15550100"])
            }
        }
    }

    private static func environment(_ path: String) -> [String: String] {
        [
            "GRAMFS_API_ID": "17", "GRAMFS_API_HASH": String(repeating: "0a", count: 16),
            "GRAMFS_TELEGRAM_SERVERS": path + "/ready.json", "GRAMFS_PASSPHRASE": "not for here",
        ]
    }

    private func withFixture(_ body: (Fixture) async throws -> Void) async throws {
        let fixture = try await Fixture()
        do {
            try await body(fixture)
        } catch {
            await fixture.accounts.closeAll()
            try await fixture.emulator.stop()
            throw error
        }
        await fixture.accounts.closeAll()
        try await fixture.emulator.stop()
    }

    @Test func loggingInAgainHealsTheClientOfAVolume() async throws {
        try await withFixture { fixture in
            let user = try #require(try await fixture.logIn().userID)
            let client = try await fixture.accounts.client(of: .standard)
            #expect(try await client.verifyLogin().id == user)
            try await fixture.revoke()
            await #expect(throws: TelegramError.self) { try await client.verifyLogin() }
            #expect(try await fixture.accounts.status(.init()).state == .none)
            #expect(try await fixture.logIn().userID == user)
            #expect(try await client.verifyLogin().id == user, "the same client, without being opened anew")
        }
    }

    /// Anybody may pin anything in a channel of his that the account may post in.
    @Test func whatLooksLikeARootAndIsNoneDoesNotEndTheSearch() async throws {
        try await withFixture { fixture in
            _ = try await fixture.logIn()
            let client = try await fixture.accounts.client(of: .standard)
            let channel = try await client.createChannel(title: "Odd", about: "").reference
            let name = String(repeating: "ab", count: 16)
            let garbage = UploadSource(bytes: 100) { range in Array(repeating: 7, count: range.count) }
            let posted = try await client.postDocument(
                to: channel, source: garbage, fileName: "root-\(name).gramfs", caption: "gramfs root \(name)",
                randomID: 1)
            try await client.pin(posted.id, in: channel)
            let list = try await listVolumes(
                ConfigurationFile(store: .telegram(.any), account: "default"), accounts: fixture.accounts)
            #expect(list.volumes.isEmpty)
            #expect(list.skipped.count == 1 && list.skipped[0].hasPrefix("Odd ("), "\(list.skipped)")
        }
    }

    @Test func anotherUserDoesNotStepIntoAVolumesAccount() async throws {
        try await withFixture { fixture in
            _ = try await fixture.logIn()
            let client = try await fixture.accounts.client(of: .standard)
            try await fixture.revoke()
            #expect(try await fixture.logIn("15550101", code: "54321").state == .password)
            let failure = await #expect(throws: Failure.self) {
                try await fixture.accounts.enter(password: "hunter2 päss", for: .standard)
            }
            #expect(failure?.message.contains("mounted volume") == true)
            #expect(await client.account == nil, "and is logged out again")
            #expect(try await fixture.logIn().state == .authorised)
        }
    }

    @Test func aSessionHasOneUserAndIsFreeAgainAfterEachUse() async throws {
        try await withFixture { fixture in
            let other = fixture.another()
            _ = try await fixture.logIn()
            #expect(try await other.status(.init()).state == .authorised, "a login that has ended holds nothing")
            _ = try await other.client(of: .standard)
            let failure = await #expect(throws: Failure.self) { try await fixture.accounts.status(.init()) }
            #expect(failure?.code.exitCode == .held && failure?.hint.contains("gramfs login") == true)
            #expect(try await other.status(.init()).state == .authorised)
            await other.closeAll()
            #expect(try await fixture.accounts.status(.init()).state == .authorised)
        }
    }

    @Test func aLoginThatWaitsIsKeptUntilItIsGivenUp() async throws {
        try await withFixture { fixture in
            let accounts = fixture.accounts
            let code = try #require(try await accounts.start(.init(.init(), phone: "15550101", botToken: nil)).code)
            #expect(code.way == "app" && code.digits == 5 && code.nextWay == "sms" && code.nextAfterSeconds == 60)
            #expect(try await accounts.status(.init()).state == .code)
            #expect(await accounts.isIdle(for: .zero) == false)
            #expect(try await accounts.resend(.standard).code?.way == "sms")
            await #expect(throws: Failure.self) { try await accounts.enter(password: "x", for: .standard) }
            #expect(try await accounts.enter(code: "54321", for: .standard).state == .password)
            #expect(try await accounts.status(.init()).state == .password)
            #expect(try await accounts.cancel(.standard).state == .none)
            #expect(await accounts.isIdle(for: .zero))
            await #expect(throws: Failure.self) { try await accounts.enter(code: "54321", for: .standard) }
        }
    }

    @Test func aNameIsNoPath() throws {
        for name in ["../a", "", "a/b", "status", ".a"] {
            #expect(throws: Failure.self) { try AccountName(parsing: name) }
        }
        #expect(try AccountName(parsing: nil).description == "default")
    }

    @Test func theCallersRegistrationIsUsed() async throws {
        try await withFixture { fixture in
            let failure = await #expect(throws: Failure.self) {
                try await fixture.accounts.start(
                    .init(.init(environment: ["GRAMFS_API_ID": "17"]), phone: "15550100", botToken: nil))
            }
            #expect(failure?.code == .configuration)
            #expect(fixture.accounts.environment.count == 3, "nothing else of the environment is handed on")
        }
    }
}
