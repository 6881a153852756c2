// SPDX-License-Identifier: MIT

import CLinux
import Filesystem
import FilesystemModel
import Glibc
import Synchronization
import Testing
import VolumeFixture

@testable import FuseAdapter

extension RealMountTests {
    /// fallocate, lseek and copy_file_range through the kernel, which has a cache of its own: what was written a moment
    /// ago counts, and pages that it holds show what these calls did.
    @Suite struct ContentCallsTests {
        let mount: MountFixture

        init() async throws { mount = try await MountFixture() }

        private func zeros(_ count: Int) -> [UInt8] { [UInt8](repeating: 0, count: count) }

        private func bytes(_ count: Int, _ range: Range<Int>) -> [UInt8] { Array(pattern(count)[range]) }

        private func allocate(_ file: OpenFile, _ mode: Int32, _ offset: Int, _ length: Int) throws {
            try check(fallocate(file.descriptor, mode, off_t(offset), off_t(length)))
        }

        private func seek(_ file: OpenFile, _ whence: Int32, _ offset: Int) throws -> Int {
            Int(try check(lseek(file.descriptor, off_t(offset), whence)))
        }

        private func copy(
            _ source: OpenFile, _ offset: Int, _ destination: OpenFile, _ newOffset: Int, _ length: Int
        ) throws -> Int {
            var (from, to) = (off_t(offset), off_t(newOffset))
            return try check(copy_file_range(source.descriptor, &from, destination.descriptor, &to, length, 0))
        }

        // MARK: fallocate

        @Test func aPunchedHoleIsZerosInPagesAndBelowThem() async throws {
            let bytes = pattern(600_000)
            let file = try OpenFile(mount("f"), O_CREAT | O_RDWR)
            // Partly written back, partly in the kernel's pages alone.
            try file.write(Array(bytes[..<300_000]))
            try check(fsync(file.descriptor))
            try file.write(Array(bytes[300_000...]), at: 300_000)
            try allocate(file, FALLOC_FL_PUNCH_HOLE | FALLOC_FL_KEEP_SIZE, 100_001, 400_000)
            let expected = bytes[..<100_001] + zeros(400_000) + bytes[500_001...]
            #expect(try file.read(600_000) == Array(expected))
            #expect(mount.requests(.fallocate) == 1)
            try file.close()
            #expect(try status(mount("f")).st_blocks == 200_000 / 512 + 1)
            let again = try await mount.remounted()
            #expect(try contents(again("f")) == Array(expected))
            #expect(try status(again("f")).st_blocks == 200_000 / 512 + 1)
        }

        @Test func aHoleBehindTheEndChangesNothing() throws {
            let file = try OpenFile(mount("f"), O_CREAT | O_RDWR)
            try file.write(pattern(1000))
            try allocate(file, FALLOC_FL_PUNCH_HOLE | FALLOC_FL_KEEP_SIZE, 1000, 1 << 30)
            try allocate(file, FALLOC_FL_PUNCH_HOLE | FALLOC_FL_KEEP_SIZE, 900, 1 << 40)
            #expect(try file.read(2000) == bytes(1000, 0..<900) + zeros(100))
        }

        @Test func zeroRangesKeepOrExtendTheSize() async throws {
            let file = try OpenFile(mount("f"), O_CREAT | O_RDWR)
            try file.write(pattern(10_000))
            try allocate(file, FALLOC_FL_ZERO_RANGE | FALLOC_FL_KEEP_SIZE, 5000, 100_000)
            #expect(try status(mount("f")).st_size == 10_000)
            try allocate(file, FALLOC_FL_ZERO_RANGE, 4000, 100_000)
            #expect(try status(mount("f")).st_size == 104_000)
            let expected = bytes(10_000, 0..<4000) + zeros(100_000)
            #expect(try file.read(200_000) == expected)
            try file.close()
            let again = try await mount.remounted()
            #expect(try contents(again("f")) == expected)
        }

        @Test func preallocationExtendsAndTakesNothing() async throws {
            let file = try OpenFile(mount("f"), O_CREAT | O_RDWR)
            try file.write(pattern(100))
            try allocate(file, FALLOC_FL_KEEP_SIZE, 0, 1 << 30)
            #expect(try status(mount("f")).st_size == 100)
            #expect(posix_fallocate(file.descriptor, 50, 1 << 20) == 0)
            #expect(try status(mount("f")).st_size == 50 + 1 << 20)
            try file.write(pattern(10, seed: 2), at: 1 << 19)
            try file.close()
            let again = try await mount.remounted()
            #expect(try contents(again("f")).count == 50 + 1 << 20)
            #expect(try OpenFile(again("f"), O_RDONLY).read(200) == pattern(100) + zeros(100))
            #expect(try status(again("f")).st_blocks < 40)
        }

        @Test func whatFallocateRefuses() throws {
            let file = try OpenFile(mount("f"), O_CREAT | O_RDWR)
            try file.write(pattern(10_000))
            // Collapse, insert, unshare; and a hole without keeping the size.
            for mode in [0x08, 0x20, 0x40, 0x02] as [Int32] {
                #expect(throws: Errno(EOPNOTSUPP)) { try allocate(file, mode, 4096, 4096) }
            }
            #expect(throws: Errno(EINVAL)) { try allocate(file, 0, 0, 0) }
            #expect(throws: Errno(EINVAL)) { try allocate(file, 0, -1, 10) }
            #expect(throws: Errno(EINVAL)) { try allocate(file, 0, 10, -1) }
            #expect(throws: Errno(EFBIG)) { try allocate(file, 0, Int.max, 10) }
            let reader = try OpenFile(mount("f"), O_RDONLY)
            #expect(throws: Errno(EBADF)) { try allocate(reader, 0, 0, 10) }
            try check(mkdir(mount("d"), 0o755))
            let directory = try OpenFile(mount("d"), O_RDONLY)
            #expect(throws: Errno(EBADF)) { try allocate(directory, 0, 0, 10) }
            var pipes: [Int32] = [0, 0]
            try check(pipe(&pipes))
            #expect(fallocate(pipes[1], 0, 0, 10) == -1 && errno == ESPIPE)
            for end in pipes { Glibc.close(end) }
            #expect(try file.read(20_000) == pattern(10_000))
        }

        @Test func growingByFallocateWaitsForSpaceAndAHoleDoesNot() throws {
            let file = try OpenFile(mount("f"), O_CREAT | O_RDWR)
            try file.write(pattern(100_000))
            try check(fsync(file.descriptor))
            mount.volume.gate.close(for: .disk)
            try allocate(file, FALLOC_FL_PUNCH_HOLE | FALLOC_FL_KEEP_SIZE, 0, 50_000)
            let answer = BlockingQueue<Int32>()
            let thread = PlainThread(name: "test-allocate") { [descriptor = file.descriptor] in
                answer.push(fallocate(descriptor, 0, 0, 1 << 20))
            }
            #expect(eventually { mount.session.parkedRequests == 1 })
            mount.volume.gate.open(for: .disk)
            #expect(answer.pop() == 0)
            thread.join()
            #expect(try status(mount("f")).st_size == 1 << 20)
        }

        // MARK: lseek

        @Test func dataAndHolesAreFoundInWhatWasWrittenBefore() async throws {
            let file = try OpenFile(mount("f"), O_CREAT | O_RDWR)
            try file.write(pattern(4096), at: 0)
            try file.write(pattern(4096), at: 1 << 20)
            try check(ftruncate(file.descriptor, 2 << 20))
            try file.close()
            let again = try await mount.remounted()
            let reader = try OpenFile(again("f"), O_RDONLY)
            #expect(try seek(reader, SEEK_DATA, 0) == 0)
            #expect(try seek(reader, SEEK_HOLE, 0) == 4096)
            #expect(try seek(reader, SEEK_DATA, 4096) == 1 << 20)
            #expect(try seek(reader, SEEK_HOLE, 1 << 20 + 5) == 1 << 20 + 4096)
            #expect(try seek(reader, SEEK_HOLE, 2 << 20 - 1) == 2 << 20 - 1)
            #expect(throws: Errno(ENXIO)) { try seek(reader, SEEK_DATA, 1 << 20 + 4096) }
            #expect(throws: Errno(ENXIO)) { try seek(reader, SEEK_DATA, 2 << 20) }
            #expect(throws: Errno(ENXIO)) { try seek(reader, SEEK_HOLE, 2 << 20) }
            #expect(throws: Errno(ENXIO)) { try seek(reader, SEEK_HOLE, -1) }
            #expect(throws: Errno(EINVAL)) { try seek(reader, SEEK_SET, -1) }
            #expect(throws: Errno(EINVAL)) { try seek(reader, 99, 0) }
            #expect(try seek(reader, SEEK_END, -1) == 2 << 20 - 1)
        }

        /// The kernel asks without having sent what it holds.
        @Test(arguments: [false, true]) func pagesThatAreNotWrittenBackCount(_ isMapped: Bool) throws {
            let file = try OpenFile(mount("f"), O_CREAT | O_RDWR)
            let offset = 1 << 20
            if isMapped {
                try check(ftruncate(file.descriptor, off_t(offset + 4096)))
                let map = mmap(nil, offset + 4096, PROT_READ | PROT_WRITE, MAP_SHARED, file.descriptor, 0)
                try #require(map != MAP_FAILED)
                memset(try #require(map) + offset, 7, 4096)
                defer { munmap(map, offset + 4096) }
                try expectData(at: offset, in: file)
            } else {
                try file.write(pattern(4096), at: offset)
                try expectData(at: offset, in: file)
            }
        }

        private func expectData(at offset: Int, in file: OpenFile) throws {
            let reader = try OpenFile(mount("f"), O_RDONLY)
            for asking in [file, reader] {
                #expect(try seek(asking, SEEK_DATA, 0) == offset)
                #expect(try seek(asking, SEEK_HOLE, offset) == offset + 4096)
                #expect(try seek(asking, SEEK_HOLE, 0) == 0)
                #expect(throws: Errno(ENXIO)) { try seek(asking, SEEK_DATA, offset + 4096) }
            }
        }

        @Test func aSeekThatWaitsForSpaceIsInterrupted() throws {
            let file = try OpenFile(mount("f"), O_CREAT | O_RDWR)
            try file.write(pattern(4096), at: 1 << 20)
            // Its pages cannot be taken in.
            mount.volume.gate.close(for: .disk)
            let interruption = Interruption()
            let answer = interruption.run { [descriptor = file.descriptor] in
                lseek(descriptor, 0, SEEK_DATA) < 0 ? errno : 0
            }
            #expect(eventually { mount.session.parkedRequests == 2 })
            interruption.interrupt()
            #expect(answer.pop() == EINTR)
            mount.volume.gate.open(for: .disk)
            #expect(try seek(file, SEEK_DATA, 0) == 1 << 20)
        }

        // MARK: copy_file_range

        @Test func aCopyIsInstantAndExact() async throws {
            let bytes = pattern(3 << 20)
            let source = try OpenFile(mount("f"), O_CREAT | O_RDWR)
            try source.write(bytes)
            let target = try OpenFile(mount("g"), O_CREAT | O_RDWR)
            // What lies in the target's pages gives way, and what is beside it stays.
            try target.write(pattern(100_000, seed: 9))
            #expect(try copy(source, 1001, target, 50_003, 2_000_000) == 2_000_000)
            #expect(try copy(source, 3 << 20 - 10, target, 2_050_003, 1000) == 10)
            #expect(try copy(source, 3 << 20, target, 0, 1000) == 0)
            let expected =
                pattern(100_000, seed: 9)[..<50_003] + bytes[1001..<2_001_001] + bytes[(3 << 20 - 10)...]
            #expect(try target.read(4 << 20) == Array(expected))
            #expect(mount.requests(.copyfilerange) >= 2)
            try target.close()
            #expect(try status(mount("g")).st_size == expected.count)
            // No byte of it went through here: it is where it was.
            let inode = try mount.inode("g")
            #expect(try mount.volume.attributes(of: inode).size == UInt64(expected.count))
            let again = try await mount.recovered()
            #expect(try contents(again("g")) == Array(expected))
            #expect(try contents(again("f")) == bytes)
        }

        @Test func whatCopyingRefuses() throws {
            let file = try OpenFile(mount("f"), O_CREAT | O_RDWR)
            try file.write(pattern(10_000))
            #expect(throws: Errno(EINVAL)) { try copy(file, 0, file, 100, 5000) }
            #expect(try copy(file, 0, file, 5000, 5000) == 5000)
            #expect(try file.read(20_000) == bytes(10_000, 0..<5000) + bytes(10_000, 0..<5000))
            let reader = try OpenFile(mount("f"), O_RDONLY)
            #expect(throws: Errno(EBADF)) { try copy(file, 0, reader, 20_000, 10) }
            let appender = try OpenFile(mount("f"), O_WRONLY | O_APPEND)
            #expect(throws: Errno(EBADF)) { try copy(file, 0, appender, 20_000, 10) }
            try check(mkdir(mount("d"), 0o755))
            let directory = try OpenFile(mount("d"), O_RDONLY)
            #expect(throws: Errno(EISDIR)) { try copy(directory, 0, file, 0, 10) }
            var offset: off_t = 0
            #expect(copy_file_range(file.descriptor, &offset, file.descriptor, nil, 1, 1) == -1 && errno == EINVAL)
            #expect(throws: Errno(EFBIG)) { try copy(file, 0, file, Int.max, 10) }
            // FICLONE, which FUSE does not carry: EOPNOTSUPP or ENOTTY, and `cp --reflink=auto` copies by other means.
            let target = try OpenFile(mount("g"), O_CREAT | O_RDWR)
            let isCloned = clinux_ioctl(
                target.descriptor, 0x4004_9409, UnsafeMutableRawPointer(bitPattern: Int(file.descriptor)))
            #expect(isCloned == -1 && [EOPNOTSUPP, ENOTTY, ENOSYS].contains(errno))
        }

        @Test(.needsProgram("cp")) func cpCopiesWithoutBytes() async throws {
            let bytes = pattern(8 << 20)
            try write(bytes, to: mount("f"))
            // What the kernel still holds of it would be written in between.
            try run(mount.path, "truncate -s 100M sparse && printf end >> sparse && sync f sparse")
            let before = mount.requests(.writeback, .write)
            try run(mount.path, "cp f g && cmp f g")
            #expect(mount.requests(.copyfilerange) > 0)
            #expect(mount.requests(.writeback, .write) == before)
            try run(mount.path, "cp --sparse=auto sparse h && cmp sparse h")
            #expect(try status(mount("h")).st_blocks < 100)
            let again = try await mount.remounted()
            #expect(try contents(again("g")) == bytes)
        }

        // MARK: Sizes

        @Test func filesBeyondFourGiBAreSparse() async throws {
            let file = try OpenFile(mount("f"), O_CREAT | O_RDWR)
            for place in [1 << 32 - 5, 1 << 33, 1 << 43] { try file.write(pattern(10), at: place) }
            #expect(try file.read(20, at: 1 << 43) == pattern(10))
            #expect(try file.read(20, at: 1 << 42) == zeros(20))
            #expect(try file.read(20, at: 1 << 44).isEmpty)
            try file.close()
            let again = try await mount.remounted()
            let reader = try OpenFile(again("f"), O_RDONLY)
            #expect(try status(again("f")).st_size == 1 << 43 + 10)
            #expect(try status(again("f")).st_blocks < 40)
            for place in [1 << 32 - 5, 1 << 33, 1 << 43] { #expect(try reader.read(10, at: place) == pattern(10)) }
            #expect(try seek(reader, SEEK_DATA, 1 << 34) == 1 << 43)
        }

        /// The kernel takes them into its cache before it asks: so they must be taken in.
        @Test func theLastBytesThatAFileCanHave() async throws {
            let file = try OpenFile(mount("f"), O_CREAT | O_RDWR)
            try file.write(pattern(10_000), at: Int.max - 10_000)
            // Who ends behind the largest offset is refused before anybody asks the file system.
            for place in [Int.max, Int.max - 50] {
                #expect(throws: Errno(EINVAL)) { try file.write(pattern(100), at: place) }
            }
            #expect(try file.write(pattern(50), at: Int.max - 50) == 50)
            #expect(throws: Errno(EINVAL)) { try check(ftruncate(file.descriptor, -1)) }
            try file.close()
            let again = try await mount.remounted()
            #expect(try status(again("f")).st_size == Int.max)
            let reader = try OpenFile(again("f"), O_RDONLY)
            #expect(try reader.read(9950, at: Int.max - 10_000) == bytes(10_000, 0..<9950))
            #expect(try reader.read(50, at: Int.max - 50) == pattern(50))
            try check(truncate(again("f"), 5))
            #expect(try contents(again("f")) == [0, 0, 0, 0, 0])
            #expect(try await again.volume.check(readDataPercent: 0).problems.isEmpty)
        }

        @Test func nothingIsWrittenWhereNothingWasGiven() throws {
            let file = try OpenFile(mount("f"), O_CREAT | O_RDWR)
            #expect(try file.write([], at: 1000) == 0)
            #expect(try status(mount("f")).st_size == 0)
            #expect(try file.read(10, at: 5).isEmpty)
            #expect(throws: Errno(EINVAL)) { try file.write([1], at: -1) }
        }

        @Test(.needsProgram("bash")) func theLimitOfAProcessIsKept() throws {
            let said = try run(
                mount.path,
                """
                ( trap '' XFSZ; ulimit -f 8; head -c 20000 /dev/zero > f || true; truncate -s 1M g || true
                  fallocate -l 1M h || true ) 2>&1 | grep -c 'File too large'
                """)
            #expect(said == "3\n")
            #expect(try status(mount("f")).st_size == 8192)
        }
    }
}

/// Runs something on a thread of its own that a signal interrupts, and nothing else of the process.
final class Interruption: Sendable {
    private let started = BlockingQueue<UInt>()
    private let isOver = Atomic(false)
    /// Kept, so that signals reach nobody else.
    private let thread = Mutex<PlainThread?>(nil)

    /// What `body` returned comes through the queue.
    func run<Value: Sendable>(_ body: @escaping @Sendable () -> Value) -> BlockingQueue<Value> {
        ignoreInterruptions()
        let answer = BlockingQueue<Value>()
        let thread = PlainThread(name: "test-interrupted") { [self] in
            letInterruptionsIn()
            started.push(UInt(pthread_self()))
            answer.push(body())
            isOver.store(true, ordering: .releasing)
        }
        self.thread.withLock { $0 = thread }
        return answer
    }

    /// Again and again until the body has returned, for the first may come before it waits.
    func interrupt() {
        guard let target = started.pop() else { return }
        _ = eventually {
            pthread_kill(pthread_t(target), SIGUSR1)
            return isOver.load(ordering: .acquiring)
        }
    }
}
