// SPDX-License-Identifier: MIT

import Logging

/// Tries again what a store did not answer, for ever or for as long as it is given: the one retry loop above the seam.
///
/// - `unreachable` is tried again after a growing, jittered wait; the first attempt of a call is never delayed by it.
/// - `throttled` pauses its whole lane for exactly the time that the store asked for, calls that begin meanwhile
///   included: coming early makes the store ask for more. Other lanes go on.
/// - Every other error is the caller's at once.
/// - Cancelling the task ends a call at once, also while it waits.
///
/// A `replaceRoot` whose answer was lost is resolved by reading the root, so that the caller never sees `conflict` on
/// account of its own success. The `progress` of a put begins again with every attempt.
package struct RetryingStore<C: Clock>: ObjectStore where C.Duration == Duration {
    package let waits: StoreWaits

    private let store: any ObjectStore
    private let clock: C
    private let backoff: RetryBackoff
    private let chance: @Sendable () -> Double
    private let lanes: StoreLanes<C>
    private var patience = Patience.endless

    private enum Patience {
        case endless
        case time(Duration)
        case oneAttempt
    }

    /// `chance` draws from 0..<1.
    package init(
        _ store: any ObjectStore, clock: C, backoff: RetryBackoff = .standard, waits: StoreWaits = StoreWaits(),
        logger: Logger = Logger(label: "gramfs.store"),
        chance: @escaping @Sendable () -> Double = { Double.random(in: 0..<1) }
    ) {
        self.store = store
        self.clock = clock
        self.backoff = backoff
        self.waits = waits
        self.chance = chance
        lanes = StoreLanes(logger: logger)
    }

    package var traits: ObjectStoreTraits { store.traits }

    /// The same store, its waits and pauses included, whose calls end after `patience` with the error that they last
    /// met: for reads with a deadline. It does not wait for a pause that ends later than that.
    ///
    /// An attempt that is under way at the end is cancelled, and the error is then `unreachable`.
    package func bounded(by patience: Duration) -> Self {
        var copy = self
        copy.patience = .time(patience)
        return copy
    }

    /// The same store, its pauses included, whose calls are tried once, without any wait: in a pause they are `throttled`
    /// for what is left of it. How long that one attempt may take is the caller's business, who can cancel it.
    package var trying: Self {
        var copy = self
        copy.patience = .oneAttempt
        return copy
    }

    package func put(
        _ name: ObjectName, _ body: ObjectBody, progress: @escaping @Sendable (UInt64) -> Void
    ) async throws(ObjectStoreError) -> ObjectReference {
        try await retry(.put) { [store] _ throws(ObjectStoreError) in
            try await store.put(name, body, progress: progress)
        }
    }

    package func get(_ reference: ObjectReference, range: Range<UInt64>) async throws(ObjectStoreError) -> [UInt8] {
        try await retry(.get) { [store] _ throws(ObjectStoreError) in try await store.get(reference, range: range) }
    }

    package func remove(_ reference: ObjectReference) async throws(ObjectStoreError) {
        try await retry(.remove) { [store] _ throws(ObjectStoreError) in try await store.remove(reference) }
    }

    package func list(after reference: ObjectReference?) async throws(ObjectStoreError) -> ObjectPage {
        try await retry(.list) { [store] _ throws(ObjectStoreError) in try await store.list(after: reference) }
    }

    package func root() async throws(ObjectStoreError) -> Root? {
        try await retry(.root) { [store] _ throws(ObjectStoreError) in try await store.root() }
    }

    package func replaceRoot(
        expected: RootVersion?, with bytes: [UInt8]
    ) async throws(ObjectStoreError) -> RootVersion {
        try await retry(.replaceRoot) { [store] isRepeated throws(ObjectStoreError) in
            // A root document is never written twice in the same bytes, so these bytes are this call's own.
            if isRepeated, let root = try await store.root(), root.bytes == bytes { return root.version }
            do throws(ObjectStoreError) {
                return try await store.replaceRoot(expected: expected, with: bytes)
            } catch .conflict where isRepeated {
                // The lost attempt may have taken effect after the look above.
                guard let root = try await store.root(), root.bytes == bytes else { throw .conflict }
                return root.version
            }
        }
    }

    // MARK: The loop

    /// `attempt` is told whether an earlier attempt may have taken effect.
    private func retry<Value: Sendable>(
        _ call: StoreCall, _ attempt: @escaping @Sendable (Bool) async throws(ObjectStoreError) -> Value
    ) async throws(ObjectStoreError) -> Value {
        var deadline: C.Instant?
        if case .time(let patience) = patience { deadline = clock.now.advanced(by: patience) }
        var failures = 0
        var mayHaveTakenEffect = false
        while true {
            try await passPause(of: call.lane, deadline)
            let failure: ObjectStoreError
            do throws(ObjectStoreError) {
                let value = try await run(attempt, mayHaveTakenEffect, until: deadline)
                noteAnswer(in: call.lane)
                return value
            } catch {
                failure = error
            }
            switch failure {
            case .throttled(let duration) where duration > .zero:
                lanes.pause(call.lane, until: clock.now.advanced(by: duration), duration)
                waits.pause(call.lane, for: duration)
            // `passPause` waits, or says that this call does not.
            case .throttled, .unreachable:
                failures += 1
                if case .unreachable(let reason) = failure {
                    mayHaveTakenEffect = true
                    lanes.noteOutage(of: call, reason)
                    waits.noteOutage(in: call.lane, reason)
                }
                try await backOff(after: failures, call.lane, deadline, failure)
            case .notFound, .unauthorised, .tooLarge, .conflict, .damaged, .refused, .unsupported:
                noteAnswer(in: call.lane)
                throw failure
            case .cancelled:
                throw failure
            }
        }
    }

    private func noteAnswer(in lane: StoreLane) {
        lanes.noteAnswer(in: lane)
        waits.noteAnswer(in: lane)
    }

    /// Waits while the lane is paused; a pause may have grown when it ends.
    private func passPause(of lane: StoreLane, _ deadline: C.Instant?) async throws(ObjectStoreError) {
        while let end = lanes.pauseEnd(of: lane), end > clock.now {
            let failure = ObjectStoreError.throttled(for: clock.now.duration(to: end))
            if case .oneAttempt = patience { throw failure }
            if let deadline, deadline < end { throw failure }
            try await wait(lane, .throttled, until: end)
        }
    }

    private func backOff(
        after failures: Int, _ lane: StoreLane, _ deadline: C.Instant?, _ failure: ObjectStoreError
    ) async throws(ObjectStoreError) {
        if case .oneAttempt = patience { throw failure }
        var delay = backoff.delay(afterFailures: failures, chance: chance())
        if let deadline {
            // Towards the deadline the waits are halved instead of cut off: a store that comes back late is still met.
            let left = clock.now.duration(to: deadline)
            guard left > backoff.first else { throw failure }
            delay = min(delay, left / 2)
        }
        let reason: StoreWait.Reason
        if case .unreachable(let text) = failure { reason = .unreachable(text) } else { reason = .throttled }
        try await wait(lane, reason, until: clock.now.advanced(by: delay))
    }

    private func wait(
        _ lane: StoreLane, _ reason: StoreWait.Reason, until end: C.Instant
    ) async throws(ObjectStoreError) {
        let id = waits.begin(lane, reason, for: clock.now.duration(to: end))
        defer { waits.end(id) }
        do { try await clock.sleep(until: end, tolerance: nil) } catch { throw .cancelled }
    }

    /// One attempt, cancelled at the deadline.
    private func run<Value: Sendable>(
        _ attempt: @escaping @Sendable (Bool) async throws(ObjectStoreError) -> Value, _ isRepeated: Bool,
        until deadline: C.Instant?
    ) async throws(ObjectStoreError) -> Value {
        guard let deadline else { return try await attempt(isRepeated) }
        let result = await withTaskGroup(of: Result<Value, ObjectStoreError>?.self) { group in
            group.addTask {
                do throws(ObjectStoreError) { return .success(try await attempt(isRepeated)) } catch {
                    return .failure(error)
                }
            }
            group.addTask { [clock] in
                // Ends by cancellation where the attempt was faster, or the caller gave up.
                try? await clock.sleep(until: deadline, tolerance: nil)
                return nil
            }
            let first = await group.next() ?? nil
            group.cancelAll()
            // After the deadline the attempt may still have succeeded in the moment of its cancellation.
            let second = await group.next() ?? nil
            return first ?? second
        }
        switch result {
        case .success(let value): return value
        case .failure(.cancelled) where !Task.isCancelled: throw .unreachable("no answer within the time given")
        case .failure(let error): throw error
        case nil: throw .cancelled
        }
    }
}
