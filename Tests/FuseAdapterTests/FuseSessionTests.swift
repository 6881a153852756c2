// SPDX-License-Identifier: MIT

import CLinux
import Filesystem
import FilesystemModel
import Glibc
import Logging
import Testing

@testable import FuseAdapter

/// The life of a mount:
/// - what cannot be mounted is refused with its reason and changes nothing;
/// - the dead mount of a killed process does not stand in the way;
/// - however a mount ends, `run` returns and nothing is left.
@Suite(.needsFuse, .serialized) struct FuseSessionTests {
    private func refusal(_ path: String) throws -> FuseSessionError? {
        do throws(FuseSessionError) {
            let volume = try? makeVolume()
            guard let volume else { return nil }
            let session = try FuseSession.mount(
                volume, at: path, FuseMountOptions(name: "x"), logger: Logger(label: "t"))
            session.stop()
            return nil
        } catch {
            return error
        }
    }

    private func isMounted(_ path: String) -> Bool { MountTable.current().top(at: Array(path.utf8)) != nil }

    @Test func whatCannotBeMountedOnIsRefused() throws {
        let directory = try TemporaryDirectory()
        let file = directory.path + "/file"
        try write([1], to: file)
        defer { unlink(file) }
        #expect(try refusal(directory.path + "/none") == .mountPointMissing(directory.path + "/none"))
        #expect(try refusal(file) == .mountPointNotDirectory(file))
        #expect(try refusal(file + "/below") == .mountPointNotDirectory(file + "/below"))
        #expect(try refusal("/proc") == .mountPointInUse("/proc", by: "proc proc"))
    }

    @Test func aMountPointIsUsedOnce() throws {
        let mount = try MountFixture()
        let alias = mount.path + "-alias"
        try check(symlink(mount.path, alias))
        defer { unlink(alias) }
        for path in [mount.path, mount.path + "/", alias] {
            #expect(try refusal(path) == .mountPointInUse(mount.path, by: "fuse.gramfs test, of a \\ name"))
        }
        #expect(try list(mount.path).count == 2)
    }

    @Test(.needsRoot) func deadMountsAreTakenAway() throws {
        let directory = try TemporaryDirectory()
        for _ in 0..<2 {
            let device = try OpenFile("/dev/fuse", O_RDWR)
            let options = "fd=\(device.descriptor),rootmode=40000,user_id=0,group_id=0"
            try check(Glibc.mount("dead", directory.path, "fuse.gramfs", 0, options))
        }
        #expect(throws: Errno(ENOTCONN)) { try status(directory.path) }
        #expect(try refusal(directory.path) == nil)
        #expect(!isMounted(directory.path))
    }

    @Test func aSessionThatNeverRanLeavesNothing() throws {
        let directory = try TemporaryDirectory()
        let session = try FuseSession.mount(
            makeVolume(), at: directory.path, FuseMountOptions(name: "x"), logger: Logger(label: "t"))
        #expect(isMounted(directory.path))
        session.stop()
        #expect(!isMounted(directory.path))
        #expect(throws: FuseSessionError.ended) { try session.run() }
    }

    @Test func aMountThatIsInUseIsBusy() throws {
        let mount = try MountFixture()
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

    @Test func unmountingWritesWhatTheKernelHolds() throws {
        let mount = try MountFixture()
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

    @Test func stoppingEndsAMountThatIsInUse() throws {
        let mount = try MountFixture()
        let file = try OpenFile(mount("f"), O_CREAT | O_RDWR)
        try file.write(pattern(100))
        mount.session.stop()
        #expect(mount.waitForEnd() == nil)
        #expect(!isMounted(mount.path))
        #expect(mount.volume.calls("writeFromCache") == 1)
        #expect(throws: Errno.self) { try check(fsync(file.descriptor)) }
        mount.session.stop()
    }

    @Test func unmountingFromOutsideEndsTheSession() throws {
        let mount = try MountFixture()
        try write(pattern(10), to: mount("f"))
        try Unmounting.ordinarily(mount.path)
        #expect(mount.waitForEnd() == nil)
        #expect(!isMounted(mount.path))
    }

    @Test func aMountOutOfSightIsStopped() throws {
        let mount = try MountFixture()
        let file = try OpenFile(mount("f"), O_CREAT | O_RDWR)
        try Unmounting.detach(mount.path)
        #expect(throws: Errno(ENOENT)) { try status(mount("f")) }
        #expect(try status("/proc/self/fd/\(file.descriptor)").st_mode & S_IFMT == S_IFLNK)
        mount.session.stop()
        #expect(mount.waitForEnd() == nil)
        withExtendedLifetime(file) {}
    }

    @Test func aReadOnlyMountTakesNoChanges() throws {
        let mount = try MountFixture { $0.isReadOnly = true }
        #expect(throws: Errno(EROFS)) { try check(mkdir(mount("d"), 0o755)) }
        #expect(mount.volume.calls("make") == 0)
        #expect(try list(mount.path).count == 2)
    }

    @Test(.needsRoot) func permissionsAreChecked() throws {
        let mount = try MountFixture { $0.allowsOther = true }
        try write([1], to: mount("secret"))
        try check(chmod(mount("secret"), 0o600))
        try check(chmod(mount.path, 0o755))
        // Only this thread becomes somebody else: the system call, not the C library's wrapper for all threads.
        let denied = BlockingQueue<Int32>()
        PlainThread(name: "test-nobody") { [path = mount("secret")] in
            let became = syscall3(117, 65534, 65534, 65534)
            let descriptor = became == 0 ? open(path, O_RDONLY) : 0
            denied.push(descriptor < 0 ? errno : 0)
        }.join()
        #expect(denied.pop() == EACCES)
    }

    @Test func theSourceAndTypeAreShown() throws {
        let mount = try MountFixture()
        let shown = try #require(MountTable.current().top(at: Array(mount.path.utf8)))
        #expect(shown.type == "fuse.gramfs")
        #expect(shown.source == "test, of a \\ name")
    }
}

/// `syscall` is variadic in C.
private func syscall3(_ number: Int, _ a: Int, _ b: Int, _ c: Int) -> Int {
    clinux_syscall(number, a, b, c)
}
