// SPDX-License-Identifier: MIT

import CLinux
import FilesystemModel
import Glibc
import Testing
import VolumeFixture

@testable import Filesystem
@testable import FuseAdapter

extension RealMountTests {
    /// Which call moves which time: of the file, and of the directory that holds its name. The kernel keeps the times of
    /// what it caches and reports them; so each is looked at again after a remount.
    @Suite struct TimesTests {
        let mount: MountFixture

        init() async throws {
            mount = try await MountFixture()
            try write(pattern(10_000), to: mount("f"))
            try check(mkdir(mount("d"), 0o755))
            try settle(mount("f"))
        }

        /// Puts the times long before now, and as they would be after a while without changes.
        private func settle(_ path: String) throws {
            let times = [timespec(tv_sec: 1_000_000_000, tv_nsec: 1), timespec(tv_sec: 1_000_000_000, tv_nsec: 2)]
            try check(utimensat(AT_FDCWD, path, times, AT_SYMLINK_NOFOLLOW))
        }

        private func moved(_ path: String, by body: () throws -> Void) throws -> String {
            let before = try status(path)
            try waitForTheClock()
            try body()
            let after = try status(path)
            var moved = ""
            if !Self.areEqual(before.st_atim, after.st_atim) { moved += "a" }
            if !Self.areEqual(before.st_mtim, after.st_mtim) { moved += "m" }
            if !Self.areEqual(before.st_ctim, after.st_ctim) { moved += "c" }
            return moved
        }

        private static func areEqual(_ a: timespec, _ b: timespec) -> Bool {
            a.tv_sec == b.tv_sec && a.tv_nsec == b.tv_nsec
        }

        /// The kernel's times have the grain of its tick.
        private func waitForTheClock() throws {
            var (first, now) = (timespec(), timespec())
            clock_gettime(CLOCK_REALTIME_COARSE, &first)
            #expect(
                eventually {
                    clock_gettime(CLOCK_REALTIME_COARSE, &now)
                    return now.tv_nsec != first.tv_nsec
                })
        }

        @Test func whatChangesContentMovesBoth() async throws {
            let file = try OpenFile(mount("f"), O_RDWR)
            let path = mount("f")
            #expect(try moved(path) { try file.write([1], at: 5) } == "mc")
            #expect(try moved(path) { try check(ftruncate(file.descriptor, 100)) } == "mc")
            // To the size that it has: POSIX lets ftruncate mark it, and Linux does.
            #expect(try moved(path) { try check(ftruncate(file.descriptor, 100)) } == "mc")
            #expect(try moved(path) { try check(truncate(path, 50)) } == "mc")
            #expect(try moved(path) { try OpenFile(path, O_WRONLY | O_TRUNC).close() } == "mc")
            #expect(try moved(path) { try check(fallocate(file.descriptor, 0, 0, 5000)) } == "mc")
            #expect(
                try moved(path) {
                    try check(fallocate(file.descriptor, FALLOC_FL_PUNCH_HOLE | FALLOC_FL_KEEP_SIZE, 0, 10))
                } == "mc")
            let source = try OpenFile(mount("g"), O_CREAT | O_RDWR)
            try source.write(pattern(10))
            #expect(
                try moved(path) {
                    try check(copy_file_range(source.descriptor, nil, file.descriptor, nil, 0, 0))
                } == "")
            try check(lseek(source.descriptor, 0, SEEK_SET))
            #expect(
                try moved(path) {
                    try check(copy_file_range(source.descriptor, nil, file.descriptor, nil, 10, 0))
                } == "mc")
            // Writing nothing is nothing.
            #expect(try moved(path) { try file.write([], at: 7) } == "")
            #expect(try moved(path) { _ = try file.read(100) } == "")
            try file.close()
            let shown = try status(path)
            let again = try await mount.remounted()
            let kept = try status(again("f"))
            #expect(Self.areEqual(kept.st_mtim, shown.st_mtim))
            #expect(Self.areEqual(kept.st_ctim, shown.st_ctim))
        }

        @Test func writingThroughAMapMovesBoth() throws {
            let file = try OpenFile(mount("f"), O_RDWR)
            let map = mmap(nil, 4096, PROT_READ | PROT_WRITE, MAP_SHARED, file.descriptor, 0)
            let bytes = try #require(map).assumingMemoryBound(to: UInt8.self)
            #expect(
                try moved(mount("f")) {
                    bytes[7] = 1
                    try check(msync(map, 4096, MS_SYNC))
                } == "mc")
            munmap(map, 4096)
        }

        @Test func whatChangesAttributesMovesTheChangeTimeAlone() throws {
            let path = mount("f")
            #expect(try moved(path) { try check(chmod(path, 0o600)) } == "c")
            #expect(try moved(path) { try check(chown(path, geteuid(), getegid())) } == "c")
            #expect(try moved(path) { try check(setxattr(path, "user.a", "x", 1, 0)) } == "c")
            #expect(try moved(path) { try check(removexattr(path, "user.a")) } == "c")
            #expect(try moved(path) { try check(link(path, mount("g"))) } == "c")
            #expect(try moved(path) { try check(unlink(mount("g"))) } == "c")
            #expect(
                try moved(path) {
                    try check(rename(path, mount("h"))); try check(rename(mount("h"), path))
                } == "c")
            let times = [timespec(tv_sec: 5, tv_nsec: 6), timespec(tv_sec: 7, tv_nsec: 8)]
            #expect(try moved(path) { try check(utimensat(AT_FDCWD, path, times, 0)) } == "amc")
        }

        @Test func directoriesMoveWithTheirNames() throws {
            let path = mount("d")
            for change: () throws -> Void in [
                { try write([1], to: mount("d/f")) }, { try check(mkdir(mount("d/d"), 0o755)) },
                { try check(symlink("x", mount("d/s"))) }, { try check(link(mount("d/f"), mount("d/l"))) },
                { try check(rename(mount("d/f"), mount("d/r"))) }, { try check(rename(mount("d/r"), mount("r"))) },
                { try check(rename(mount("r"), mount("d/r"))) }, { try check(unlink(mount("d/r"))) },
                { try check(rmdir(mount("d/d"))) }, { try check(mkfifo(mount("d/p"), 0o644)) },
            ] {
                #expect(try moved(path, by: change) == "mc")
            }
            #expect(try moved(path) { _ = try list(path) } == "")
            #expect(try moved(path) { try write([2], to: mount("d/l")) } == "")
        }

        // MARK: Access times

        @Test func accessTimesStayAsTheyAre() throws {
            let path = mount("f")
            #expect(try moved(path) { _ = try readDirectly(path) } == "")
            #expect(try moved(path) { _ = try contents(path) } == "")
            #expect(try moved(mount("d")) { _ = try list(mount("d")) } == "")
        }

        @Test func underRelatimeTheFirstReadAfterAChangeIsSeen() async throws {
            let mount = try await MountFixture {
                $0.hasNoAccessTimes = false
            } prepare: {
                $0.configuration.updatesAccessTime = true
            }
            let path = mount("f")
            try write(pattern(10_000), to: path)
            try check(mkdir(mount("d"), 0o755))
            try check(symlink("f", mount("s")))
            // Also where the kernel has the pages.
            #expect(try moved(path) { _ = try contents(path) } == "a")
            let reads = mount.requests(.read)
            #expect(try moved(path) { _ = try contents(path) } == "")
            #expect(mount.requests(.read) == reads)
            try write(pattern(20_000), to: path)
            #expect(try moved(path) { _ = try OpenFile(path, O_RDONLY | O_NOATIME).read(10) } == "")
            #expect(try moved(path) { _ = try contents(path) } == "a")
            #expect(try moved(mount("d")) { _ = try list(mount("d")) } == "a")
            #expect(try moved(mount("d")) { _ = try list(mount("d")) } == "")
            #expect(try moved(mount("s")) { _ = try FileLink.target(of: mount("s")) } == "a")
            // A day later.
            let old = [timespec(tv_sec: 1_000_000_000, tv_nsec: 0), timespec(tv_sec: 999_999_999, tv_nsec: 0)]
            try check(utimensat(AT_FDCWD, path, old, 0))
            #expect(try moved(path) { _ = try contents(path) } == "a")
            let shown = try status(path).st_atim
            let again = try await mount.remounted()
            let kept = try status(again("f")).st_atim
            #expect(Self.areEqual(kept, shown))
        }

        @Test func readingUnderRelatimeWorksWhereNothingCanBeLogged() async throws {
            let mount = try await MountFixture {
                $0.hasNoAccessTimes = false
            } prepare: {
                $0.configuration.updatesAccessTime = true
            }
            try write(pattern(100), to: mount("f"))
            mount.volume.log.stopReason.set("a test")
            #expect(try contents(mount("f")) == pattern(100))
            #expect(try list(mount.path).count == 3)
        }
    }
}

private enum FileLink {
    static func target(of path: String) throws -> Int {
        var bytes = [CChar](repeating: 0, count: 100)
        return try check(readlink(path, &bytes, 100))
    }
}
