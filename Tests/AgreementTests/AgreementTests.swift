// SPDX-License-Identifier: MIT

import Foundation
import Logging
import TelegramEmulator
import TestDirectory
import Testing

/// Invariants: clients that others wrote, pinned to the layers 201, 214 and 229, find on the emulator what they find on
/// Telegram: every transport that they have, login, channels, files, history, another clock, many requests at once.
/// `Clients/` holds what each of them does; a check that fails says so with the client's own words.
@Suite(.timeLimit(.minutes(10)))
struct AgreementTests {
    @Test(arguments: [
        ("telethon", "1.40.0", 24), ("telethon", "1.45.0", 24), ("kurigram", "2.2.26", 26), ("kurigram", "2.2.0", 24),
    ])
    func aClientAgreesWithTheEmulator(name: String, version: String, checks: Int) async throws {
        let client = try #require(
            PythonClient(name: name, version: version),
            "\(name) \(version) is not installed: Scripts/clients installs it")
        let directory = try TemporaryDirectory()
        let configuration = EmulatorConfiguration(state: directory.path + "/state", hasRateLimits: false)
        var logger = Logger(label: "emulator")
        logger.logLevel = .critical
        let emulator = try await Emulator.start(configuration, logger: logger)
        _ = try emulator.backend.addUser(phone: "+15550100", code: "12345")
        _ = try emulator.backend.addUser(phone: "+15550101", code: "54321", password: "hunter2 päss")
        let ready = directory.path + "/ready.json"
        try emulator.ready.write(to: ready)
        let result = try await client.run(
            [ready, "+15550100", "12345", "+15550101", "54321", "hunter2 päss"], in: directory.path)
        try await emulator.stop()
        let passed = result.lines.filter { $0.contains("\"ok\": true") }
        #expect(result.code == 0, "\(result.text)")
        #expect(passed.count == checks, "\(result.text)")
    }
}
