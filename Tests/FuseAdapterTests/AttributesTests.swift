// SPDX-License-Identifier: MIT

import CLinux
import Filesystem
import FilesystemModel
import Glibc
import Testing
import VolumeFixture

@testable import FuseAdapter

extension RealMountTests {
    /// Attributes and extended attributes through a real mount: what was set is what is shown, to the nanosecond.
    @Suite struct AttributesTests {
        let mount: MountFixture

        init() async throws {
            mount = try await MountFixture()
            try write(pattern(10_000), to: mount("f"))
        }

        @Test func permissionsAndOwners() throws {
            try check(chmod(mount("f"), 0o4751))
            #expect(try status(mount("f")).st_mode == S_IFREG | 0o4751)
            guard geteuid() == 0 else { return }
            try check(chown(mount("f"), 1234, 4_000_000_000))
            #expect(try status(mount("f")).st_uid == 1234)
            #expect(try status(mount("f")).st_gid == 4_000_000_000)
            try check(chown(mount("f"), uid_t.max, 77))
            #expect(try status(mount("f")).st_uid == 1234)
            #expect(try status(mount("f")).st_gid == 77)
        }

        /// As somebody who may not keep the bits: root may.
        @Test(.needsRoot) func writingTakesSetUserIDAway() async throws {
            let mount = try await MountFixture { $0.allowsOther = true }
            let changes: [@Sendable (OpenFile) throws -> Void] = [
                { try $0.write([1, 2, 3], at: 5) }, { try check(ftruncate($0.descriptor, 5)) },
            ]
            for (number, change) in changes.enumerated() {
                let path = mount("f\(number)")
                try write(pattern(10_000), to: path)
                try check(chown(path, 1234, 1234))
                try check(chmod(path, 0o6777))
                #expect(try status(path).st_mode == S_IFREG | 0o6777)
                try asUser(1234) { try change(try OpenFile(path, O_RDWR)) }
                #expect(try status(path).st_mode == S_IFREG | 0o777)
            }
            let again = try await mount.remounted()
            #expect(try status(again("f0")).st_mode == S_IFREG | 0o777)
        }

        @Test func timesKeepTheirNanoseconds() throws {
            var times = [
                timespec(tv_sec: 1_000_000_007, tv_nsec: 123_456_789), timespec(tv_sec: -5, tv_nsec: 999_999_999),
            ]
            try check(utimensat(AT_FDCWD, mount("f"), times, 0))
            var shown = try status(mount("f"))
            #expect(shown.st_atim.tv_sec == 1_000_000_007 && shown.st_atim.tv_nsec == 123_456_789)
            #expect(shown.st_mtim.tv_sec == -5 && shown.st_mtim.tv_nsec == 999_999_999)
            // UTIME_OMIT and UTIME_NOW.
            times = [timespec(tv_sec: 0, tv_nsec: (1 << 30) - 2), timespec(tv_sec: 0, tv_nsec: (1 << 30) - 1)]
            try check(utimensat(AT_FDCWD, mount("f"), times, 0))
            shown = try status(mount("f"))
            #expect(shown.st_atim.tv_sec == 1_000_000_007)
            #expect(shown.st_mtim.tv_sec > 1_600_000_000)
            // And so says the volume, not only the kernel.
            let inode = InodeNumber(rawValue: UInt64(shown.st_ino))
            #expect(
                try mount.volume.attributes(of: inode).accessTime
                    == Timestamp(seconds: 1_000_000_007, nanoseconds: 123_456_789))
        }

        @Test func theKernelReportsTheTimesOfWritesItCached() throws {
            let file = try OpenFile(mount("f"), O_WRONLY)
            try file.write([1])
            let shown = try status(mount("f"))
            try file.close()
            let inode = InodeNumber(rawValue: UInt64(shown.st_ino))
            let volumeTime = try mount.volume.attributes(of: inode).modificationTime
            #expect(
                volumeTime
                    == Timestamp(seconds: Int64(shown.st_mtim.tv_sec), nanoseconds: UInt32(shown.st_mtim.tv_nsec)))
        }

        @Test func sizesAreCutAndGrown() throws {
            try check(truncate(mount("f"), 100))
            #expect(try contents(mount("f")) == Array(pattern(10_000).prefix(100)))
            try check(truncate(mount("f"), 200))
            #expect(try contents(mount("f")) == Array(pattern(10_000).prefix(100)) + Array(repeating: 0, count: 100))
            let file = try OpenFile(mount("f"), O_RDWR)
            try check(ftruncate(file.descriptor, 3))
            #expect(try status(mount("f")).st_size == 3)
        }

        @Test func statisticsAreShown() throws {
            var shown = statvfs()
            try check(statvfs(mount.path, &shown))
            #expect(shown.f_bsize == 4096)
            // The root and the file of 10,000 bytes, beside what is free.
            #expect(shown.f_blocks == shown.f_bavail + 3)
            #expect(shown.f_bavail > 1 << 30)
            #expect(shown.f_files == shown.f_ffree + 2)
            #expect(shown.f_namemax == 255)
        }

        @Test func everyFieldOfStatfsIsTold() throws {
            var shown = statfs()
            try check(statfs(mount("f"), &shown))
            // FUSE_SUPER_MAGIC.
            #expect(shown.f_type == 0x6573_5546)
            #expect(shown.f_bsize == 4096 && shown.f_frsize == 4096)
            #expect(shown.f_namelen == 255)
            #expect(shown.f_bfree == shown.f_bavail)
            #expect(shown.f_blocks > shown.f_bfree && shown.f_files > shown.f_ffree)
            let before = shown.f_files - shown.f_ffree
            try write(pattern(5), to: mount("g"))
            try check(mkdir(mount("d"), 0o755))
            try check(statfs(mount.path, &shown))
            #expect(shown.f_files - shown.f_ffree == before + 2)
            try check(unlink(mount("g")))
            let file = try status(mount("f"))
            #expect(file.st_blksize == 4096)
            #expect(file.st_blocks == 20)
        }

        @Test func inodeNumbersStayAndAreNotGivenOutAgain() async throws {
            var numbers: Set<UInt> = [try status(mount("f")).st_ino]
            for _ in 0..<5 {
                try write([1], to: mount("g"))
                #expect(numbers.insert(try status(mount("g")).st_ino).inserted)
                try check(unlink(mount("g")))
            }
            try check(mkdir(mount("d"), 0o755))
            let directory = try status(mount("d")).st_ino
            let remounted = try await mount.remounted()
            #expect(try status(remounted("d")).st_ino == directory)
            let recovered = try await remounted.recovered()
            #expect(try status(recovered("d")).st_ino == directory)
            #expect(numbers.contains(try status(recovered("f")).st_ino))
            try write([1], to: recovered("g"))
            #expect(numbers.insert(try status(recovered("g")).st_ino).inserted)
            let inode = try recovered.inode("f")
            #expect(try recovered.volume.attributes(of: inode).entry.generation == 1)
        }

        @Test func extendedAttributesAreSetListedReadAndRemoved() throws {
            let path = mount("f")
            let value = pattern(300)
            try check(setxattr(path, "user.a", value, value.count, Int32(XATTR_CREATE)))
            try check(setxattr(path, "user.b", "", 0, 0))
            #expect(throws: Errno(EEXIST)) { try check(setxattr(path, "user.a", value, 1, Int32(XATTR_CREATE))) }
            #expect(throws: Errno(ENODATA)) { try check(setxattr(path, "user.c", value, 1, Int32(XATTR_REPLACE))) }
            var bytes = [UInt8](repeating: 0, count: 1000)
            #expect(try check(getxattr(path, "user.a", nil, 0)) == 300)
            #expect(throws: Errno(ERANGE)) { try check(getxattr(path, "user.a", &bytes, 299)) }
            #expect(try check(getxattr(path, "user.a", &bytes, 1000)) == 300)
            #expect(Array(bytes.prefix(300)) == value)
            #expect(try check(getxattr(path, "user.b", &bytes, 1000)) == 0)
            var names = [CChar](repeating: 0, count: 100)
            #expect(try check(listxattr(path, nil, 0)) == 14)
            #expect(try check(listxattr(path, &names, 100)) == 14)
            #expect(names.prefix(14).map { UInt8(bitPattern: $0) } == Array("user.a\0user.b\0".utf8))
            try check(removexattr(path, "user.a"))
            #expect(throws: Errno(ENODATA)) { try check(getxattr(path, "user.a", &bytes, 1000)) }
            #expect(throws: Errno(ENODATA)) { try check(removexattr(path, "user.a")) }
        }

        @Test func withoutExtendedAttributesTheKernelStopsAsking() async throws {
            let mount = try await MountFixture { $0.hasExtendedAttributes = false }
            try write(pattern(10), to: mount("f"))
            #expect(throws: Errno(EOPNOTSUPP)) { try check(setxattr(mount("f"), "user.a", "", 0, 0)) }
            #expect(throws: Errno(EOPNOTSUPP)) { try check(listxattr(mount("f"), nil, 0)) }
            #expect(mount.requests(.getxattr) == 0)
            #expect(try contents(mount("f")) == pattern(10))
        }
    }
}
