// SPDX-License-Identifier: MIT

import ControlSocket
import Daemon
import Glibc
import Logging

/// What every command works with.
struct Context: Sendable {
    let output: Output
    let places: Places
    let environment: [String: String]
    let accounts: Accounts
    /// As the parser got them: a mount in the background starts itself again with them.
    let words: [String]
    let logLevel: Logger.Level

    init(_ global: GlobalOptions, words: [String]) throws(Failure) {
        environment = processEnvironment()
        output = Output(isJSON: global.json, isQuiet: global.quiet, hidesProgress: global.hidesProgress)
        places = try global.places(environment)
        accounts = Accounts(places: places, environment: environment, version: Gramfs.version)
        logLevel = global.verbose ? .debug : .notice
        self.words = words
    }

    func passphrases(file: String?) -> PassphraseSource { PassphraseSource(file: file, environment: environment) }

    /// VOLUME, or PATH where a path inside of a mount is meant.
    func resolve(_ argument: PathArgument?) throws(Failure) -> VolumeReference {
        try VolumeReference.resolve(argument?.bytes, in: places, mounts: .current())
    }

    /// Calls the daemon that has the volume mounted.
    func call<Parameters, Result, Event>(
        _ volume: VolumeReference, _ method: ControlMethod<Parameters, Result, Event>, _ parameters: Parameters,
        onEvent: @escaping @Sendable (Event) -> Void = { _ in }
    ) async throws(Failure) -> Result {
        do {
            return try await ControlClient.withConnection(to: volume.socket(in: places)) { client in
                try await client.call(method, parameters, onEvent: onEvent)
            }
        } catch let error as RPCError {
            throw Failure(error)
        } catch let error as ControlClientError {
            throw failure(error, volume)
        } catch is CancellationError {
            throw Failure(.interrupted, "Interrupted")
        } catch {
            throw Failure(.failed, "Cannot talk to the daemon of \(volume.name): \(error)")
        }
    }

    /// The same for a question that every daemon that runs answers at once.
    func ask<Parameters: Sendable, Result: Sendable, Event>(
        _ volume: VolumeReference, _ method: ControlMethod<Parameters, Result, Event>, _ parameters: Parameters
    ) async throws(Failure) -> Result {
        let answer = await withTaskGroup(of: Swift.Result<Result, Failure>?.self) { group in
            group.addTask {
                do throws(Failure) { return .success(try await call(volume, method, parameters)) } catch {
                    return .failure(error)
                }
            }
            group.addTask {
                // Ends early by cancellation.
                try? await Task.sleep(for: Self.patience)
                return nil
            }
            defer { group.cancelAll() }
            return await group.next() ?? nil
        }
        guard let answer else {
            throw Failure(
                .notListening, "The daemon of \(volume.name) does not answer",
                hint: "It may be stopped or wait for its disk: `pgrep -af gramfs` finds it, `kill -CONT` wakes it")
        }
        return try answer.get()
    }

    private static let patience = Duration.seconds(20)

    private func failure(_ error: ControlClientError, _ volume: VolumeReference) -> Failure {
        guard case .notListening(let socket) = error, let mount = volume.mount else {
            return Failure(error, volume: volume.name)
        }
        return Failure(mounted: mount, socket: socket)
    }
}

/// The working directory may be another one later.
func absolutePath(_ path: String) -> String {
    if path.hasPrefix("/") { return path }
    guard let here = getcwd(nil, 0) else { return path }
    defer { free(here) }
    return String(cString: here) + "/" + path
}
