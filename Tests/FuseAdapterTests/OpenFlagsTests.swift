// SPDX-License-Identifier: MIT

import Filesystem
import FilesystemModel
import Glibc
import Testing
import VolumeFixture

@testable import FuseAdapter

extension RealMountTests {
    /// Every flag of open(2), with the kernel's write-back cache on, as it always is. O_SYNC and O_DSYNC are in
    /// `DurabilityTests`.
    @Suite struct OpenFlagsTests {
        let mount: MountFixture

        init() async throws {
            mount = try await MountFixture()
            try write(pattern(10_000), to: mount("f"))
            try check(mkdir(mount("d"), 0o755))
            try check(symlink("f", mount("link")))
            try check(symlink("nowhere", mount("dangling")))
        }

        private func open(_ name: String, _ flags: Int32) throws { try OpenFile(mount(name), flags).close() }

        @Test func whatDoesNotFitIsRefused() throws {
            #expect(throws: Errno(EEXIST)) { try open("f", O_CREAT | O_EXCL | O_RDWR) }
            #expect(throws: Errno(EEXIST)) { try open("dangling", O_CREAT | O_EXCL | O_RDWR) }
            #expect(throws: Errno(ENOENT)) { try open("nowhere", O_RDWR) }
            #expect(throws: Errno(ENOENT)) { try open("nowhere/x", O_CREAT | O_RDWR) }
            #expect(throws: Errno(EISDIR)) { try open("d", O_RDWR) }
            #expect(throws: Errno(EISDIR)) { try open("d", O_CREAT | O_RDWR) }
            #expect(throws: Errno(EISDIR)) { try open("d", O_RDONLY | O_TRUNC) }
            #expect(throws: Errno(ENOTDIR)) { try open("f", O_RDONLY | O_DIRECTORY) }
            #expect(throws: Errno(ENOTDIR)) { try open("f/x", O_RDONLY) }
            #expect(throws: Errno(ENOTDIR)) { try open("f/", O_RDONLY) }
            #expect(throws: Errno(ELOOP)) { try open("link", O_RDONLY | O_NOFOLLOW) }
            #expect(throws: Errno(EINVAL)) { try open("d/", O_CREAT | O_DIRECTORY | O_RDWR) }
            // libfuse 3.14 does not know TMPFILE: programs take a name and unlink it.
            #expect(throws: Errno(EOPNOTSUPP)) { try open("d", O_TMPFILE | O_RDWR) }
            try open("dangling", O_CREAT | O_RDWR)
            #expect(try status(mount("nowhere")).st_size == 0)
            try open("f", O_RDONLY | O_NOFOLLOW | O_NOCTTY | O_NONBLOCK)
        }

        @Test func aPathDescriptorIsNoOpenFile() throws {
            #expect(eventually { mount.openHandles == 0 })
            let file = try OpenFile(mount("f"), O_PATH)
            #expect(mount.openHandles == 0)
            var shown = stat()
            try check(fstat(file.descriptor, &shown))
            #expect(shown.st_size == 10_000)
            #expect(throws: Errno(EBADF)) { try file.read(1) }
            #expect(throws: Errno(EBADF)) { try check(fchmod(file.descriptor, 0o600)) }
            let link = try OpenFile(mount("link"), O_PATH | O_NOFOLLOW)
            try check(fstat(link.descriptor, &shown))
            #expect(shown.st_mode & S_IFMT == S_IFLNK)
            let directory = try OpenFile(mount("d"), O_PATH | O_DIRECTORY)
            try check(mkdirat(directory.descriptor, "below", 0o755))
            #expect(try contents("/proc/self/fd/\(file.descriptor)") == pattern(10_000))
        }

        @Test func modesOfAccessAreKept() throws {
            let reader = try OpenFile(mount("f"), O_RDONLY)
            let writer = try OpenFile(mount("f"), O_WRONLY)
            #expect(throws: Errno(EBADF)) { try reader.write([1]) }
            #expect(throws: Errno(EBADF)) { try writer.read(1) }
            #expect(throws: Errno(EINVAL)) { try check(ftruncate(reader.descriptor, 5)) }
            // Whom a later chmod does not touch.
            try check(chmod(mount("f"), 0))
            try writer.write([1, 2, 3], at: 100)
            #expect(try reader.read(3, at: 100) == [1, 2, 3])
            // A new file may be written by who made it, whatever its mode.
            let sealed = try OpenFile(mount("sealed"), O_CREAT | O_EXCL | O_RDWR, mode: 0)
            try sealed.write(pattern(10))
            #expect(try sealed.read(10) == pattern(10))
            #expect(try status(mount("sealed")).st_mode & 0o7777 == 0)
        }

        @Test func truncatingOpensWork() throws {
            let other = try OpenFile(mount("f"), O_RDWR)
            try other.write(pattern(10), at: 20_000)
            try open("f", O_WRONLY | O_TRUNC)
            #expect(try other.read(100).isEmpty)
            try other.write([7], at: 3)
            #expect(try contents(mount("f")) == [0, 0, 0, 7])
            try open("f", O_RDWR | O_CREAT | O_TRUNC)
            #expect(try status(mount("f")).st_size == 0)
        }

        /// Each appends where the file ends at that moment, whoever made it longer.
        @Test func appendersOfEveryKindMeetAtTheEnd() async throws {
            let (first, second) = (
                try OpenFile(mount("log"), O_CREAT | O_WRONLY | O_APPEND), try OpenFile(mount("log"), O_RDWR | O_APPEND)
            )
            let direct = try OpenFile(mount("log"), O_WRONLY | O_APPEND | O_DIRECT)
            let plain = try OpenFile(mount("log"), O_RDWR)
            var expected: [UInt8] = []
            for round in 0..<60 {
                let bytes = pattern(100 + round * 37, seed: UInt8(round))
                // pwrite appends too, whatever offset it is given (BUGS in pwrite(2)).
                try [first, second, direct][round % 3].write(bytes, at: round % 2 == 0 ? nil : 5)
                expected += bytes
                if round % 10 == 9 {
                    try plain.write(bytes, at: expected.count)
                    expected += bytes
                }
                if round == 30 {
                    try check(ftruncate(plain.descriptor, 1000))
                    expected.removeSubrange(1000...)
                }
            }
            #expect(try contents(mount("log")) == expected)
            for file in [first, second, direct, plain] { try file.close() }
            let again = try await mount.remounted()
            #expect(try contents(again("log")) == expected)
        }

        @Test func appendersOnManyThreadsLoseNothing() throws {
            let threads = (0..<4).map { number in
                PlainThread(name: "test-append") { [path = mount("log")] in
                    do {
                        let file = try OpenFile(path, O_CREAT | O_WRONLY | O_APPEND)
                        for _ in 0..<200 { try file.write([UInt8](repeating: UInt8(number), count: 777)) }
                        try file.close()
                    } catch {
                        Issue.record(error)
                    }
                }
            }
            for thread in threads { thread.join() }
            let bytes = try contents(mount("log"))
            #expect(bytes.count == 4 * 200 * 777)
            let lines = stride(from: 0, to: bytes.count, by: 777).map { Set(bytes[$0..<$0 + 777]) }
            #expect(lines.allSatisfy { $0.count == 1 })
        }

        /// No alignment is asked for, and pages and direct bytes are the same file.
        @Test func directAccessNeedsNoAlignment() async throws {
            let direct = try OpenFile(mount("f"), O_RDWR | O_DIRECT)
            let cached = try OpenFile(mount("f"), O_RDWR)
            var expected = pattern(10_000)
            func put(_ file: OpenFile, _ bytes: [UInt8], at offset: Int) throws {
                try file.write(bytes, at: offset)
                let end = offset + bytes.count
                if expected.count < end { expected += [UInt8](repeating: 0, count: end - expected.count) }
                expected.replaceSubrange(offset..<end, with: bytes)
                for reader in [direct, cached] {
                    #expect(try reader.read(400_000) == expected)
                    #expect(try reader.read(3, at: offset + 1) == Array(expected[(offset + 1)...].prefix(3)))
                }
            }
            try put(cached, pattern(5000, seed: 3), at: 777)
            try put(direct, pattern(5000, seed: 4), at: 3333)
            try put(cached, pattern(10, seed: 5), at: 3330)
            try put(direct, pattern(300_001, seed: 6), at: 9999)
            try put(direct, [1], at: 0)
            #expect(try direct.read(10, at: 1 << 30).isEmpty)
            try direct.close()
            try cached.close()
            let again = try await mount.remounted()
            #expect(try contents(again("f")) == expected)
        }
    }
}
