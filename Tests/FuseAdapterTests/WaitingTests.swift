// SPDX-License-Identifier: MIT

import CLinux
import DiskSimulation
import Filesystem
import FilesystemModel
import Glibc
import ObjectStorage
import Testing
import VolumeFixture

@testable import FuseAdapter

extension RealMountTests {
    /// Requests that wait:
    /// - they wait without a libfuse thread, so that everybody else is served;
    /// - they end when what they wait for comes, when the caller is interrupted, and when the mount ends;
    /// - what frees space never waits for it.
    @Suite struct WaitingTests {
        let mount: MountFixture

        init() async throws { mount = try await MountFixture() }

        /// Runs on a plain thread; the answer comes through the queue.
        private func aside<Value: Sendable>(
            _ body: @escaping @Sendable () throws -> Value
        ) -> (thread: PlainThread, answer: BlockingQueue<Result<Value, any Error>>) {
            let answer = BlockingQueue<Result<Value, any Error>>()
            let thread = PlainThread(name: "test-aside") { answer.push(Result { try body() }) }
            return (thread, answer)
        }

        @Test func bytesThatAreElsewhereAreFetched() async throws {
            let bytes = pattern(3 << 20)
            try write(bytes, to: mount("f"))
            let again = try await mount.recovered()
            let before = again.store.callCounts[.get, default: 0]
            #expect(try contents(again("f")) == bytes)
            #expect(again.store.callCounts[.get, default: 0] > before)
            #expect(again.session.parkedRequests == 0)
        }

        @Test func manyWaitingReadsLeaveTheMountAlive() async throws {
            for number in 0..<40 { try write(pattern(10), to: mount("f\(number)")) }
            let again = try await mount.recovered()
            let hold = again.store.add(StoreFault(.hold, on: [.get], count: nil))
            let readers = (0..<40).map { number in
                aside { [again] in try readDirectly(again("f\(number)")) }
            }
            // More than there are threads.
            #expect(eventually { again.session.parkedRequests == 40 })
            try check(mkdir(again("d"), 0o755))
            #expect(try list(again.path).count == 43)
            again.store.clear(hold)
            again.store.release()
            for reader in readers { #expect(try reader.answer.pop()?.get() == pattern(10)) }
            #expect(eventually { again.session.parkedRequests == 0 })
        }

        @Test func anInterruptedReadEndsAtOnce() async throws {
            try write(pattern(10), to: mount("f"))
            let again = try await mount.recovered()
            again.store.add(StoreFault(.hold, on: [.get], count: nil))
            ignoreInterruptions()
            let thread = BlockingQueue<UInt>()
            let reader = aside { [again] in
                letInterruptionsIn()
                thread.push(UInt(pthread_self()))
                return try readDirectly(again("f"))
            }
            let target = try #require(thread.pop())
            #expect(eventually { again.session.parkedRequests == 1 })
            pthread_kill(pthread_t(target), SIGUSR1)
            #expect(throws: Errno(EINTR)) { try reader.answer.pop()?.get() }
            #expect(eventually { again.session.parkedRequests == 0 })
        }

        @Test func writesWaitForSpaceAndGoOn() throws {
            mount.volume.gate.close(for: .disk)
            let writer = aside { [mount] in
                try write(pattern(100_000), to: mount("new"))
                return true
            }
            #expect(eventually { mount.session.parkedRequests == 1 })
            mount.volume.gate.open(for: .disk)
            #expect(try writer.answer.pop()?.get() == true)
            #expect(try contents(mount("new")) == pattern(100_000))

            let file = try OpenFile(mount("new"), O_RDWR)
            mount.volume.gate.close(for: .memory)
            try file.write(pattern(50_000, seed: 7), at: 25_000)
            let syncer = aside { [descriptor = file.descriptor] in try check(fsync(descriptor)) }
            #expect(eventually { mount.session.parkedRequests > 0 })
            mount.volume.gate.open(for: .memory)
            #expect(try syncer.answer.pop()?.get() == 0)
            #expect(try file.read(50_000, at: 25_000) == pattern(50_000, seed: 7))
        }

        @Test func everythingThatGrowsWaitsAndNothingElse() throws {
            try write(pattern(10), to: mount("f"))
            try check(mkdir(mount("d"), 0o755))
            mount.volume.gate.close(for: .disk)
            try check(truncate(mount("f"), 5))
            try check(chmod(mount("f"), 0o600))
            try check(rename(mount("f"), mount("g")))
            try check(unlink(mount("g")))
            try check(rmdir(mount("d")))
            let growing: [@Sendable () throws -> Int32] = [
                { [mount] in try check(mkdir(mount("a"), 0o755)) },
                { [mount] in try check(mknod(mount("b"), S_IFIFO | 0o600, 0)) },
                { [mount] in try check(symlink("t", mount("c"))) },
                { [mount] in try check(setxattr(mount.path, "user.a", "x", 1, 0)) },
            ]
            for grow in growing {
                let thread = aside(grow)
                #expect(eventually { mount.session.parkedRequests == 1 })
                mount.volume.gate.open(for: .disk)
                #expect(try thread.answer.pop()?.get() == 0)
                mount.volume.gate.close(for: .disk)
            }
        }

        @Test func stoppingEndsWhoWaits() async throws {
            try write(pattern(10), to: mount("f"))
            let again = try await mount.recovered()
            again.store.add(StoreFault(.hold, on: [.get], count: nil))
            let reader = aside { [again] in try readDirectly(again("f")) }
            #expect(eventually { again.session.parkedRequests == 1 })
            again.session.stop()
            #expect(again.waitForEnd() == nil)
            #expect(throws: Errno.self) { try reader.answer.pop()?.get() }
            #expect(again.session.parkedRequests == 0)
        }

        @Test func aFailedSyncIsSaidAndStopsTheMount() async throws {
            let disk = SimulatedDisk()
            let mount = try await MountFixture(prepare: { $0.fileOperations = disk })
            let file = try OpenFile(mount("f"), O_CREAT | O_RDWR)
            try file.write(pattern(10))
            disk.failDataSync(at: 1)
            #expect(throws: Errno(EIO)) { try check(fsync(file.descriptor)) }
            #expect(throws: Errno(EIO)) { try check(fsync(file.descriptor)) }
            #expect(throws: Errno(EROFS)) { try check(mkdir(mount("d"), 0o755)) }
        }

        @Test func damageIsAnErrorAndNotOtherBytes() async throws {
            try write(pattern(100_000), to: mount("f"))
            let again = try await mount.recovered()
            again.store.change { contents in
                for object in contents.objects {
                    for byte in stride(from: 0, to: object.bytes.count, by: 1000) {
                        contents.flipBit(ofByte: byte, in: object.name)
                    }
                }
            }
            #expect(throws: Errno(EIO)) { try readDirectly(again("f")) }
        }
    }
}

/// Past the kernel's cache.
func readDirectly(_ path: String) throws -> [UInt8] {
    let file = try OpenFile(path, O_RDONLY | O_DIRECT)
    guard let buffer = aligned_alloc(4096, 4096) else { throw Errno(ENOMEM) }
    defer { free(buffer) }
    let count = try check(pread(file.descriptor, buffer, 4096, 0))
    return Array(UnsafeRawBufferPointer(start: buffer, count: count))
}

/// SIGUSR1 interrupts system calls and does nothing else.
func ignoreInterruptions() {
    var action = sigaction()
    action.__sigaction_handler.sa_handler = { _ in }
    sigaction(SIGUSR1, &action, nil)
}

/// Threads started from a dispatch queue block every signal.
func letInterruptionsIn() {
    var signals = sigset_t()
    sigemptyset(&signals)
    sigaddset(&signals, SIGUSR1)
    pthread_sigmask(SIG_UNBLOCK, &signals, nil)
}
