// SPDX-License-Identifier: MIT

import DataPlane
import Filesystem
import FilesystemModel
import Glibc
import SeededRandom
import Synchronization
import Testing
import VolumeFixture

@testable import FuseAdapter

extension RealMountTests {
    /// Random system calls on a real mount, with everything beneath that a mount does: sending, evicting, compacting,
    /// checkpoints, remounts, and the loss of the machine. Every byte is compared, and played again with the printed
    /// `GRAMFS_TEST_SEED`.
    @Suite(.needsProgram("python3")) struct RandomMountTests {
        private static let rounds = getenv("GRAMFS_TEST_LONG") == nil ? 5 : 60
        private static let steps = getenv("GRAMFS_TEST_LONG") == nil ? 120 : 500

        @Test func filesAreWhatTheyShouldBe() async throws {
            var mount = try await MountFixture(prepare: { opening in
                opening.configuration.cacheBytesMax = 1 << 20
                opening.configuration.messages = .init(burst: 100_000, perHour: 100_000, perDay: 100_000)
                opening.configuration.uploadAfter = .milliseconds(200)
            })
            var operations = MountedOperations(seed: SeededGenerator.seed())
            for round in 0..<Self.rounds {
                let path = mount.path
                operations = try await mount.fixture.whileRunning { [operations] volume in
                    var operations = operations
                    for step in 0..<Self.steps {
                        try operations.step(in: path)
                        if step % 40 == 39 { _ = try await volume.synchronise(isLocal: false, timeout: nil) }
                    }
                    try operations.closeAll()
                    try await volume.checkpoint()
                    _ = try await volume.synchronise(isLocal: false, timeout: nil)
                    // Twice: the first round of eviction takes marks of use away.
                    try volume.doChores()
                    try volume.doChores()
                    return operations
                }
                try operations.expectAll(in: mount.path, "round \(round)")
                switch Int.random(in: 0..<3, using: &operations.random) {
                case 0: mount = try await mount.remounted()
                case 1: mount = try await mount.recovered()
                default: continue
                }
                try operations.expectAll(in: mount.path, "round \(round), mounted again")
            }
            let report = try await mount.fixture.whileRunning { try await $0.check(readDataPercent: 100) }
            #expect(report.problems.allSatisfy { $0.kind == .orphan }, "\(report.problems)")
        }

        /// Whoever is at work when the mount ends gets an error, and everything that an fsync acknowledged is there.
        @Test func stoppingUnderLoadKeepsWhatWasSynced() async throws {
            let mount = try await MountFixture()
            let root = try OpenFile(mount.path, O_RDONLY | O_DIRECTORY)
            let synced = BlockingQueue<String>()
            let isUnderWay = Atomic(0)
            let threads = (0..<4).map { number in
                PlainThread(name: "test-load") { [descriptor = root.descriptor] in
                    var round = 0
                    while true {
                        let name = "\(number) \(round)"
                        let file = openat(descriptor, name, O_CREAT | O_RDWR | O_CLOEXEC, 0o644)
                        guard file >= 0 else { return }
                        defer { Glibc.close(file) }
                        let bytes = pattern(50_000, seed: UInt8(truncatingIfNeeded: round))
                        guard Glibc.write(file, bytes, bytes.count) == bytes.count, fsync(file) == 0 else { return }
                        synced.push(name)
                        isUnderWay.add(1, ordering: .relaxed)
                        round += 1
                    }
                }
            }
            #expect(eventually { isUnderWay.load(ordering: .relaxed) > 40 })
            let again = try await mount.remounted()
            for thread in threads { thread.join() }
            synced.close()
            var count = 0
            while let name = synced.pop() {
                count += 1
                let round = Int(name.split(separator: " ")[1]) ?? 0
                #expect(
                    try contents(again(name)) == pattern(50_000, seed: UInt8(truncatingIfNeeded: round)), "\(name)")
            }
            #expect(count > 40)
        }
    }
}
