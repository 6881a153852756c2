// SPDX-License-Identifier: MIT

import Logging
import Synchronization

/// The one `World` of an emulator, and its journal. Methods take the lock for microseconds; nothing below it waits.
final class WorldStore: Sendable {
    private struct State {
        var world: World
        let journal: Journal
    }

    private let state: Mutex<State>
    private let logger: Logger

    init(_ directory: StateDirectory, secret: [UInt8], now: Int64, logger: Logger) throws(StateError) {
        let world = try World(journal: directory.journal, secret: secret, now: now)
        // Each start writes the journal anew, so that it does not grow for ever.
        let journal = try Journal.replace(directory.journal, by: world.snapshot)
        state = Mutex(State(world: world, journal: journal))
        self.logger = logger
    }

    func read<Result: Sendable>(_ body: (World) throws(Refusal) -> sending Result) throws(Refusal) -> Result {
        try state.withLock { state throws(Refusal) in try body(state.world) }
    }

    /// Like `read`, for what cannot fail.
    func look<Result: Sendable>(_ body: (World) -> sending Result) -> Result {
        state.withLock { state in body(state.world) }
    }

    /// What `body` changed is in the journal before this returns. Where `body` throws it has changed nothing.
    func change<Result: Sendable>(
        _ body: (inout World) throws(Refusal) -> sending Result
    ) throws(Refusal) -> Result {
        try state.withLock { state throws(Refusal) in
            let result = try body(&state.world)
            do {
                try state.journal.append(state.world.takeChanges())
            } catch {
                logger.error("The state cannot be written", metadata: ["reason": "\(error)"])
                throw .internal("STORAGE_FAILED")
            }
            return result
        }
    }
}
