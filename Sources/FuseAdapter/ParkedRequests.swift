// SPDX-License-Identifier: MIT

import FilesystemModel
import Synchronization

/// The requests that wait for something, detached from their threads: bounded, interruptible, and awaited at the end.
final class ParkedRequests: Sendable {
    /// Requests that may wait at once: beyond what the kernel sends by itself, one for each waiting thread of a
    /// program.
    static let countMax = 4096
    /// Bytes of waiting writes, so that a stuck volume cannot take the memory: the kernel's own write-back is 64
    /// requests of 1 MiB.
    static let bytesMax = 128 << 20

    typealias Ticket = UInt

    private struct Parked {
        let bytes: Int
        var task: Task<Void, Never>?
        var isCancelled = false
    }

    private struct State {
        var parked: [Ticket: Parked] = [:]
        var bytes = 0
        var lastTicket: Ticket = 0
        var isClosing = false
        var whenEmpty: BlockingQueue<Void>?
    }

    private let state = Mutex(State())

    var count: Int { state.withLock { $0.parked.count } }

    /// nil where too many wait already.
    func enter(bytes: Int) -> Ticket? {
        state.withLock { state in
            guard state.parked.count < Self.countMax, state.bytes + bytes <= Self.bytesMax else { return nil }
            state.lastTicket += 1
            state.bytes += bytes
            state.parked[state.lastTicket] = Parked(bytes: bytes, isCancelled: state.isClosing)
            return state.lastTicket
        }
    }

    /// Binds the task that will answer, unless it has done so already.
    func bind(_ ticket: Ticket, to task: Task<Void, Never>) {
        let isCancelled = state.withLock { state in
            state.parked[ticket]?.task = task
            return state.parked[ticket]?.isCancelled ?? false
        }
        if isCancelled { task.cancel() }
    }

    /// After the answer.
    func leave(_ ticket: Ticket) {
        let whenEmpty = state.withLock { state -> BlockingQueue<Void>? in
            guard let left = state.parked.removeValue(forKey: ticket) else { return nil }
            state.bytes -= left.bytes
            return state.parked.isEmpty ? state.whenEmpty : nil
        }
        whenEmpty?.push(())
    }

    /// The caller was interrupted. Outside of the lock: cancelling runs handlers that may answer at once.
    func cancel(_ ticket: Ticket) {
        let task = state.withLock { state in
            state.parked[ticket]?.isCancelled = true
            return state.parked[ticket]?.task
        }
        task?.cancel()
    }

    /// Cancels all, those to come too, and waits until everybody is answered. Blocks.
    func drain() {
        let whenEmpty = BlockingQueue<Void>()
        let (tasks, isEmpty) = state.withLock { state in
            state.isClosing = true
            state.whenEmpty = whenEmpty
            for ticket in state.parked.keys { state.parked[ticket]?.isCancelled = true }
            return (state.parked.values.compactMap(\.task), state.parked.isEmpty)
        }
        for task in tasks { task.cancel() }
        if !isEmpty { _ = whenEmpty.pop() }
    }
}
