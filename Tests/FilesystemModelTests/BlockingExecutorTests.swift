// SPDX-License-Identifier: MIT

import FilesystemModel
import Glibc
import Synchronization
import Testing

/// What runs on an executor may block; after its shutdown everything has run and its threads are gone.
@Suite struct BlockingExecutorTests {
    @Test func tasksRunOnThreadsOfTheExecutor() async {
        let executor = BlockingExecutor(threads: 2, name: "test-executor")
        let name = await Task(executorPreference: executor) {
            var name = [CChar](repeating: 0, count: 16)
            pthread_getname_np(pthread_self(), &name, name.count)
            return name.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }
        }.value
        #expect(name == Array("test-executor".utf8))
        executor.shutDown()
    }

    @Test func afterTheShutdownNoThreadIsLeft() async {
        let seen = Seen()
        let executor = BlockingExecutor(threads: 3, name: "test-executor") {
            seen.threads.withLock { $0.append(gettid()) }
        }
        await withTaskGroup { group in
            for _ in 0..<100 {
                group.addTask(executorPreference: executor) { seen.jobs.withLock { $0 += 1 } }
            }
        }
        executor.shutDown()
        #expect(seen.jobs.withLock { $0 } == 100)
        let threads = seen.threads.withLock { $0 }
        #expect(threads.count == 3)
        for thread in threads { #expect(access("/proc/self/task/\(thread)", F_OK) != 0) }
    }
}

private final class Seen: Sendable {
    let threads = Mutex<[pid_t]>([])
    let jobs = Mutex(0)
}
