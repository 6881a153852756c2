// SPDX-License-Identifier: MIT

import ControlSocket
import Daemon

/// Whichever daemon has an account, or could have it: that of a mounted volume in it, otherwise `gramfs serve`, which is
/// started where it does not run.
struct AccountDaemon: Sendable {
    let account: AccountName
    let context: Context

    var parameters: AccountParameters {
        AccountParameters(account: "\(account)", environment: context.accounts.environment)
    }

    /// Calls it, and starts it where nobody listens.
    func call<Parameters, Result>(
        _ method: ControlMethod<Parameters, Result, NoEvent>, _ parameters: Parameters
    ) async throws(Failure) -> Result {
        let deadline = ContinuousClock.now + Self.startMax
        while true {
            if let result = try await callIfRunning(method, parameters) { return result }
            guard ContinuousClock.now < deadline else { throw ended }
            do throws(Failure) {
                try start()
            } catch  where error.code == .locked {
                // Another login has just started it, or one that nobody needed any more is ending.
                do { try await Task.sleep(for: .milliseconds(50)) } catch { throw Failure(.interrupted, "Interrupted") }
            }
        }
    }

    private static let startMax = Duration.seconds(10)

    /// For a step of a login that is under way: a daemon that is gone has forgotten it.
    func callRunning<Parameters, Result>(
        _ method: ControlMethod<Parameters, Result, NoEvent>, _ parameters: Parameters
    ) async throws(Failure) -> Result {
        guard let result = try await callIfRunning(method, parameters) else { throw ended }
        return result
    }

    private var ended: Failure {
        Failure(
            .failed, "gramfs serve ended before it answered",
            hint: "Its last words are in \(context.places.controlLog)")
    }

    private func callIfRunning<Parameters, Result>(
        _ method: ControlMethod<Parameters, Result, NoEvent>, _ parameters: Parameters
    ) async throws(Failure) -> Result? {
        for socket in try sockets() {
            do {
                return try await ControlClient.withConnection(to: socket) { client in
                    try await client.call(method, parameters)
                }
            } catch ControlClientError.notListening {
                continue
            } catch let error as RPCError {
                throw Failure(error)
            } catch let error as ControlClientError {
                throw Failure(error, at: socket)
            } catch {
                throw Failure(.interrupted, "Interrupted")
            }
        }
        return nil
    }

    /// Those of volumes in this account first: where one of them is mounted, it has the session.
    private func sockets() throws(Failure) -> [String] {
        var sockets: [String] = []
        for name in try VolumeReference.configured(in: context.places) {
            // A configuration that cannot be read is that of a volume that cannot be mounted.
            guard let configuration = try? ConfigurationFile.read(name, in: context.places),
                (try? configuration.accountInUse()) == account
            else { continue }
            sockets.append(context.places.socket(of: name))
        }
        return sockets + [context.places.controlSocket]
    }

    private func start() throws(Failure) {
        try Places.make(context.places.state)
        let global = context.words.filter { $0 == "-v" || $0 == "--verbose" }
        let places = [
            "--config-dir", context.places.configuration, "--state-dir", context.places.state,
        ]
        try Background.start(
            ["serve", "--\(Serve.onDemandFlag)"] + places + global, passphrase: nil,
            logFile: context.places.controlLog)
    }
}

extension Failure {
    /// A failed call to a daemon for accounts.
    fileprivate init(_ error: ControlClientError, at socket: String) {
        switch error {
        case .notListening: self.init(.failed, "Nobody listens at \(socket)")
        case .notPermitted:
            self.init(
                .notPermitted, "\(socket) is another user's",
                hint: "Run the command as that user, or set GRAMFS_RUNTIME_DIR")
        case .system: self.init(.failed, "Cannot talk to the daemon at \(socket): \(error)")
        case .connectionLost:
            self.init(.failed, "The daemon at \(socket) ended before it answered", hint: "Run the command again")
        case .malformedAnswer(let what):
            self.init(.failed, "The daemon at \(socket) gave an answer that cannot be read: \(what)")
        }
    }
}
