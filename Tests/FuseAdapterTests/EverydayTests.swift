// SPDX-License-Identifier: MIT

import CLinux
import Filesystem
import FilesystemModel
import Glibc
import Testing
import VolumeFixture

@testable import FuseAdapter

extension RealMountTests {
    /// What people do with files every day, through the kernel: it works, and a mount of the same state directory
    /// shows the same afterwards.
    @Suite struct EverydayTests {
        let mount: MountFixture

        init() async throws { mount = try await MountFixture() }

        @Test func twoAppendersLoseNothing() async throws {
            let first = try OpenFile(mount("log"), O_CREAT | O_WRONLY | O_APPEND)
            let second = try OpenFile(mount("log"), O_WRONLY | O_APPEND)
            var expected: [UInt8] = []
            for round in 0..<200 {
                let line = Array("line \(round) of a log that two programs write\n".utf8)
                try (round % 2 == 0 ? first : second).write(line)
                expected += line
            }
            try first.close()
            try second.close()
            #expect(try contents(mount("log")) == expected)
            let again = try await mount.remounted()
            #expect(try contents(again("log")) == expected)
        }

        @Test func randomWritesAreReadBack() async throws {
            var expected = [UInt8](repeating: 0, count: 700_000)
            let file = try OpenFile(mount("f"), O_CREAT | O_RDWR)
            try check(ftruncate(file.descriptor, off_t(expected.count)))
            var state: UInt64 = 42
            for round in 0..<300 {
                state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
                let offset = Int(state >> 33) % 690_000
                let bytes = pattern(1 + Int(state >> 20) % 9000, seed: UInt8(truncatingIfNeeded: round))
                try file.write(bytes, at: offset)
                expected.replaceSubrange(offset..<offset + bytes.count, with: bytes)
                if round % 50 == 49 { try check(fsync(file.descriptor)) }
            }
            try file.close()
            #expect(try contents(mount("f")) == expected)
            let again = try await mount.remounted()
            #expect(try contents(again("f")) == expected)
        }

        @Test func sparseFilesTakeNoSpace() async throws {
            let file = try OpenFile(mount("sparse"), O_CREAT | O_RDWR)
            try file.write(pattern(4096), at: 0)
            try file.write(pattern(4096, seed: 9), at: 1 << 30)
            try file.close()
            let again = try await mount.remounted()
            let shown = try status(again("sparse"))
            #expect(shown.st_size == 1 << 30 + 4096)
            #expect((16...64).contains(shown.st_blocks))
            let reader = try OpenFile(again("sparse"), O_RDONLY)
            #expect(try reader.read(4096, at: 1 << 29) == Array(repeating: 0, count: 4096))
            #expect(try reader.read(8192, at: 1 << 30) == pattern(4096, seed: 9))
        }

        @Test func mappedPagesOutliveTheMount() async throws {
            try write(Array(repeating: 0, count: 20_000), to: mount("f"))
            let file = try OpenFile(mount("f"), O_RDWR)
            let map = mmap(nil, 20_000, PROT_READ | PROT_WRITE, MAP_SHARED, file.descriptor, 0)
            #expect(map != MAP_FAILED)
            let bytes = try #require(map).assumingMemoryBound(to: UInt8.self)
            for index in stride(from: 0, to: 20_000, by: 97) { bytes[index] = UInt8(truncatingIfNeeded: index) }
            try check(msync(map, 20_000, MS_SYNC))
            munmap(map, 20_000)
            try file.close()
            let expected = (0..<20_000).map { $0 % 97 == 0 ? UInt8(truncatingIfNeeded: $0) : 0 }
            let again = try await mount.remounted()
            #expect(try contents(again("f")) == expected)
        }

        @Test func namesOfEveryKindOutliveTheMount() async throws {
            try check(mkdir(mount("d"), 0o751))
            try write(pattern(10), to: mount("d/f"))
            try check(link(mount("d/f"), mount("hard")))
            try check(symlink("../d/f", mount("d/soft")))
            try check(mkfifo(mount("fifo"), 0o640))
            try check(mknod(mount("socket"), S_IFSOCK | 0o600, 0))
            try check(chmod(mount("hard"), 0o4711))
            let times = [timespec(tv_sec: 77, tv_nsec: 1), timespec(tv_sec: 1 << 33, tv_nsec: 999_999_999)]
            try check(utimensat(AT_FDCWD, mount("hard"), times, 0))
            try check(utimensat(AT_FDCWD, mount("d/soft"), times, AT_SYMLINK_NOFOLLOW))
            try check(setxattr(mount("d"), "user.colour", "blue", 4, 0))
            if geteuid() == 0 {
                try check(mknod(mount("null"), S_IFCHR | 0o666, dev_t(1 << 8 | 3)))
                try check(chown(mount("d/f"), 4711, 4712))
                try check(chmod(mount("hard"), 0o4711))
            }
            let names = ["d", "d/f", "hard", "d/soft", "fifo", "socket"] + (geteuid() == 0 ? ["null"] : [])
            try check(utimensat(AT_FDCWD, mount("d"), times, 0))
            let before = try names.map { Shown(try status(mount($0))) }
            let again = try await mount.remounted()
            for (name, shown) in zip(names, before) { #expect(Shown(try status(again(name))) == shown, "\(name)") }
            #expect(before[1].links == 2)
            #expect(before[1].inode == before[2].inode)
            var value = [UInt8](repeating: 0, count: 10)
            #expect(try check(getxattr(again("d"), "user.colour", &value, 10)) == 4)
            #expect(Array(value.prefix(4)) == Array("blue".utf8))
        }

        @Test func aFifoCarriesBytesBetweenPrograms() throws {
            try check(mkfifo(mount("fifo"), 0o600))
            let writer = PlainThread(name: "test-fifo") { [path = mount("fifo")] in
                do {
                    let end = try OpenFile(path, O_WRONLY)
                    try end.write(pattern(100))
                } catch {
                    Issue.record(error)
                }
            }
            let end = try OpenFile(mount("fifo"), O_RDONLY)
            var bytes = [UInt8](repeating: 0, count: 200)
            #expect(try check(read(end.descriptor, &bytes, 200)) == 100)
            #expect(Array(bytes.prefix(100)) == pattern(100))
            writer.join()
        }

        @Test func aSocketIsBoundAndReached() throws {
            var address = sockaddr_un()
            address.sun_family = sa_family_t(AF_UNIX)
            withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: mount("s").utf8.prefix(100)) }
            let server = try check(socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0))
            let client = try check(socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0))
            defer {
                close(server)
                close(client)
            }
            try withUnsafePointer(to: address) { address in
                try address.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
                    let size = socklen_t(MemoryLayout<sockaddr_un>.size)
                    let address = __CONST_SOCKADDR_ARG(__sockaddr__: address)
                    try check(bind(server, address, size))
                    try check(listen(server, 1))
                    try check(connect(client, address, size))
                }
            }
            #expect(try status(mount("s")).st_mode & S_IFMT == S_IFSOCK)
            let accepted = try check(accept(server, __SOCKADDR_ARG(__sockaddr__: nil), nil))
            defer { close(accepted) }
            try check(Glibc.write(client, "x", 1))
            var byte: UInt8 = 0
            #expect(try check(read(accepted, &byte, 1)) == 1)
        }

        @Test(.needsRoot) func aDeviceNodeIsTheDevice() throws {
            try check(mknod(mount("null"), S_IFCHR | 0o666, dev_t(1 << 8 | 3)))
            let descriptor = open(mount("null"), O_RDWR | O_CLOEXEC)
            // A mount by an ordinary user, or in a container, has `nodev`.
            guard descriptor >= 0 else {
                #expect(errno == EACCES || errno == EPERM)
                return
            }
            defer { close(descriptor) }
            #expect(try check(Glibc.write(descriptor, "x", 1)) == 1)
            var byte: UInt8 = 0
            #expect(try check(read(descriptor, &byte, 1)) == 0)
        }

        @Test func openFilesOutliveTheirNames() async throws {
            let file = try OpenFile(mount("a"), O_CREAT | O_RDWR)
            try file.write(pattern(5000))
            try check(rename(mount("a"), mount("b")))
            try file.write(pattern(5000, seed: 2), at: 5000)
            #expect(try contents(mount("b")) == pattern(5000) + pattern(5000, seed: 2))
            try write(pattern(3), to: mount("c"))
            try check(rename(mount("c"), mount("b")))
            #expect(try file.read(10_000) == pattern(5000) + pattern(5000, seed: 2))
            try file.write([1, 2, 3], at: 9999)
            var shown = stat()
            try check(fstat(file.descriptor, &shown))
            #expect(shown.st_nlink == 0)
            #expect(shown.st_size == 10_002)
            try file.close()
            let again = try await mount.remounted()
            #expect(try contents(again("b")) == pattern(3))
            #expect(throws: Errno(ENOENT)) { try status(again("a")) }
        }

        @Test(.needsRoot) func belowASetgidDirectoryTheGroupIsInherited() async throws {
            try check(mkdir(mount("team"), 0o755))
            try check(chown(mount("team"), 0, 5555))
            try check(chmod(mount("team"), 0o2775))
            try write([1], to: mount("team/f"))
            try check(mkdir(mount("team/d"), 0o755))
            let again = try await mount.remounted()
            #expect(try status(again("team/f")).st_gid == 5555)
            #expect(try status(again("team/d")).st_gid == 5555)
            #expect(try status(again("team/d")).st_mode & S_ISGID != 0)
            #expect(try status(again("team/f")).st_mode & S_ISGID == 0)
        }

        @Test func removedDirectoriesAreEmptyForWhoIsInside() throws {
            try check(mkdir(mount("d"), 0o755))
            let directory = try OpenFile(mount("d"), O_RDONLY | O_DIRECTORY)
            try check(rmdir(mount("d")))
            #expect(throws: Errno(ENOENT)) { try check(mkdirat(directory.descriptor, "x", 0o755)) }
            #expect(throws: Errno(ENOENT)) {
                try check(openat(directory.descriptor, "x", O_CREAT | O_RDWR, 0o644))
            }
        }

        @Test func movedDirectoriesKnowTheirParents() async throws {
            try check(mkdir(mount("a"), 0o755))
            try check(mkdir(mount("a/b"), 0o755))
            try check(mkdir(mount("c"), 0o755))
            #expect(throws: Errno(EINVAL)) { try check(rename(mount("a"), mount("a/b/a"))) }
            try check(rename(mount("a/b"), mount("c/b")))
            #expect(try status(mount("a")).st_nlink == 2)
            #expect(try status(mount("c")).st_nlink == 3)
            #expect(try status(mount("c/b/..")).st_ino == status(mount("c")).st_ino)
            let again = try await mount.remounted()
            #expect(try status(again("c/b/..")).st_ino == status(again("c")).st_ino)
            #expect(try status(again("c")).st_nlink == 3)
        }
    }
}

/// What `stat` says and a again must not change.
private struct Shown: Equatable {
    let inode: UInt
    let mode: UInt32
    let links: UInt
    let owners: [UInt32]
    let device: UInt
    let size: Int
    let times: [Int]

    init(_ status: stat) {
        inode = status.st_ino
        mode = status.st_mode
        links = status.st_nlink
        owners = [status.st_uid, status.st_gid]
        device = status.st_rdev
        size = status.st_size
        times = [
            status.st_atim.tv_sec, status.st_atim.tv_nsec, status.st_mtim.tv_sec, status.st_mtim.tv_nsec,
            status.st_ctim.tv_sec, status.st_ctim.tv_nsec,
        ]
    }
}
