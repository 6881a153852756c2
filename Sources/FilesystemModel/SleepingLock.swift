// SPDX-License-Identifier: MIT

import Glibc

/// A value behind a lock for sections that others often wait for.
///
/// `Mutex` inherits priorities, which means that those who wait spin in the kernel while the owner runs: sixteen
/// threads that bring the pages of one large file took a fifth of all processor time that way. Here they spin
/// shortly, for sections of a few microseconds, and sleep through longer ones.
///
/// `@unchecked Sendable`: the value is only reached through the lock.
package final class SleepingLock<Value>: @unchecked Sendable {
    private let lock: UnsafeMutablePointer<pthread_mutex_t>
    private var value: Value

    package init(_ value: consuming sending Value) {
        self.value = value
        lock = .allocate(capacity: 1)
        lock.initialize(to: pthread_mutex_t())
        var attributes = pthread_mutexattr_t()
        pthread_mutexattr_init(&attributes)
        pthread_mutexattr_settype(&attributes, CInt(PTHREAD_MUTEX_ADAPTIVE_NP))
        let result = pthread_mutex_init(lock, &attributes)
        precondition(result == 0, "a mutex without attributes of its own cannot fail to be made")
        pthread_mutexattr_destroy(&attributes)
    }

    deinit {
        pthread_mutex_destroy(lock)
        lock.deinitialize(count: 1)
        lock.deallocate()
    }

    /// Not recursive; nothing that waits for another holder may be done in `body`.
    package func withLock<Result, Failure: Error>(
        _ body: (inout Value) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        pthread_mutex_lock(lock)
        defer { pthread_mutex_unlock(lock) }
        return try body(&value)
    }
}
