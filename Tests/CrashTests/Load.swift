// SPDX-License-Identifier: MIT

import ChildProcess
import Foundation
import Glibc

/// Several writers at once on one volume.
final class Load {
    let writers: [Writer]
    let seed: UInt64
    private var stop = Stop()
    private var threads = DispatchGroup()

    /// Each in a directory of its own below `root`.
    init(on root: String, writers count: Int = 4, loss: Writer.Loss) throws {
        let seed = Machine.seed ?? UInt64.random(in: 0...UInt64(UInt32.max))
        print("seed \(seed): run again with GRAMFS_TEST_SEED=\(seed)")
        self.seed = seed
        writers = try (0..<count).map { number in
            try Writer(id: UInt64(number + 1), root: "\(root)/w\(number + 1)", loss: loss, seed: seed)
        }
    }

    func start() {
        let stop = Stop()
        let group = DispatchGroup()
        self.stop = stop
        threads = group
        for writer in writers {
            group.enter()
            Thread.detachNewThread {
                writer.run(until: stop)
                group.leave()
            }
        }
    }

    /// Waits until so many operations have been acknowledged since, at most `limit` long.
    func waitForOperations(_ count: Int, atMost limit: Duration = .seconds(30)) -> Bool {
        let start = operations
        return System.wait(atMost: limit) { operations - start >= count }
    }

    /// Tells the writers to stop and waits for them.
    func end() throws {
        stop.set()
        guard threads.wait(timeout: .now() + 120) == .success else {
            throw ChildProcess.Failure(description: "a writer hangs in a call")
        }
    }

    func verify() throws { for writer in writers { try writer.verify() } }

    var operations: Int { writers.reduce(0) { $0 + $1.counts.operations } }
    var syncs: Int { writers.reduce(0) { $0 + $1.counts.syncs } }
    var bytes: UInt64 { writers.reduce(0) { $0 + $1.counts.bytes } }
    var failures: [SystemError] { writers.compactMap(\.failure) }

    var summary: String { "\(operations) operations, \(syncs) syncs, \(bytes >> 20) MiB" }
}
