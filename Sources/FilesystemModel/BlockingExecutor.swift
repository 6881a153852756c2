// SPDX-License-Identifier: MIT

import Synchronization

/// Runs tasks on plain threads of its own, so that work which blocks on a local file never takes a thread of the
/// cooperative pool, and never a libfuse thread.
package final class BlockingExecutor: TaskExecutor {
    private let jobs = BlockingQueue<UnownedJob>()
    /// Set once at the end of `init`: a thread needs the executor that it works for.
    private let threads = Mutex<[PlainThread]>([])

    /// `name` is what `ps -T` shows; `atStart` runs on each thread before its first job.
    package init(threads count: Int, name: String, atStart: @escaping @Sendable () -> Void = {}) {
        precondition(count > 0, "an executor without threads runs nothing")
        let jobs = jobs
        let executor = Reference(executor: asUnownedTaskExecutor())
        let started = (0..<count).map { _ in
            PlainThread(name: name) {
                atStart()
                while let job = jobs.pop() { job.runSynchronously(on: executor.executor) }
            }
        }
        threads.withLock { $0 = started }
    }

    /// Threads of an executor that nobody shut down end with it: they hold the queue, not this.
    deinit { jobs.close() }

    package func enqueue(_ job: consuming ExecutorJob) {
        let isTaken = jobs.push(UnownedJob(job))
        precondition(isTaken, "nothing is enqueued after the shutdown")
    }

    /// Returns when every job that was enqueued has run and no thread is left. Nothing may be enqueued any more. Not
    /// from a task of this executor.
    package func shutDown() {
        jobs.close()
        for thread in threads.withLock({ $0 }) { thread.join() }
    }

    /// The same for a task, which cannot know where it runs: who leaves an actor goes on where the actor was left, be that
    /// a thread of this executor.
    package func shutDownElsewhere() async {
        await withCheckedContinuation { continuation in
            // Nobody joins it: it ends by itself.
            _ = PlainThread(name: "gramfs-end") {
                self.shutDown()
                continuation.resume()
            }
        }
    }

    /// Lets a thread name the executor without keeping it alive.
    private struct Reference: Sendable {
        let executor: UnownedTaskExecutor
    }
}
