// SPDX-License-Identifier: MIT

import FilesystemModel
import Glibc
import Logging
import MTProto
import NIOCore
import TestDirectory

@testable import TelegramEmulator

enum ContinuousTime {
    /// Seconds since 1970, of the machine.
    static var now: Double {
        let now = SystemWallClock().now()
        return Double(now.seconds) + Double(now.nanoseconds) / 1e9
    }
}

/// One key for all of them: making one takes longer than most tests.
private let serverKey = RSAPrivateKey.generate()

private func prepare(_ path: String) throws {
    let directory = try StateDirectory(path: path)
    guard let serverKey, try directory.server() == nil else { return }
    let centers = (1...3).map {
        StateDirectory.Server.Center(id: DataCenterID(rawValue: Int32($0)), port: 0, mediaPort: 0)
    }
    let key = [serverKey.publicKey.modulus, serverKey.publicKey.exponent, serverKey.privateExponent]
    try directory.save(.init(secret: Random.bytes(32), centers: centers, key: key))
}

/// Where it begins again on the ports that it had: one of them may be another test's for a moment.
private func start(_ configuration: EmulatorConfiguration, _ logger: Logger) async throws -> Emulator {
    let deadline = ContinuousClock.now + .seconds(60)
    while true {
        do {
            return try await Emulator.start(configuration, logger: logger)
        } catch let error as IOError where error.errnoCode == EADDRINUSE && .now < deadline {
            await Task.yield()
        }
    }
}

/// Runs `body` against an emulator of its own, with one user whose code is 12345. Suites that call it are serialised: an
/// emulator takes some thirty descriptors, of which a process has a thousand.
func withEmulator<Result: Sendable>(
    in directory: TemporaryDirectory? = nil, hasRateLimits: Bool = false,
    _ body: (Emulator) async throws -> sending Result
) async throws -> Result {
    let directory = try directory ?? TemporaryDirectory()
    try prepare(directory.path + "/state")
    var logger = Logger(label: "test")
    logger.logLevel = .critical
    let emulator = try await start(
        EmulatorConfiguration(state: directory.path + "/state", hasRateLimits: hasRateLimits), logger)
    do {
        if emulator.backend.hasNoAccounts {
            _ = try emulator.backend.addUser(phone: "15550100", code: "12345")
        }
        let result = try await body(emulator)
        try await emulator.stop()
        return result
    } catch {
        try await emulator.stop()
        throw error
    }
}

/// The same content for the same seed, no part of which is like another.
func content(_ count: Int, seed: UInt64 = 1) -> [UInt8] {
    var state = seed &+ 0x9e37_79b9_7f4a_7c15
    var bytes: [UInt8] = []
    bytes.reserveCapacity(count + 8)
    while bytes.count < count {
        state ^= state << 13
        state ^= state >> 7
        state ^= state << 17
        withUnsafeBytes(of: state) { bytes += $0 }
    }
    bytes.removeLast(bytes.count - count)
    return bytes
}

extension Backend {
    fileprivate var hasNoAccounts: Bool { store.look { $0.accounts.values.isEmpty } }
}
