// SPDX-License-Identifier: MIT

import Filesystem
import FilesystemModel
import Glibc
import Testing
import VolumeFixture

@testable import FuseAdapter

extension RealMountTests {
    /// mmap(2): shared and private, beside reads and writes of the same file, and when the file becomes shorter beneath.
    @Suite struct MappingTests {
        let mount: MountFixture
        private static let length = 40_960

        init() async throws {
            mount = try await MountFixture()
            try write(pattern(Self.length), to: mount("f"))
        }

        private func map(
            _ file: OpenFile, _ protection: Int32, _ flags: Int32
        ) throws -> UnsafeMutablePointer<UInt8> {
            let map = mmap(nil, Self.length, protection, flags, file.descriptor, 0)
            guard let map, map != MAP_FAILED else { throw Errno.last }
            return map.assumingMemoryBound(to: UInt8.self)
        }

        private func unmap(_ map: UnsafeMutablePointer<UInt8>) { munmap(map, Self.length) }

        @Test func aSharedMapIsTheFile() async throws {
            let file = try OpenFile(mount("f"), O_RDWR)
            let map = try map(file, PROT_READ | PROT_WRITE, MAP_SHARED)
            try file.write([1, 2, 3], at: 5000)
            #expect(map[5001] == 2)
            map[9000] = 77
            #expect(try file.read(1, at: 9000) == [77])
            // Another map of the same pages.
            let other = try self.map(try OpenFile(mount("f"), O_RDONLY), PROT_READ, MAP_SHARED)
            #expect(other[9000] == 77)
            map[20_000] = 78
            #expect(other[20_000] == 78)
            unmap(other)
            // It outlives the descriptor, and is written back when it goes.
            try file.close()
            map[30_000] = 79
            unmap(map)
            let again = try await mount.remounted()
            var expected = pattern(Self.length)
            expected.replaceSubrange(5000..<5003, with: [1, 2, 3])
            for (place, byte) in [(9000, 77), (20_000, 78), (30_000, 79)] { expected[place] = UInt8(byte) }
            #expect(try contents(again("f")) == expected)
        }

        @Test func aSyncedMapIsInTheVolume() async throws {
            let file = try OpenFile(mount("f"), O_RDWR)
            let map = try map(file, PROT_READ | PROT_WRITE, MAP_SHARED)
            defer { unmap(map) }
            map[100] = 7
            let before = mount.requests(.fsync, .fdatasync)
            try check(msync(map, Self.length, MS_SYNC))
            #expect(mount.requests(.fsync, .fdatasync) == before + 1)
            // With the map still there and the file still open: what a kill would leave.
            let killed = try await mount.fixture.reopenAfterKill()
            let inode = try mount.inode("f")
            let handle = try killed.volume.open(
                inode, flags: OpenFlags(rawValue: 0), caller: VolumeFixture.caller)
            #expect(try await killed.volume.read(inode, handle, offset: 100, length: 1) == [7])
            killed.volume.release(inode, handle)
            try await killed.volume.close()
        }

        @Test func aPrivateMapChangesNothing() throws {
            let file = try OpenFile(mount("f"), O_RDONLY)
            let map = try map(file, PROT_READ | PROT_WRITE, MAP_PRIVATE)
            map[5] = 99
            let writer = try OpenFile(mount("f"), O_RDWR)
            try writer.write([42], at: 8192)
            // A page of its own keeps what it had; the others are the file's.
            #expect(map[5] == 99 && map[8192] == 42)
            unmap(map)
            #expect(try contents(mount("f"))[5] == pattern(10)[5])
            #expect(throws: Errno(EACCES)) { try self.map(file, PROT_WRITE, MAP_SHARED) }
            #expect(throws: Errno(EACCES)) {
                try self.map(try OpenFile(mount("f"), O_WRONLY), PROT_READ, MAP_PRIVATE)
            }
        }

        /// Where a program would get SIGBUS, a system call says EFAULT.
        @Test func pagesBehindTheEndAreGone() throws {
            let file = try OpenFile(mount("f"), O_RDWR)
            let map = try map(file, PROT_READ | PROT_WRITE, MAP_SHARED)
            map[30_000] = 1
            try check(ftruncate(file.descriptor, 5000))
            let other = try OpenFile(mount("g"), O_CREAT | O_RDWR)
            func use(_ offset: Int) throws -> Int { try check(Glibc.write(other.descriptor, map + offset, 1)) }
            #expect(try use(4999) == 1)
            // Behind the end in the last page: zeros that are not of the file.
            #expect(try use(8191) == 1)
            #expect(map[5000] == 0)
            #expect(throws: Errno(EFAULT)) { try use(8192) }
            #expect(throws: Errno(EFAULT)) { try use(30_000) }
            try check(ftruncate(file.descriptor, off_t(Self.length)))
            #expect(try use(30_000) == 1)
            #expect(map[30_000] == 0)
            #expect(try file.read(5000) == Array(pattern(Self.length)[..<5000]))
            unmap(map)
        }

        @Test func aHoleShowsInAMap() throws {
            let file = try OpenFile(mount("f"), O_RDWR)
            let map = try map(file, PROT_READ | PROT_WRITE, MAP_SHARED)
            defer { unmap(map) }
            #expect(map[10_000] == pattern(Self.length)[10_000])
            try check(
                fallocate(file.descriptor, FALLOC_FL_PUNCH_HOLE | FALLOC_FL_KEEP_SIZE, 10_000, 20_000))
            #expect(map[9999] == pattern(Self.length)[9999])
            #expect(map[10_000] == 0 && map[29_999] == 0)
            #expect(map[30_000] == pattern(Self.length)[30_000])
            map[15_000] = 5
            #expect(try file.read(1, at: 15_000) == [5])
        }

        @Test func readingIntoAMapOfTheSameFile() throws {
            let file = try OpenFile(mount("f"), O_RDWR)
            let map = try map(file, PROT_READ | PROT_WRITE, MAP_SHARED)
            defer { unmap(map) }
            #expect(try check(pread(file.descriptor, map + 20_000, 1000, 0)) == 1000)
            #expect(try check(pwrite(file.descriptor, map, 1000, 10_000)) == 1000)
            let bytes = try file.read(Self.length)
            #expect(bytes[20_000..<21_000] == bytes[..<1000] && bytes[10_000..<11_000] == bytes[..<1000])
        }
    }
}
