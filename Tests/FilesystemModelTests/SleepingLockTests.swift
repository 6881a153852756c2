// SPDX-License-Identifier: MIT

import FilesystemModel
import Testing

/// One at a time, also after somebody left by an error.
@Suite struct SleepingLockTests {
    private struct Refused: Error {}

    @Test func changesOfManyThreadsAreAllKept() {
        let lock = SleepingLock([0, 0])
        let threads = (0..<8).map { _ in
            PlainThread(name: "test-lock") {
                for _ in 0..<10_000 {
                    lock.withLock { value in
                        value[0] += 1
                        value[1] = value[0]
                    }
                }
            }
        }
        for thread in threads { thread.join() }
        #expect(lock.withLock { $0 } == [80_000, 80_000])
    }

    @Test func anErrorLetsTheNextOneIn() {
        let lock = SleepingLock(1)
        #expect(throws: Refused.self) {
            try lock.withLock { (value: inout Int) throws(Refused) in
                value = 2
                throw Refused()
            }
        }
        #expect(lock.withLock { $0 } == 2)
    }
}
