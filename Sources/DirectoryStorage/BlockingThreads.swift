// SPDX-License-Identifier: MIT

import Glibc
import ObjectStorage
import Synchronization

/// A few plain threads for calls that block on files: the cooperative pool must never wait for a disk.
///
/// The threads end once this object is gone and the work given to it is done.
final class BlockingThreads: Sendable {
    private let queue = WorkQueue()

    init(count: Int) {
        for _ in 0..<count { queue.startThread() }
    }

    deinit { queue.close() }

    /// Runs `body` on one of the threads. Work that has not begun when the task is cancelled never begins; work that has
    /// asks `isCancelled` between its steps.
    func run<Value: Sendable>(
        _ body: @escaping @Sendable (Cancellation) throws(ObjectStoreError) -> Value
    ) async throws(ObjectStoreError) -> Value {
        let cancellation = Cancellation()
        let result: Result<Value, ObjectStoreError> = await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let answer = Answer(continuation)
                cancellation.onCancelBeforeBeginning { answer.give(.failure(.cancelled)) }
                queue.add {
                    guard cancellation.begin() else { return }
                    answer.give(Result { () throws(ObjectStoreError) in try body(cancellation) })
                }
            }
        } onCancel: {
            cancellation.cancel()
        }
        return try result.get()
    }

    /// Runs `body` on a thread of its own, made for it: for the opening of a store.
    static func runAlone<Value: Sendable, Failure: Error>(
        _ body: @escaping @Sendable () throws(Failure) -> Value
    ) async throws(Failure) -> Value {
        let queue = WorkQueue()
        queue.startThread()
        let result: Result<Value, Failure> = await withCheckedContinuation { continuation in
            queue.add { continuation.resume(returning: Result { () throws(Failure) in try body() }) }
            queue.close()
        }
        return try result.get()
    }
}

/// The continuation of one piece of work, as a value that closures can share; `Cancellation` sees that it is used once.
private struct Answer<Value: Sendable>: Sendable {
    private let continuation: CheckedContinuation<Result<Value, ObjectStoreError>, Never>

    init(_ continuation: CheckedContinuation<Result<Value, ObjectStoreError>, Never>) {
        self.continuation = continuation
    }

    func give(_ result: Result<Value, ObjectStoreError>) { continuation.resume(returning: result) }
}

/// Whether one piece of work has begun, and whether it should stop.
final class Cancellation: Sendable {
    private enum State {
        case waiting(onCancel: (@Sendable () -> Void)?, isCancelled: Bool)
        case begun(isCancelled: Bool)
        case neverBegins
    }

    private let state = Mutex(State.waiting(onCancel: nil, isCancelled: false))

    /// Throws `cancelled` once the task was cancelled.
    func check() throws(ObjectStoreError) {
        if case .begun(isCancelled: true) = state.withLock({ $0 }) { throw .cancelled }
    }

    fileprivate func onCancelBeforeBeginning(_ body: @escaping @Sendable () -> Void) {
        let isCancelled = state.withLock { state in
            guard case .waiting(_, isCancelled: true) = state else {
                state = .waiting(onCancel: body, isCancelled: false)
                return false
            }
            state = .neverBegins
            return true
        }
        if isCancelled { body() }
    }

    /// False where the work was cancelled before.
    fileprivate func begin() -> Bool {
        state.withLock { state in
            guard case .waiting = state else { return false }
            state = .begun(isCancelled: false)
            return true
        }
    }

    fileprivate func cancel() {
        let onCancel = state.withLock { state -> (@Sendable () -> Void)? in
            switch state {
            case .waiting(let onCancel?, _):
                state = .neverBegins
                return onCancel
            case .waiting(nil, _):
                state = .waiting(onCancel: nil, isCancelled: true)
            case .begun:
                state = .begun(isCancelled: true)
            case .neverBegins:
                break
            }
            return nil
        }
        onCancel?()
    }
}

/// Work in order of arrival, and the threads that do it.
///
/// `@unchecked Sendable`: `mutex` protects `work` and `isClosed`; the two pthread objects never move.
private final class WorkQueue: @unchecked Sendable {
    private let mutex = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
    private let condition = UnsafeMutablePointer<pthread_cond_t>.allocate(capacity: 1)
    private var work: [@Sendable () -> Void] = []
    private var isClosed = false

    init() {
        pthread_mutex_init(mutex, nil)
        pthread_cond_init(condition, nil)
    }

    deinit {
        pthread_cond_destroy(condition)
        pthread_mutex_destroy(mutex)
        condition.deallocate()
        mutex.deallocate()
    }

    func add(_ body: @escaping @Sendable () -> Void) {
        pthread_mutex_lock(mutex)
        work.append(body)
        pthread_cond_signal(condition)
        pthread_mutex_unlock(mutex)
    }

    /// Lets the threads end once nothing is left to do.
    func close() {
        pthread_mutex_lock(mutex)
        isClosed = true
        pthread_cond_broadcast(condition)
        pthread_mutex_unlock(mutex)
    }

    /// A thread that keeps this queue until it is closed.
    func startThread() {
        var thread = pthread_t()
        let result = pthread_create(
            &thread, nil,
            { context in
                guard let context else { return nil }
                Unmanaged<WorkQueue>.fromOpaque(context).takeRetainedValue().runUntilClosed()
                return nil
            }, Unmanaged.passRetained(self).toOpaque())
        precondition(result == 0, "no thread could be made: \(String(cString: strerror(result)))")
        pthread_detach(thread)
    }

    private func runUntilClosed() {
        while let body = next() { body() }
    }

    private func next() -> (@Sendable () -> Void)? {
        pthread_mutex_lock(mutex)
        defer { pthread_mutex_unlock(mutex) }
        while work.isEmpty {
            guard !isClosed else { return nil }
            pthread_cond_wait(condition, mutex)
        }
        return work.removeFirst()
    }
}
