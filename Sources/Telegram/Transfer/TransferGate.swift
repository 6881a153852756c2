// SPDX-License-Identifier: MIT

import Synchronization

/// How many parts are under way at once: one more for each round that went well, half as many after a sign of trouble
/// (additive increase, multiplicative decrease). A value; who drives it passes the times.
package struct TransferWindow: Sendable, Hashable {
    package static let first = 4

    package private(set) var size: Int
    private let limit: Int
    private var successes = 0
    private var lastDecrease: Duration?

    package init(limit: Int) {
        self.limit = max(limit, 1)
        size = min(Self.first, self.limit)
    }

    /// A part that took longer than this waited more than it travelled: no reason to send more at once.
    private static let slow: Duration = .seconds(4)
    /// Parts that were under way together fail together: that is one sign.
    private static let pause: Duration = .seconds(1)

    package mutating func succeeded(after latency: Duration) {
        guard latency < Self.slow else { return }
        successes += 1
        guard successes >= size else { return }
        successes = 0
        size = min(size + 1, limit)
    }

    package mutating func troubled(at time: Duration) {
        if let lastDecrease, time - lastDecrease < Self.pause { return }
        lastDecrease = time
        successes = 0
        size = max(size / 2, 1)
    }
}

/// Lets parts through as the window allows; shared by all transfers of a client. Parts that are read go before parts that
/// are written, for somebody waits for them; a part to be written that so many have passed goes next. While Telegram
/// demands a wait, who asks `pause(of:)` first sends nothing that way.
final class TransferGate: Sendable {
    enum Direction: Hashable, Sendable {
        case up, down
    }

    private struct Waiter {
        var id: UInt64
        var direction: Direction
        var continuation: CheckedContinuation<Bool, Never>
    }

    private struct State {
        var window: TransferWindow
        var active = 0
        var next: UInt64 = 0
        var waiters: [Waiter] = []
        var cancelled: Set<UInt64> = []
        var readsInRow = 0
        var pauses: [Direction: ContinuousClock.Instant] = [:]

        /// The oldest that is read, unless one that is written is due.
        mutating func takeNext() -> Waiter? {
            guard !waiters.isEmpty else { return nil }
            let read = waiters.firstIndex { $0.direction == .down }
            let write = waiters.firstIndex { $0.direction == .up }
            guard let read, write == nil || readsInRow < TransferGate.readsBeforeWrite else {
                readsInRow = 0
                return waiters.remove(at: write ?? 0)
            }
            readsInRow = write == nil ? 0 : readsInRow + 1
            return waiters.remove(at: read)
        }
    }

    /// Downloads that may pass a part that waits to be written: the queue drains also while a film is watched.
    static let readsBeforeWrite = 8

    private let state: Mutex<State>
    private let start = ContinuousClock.now

    init(limit: Int) { state = Mutex(State(window: TransferWindow(limit: limit))) }

    var size: Int { state.withLock { $0.window.size } }
    var waitingCount: Int { state.withLock { $0.waiters.count } }

    /// A pause never becomes shorter.
    func pause(_ direction: Direction, for duration: Duration) {
        let end = ContinuousClock.now + duration
        state.withLock { $0.pauses[direction] = max(end, $0.pauses[direction] ?? end) }
    }

    /// How much longer nothing goes that way; nil: it may.
    func pause(of direction: Direction) -> Duration? {
        guard let end = state.withLock({ $0.pauses[direction] }) else { return nil }
        let left = ContinuousClock.now.duration(to: end)
        return left > .zero ? left : nil
    }

    func pass<Value: Sendable>(
        _ direction: Direction = .up, _ body: () async throws(TelegramError) -> Value
    ) async throws(TelegramError) -> Value {
        guard await enter(direction) else { throw .cancelled }
        defer { leave() }
        let begun = ContinuousClock.now
        do throws(TelegramError) {
            let value = try await body()
            let latency = ContinuousClock.now - begun
            state.withLock { $0.window.succeeded(after: latency) }
            return value
        } catch {
            switch error {
            case .wait, .unreachable, .refused:
                let time = ContinuousClock.now - start
                state.withLock { $0.window.troubled(at: time) }
            default: break
            }
            throw error
        }
    }

    private func enter(_ direction: Direction) async -> Bool {
        let id = state.withLock { state in
            defer { state.next += 1 }
            return state.next
        }
        // Cancelled when it had its turn already: nobody asks for that number again.
        defer { state.withLock { _ = $0.cancelled.remove(id) } }
        return await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let passes: Bool? = state.withLock { state in
                    if state.cancelled.remove(id) != nil { return false }
                    if state.active < state.window.size {
                        state.active += 1
                        return true
                    }
                    state.waiters.append(Waiter(id: id, direction: direction, continuation: continuation))
                    return nil
                }
                if let passes { continuation.resume(returning: passes) }
            }
        } onCancel: {
            let waiter = state.withLock { state -> Waiter? in
                guard let index = state.waiters.firstIndex(where: { $0.id == id }) else {
                    state.cancelled.insert(id)
                    return nil
                }
                return state.waiters.remove(at: index)
            }
            waiter?.continuation.resume(returning: false)
        }
    }

    private func leave() {
        let released = state.withLock { state in
            state.active -= 1
            var released: [Waiter] = []
            while state.active < state.window.size, let next = state.takeNext() {
                state.active += 1
                released.append(next)
            }
            return released
        }
        for waiter in released { waiter.continuation.resume(returning: true) }
    }
}
