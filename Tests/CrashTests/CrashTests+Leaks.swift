// SPDX-License-Identifier: MIT

import ChildProcess
import Glibc
import TestDirectory
import Testing

/// Invariants: however much has gone through a mount, once it is idle it has the memory, the descriptors, the threads and
/// the waiting requests that it had before.
extension CrashTests {
    @Test func aLongLoadLeavesNothingBehind() async throws {
        try await Self.blocking {
            let volume = try MountedVolume(directory: TemporaryDirectory())
            defer { volume.destroy() }
            let connections = try Connections(in: volume.directory.path)
            defer { connections.destroy() }
            try volume.mount(options: Self.smallCache)
            let load = try Load(on: volume.mountPoint, loss: .process)
            // Caches fill and pools grow once; the larger ones take their time.
            try Self.work(load, for: .seconds(max(10, Machine.loadSeconds / 4)), volume)
            let before = try Usage(of: volume, connections)
            try Self.work(load, for: .seconds(Machine.loadSeconds), volume)
            var after = try Usage(of: volume, connections)
            let isBack = try System.wait(atMost: .seconds(20)) {
                after = try Usage(of: volume, connections)
                return after.isWithin(before)
            }
            #expect(isBack, "\(before) became \(after)")
            #expect(load.failures.isEmpty, "\(load.failures): \(volume.log)")
            try load.verify()
            print("leaks: \(load.summary): \(before) became \(after)")
            try volume.unmount()
        }
    }

    private static func work(_ load: Load, for time: Duration, _ volume: MountedVolume) throws {
        load.start()
        // The condition never comes: this is only as long as it is.
        _ = System.wait(atMost: time) { !load.failures.isEmpty }
        try load.end()
        try volume.drain()
    }

    /// The kernel's control files of all FUSE mounts, in a place of our own: not every machine has them mounted.
    private struct Connections {
        let path: String

        init(in directory: String) throws {
            path = directory + "/connections"
            try System.makeDirectory(path)
            try ChildProcess.require(["mount", "-t", "fusectl", "fusectl", path], in: directory)
        }

        func destroy() { umount2(path, Int32(MNT_DETACH)) }
    }

    /// What a daemon holds.
    private struct Usage: CustomStringConvertible {
        let memory: UInt64
        let descriptors: Int
        let threads: Int
        /// Requests that the kernel waits for.
        let waiting: Int

        init(of volume: MountedVolume, _ connections: Connections) throws {
            let pid = volume.daemonPID ?? 0
            let status = try System.text(of: "/proc/\(pid)/status")
            memory = Self.number("VmRSS:", status) * 1024
            threads = Int(Self.number("Threads:", status))
            descriptors = try System.names(in: "/proc/\(pid)/fd").count
            var facts = stat()
            try System.check("stat", volume.mountPoint, stat(volume.mountPoint, &facts))
            let minor = facts.st_dev & 0xFF | facts.st_dev >> 12 & ~0xFF
            let text = try System.text(of: "\(connections.path)/\(minor)/waiting")
            waiting = Int(text.prefix { $0.isNumber }) ?? -1
        }

        /// Of the caches' bounds, 174 MiB together, something may still be free: inodes, names, pages and keys of segments
        /// come slowly. A leak that follows the load does not fit into this for long.
        private static let growthMax: UInt64 = 96 << 20
        private static let memoryMax: UInt64 = 320 << 20

        func isWithin(_ before: Usage) -> Bool {
            memory <= min(before.memory + Self.growthMax, Self.memoryMax) && descriptors <= before.descriptors + 8
                && threads <= before.threads + 8 && waiting == 0
        }

        var description: String {
            "\(memory >> 20) MiB, \(descriptors) descriptors, \(threads) threads, \(waiting) waiting"
        }

        private static func number(_ name: String, _ text: String) -> UInt64 {
            let line = text.split(separator: "\n").first { $0.hasPrefix(name) }
            return line?.split(whereSeparator: \.isWhitespace).dropFirst().first.flatMap { UInt64($0) } ?? 0
        }
    }
}
