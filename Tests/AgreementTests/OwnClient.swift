// SPDX-License-Identifier: MIT

import Logging
import Telegram
import TelegramEmulator
import TestDirectory

/// Our own client beside an emulator that two people use: one with a code, one with a second password.
final class OwnClient: Sendable {
    let directory: TemporaryDirectory
    let emulator: Emulator
    private let logger: Logger

    private init() async throws {
        directory = try TemporaryDirectory()
        var logger = Logger(label: "test")
        logger.logLevel = .critical
        self.logger = logger
        emulator = try await Emulator.start(
            EmulatorConfiguration(state: directory.path + "/state", hasRateLimits: false), logger: logger)
        _ = try emulator.backend.addUser(phone: "15550100", code: "12345")
        _ = try emulator.backend.addUser(phone: "15550101", code: "54321", password: "hunter2 päss")
        try emulator.ready.write(to: directory.path + "/ready.json")
    }

    static func run(_ body: (OwnClient) async throws -> Void) async throws {
        let fixture = try await OwnClient()
        do {
            try await body(fixture)
        } catch {
            try await fixture.emulator.stop()
            throw error
        }
        try await fixture.emulator.stop()
    }

    func client(
        _ session: String = "main", transport: TransportOptions = TransportOptions(),
        limits: ClientLimits = ClientLimits()
    ) throws -> TelegramClient {
        var configuration = TelegramConfiguration(
            application: try Application(id: "1", hash: String(repeating: "0a", count: 16)),
            servers: try ServerList(path: directory.path + "/ready.json"), version: "test", logger: logger)
        configuration.transport = transport
        configuration.limits = limits
        return try TelegramClient(configuration: configuration, sessionPath: "\(directory.path)/\(session).session")
    }

    func login(_ client: TelegramClient) async throws {
        guard case .sent(let code) = try await client.sendCode(phone: "15550100") else { return }
        _ = try await client.signIn(code, code: "12345")
    }

    static func content(_ count: Int, seed: UInt64) -> [UInt8] {
        var state = seed
        return (0..<count).map { _ in
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return UInt8(truncatingIfNeeded: state >> 33)
        }
    }

    static func source(_ bytes: [UInt8]) -> UploadSource {
        UploadSource(bytes: Int64(bytes.count)) { range in
            Array(bytes[Int(range.lowerBound)..<Int(range.upperBound)])
        }
    }
}
