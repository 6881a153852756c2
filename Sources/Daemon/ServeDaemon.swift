// SPDX-License-Identifier: MIT

import ControlSocket
import Glibc
import Logging
import UnixSignals

/// The control socket where nothing is mounted: for logins.
package struct ServeDaemon: Sendable {
    private let places: Places
    private let accounts: Accounts
    private let isOnDemand: Bool
    private let logger: Logger

    /// How long one that was started on demand stays without anything to do: for the next step of the same login.
    private static let idleMax = Duration.seconds(5)

    /// With `isOnDemand` it ends by itself.
    package init(places: Places, accounts: Accounts, isOnDemand: Bool, logger: Logger) {
        self.places = places
        self.accounts = accounts
        self.isOnDemand = isOnDemand
        self.logger = logger
    }

    /// Returns after SIGTERM, SIGINT or SIGHUP, or when nobody needs it any more. `locked` where another one is there, also
    /// where that one is just beginning or ending.
    package func run(whenReady: @escaping @Sendable () async throws(Failure) -> Void) async throws(Failure) {
        let lock = try claim()
        defer {
            flock(lock, LOCK_UN)
            close(lock)
        }
        let signals = await UnixSignalsSequence(trapping: [.sigterm, .sigint, .sighup])
        var failure: Failure?
        do {
            try await withThrowingTaskGroup(of: Void.self) { group in
                defer { group.cancelAll() }
                group.addTask { try await serve(whenReady) }
                group.addTask {
                    for await _ in signals { return }
                }
                if isOnDemand { group.addTask { try await waitUntilIdle() } }
                // The first to end ends all.
                try await group.next()
            }
        } catch let error as Failure {
            failure = error
        } catch is CancellationError {
            logger.notice("ended by whoever started it")
        } catch {
            failure = Failure(.failed, "gramfs serve failed: \(error)")
        }
        await accounts.closeAll()
        if let failure { throw failure }
    }

    /// Two that begin at once would take each other's socket for a dead one.
    private func claim() throws(Failure) -> Int32 {
        try Places.make(places.runtime)
        let path = places.controlLock
        let file = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard file >= 0 else { throw Failure(call: "open", path: path, errno: errno) }
        guard flock(file, LOCK_EX | LOCK_NB) == 0 else {
            close(file)
            throw Failure(.locked, "Another gramfs serve answers at \(places.controlSocket)", hint: "Use that one")
        }
        return file
    }

    private func serve(_ whenReady: @escaping @Sendable () async throws(Failure) -> Void) async throws {
        var registry = MethodRegistry()
        AccountFace(accounts: accounts).register(in: &registry)
        do {
            try await ControlServer.serve(at: places.controlSocket, registry, whenReady: { try await whenReady() })
        } catch let error as SocketError {
            throw Failure(error)
        }
    }

    private func waitUntilIdle() async throws {
        while await !accounts.isIdle(for: Self.idleMax) { try await Task.sleep(for: .milliseconds(500)) }
    }
}
