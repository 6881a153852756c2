// SPDX-License-Identifier: MIT

import Glibc

/// Hands elements to plain threads that wait for them, in order. Never to be waited on from the cooperative pool.
package final class BlockingQueue<Element: Sendable>: @unchecked Sendable {
    // Everything below is protected by `lock`; the two pointers themselves never change.
    private let lock: UnsafeMutablePointer<pthread_mutex_t>
    private let isNotEmpty: UnsafeMutablePointer<pthread_cond_t>
    private var elements: [Element] = []
    /// Those before it were taken out; they leave the array when half of it is such.
    private var first = 0
    private var isClosed = false

    package init() {
        lock = .allocate(capacity: 1)
        isNotEmpty = .allocate(capacity: 1)
        pthread_mutex_init(lock, nil)
        var attributes = pthread_condattr_t()
        pthread_condattr_init(&attributes)
        // A clock that nobody sets.
        pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC)
        pthread_cond_init(isNotEmpty, &attributes)
        pthread_condattr_destroy(&attributes)
    }

    deinit {
        pthread_cond_destroy(isNotEmpty)
        pthread_mutex_destroy(lock)
        isNotEmpty.deallocate()
        lock.deallocate()
    }

    /// Whether the element was taken in; not after `close`.
    @discardableResult
    package func push(_ element: Element) -> Bool {
        pthread_mutex_lock(lock)
        defer { pthread_mutex_unlock(lock) }
        guard !isClosed else { return false }
        elements.append(element)
        pthread_cond_signal(isNotEmpty)
        return true
    }

    /// The oldest element; nil once the queue is closed and drained.
    package func pop() -> Element? {
        pthread_mutex_lock(lock)
        defer { pthread_mutex_unlock(lock) }
        waitWhileEmpty()
        guard !isEmpty else { return nil }
        defer { advance() }
        return elements[first]
    }

    /// The oldest element; nil also where none came for that long.
    package func pop(within limit: Duration) -> Element? {
        var deadline = timespec()
        clock_gettime(CLOCK_MONOTONIC, &deadline)
        let nanoseconds = deadline.tv_nsec + Int(limit.components.attoseconds / 1_000_000_000)
        deadline.tv_sec += Int(limit.components.seconds) + nanoseconds / 1_000_000_000
        deadline.tv_nsec = nanoseconds % 1_000_000_000
        pthread_mutex_lock(lock)
        defer { pthread_mutex_unlock(lock) }
        while isEmpty && !isClosed {
            guard pthread_cond_timedwait(isNotEmpty, lock, &deadline) != ETIMEDOUT else { break }
        }
        guard !isEmpty else { return nil }
        defer { advance() }
        return elements[first]
    }

    /// Everything that is there, at least one element; empty once the queue is closed and drained.
    package func popAll() -> [Element] {
        pthread_mutex_lock(lock)
        defer { pthread_mutex_unlock(lock) }
        waitWhileEmpty()
        defer {
            elements = []
            first = 0
        }
        return Array(elements[first...])
    }

    /// Lets every waiting thread go once the elements are drained.
    package func close() {
        pthread_mutex_lock(lock)
        isClosed = true
        pthread_cond_broadcast(isNotEmpty)
        pthread_mutex_unlock(lock)
    }

    private var isEmpty: Bool { first == elements.count }

    private func advance() {
        first += 1
        guard first * 2 >= elements.count else { return }
        elements.removeSubrange(..<first)
        first = 0
    }

    private func waitWhileEmpty() {
        while isEmpty && !isClosed { pthread_cond_wait(isNotEmpty, lock) }
    }
}
