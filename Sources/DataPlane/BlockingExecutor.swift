// SPDX-License-Identifier: MIT

import Glibc
import Synchronization

/// Runs tasks on plain threads of its own, so that work which blocks on a local file never takes a thread of the
/// cooperative pool, and never a libfuse thread.
package final class BlockingExecutor: TaskExecutor {
    fileprivate let queue = JobQueue()
    private let threads = Mutex<[pthread_t]>([])

    package init(threads count: Int) {
        precondition(count > 0, "an executor without threads runs nothing")
        threads.withLock { threads in
            for _ in 0..<count { threads.append(startThread()) }
        }
    }

    package func enqueue(_ job: consuming ExecutorJob) { queue.push(UnownedJob(job)) }

    /// Ends the threads once every job that was enqueued has run. Nothing may be enqueued any more.
    package func shutDown() {
        queue.close()
        for thread in threads.withLock({ $0 }) { pthread_join(thread, nil) }
    }

    private func startThread() -> pthread_t {
        var thread = pthread_t()
        // Each thread keeps the executor alive until it is shut down.
        let argument = Unmanaged.passRetained(self).toOpaque()
        let result = pthread_create(&thread, nil, blockingExecutorThread, argument)
        precondition(result == 0, "pthread_create failed: \(result)")
        return thread
    }
}

/// Jobs in order, behind a mutex and a condition: the threads sleep here.
private final class JobQueue: @unchecked Sendable {
    // The mutex protects everything below it.
    private let mutex = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
    private let condition = UnsafeMutablePointer<pthread_cond_t>.allocate(capacity: 1)
    private var jobs: [UnownedJob] = []
    private var head = 0
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

    func push(_ job: UnownedJob) {
        pthread_mutex_lock(mutex)
        jobs.append(job)
        pthread_mutex_unlock(mutex)
        pthread_cond_signal(condition)
    }

    func close() {
        pthread_mutex_lock(mutex)
        isClosed = true
        pthread_mutex_unlock(mutex)
        pthread_cond_broadcast(condition)
    }

    /// The next job; nil once the queue is closed and empty.
    func pop() -> UnownedJob? {
        pthread_mutex_lock(mutex)
        defer { pthread_mutex_unlock(mutex) }
        while head == jobs.count {
            if isClosed { return nil }
            pthread_cond_wait(condition, mutex)
        }
        let job = jobs[head]
        head += 1
        if head == jobs.count {
            jobs.removeAll(keepingCapacity: true)
            head = 0
        }
        return job
    }
}

/// A global function: a closure formed in an isolated context would be called on the wrong thread.
private func blockingExecutorThread(_ argument: UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? {
    guard let argument else { return nil }
    let executor = Unmanaged<BlockingExecutor>.fromOpaque(argument).takeRetainedValue()
    while let job = executor.queue.pop() { job.runSynchronously(on: executor.asUnownedTaskExecutor()) }
    return nil
}
