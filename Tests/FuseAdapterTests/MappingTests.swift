// SPDX-License-Identifier: MIT

import Filesystem
import FilesystemModel
import Glibc
import Testing
import VolumeFixture

@testable import FuseAdapter

extension RealMountTests {
    /// mmap(2): shared and private, beside reads and writes of the same file, and when the file becomes shorter beneath.
    ///
    /// Another process maps: a page fault holds the memory map of its process while it waits for the daemon, which here
    /// would be the same process, and may wait for its memory map.
    @Suite(.needsProgram("python3")) struct MappingTests {
        let mount: MountFixture
        private static let length = 40_960

        init() async throws {
            mount = try await MountFixture()
            try write(pattern(Self.length), to: mount("f"))
        }

        /// Runs a program in the mount. `m` maps the file `f`, open as `fd`.
        private func map(_ body: String) throws {
            try run(
                mount.path,
                """
                python3 - <<'END'
                import errno, mmap, os, subprocess
                LENGTH = 40960
                def mapped(fd, **how): return mmap.mmap(fd, LENGTH, **how)
                def fails(code, call, *arguments):
                    try: call(*arguments)
                    except OSError as error: assert error.errno == code, error
                    else: raise AssertionError('no error')
                fd = os.open('f', os.O_RDWR)
                m = mapped(fd)
                \(body)
                END
                """)
        }

        @Test func aSharedMapIsTheFile() async throws {
            try map(
                """
                os.pwrite(fd, bytes([1, 2, 3]), 5000)
                assert m[5001] == 2
                m[9000] = 77
                assert os.pread(fd, 1, 9000) == bytes([77])
                other = mapped(os.open('f', os.O_RDONLY), prot=mmap.PROT_READ)
                assert other[9000] == 77
                m[20000] = 78
                assert other[20000] == 78
                # It outlives the descriptor, and is written back when it goes.
                os.close(fd)
                m[30000] = 79
                """)
            let again = try await mount.remounted()
            var expected = pattern(Self.length)
            expected.replaceSubrange(5000..<5003, with: [1, 2, 3])
            for (place, byte) in [(9000, 77), (20_000, 78), (30_000, 79)] { expected[place] = UInt8(byte) }
            #expect(try contents(again("f")) == expected)
        }

        /// Looked at while the map is still there and the file still open.
        @Test func aSyncedMapIsInTheVolume() async throws {
            for name in ["synced", "seen"] { try check(mkfifo(mount(name), 0o600)) }
            let before = mount.requests(.fsync, .fdatasync)
            let mapper = PlainThread(name: "test-map") {
                do {
                    try self.map(
                        """
                        m[100] = 7
                        m.flush()
                        open('synced', 'w').write('x')
                        open('seen').read()
                        """)
                } catch {
                    Issue.record(error)
                }
            }
            _ = try OpenFile(mount("synced"), O_RDONLY)
            #expect(mount.requests(.fsync, .fdatasync) == before + 1)
            let killed = try await mount.fixture.reopenAfterKill()
            let inode = try mount.inode("f")
            let handle = try killed.volume.open(
                inode, flags: OpenFlags(rawValue: 0), caller: VolumeFixture.caller)
            #expect(try await killed.volume.read(inode, handle, offset: 100, length: 1) == [7])
            killed.volume.release(inode, handle)
            try await killed.volume.close()
            _ = try OpenFile(mount("seen"), O_WRONLY)
            mapper.join()
        }

        @Test func aPrivateMapChangesNothing() throws {
            try map(
                """
                private = mapped(fd, flags=mmap.MAP_PRIVATE)
                private[5] = 99
                os.pwrite(fd, bytes([42]), 8192)
                # A page of its own keeps what it had; the others are the file's.
                assert private[5] == 99 and private[8192] == 42
                reader, writer = os.open('f', os.O_RDONLY), os.open('f', os.O_WRONLY)
                fails(errno.EACCES, lambda: mapped(reader, prot=mmap.PROT_WRITE))
                fails(errno.EACCES, lambda: mapped(writer, flags=mmap.MAP_PRIVATE, prot=mmap.PROT_READ))
                """)
            #expect(try contents(mount("f"))[5] == pattern(10)[5])
        }

        /// Where a program would get SIGBUS, a system call says EFAULT.
        @Test func pagesBehindTheEndAreGone() throws {
            try map(
                """
                m[30000] = 1
                view, out = memoryview(m), os.open('g', os.O_CREAT | os.O_RDWR)
                def use(offset): return os.write(out, view[offset:offset + 1])
                os.ftruncate(fd, 5000)
                assert use(4999) == 1
                # Behind the end in the last page: zeros that are not of the file.
                assert use(8191) == 1 and m[5000] == 0
                fails(errno.EFAULT, use, 8192)
                fails(errno.EFAULT, use, 30000)
                assert os.pread(fd, 100, 4990) == m[4990:5000]
                os.ftruncate(fd, LENGTH)
                assert use(30000) == 1 and m[30000] == 0
                assert os.pread(fd, LENGTH, 5000) == bytes(LENGTH - 5000)
                """)
            #expect(try contents(mount("f")).prefix(5000) == pattern(Self.length).prefix(5000))
        }

        @Test func aHoleShowsInAMap() throws {
            try map(
                """
                before = m[:]
                subprocess.run(['fallocate', '-p', '-o', '10000', '-l', '20000', 'f'], check=True)
                assert m[:10000] == before[:10000] and m[30000:] == before[30000:]
                assert m[10000:30000] == bytes(20000)
                m[15000] = 5
                assert os.pread(fd, 1, 15000) == bytes([5])
                """)
        }

        @Test func readingIntoAMapOfTheSameFile() throws {
            try map(
                """
                view = memoryview(m)
                assert os.preadv(fd, [view[20000:21000]], 0) == 1000
                assert os.pwrite(fd, view[:1000], 10000) == 1000
                now = os.pread(fd, LENGTH, 0)
                assert now[20000:21000] == now[:1000] and now[10000:11000] == now[:1000]
                """)
        }
    }
}
