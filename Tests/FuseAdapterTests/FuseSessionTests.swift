// SPDX-License-Identifier: MIT

import CLinux
import Filesystem
import FilesystemModel
import Glibc
import Logging
import ObjectStorage
import Synchronization
import Testing
import VolumeFixture

@testable import FuseAdapter

extension RealMountTests {
    /// The life of a mount:
    /// - what cannot be mounted is refused with its reason and changes nothing;
    /// - the dead mount of a killed process does not stand in the way;
    /// - however a mount ends, `run` returns and nothing is left.
    @Suite struct FuseSessionTests {
        private func refusal(_ path: String) async throws -> FuseSessionError? {
            let fixture = try await VolumeFixture.format(MemoryStore())
            do throws(FuseSessionError) {
                let session = try FuseSession.mount(
                    fixture.volume, at: path, FuseMountOptions(name: "x"), logger: Logger(label: "t"))
                session.stop()
                return nil
            } catch {
                return error
            }
        }

        private func isMounted(_ path: String) -> Bool { MountTable.current().top(at: Array(path.utf8)) != nil }

        @Test func whatCannotBeMountedOnIsRefused() async throws {
            let directory = try MountDirectory()
            let file = directory.path + "/file"
            try write([1], to: file)
            defer { unlink(file) }
            #expect(try await refusal(directory.path + "/none") == .mountPointMissing(directory.path + "/none"))
            #expect(try await refusal(file) == .mountPointNotDirectory(file))
            #expect(try await refusal(file + "/below") == .mountPointNotDirectory(file + "/below"))
            #expect(try await refusal("/proc") == .mountPointInUse("/proc", by: "proc proc"))
        }

        @Test func aMountPointIsUsedOnce() async throws {
            let mount = try await MountFixture()
            let alias = mount.path + "-alias"
            try check(symlink(mount.path, alias))
            defer { unlink(alias) }
            for path in [mount.path, mount.path + "/", alias] {
                #expect(try await refusal(path) == .mountPointInUse(mount.path, by: "fuse.gramfs test, of a \\ name"))
            }
            #expect(try list(mount.path).count == 2)
        }

        @Test(.needsRoot) func deadMountsAreTakenAway() async throws {
            let directory = try MountDirectory()
            for _ in 0..<2 {
                let device = try OpenFile("/dev/fuse", O_RDWR)
                let options = "fd=\(device.descriptor),rootmode=40000,user_id=0,group_id=0"
                try check(Glibc.mount("dead", directory.path, "fuse.gramfs", 0, options))
            }
            #expect(throws: Errno(ENOTCONN)) { try status(directory.path) }
            #expect(try await refusal(directory.path) == nil)
            #expect(!isMounted(directory.path))
        }

        @Test func aSessionThatNeverRanLeavesNothing() async throws {
            let directory = try MountDirectory()
            let fixture = try await VolumeFixture.format(MemoryStore())
            let session = try FuseSession.mount(
                fixture.volume, at: directory.path, FuseMountOptions(name: "x"), logger: Logger(label: "t"))
            #expect(isMounted(directory.path))
            session.stop()
            #expect(!isMounted(directory.path))
            #expect(throws: FuseSessionError.ended) { try session.run() }
        }

        @Test func aMountThatIsInUseIsBusy() async throws {
            let mount = try await MountFixture()
            let file = try OpenFile(mount("f"), O_CREAT | O_RDWR)
            try file.write(pattern(100))
            #expect(throws: FuseSessionError.busy(mount.path)) { try mount.session.unmount() }
            #expect(try file.read(100) == pattern(100))
            try file.close()
            try mount.session.unmount()
            #expect(mount.waitForEnd() == nil)
            #expect(!isMounted(mount.path))
            try mount.session.unmount()
        }

        @Test func unmountingWritesWhatTheKernelHolds() async throws {
            let mount = try await MountFixture()
            let file = try OpenFile(mount("f"), O_CREAT | O_RDWR)
            let map = try #require(mmap(nil, 4096, PROT_READ | PROT_WRITE, MAP_SHARED, file.descriptor, 0))
            try check(ftruncate(file.descriptor, 4096))
            memset(map, 7, 4096)
            try file.close()
            munmap(map, 4096)
            try mount.session.unmount()
            #expect(mount.waitForEnd() == nil)
            let volume = mount.volume
            let attributes = try volume.lookUp(.root, try FileName(Array("f".utf8)))
            let handle = try volume.open(
                attributes.inode, flags: OpenFlags(rawValue: O_RDONLY), caller: Caller(uid: 0, gid: 0))
            var bytes = [UInt8](repeating: 0, count: 4096)
            let count = try bytes.withUnsafeMutableBytes {
                try volume.readLocally(attributes.inode, handle, offset: 0, into: $0)
            }
            #expect(count == 4096)
            #expect(bytes == Array(repeating: 7, count: 4096))
        }

        @Test func stoppingEndsAMountThatIsInUse() async throws {
            let mount = try await MountFixture()
            let file = try OpenFile(mount("f"), O_CREAT | O_RDWR)
            try file.write(pattern(100))
            mount.session.stop()
            #expect(mount.waitForEnd() == nil)
            #expect(!isMounted(mount.path))
            #expect(mount.requests(.writeback) == 1)
            #expect(throws: Errno.self) { try check(fsync(file.descriptor)) }
            mount.session.stop()
        }

        /// Pages that do not touch: each is a request of its own, many more than the kernel has under way at once.
        private static let pages = 1000

        private func writePages(of file: OpenFile) throws {
            for page in 0..<Self.pages {
                #expect(try file.write(pattern(4096, seed: UInt8(page % 251)), at: page * 8192) == 4096)
            }
        }

        private func expectPages(in mount: MountFixture) throws {
            let volume = mount.volume
            let inode = try volume.lookUp(.root, try FileName(Array("f".utf8))).inode
            let caller = Caller(uid: geteuid(), gid: getegid())
            let handle = try volume.open(inode, flags: OpenFlags(rawValue: O_RDONLY), caller: caller)
            defer { volume.release(inode, handle) }
            var bytes = [UInt8](repeating: 0, count: 4096)
            for page in 0..<Self.pages {
                let count = try bytes.withUnsafeMutableBytes {
                    try volume.readLocally(inode, handle, offset: UInt64(page * 8192), into: $0)
                }
                guard count == 4096, bytes == pattern(4096, seed: UInt8(page % 251)) else {
                    Issue.record("page \(page) did not arrive")
                    return
                }
            }
        }

        @Test func stoppingTakesInAllThatTheKernelHolds() async throws {
            let mount = try await MountFixture()
            let file = try OpenFile(mount("f"), O_CREAT | O_RDWR)
            try writePages(of: file)
            mount.session.stop()
            #expect(mount.waitForEnd() == nil)
            try expectPages(in: mount)
            withExtendedLifetime(file) {}
        }

        @Test func writingBackTakesInAllThatTheKernelHolds() async throws {
            let mount = try await MountFixture()
            let file = try OpenFile(mount("f"), O_CREAT | O_RDWR)
            try writePages(of: file)
            await mount.session.writeBack()
            #expect(mount.requests(.writeback) == Self.pages)
            try expectPages(in: mount)
            try file.close()
        }

        /// A program comes and goes while somebody tries to unmount: it is busy or it is unmounted, and what was closed is
        /// there in either case.
        @Test func unmountingUnderLoadLosesNothingThatWasClosed() async throws {
            let mount = try await MountFixture()
            let device = try status(mount.path).st_dev
            let closed = BlockingQueue<String>()
            let count = Atomic(0)
            let writer = PlainThread(name: "test-load") { [path = mount.path] in
                while true {
                    let name = "\(count.load(ordering: .relaxed))"
                    let file = open("\(path)/\(name)", O_CREAT | O_EXCL | O_RDWR | O_CLOEXEC, 0o644)
                    guard file >= 0 else { return }
                    var shown = stat()
                    guard fstat(file, &shown) == 0, shown.st_dev == device else {
                        // The directory below.
                        close(file)
                        unlink("\(path)/\(name)")
                        return
                    }
                    let bytes = pattern(20_000, seed: UInt8(truncatingIfNeeded: Int(name) ?? 0))
                    guard Glibc.write(file, bytes, bytes.count) == bytes.count, close(file) == 0 else { return }
                    closed.push(name)
                    count.add(1, ordering: .relaxed)
                }
            }
            #expect(eventually { count.load(ordering: .relaxed) > 20 })
            var isMounted = true
            while isMounted {
                do throws(FuseSessionError) {
                    try mount.session.unmount()
                    isMounted = false
                } catch {
                    guard case .busy = error else { throw error }
                }
            }
            writer.join()
            closed.close()
            let again = try await mount.remounted()
            var found = 0
            while let name = closed.pop() {
                found += 1
                #expect(try contents(again(name)) == pattern(20_000, seed: UInt8(truncatingIfNeeded: Int(name) ?? 0)))
            }
            #expect(found > 20)
        }

        @Test func unmountingFromOutsideEndsTheSession() async throws {
            let mount = try await MountFixture()
            try write(pattern(10), to: mount("f"))
            try Unmounting.ordinarily(mount.path)
            #expect(mount.waitForEnd() == nil)
            #expect(!isMounted(mount.path))
        }

        @Test func aMountOutOfSightIsStopped() async throws {
            let mount = try await MountFixture()
            let file = try OpenFile(mount("f"), O_CREAT | O_RDWR)
            try Unmounting.detach(mount.path)
            #expect(throws: Errno(ENOENT)) { try status(mount("f")) }
            #expect(try status("/proc/self/fd/\(file.descriptor)").st_mode & S_IFMT == S_IFLNK)
            mount.session.stop()
            #expect(mount.waitForEnd() == nil)
            withExtendedLifetime(file) {}
        }

        @Test func aReadOnlyMountTakesNoChanges() async throws {
            let mount = try await MountFixture { $0.isReadOnly = true }
            #expect(throws: Errno(EROFS)) { try check(mkdir(mount("d"), 0o755)) }
            #expect(mount.requests(.mkdir) == 0)
            #expect(try list(mount.path).count == 2)
        }

        @Test(.needsRoot) func permissionsAreChecked() async throws {
            let mount = try await MountFixture { $0.allowsOther = true }
            try write([1], to: mount("secret"))
            try check(chmod(mount("secret"), 0o600))
            try check(chmod(mount.path, 0o755))
            #expect(throws: Errno(EACCES)) { try asUser(65534) { _ = try OpenFile(mount("secret"), O_RDONLY) } }
            #expect(throws: Errno(EACCES)) { try asUser(65534) { try write([1], to: mount("new")) } }
            #expect(throws: Errno(EPERM)) { try asUser(65534) { try check(chmod(mount("secret"), 0o666)) } }
            try check(chmod(mount("secret"), 0o604))
            #expect(try asUser(65534) { try contents(mount("secret")) } == [1])
            // A directory for everybody, in which names belong to who made them.
            try check(mkdir(mount("tmp"), 0o755))
            try check(chmod(mount("tmp"), 0o1777))
            try write([2], to: mount("tmp/mine"))
            try asUser(65534) { try write([3], to: mount("tmp/theirs")) }
            #expect(try status(mount("tmp/theirs")).st_uid == 65534)
            #expect(throws: Errno(EPERM)) { try asUser(65534) { try check(unlink(mount("tmp/mine"))) } }
            try asUser(65534) { try check(unlink(mount("tmp/theirs"))) }
        }

        @Test(.needsRoot) func othersStayOutsideUnlessAllowed() async throws {
            let mount = try await MountFixture()
            #expect(throws: Errno(EACCES)) { try asUser(65534) { try status(mount.path) } }
        }

        @Test func theSourceAndTypeAreShown() async throws {
            let mount = try await MountFixture()
            let shown = try #require(MountTable.current().top(at: Array(mount.path.utf8)))
            #expect(shown.type == "fuse.gramfs")
            #expect(shown.source == "test, of a \\ name")
        }
    }
}
