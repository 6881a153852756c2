// SPDX-License-Identifier: MIT

import FilesystemModel
import Testing

/// Elements come out in order, also those that were there when the queue was closed; who waits for a time only, waits no
/// longer.
@Suite struct BlockingQueueTests {
    @Test func elementsComeOutInOrderAndAfterTheEnd() {
        let queue = BlockingQueue<Int>()
        for number in 0..<5 { queue.push(number) }
        queue.close()
        #expect(!queue.push(5))
        #expect((0..<6).map { _ in queue.pop() } == [0, 1, 2, 3, 4, nil])
    }

    @Test func aWaitForATimeEnds() {
        let queue = BlockingQueue<Int>()
        #expect(queue.pop(within: .milliseconds(1)) == nil)
        #expect(queue.pop(within: .zero) == nil)
        queue.push(1)
        queue.push(2)
        #expect(queue.pop(within: .zero) == 1)
        #expect(queue.pop(within: .seconds(3600)) == 2)
        queue.close()
        #expect(queue.pop(within: .seconds(3600)) == nil)
    }

    @Test func aWaitForATimeIsWokenByWhatComes() {
        let queue = BlockingQueue<Int>()
        let answers = BlockingQueue<Int?>()
        let waiting = PlainThread(name: "test-wait") { answers.push(queue.pop(within: .seconds(3600))) }
        queue.push(7)
        #expect(answers.pop() == .some(7))
        waiting.join()
    }
}
