// SPDX-License-Identifier: MIT

import FilesystemModel

/// Plain threads on which detached requests run: they may block on local files, which the cooperative pool must not.
final class RequestExecutor: TaskExecutor {
    private let jobs = BlockingQueue<UnownedJob>()

    /// `atStart` runs on each thread before its first job.
    init(threads count: Int, atStart: @escaping @Sendable () -> Void = {}) {
        for _ in 0..<count { startThread(atStart) }
    }

    /// The threads end with the executor: they hold the queue, not this.
    deinit { jobs.close() }

    func enqueue(_ job: consuming ExecutorJob) {
        let isTaken = jobs.push(UnownedJob(job))
        precondition(isTaken, "the queue is open as long as the executor lives")
    }

    private func startThread(_ atStart: @escaping @Sendable () -> Void) {
        let jobs = jobs
        let executor = WeakExecutor(self)
        _ = PlainThread(name: "gramfs-request") {
            atStart()
            while let job = jobs.pop() { executor.run(job) }
        }
    }
}

/// Lets a thread name the executor without keeping it alive.
private struct WeakExecutor: Sendable {
    private let reference: UnownedTaskExecutor

    init(_ executor: RequestExecutor) { reference = executor.asUnownedTaskExecutor() }

    func run(_ job: UnownedJob) { job.runSynchronously(on: reference) }
}
