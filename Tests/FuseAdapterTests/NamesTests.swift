// SPDX-License-Identifier: MIT

import CLinux
import Filesystem
import FilesystemModel
import Glibc
import Testing
import VolumeFixture

@testable import FuseAdapter

extension RealMountTests {
    /// Names through a real mount:
    /// - every call that makes, moves or takes away a name does what its manual page says, and its errors are those of
    ///   the manual page;
    /// - names are bytes;
    /// - what the kernel was told once it does not ask again.
    @Suite struct NamesTests {
        let mount: MountFixture

        init() async throws { mount = try await MountFixture() }

        @Test func directoriesAreMadeAndRemoved() throws {
            try check(mkdir(mount("a"), 0o751))
            try check(mkdir(mount("a/b"), 0o700))
            let made = try status(mount("a"))
            #expect(made.st_mode == S_IFDIR | 0o751)
            #expect(made.st_nlink == 3)
            #expect(throws: Errno(EEXIST)) { try check(mkdir(mount("a"), 0o755)) }
            #expect(throws: Errno(ENOTEMPTY)) { try check(rmdir(mount("a"))) }
            try check(rmdir(mount("a/b")))
            try check(rmdir(mount("a")))
            #expect(throws: Errno(ENOENT)) { try status(mount("a")) }
            #expect(throws: Errno(ENOENT)) { try check(mkdir(mount("a/b"), 0o755)) }
        }

        @Test func filesAreLinkedAndUnlinked() throws {
            try write(pattern(10), to: mount("f"))
            try check(link(mount("f"), mount("g")))
            #expect(try status(mount("g")).st_ino == status(mount("f")).st_ino)
            #expect(try status(mount("f")).st_nlink == 2)
            #expect(throws: Errno(EEXIST)) { try check(link(mount("f"), mount("g"))) }
            try check(unlink(mount("f")))
            #expect(try status(mount("g")).st_nlink == 1)
            #expect(try contents(mount("g")) == pattern(10))
            #expect(throws: Errno(ENOENT)) { try check(unlink(mount("f"))) }
            #expect(throws: Errno(EISDIR)) {
                try check(mkdir(mount("d"), 0o755))
                try check(unlink(mount("d")))
            }
        }

        @Test func renamingReplacesRefusesOrExchanges() throws {
            try write(pattern(1), to: mount("a"))
            try write(pattern(2), to: mount("b"))
            try check(mkdir(mount("d"), 0o755))
            #expect(throws: Errno(EEXIST)) {
                try check(renameat2(AT_FDCWD, mount("a"), AT_FDCWD, mount("b"), UInt32(RENAME_NOREPLACE)))
            }
            try check(renameat2(AT_FDCWD, mount("a"), AT_FDCWD, mount("b"), UInt32(RENAME_EXCHANGE)))
            #expect(try contents(mount("a")) == pattern(2))
            #expect(try contents(mount("b")) == pattern(1))
            try check(rename(mount("a"), mount("d/c")))
            try check(renameat2(AT_FDCWD, mount("d/c"), AT_FDCWD, mount("new"), UInt32(RENAME_NOREPLACE)))
            try check(rename(mount("new"), mount("b")))
            #expect(try contents(mount("b")) == pattern(2))
            #expect(throws: Errno(ENOENT)) { try status(mount("new")) }
            #expect(throws: Errno(EINVAL)) {
                try check(renameat2(AT_FDCWD, mount("b"), AT_FDCWD, mount("x"), UInt32(RENAME_WHITEOUT)))
            }
        }

        @Test func symbolicLinksKeepAnyTarget() throws {
            let longest = String(repeating: "t", count: 4095)
            for target in ["nowhere", "../x/é", longest] {
                try check(symlink(target, mount("link")))
                var bytes = [CChar](repeating: 0, count: 5000)
                let count = try check(readlink(mount("link"), &bytes, bytes.count))
                #expect(bytes.prefix(count).map { UInt8(bitPattern: $0) } == Array(target.utf8))
                #expect(try status(mount("link")).st_mode == S_IFLNK | 0o777)
                #expect(try status(mount("link")).st_size == target.utf8.count)
                try check(unlink(mount("link")))
            }
        }

        @Test func nodesOfEveryKindAreMade() throws {
            try check(mknod(mount("fifo"), S_IFIFO | 0o640, 0))
            try check(mknod(mount("socket"), S_IFSOCK | 0o600, 0))
            try check(mknod(mount("file"), S_IFREG | 0o604, 0))
            #expect(try status(mount("fifo")).st_mode == S_IFIFO | 0o640)
            #expect(try status(mount("socket")).st_mode == S_IFSOCK | 0o600)
            #expect(try status(mount("file")).st_mode == S_IFREG | 0o604)
        }

        @Test(.needsRoot) func devicesKeepTheirNumbers() throws {
            // Major 259 and minor 1,000,000 need all bits of the kernel's encoding.
            let minor: dev_t = 1_000_000
            let device: dev_t = 259 << 8 | minor & 0xFF | (minor & 0xFFF00) << 12
            try check(mknod(mount("block"), S_IFBLK | 0o640, device))
            try check(mknod(mount("character"), S_IFCHR | 0o660, dev_t(1 << 8 | 3)))
            #expect(try status(mount("block")).st_rdev == device)
            #expect(try status(mount("block")).st_mode == S_IFBLK | 0o640)
            #expect(try status(mount("character")).st_rdev == 1 << 8 | 3)
        }

        @Test func namesAreBytes() throws {
            let names: [[UInt8]] = [
                [0xFF, 0xFE], [0x0A], Array("é".utf8), Array("e\u{301}".utf8), Array(repeating: 0x80, count: 255),
            ]
            for name in names {
                try (Array(mount("").utf8) + name + [0]).withUnsafeBytes { path in
                    let path = try #require(path.baseAddress).assumingMemoryBound(to: CChar.self)
                    try check(mkdir(path, 0o755))
                }
            }
            #expect(Set(try list(mount.path).map(\.name)).subtracting([[0x2E], [0x2E, 0x2E]]) == Set(names))
            #expect(throws: Errno(ENAMETOOLONG)) { try check(mkdir(mount(String(repeating: "n", count: 256)), 0o755)) }
        }

        @Test func aMissingNameIsAskedForOnce() throws {
            let before = mount.requests(.lookup)
            for _ in 0..<10 { #expect(throws: Errno(ENOENT)) { try status(mount("absent")) } }
            #expect(mount.requests(.lookup) == before + 1)
            try write([1], to: mount("absent"))
            #expect(try status(mount("absent")).st_size == 1)
        }

        @Test func attributesAreAskedForOnce() throws {
            try check(mkdir(mount("d"), 0o755))
            // The first one asks for the root, which the new name changed.
            _ = try status(mount("d"))
            let before = mount.requests(.lookup, .getattr)
            for _ in 0..<10 { _ = try status(mount("d")) }
            #expect(mount.requests(.lookup, .getattr) == before)
        }

        @Test func aNoticeLetsTheKernelForgetAName() throws {
            #expect(throws: Errno(ENOENT)) { try status(mount("behind")) }
            let name = try FileName(Array("behind".utf8))
            let caller = Caller(uid: geteuid(), gid: getegid())
            _ = try mount.volume.makeDirectory(in: .root, name, permissions: 0o755, caller: caller)
            #expect(throws: Errno(ENOENT)) { try status(mount("behind")) }
            mount.session.forgetName(name, in: .root)
            #expect(eventually { (try? status(mount("behind"))) != nil })
        }

        @Test func aNoticeLetsTheKernelForgetAttributes() throws {
            try check(mkdir(mount("d"), 0o755))
            let inode = InodeNumber(rawValue: UInt64(try status(mount("d")).st_ino))
            let caller = Caller(uid: geteuid(), gid: getegid())
            _ = try mount.volume.setAttributes(of: inode, AttributeRequest(permissions: 0o700), caller: caller)
            #expect(try status(mount("d")).st_mode == S_IFDIR | 0o755)
            mount.session.forgetContent(of: inode)
            #expect(try eventually { try status(mount("d")).st_mode == S_IFDIR | 0o700 })
        }

        @Test func anUnlinkedFileEndsWithItsLastUser() throws {
            let file = try OpenFile(mount("f"), O_CREAT | O_RDWR)
            try file.write(pattern(100))
            let inode = try mount.inode("f")
            try check(unlink(mount("f")))
            #expect(try file.read(200) == pattern(100))
            #expect(mount.volume.holds(inode))
            try file.close()
            #expect(eventually { !mount.volume.holds(inode) })
            #expect(eventually { mount.openHandles == 0 })
        }
    }
}

struct Listed: Hashable {
    let name: [UInt8]
    let inode: UInt64
    let kind: UInt8
    let offset: Int
}

/// All that readdir(3) gives.
func list(_ path: String) throws -> [Listed] {
    guard let directory = opendir(path) else { throw Errno.last }
    defer { closedir(directory) }
    var listed: [Listed] = []
    while let entry = readdir(directory) {
        let name = withUnsafeBytes(of: &entry.pointee.d_name) { Array($0.prefix { $0 != 0 }) }
        listed.append(
            Listed(
                name: name, inode: UInt64(entry.pointee.d_ino), kind: entry.pointee.d_type,
                offset: Int(entry.pointee.d_off)))
    }
    return listed
}
