// SPDX-License-Identifier: MIT

import CLinux
import Filesystem
import FilesystemModel
import Glibc
import Testing
import VolumeFixture

@testable import FuseAdapter

extension RealMountTests {
    /// Bytes through a real mount: what was written by any kind of open is what is read by any other, and the volume is
    /// told which writes are the kernel's own.
    @Suite struct DataTests {
        let mount: MountFixture

        init() async throws { mount = try await MountFixture() }

        @Test func writtenBytesAreRead() throws {
            let bytes = pattern(3_000_001)
            try write(bytes, to: mount("f"))
            #expect(try contents(mount("f")) == bytes)
            #expect(try status(mount("f")).st_size == 3_000_001)
            #expect(eventually { mount.openHandles == 0 })
            // The pages stay with the kernel from one open to the next.
            #expect(mount.requests(.read) == 0)
        }

        @Test func cachedWritesAreMergedAndMarked() throws {
            let file = try OpenFile(mount("f"), O_CREAT | O_WRONLY)
            for round in 0..<512 {
                try file.write(pattern(4096, seed: UInt8(truncatingIfNeeded: round)), at: round * 4096)
            }
            try check(fsync(file.descriptor))
            #expect(mount.requests(.write) == 0)
            #expect((1...64).contains(mount.requests(.writeback)))
            #expect(mount.requests(.fsync) == 1)
            try file.write([1], at: 0)
            try check(fdatasync(file.descriptor))
            #expect(mount.requests(.fdatasync) == 1)
            try file.close()
            #expect(mount.requests(.flush) == 1)
        }

        @Test func directWritesAndReadsPassTheCache() throws {
            let buffer = try #require(aligned_alloc(4096, 4 << 20))
            defer { free(buffer) }
            let bytes = pattern(4 << 20)
            buffer.copyMemory(from: bytes, byteCount: bytes.count)
            let file = try OpenFile(mount("f"), O_CREAT | O_RDWR | O_DIRECT)
            #expect(try check(pwrite(file.descriptor, buffer, 4 << 20, 0)) == 4 << 20)
            // One MiB a request.
            #expect(mount.requests(.write) == 4)
            #expect(mount.requests(.writeback) == 0)
            memset(buffer, 0, 4 << 20)
            #expect(try check(pread(file.descriptor, buffer, 4 << 20, 0)) == 4 << 20)
            #expect(mount.requests(.read) == 4)
            #expect(memcmp(buffer, bytes, 4 << 20) == 0)
            #expect(try contents(mount("f")) == bytes)
        }

        @Test func appendsGoToTheEnd() throws {
            try write(pattern(10), to: mount("f"))
            let file = try OpenFile(mount("f"), O_WRONLY | O_APPEND)
            try file.write(pattern(20, seed: 2))
            let other = try OpenFile(mount("f"), O_WRONLY | O_APPEND)
            try other.write(pattern(30, seed: 3))
            try file.write(pattern(40, seed: 4))
            let expected = pattern(10) + pattern(20, seed: 2) + pattern(30, seed: 3) + pattern(40, seed: 4)
            #expect(try contents(mount("f")) == expected)
        }

        @Test func aPartOfAPageIsWrittenWhereReadingWasNotAskedFor() throws {
            try write(pattern(10_000), to: mount("f"))
            let inode = InodeNumber(rawValue: UInt64(try status(mount("f")).st_ino))
            mount.session.forgetContent(of: inode)
            let file = try OpenFile(mount("f"), O_WRONLY)
            try file.write([1, 2, 3], at: 5000)
            try file.close()
            var expected = pattern(10_000)
            expected.replaceSubrange(5000..<5003, with: [1, 2, 3])
            #expect(try contents(mount("f")) == expected)
        }

        @Test func truncatingOpensEmptyTheFile() throws {
            try write(pattern(10_000), to: mount("f"))
            let file = try OpenFile(mount("f"), O_RDWR | O_TRUNC)
            #expect(try status(mount("f")).st_size == 0)
            try file.write([9])
            #expect(try contents(mount("f")) == [9])
            #expect(throws: Errno(EEXIST)) { try OpenFile(mount("f"), O_CREAT | O_EXCL | O_WRONLY) }
        }

        @Test func holesAreZeros() throws {
            let file = try OpenFile(mount("f"), O_CREAT | O_RDWR)
            try file.write([1], at: 100_000)
            #expect(try file.read(4096, at: 50_000) == Array(repeating: 0, count: 4096))
            #expect(try status(mount("f")).st_size == 100_001)
        }

        @Test func mappedWritesArrive() async throws {
            try write(pattern(8192), to: mount("f"))
            let file = try OpenFile(mount("f"), O_RDWR)
            let map = mmap(nil, 8192, PROT_READ | PROT_WRITE, MAP_SHARED, file.descriptor, 0)
            let bytes = try #require(map).assumingMemoryBound(to: UInt8.self)
            #expect(map != MAP_FAILED)
            #expect(bytes[5000] == pattern(8192)[5000])
            bytes[5000] = 77
            try check(msync(map, 8192, MS_SYNC))
            munmap(map, 8192)
            try file.close()
            let inode = InodeNumber(rawValue: UInt64(try status(mount("f")).st_ino))
            mount.session.forgetContent(of: inode)
            #expect(try contents(mount("f"))[5000] == 77)
            let again = try await mount.remounted()
            #expect(try contents(again("f"))[5000] == 77)
        }

        @Test(.needsRoot) func theReadAheadIsOneRequest() throws {
            let device = try #require(MountTable.current().top(at: Array(mount.path.utf8)))
            let text = try #require(readWholeFile("/sys/class/bdi/\(device.major):\(device.minor)/read_ahead_kb"))
            #expect(String(decoding: text, as: UTF8.self) == "1024\n")
        }
    }
}
