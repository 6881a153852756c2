// SPDX-License-Identifier: MIT

import CLinux
import Glibc
import Testing

@testable import FuseAdapter

extension RealMountTests {
    /// Who may do what, and what becomes of the bits: chmod(2), chown(2), utimensat(2), truncate(2), open(2), inode(7).
    @Suite(.needsRoot) struct PermissionsTests {
        let mount: MountFixture

        init() async throws {
            mount = try await MountFixture { $0.allowsOther = true }
            try check(chmod(mount.path, 0o777))
        }

        private func mode(_ name: String) throws -> mode_t { try status(mount(name)).st_mode & 0o7777 }

        /// One of each kind that is not a symbolic link, all Alice's.
        private static let kinds: [String] = ["file", "directory", "fifo", "socket"]

        private func make(_ name: String, by user: User = .alice, mode: mode_t = 0o644) throws {
            let path = mount(name)
            try asUser(user) {
                switch name.prefix(while: \.isLetter) {
                case "directory": try check(mkdir(path, mode))
                case "fifo": try check(mkfifo(path, mode))
                case "socket": try check(mknod(path, S_IFSOCK | mode, 0))
                default: try check(mknod(path, S_IFREG | mode, 0))
                }
            }
        }

        // MARK: chmod

        @Test(arguments: kinds) func onlyTheOwnerChangesPermissions(_ kind: String) throws {
            try make(kind)
            let path = mount(kind)
            #expect(try said(.bob) { chmod(path, 0o777) } == EPERM)
            #expect(try said(.carol) { chmod(path, 0o777) } == EPERM)
            #expect(try mode(kind) == 0o644)
            for mode in [0o1, 0o20, 0o400, 0o1751, 0o4111, 0o6777, 0] as [mode_t] {
                #expect(try said(.alice) { chmod(path, mode) } == 0)
                // Nobody but root sets the sticky bit of a file to any effect; Linux keeps it all the same.
                #expect(try self.mode(kind) == mode)
            }
            #expect(try said { chmod(path, 0o7777) } == 0)
            #expect(try mode(kind) == 0o7777)
        }

        @Test(arguments: kinds) func chmodByWhoIsNotInTheGroupClearsSetGroupID(_ kind: String) throws {
            try make(kind)
            let path = mount(kind)
            try check(chown(path, User.alice.uid, User.bob.gid))
            #expect(try said(.alice) { chmod(path, 0o6775) } == 0)
            #expect(try mode(kind) == 0o4775)
            try check(chown(path, User.alice.uid, 61_010))
            #expect(try said(.alice) { chmod(path, 0o6775) } == 0)
            #expect(try mode(kind) == 0o6775)
        }

        @Test func chmodFollowsSymbolicLinksAndLinksHaveNoBits() throws {
            try make("file")
            try check(symlink("file", mount("link")))
            try check(chmod(mount("link"), 0o751))
            #expect(try mode("file") == 0o751)
            #expect(try mode("link") == 0o777)
            let path = mount("link")
            #expect(try said { fchmodat(AT_FDCWD, path, 0o600, AT_SYMLINK_NOFOLLOW) } == EOPNOTSUPP)
        }

        // MARK: chown

        @Test(arguments: kinds + ["link"]) func onlyRootGivesAwayAndOwnersChangeToTheirGroups(_ kind: String) throws {
            if kind == "link" {
                let path = mount(kind)
                try asUser(.alice) { try check(symlink("nowhere", path)) }
            } else {
                try make(kind)
            }
            let path = mount(kind)
            let (alice, bob) = (User.alice, User.bob)
            let rules: [(User, uid_t, gid_t, Int32)] = [
                (.alice, bob.uid, .max, EPERM), (.alice, .max, bob.gid, EPERM), (.alice, .max, 61_010, 0),
                (.alice, alice.uid, alice.gid, 0), (.alice, .max, .max, 0), (.bob, bob.uid, bob.gid, EPERM),
                (.bob, .max, bob.gid, EPERM), (.carol, .max, 61_001, EPERM), (.bob, .max, .max, 0),
                (.superuser, bob.uid, bob.gid, 0), (.alice, .max, alice.gid, EPERM),
                (.superuser, 4_294_967_294, 4_294_967_294, 0),
            ]
            for (user, uid, gid, code) in rules {
                let before = try status(path)
                let found = try said(user) { lchown(path, uid, gid) }
                #expect(found == code, "\(user) \(uid) \(gid): \(name(of: found))")
                let after = try status(path)
                #expect(after.st_uid == (code == 0 && uid != .max ? uid : before.st_uid), "\(user) \(uid)")
                #expect(after.st_gid == (code == 0 && gid != .max ? gid : before.st_gid), "\(user) \(gid)")
            }
        }

        /// POSIX leaves root to the implementation: Linux clears for everybody.
        @Test(arguments: [User.alice, .superuser]) func chownClearsSetIDsOfWhatCanBeExecuted(_ user: User) throws {
            let path = mount("file")
            try make("file")
            for (before, after) in [(0o6777, 0o777), (0o6775, 0o775), (0o2745, 0o2745), (0o4644, 0o644)] {
                try check(chmod(path, mode_t(before)))
                #expect(try said(user) { chown(path, .max, 61_010) } == 0)
                #expect(try mode("file") == mode_t(after), "\(String(before, radix: 8)) by \(user)")
            }
            try make("directory", mode: 0o755)
            try check(chmod(mount("directory"), 0o6755))
            try check(chown(mount("directory"), .max, 61_010))
            #expect(try mode("directory") == 0o6755)
        }

        // MARK: Writing

        @Test func writersWhoAreNotRootClearSetIDs() throws {
            let source = try OpenFile(mount("source"), O_CREAT | O_RDWR)
            try source.write([5, 6, 7])
            let changes: [(String, @Sendable (Int32) -> Int)] = [
                ("write", { Glibc.write($0, "x", 1) }), ("pwrite", { pwrite($0, "x", 1, 100_000) }),
                ("direct write", { fcntl($0, F_SETFL, O_DIRECT) < 0 ? -1 : pwrite($0, "x", 1, 2) }),
                ("ftruncate", { Int(ftruncate($0, 2)) }), ("the same ftruncate", { Int(ftruncate($0, 4)) }),
                ("fallocate", { Int(fallocate($0, 0, 0, 200_000)) }),
                ("a hole", { Int(fallocate($0, FALLOC_FL_PUNCH_HOLE | FALLOC_FL_KEEP_SIZE, 0, 2)) }),
                (
                    "copy_file_range",
                    { to in
                        var (from, at) = (off_t(0), off_t(1))
                        return copy_file_range(source.descriptor, &from, to, &at, 2, 0)
                    }
                ),
            ]
            for (number, (what, change)) in changes.enumerated() {
                let name = "file\(number)"
                try make(name)
                try FuseAdapterTests.write([1, 2, 3, 4], to: mount(name))
                for (user, bits, after) in [
                    (User.alice, 0o6777, 0o777), (.bob, 0o6777, 0o777), (.bob, 0o2767, 0o767),
                    (.alice, 0o2767, 0o2767),
                    (.superuser, 0o6777, 0o6777),
                ] {
                    let path = mount(name)
                    try check(chmod(path, mode_t(bits)))
                    try asUser(user) {
                        let file = try OpenFile(path, O_RDWR)
                        try check(change(file.descriptor))
                    }
                    let found = try mode(name)
                    #expect(found == mode_t(after), "\(what) of \(String(bits, radix: 8)) by \(user)")
                    // What the volume has, and not only what the kernel shows.
                    #expect(try mount.volume.attributes(of: mount.inode(name)).permissions == UInt16(found))
                }
            }
            try make("cut")
            let path = mount("cut")
            for (user, after) in [(User.bob, 0o777), (.superuser, 0o6777)] {
                try check(chmod(path, 0o6777))
                #expect(try said(user) { truncate(path, 5) } == 0)
                #expect(try mode("cut") == mode_t(after))
                try check(chmod(path, 0o6777))
                try asUser(user) { _ = try OpenFile(path, O_WRONLY | O_TRUNC) }
                #expect(try mode("cut") == mode_t(after))
            }
        }

        @Test func writersOfAFileWithoutCapabilitiesAreNotAskedAgain() throws {
            let file = try OpenFile(mount("file"), O_CREAT | O_RDWR)
            for write in 0..<100 { try file.write([1], at: write * 5000) }
            // Where it was asked before each write there are as many.
            #expect(mount.requests(.getxattr) == 1)
            let key = "security.capability"
            let capability: [UInt8] = [1, 0, 0, 2, 0, 0x20, 0, 0] + [UInt8](repeating: 0, count: 12)
            try check(setxattr(mount("file"), key, capability, capability.count, 0))
            try file.write([1], at: 0)
            #expect(throws: Errno(ENODATA)) { try check(getxattr(mount("file"), key, nil, 0)) }
        }

        @Test func capabilitiesOfAFileEndWithItsContent() throws {
            // CAP_NET_RAW, version 2.
            let capability: [UInt8] = [1, 0, 0, 2, 0, 0x20, 0, 0] + [UInt8](repeating: 0, count: 12)
            let key = "security.capability"
            let changes: [(String, User, @Sendable (String) throws -> Void)] = [
                ("write", .bob, { try OpenFile($0, O_WRONLY).write([9]) }),
                ("write by root", .superuser, { try OpenFile($0, O_WRONLY).write([9]) }),
                ("truncate", .bob, { try check(truncate($0, 1)) }),
                ("chown", .superuser, { try check(chown($0, .max, 61_010)) }),
            ]
            for (number, (what, user, change)) in changes.enumerated() {
                let path = mount("file\(number)")
                try make("file\(number)", mode: 0o777)
                try FuseAdapterTests.write([1, 2, 3], to: path)
                try check(setxattr(path, key, capability, capability.count, 0))
                #expect(try check(getxattr(path, key, nil, 0)) == capability.count)
                #expect(try said(.alice) { setxattr(path, key, capability, capability.count, 0) } == EPERM)
                try asUser(user) { try change(path) }
                #expect(throws: Errno(ENODATA), "\(what)") { try check(getxattr(path, key, nil, 0)) }
            }
        }

        @Test func truncateNeedsWritePermissionAndAFile() throws {
            try make("file", mode: 0o644)
            try make("directory", mode: 0o777)
            try make("fifo", mode: 0o777)
            for (name, user, code) in [
                ("file", User.bob, EACCES), ("file", .alice, 0), ("directory", .alice, EISDIR),
                ("directory", .bob, EISDIR), ("fifo", .alice, EINVAL),
            ] {
                let path = mount(name)
                #expect(try said(user) { truncate(path, 5) } == code, "\(name) by \(user)")
            }
            let path = mount("file")
            #expect(try said { truncate(path, -1) } == EINVAL)
            let reading = try OpenFile(path, O_RDONLY)
            let descriptor = reading.descriptor
            #expect(try said { ftruncate(descriptor, 1) } == EINVAL)
            #expect(try said { ftruncate(-1, 1) } == EBADF)
            // A descriptor keeps the permission that it was opened with.
            let writing = try asUser(.alice) { try check(open(path, O_WRONLY)) }
            defer { close(writing) }
            try check(chmod(path, 0))
            #expect(try said(.bob) { ftruncate(writing, 2) } == 0)
            #expect(try status(path).st_size == 2)
        }

        // MARK: Times

        @Test func timesAreTheOwnersAndNowIsTheWriters() throws {
            try make("mine", mode: 0o644)
            try make("shared", mode: 0o666)
            func said(_ user: User, _ name: String, _ access: timespec, _ modification: timespec) throws -> Int32 {
                let path = mount(name)
                return try FuseAdapterTests.said(user) {
                    utimensat(AT_FDCWD, path, [access, modification], 0)
                }
            }
            let past = timespec(tv_sec: 1000, tv_nsec: 5)
            let now = timespec(tv_sec: 0, tv_nsec: (1 << 30) - 1)
            let omit = timespec(tv_sec: 0, tv_nsec: (1 << 30) - 2)
            let rules: [(String, User, timespec, timespec, Int32)] = [
                ("mine", .alice, past, past, 0), ("mine", .alice, now, now, 0), ("mine", .superuser, past, now, 0),
                ("mine", .bob, past, past, EPERM), ("mine", .bob, now, now, EACCES), ("mine", .bob, now, past, EPERM),
                ("mine", .bob, omit, now, EPERM), ("mine", .bob, omit, omit, 0),
                ("shared", .bob, now, now, 0), ("shared", .bob, past, past, EPERM), ("shared", .bob, omit, now, EPERM),
                ("shared", .bob, past, omit, EPERM), ("shared", .carol, now, now, 0),
                ("mine", .alice, timespec(tv_sec: 0, tv_nsec: 1_000_000_000), past, EINVAL),
                ("mine", .alice, past, timespec(tv_sec: 0, tv_nsec: -1), EINVAL),
            ]
            for (name, user, access, modification, code) in rules {
                let found = try said(user, name, access, modification)
                #expect(
                    found == code,
                    "\(name) by \(user), \(access.tv_nsec) \(modification.tv_nsec): \(FuseAdapterTests.name(of: found))"
                )
            }
            let path = mount("mine")
            #expect(try said(.alice, "mine", past, omit) == 0)
            #expect(try status(path).st_atim.tv_sec == 1000 && status(path).st_mtim.tv_sec > 1_000_000)
            try check(symlink("mine", mount("link")))
            try check(
                utimensat(AT_FDCWD, mount("link"), [timespec(tv_sec: 77, tv_nsec: 1), omit], AT_SYMLINK_NOFOLLOW))
            #expect(try status(mount("link")).st_atim.tv_sec == 77)
            #expect(try status(path).st_atim.tv_sec == 1000)
        }

        // MARK: Sticky directories

        /// Deleting and renaming in a sticky directory is for the owners of what is there and of the directory.
        @Test(arguments: ["file", "directory", "fifo", "link"]) func stickyDirectoriesProtectNames(
            _ kind: String
        ) throws {
            for (number, (owner, user, code)) in [
                (User.alice, User.bob, EPERM), (.alice, .carol, EPERM), (.bob, .bob, 0), (.alice, .superuser, 0),
            ].enumerated() {
                let directory = mount("s\(number)")
                try check(mkdir(directory, 0o777))
                try check(chmod(directory, 0o1777))
                let (path, target) = ("\(directory)/\(kind)", "\(directory)/target")
                try make(path, kind, by: owner)
                #expect(try said(user) { rename(path, target) } == code, "from \(owner) by \(user)")
                if code == 0 { try check(rename(target, path)) }
                // Over somebody else's, and in exchange for it.
                try make(target, kind, by: user)
                #expect(try said(user) { rename(target, path) } == code, "over \(owner)'s by \(user)")
                if code == 0 { try make(target, kind, by: user) }
                #expect(
                    try said(user) { renameat2(AT_FDCWD, target, AT_FDCWD, path, UInt32(RENAME_EXCHANGE)) } == code)
                let removal: @Sendable () -> Int32 = { kind == "directory" ? rmdir(path) : unlink(path) }
                #expect(try said(user, removal) == code, "\(owner)'s by \(user)")
                guard code != 0 else { continue }
                // The owner of the directory may.
                try check(chown(directory, user.uid, user.gid))
                #expect(try said(user, removal) == 0)
            }
        }

        private func make(_ path: String, _ kind: String, by user: User) throws {
            try asUser(user) {
                switch kind {
                case "directory": try check(mkdir(path, 0o755))
                case "fifo": try check(mkfifo(path, 0o644))
                case "link": try check(symlink("x", path))
                default: try FuseAdapterTests.write([], to: path)
                }
            }
        }

        // MARK: Moving directories

        /// `..` of a directory that moves is changed, so it must be writable.
        @Test func aDirectoryMovesToAnotherParentOnlyIfItIsWritable() throws {
            try asUser(.alice) { [mount] in
                for name in ["a", "b", "a/mine"] { try check(mkdir(mount(name), 0o777)) }
            }
            try check(mkdir(mount("a/roots"), 0o755))
            let (mine, roots) = (mount("a/mine"), mount("a/roots"))
            let (here, there) = (mount("a/here"), mount("b/there"))
            #expect(try said(.alice) { rename(roots, there) } == EACCES)
            #expect(try said(.alice) { rename(roots, here) } == 0)
            try check(chmod(mine, 0o555))
            #expect(try said(.alice) { rename(mine, there) } == EACCES)
            try check(chmod(mine, 0o755))
            #expect(try said(.alice) { rename(mine, there) } == 0)
            #expect(
                try said(.alice) { renameat2(AT_FDCWD, there, AT_FDCWD, here, UInt32(RENAME_EXCHANGE)) } == EACCES)
        }

        // MARK: What is new

        @Test func whatIsNewBelongsToWhoMadeItAndObeysTheUmask() throws {
            for (number, (asked, mask, got)) in [
                (0o777, 0o022, 0o755), (0o666, 0o077, 0o600), (0o151, 0o070, 0o101), (0o777, 0o777, 0),
                (0o7777, 0, 0o7777),
            ].enumerated() {
                let directory = mount("d\(number)")
                try check(mkdir(directory, 0o777))
                try check(chmod(directory, 0o777))
                let mode = mode_t(asked)
                try asUser(.alice, umask: mode_t(mask)) {
                    try check(mknod(directory + "/node", S_IFREG | mode, 0))
                    try check(mkfifo(directory + "/fifo", mode))
                    try check(mkdir(directory + "/directory", mode))
                    close(try check(open(directory + "/opened", O_CREAT | O_RDWR, mode)))
                    try check(symlink("x", directory + "/link"))
                }
                for name in ["node", "fifo", "opened", "directory"] {
                    let made = try status("\(directory)/\(name)")
                    // mkdir(2) takes the permissions and the sticky bit only.
                    let expected = mode_t(got) & (name == "directory" ? 0o1777 : 0o7777)
                    #expect(made.st_mode & 0o7777 == expected, "\(name) \(String(asked, radix: 8))")
                    #expect(made.st_uid == User.alice.uid && made.st_gid == User.alice.gid)
                }
                #expect(try status(directory + "/link").st_mode == S_IFLNK | 0o777)
                #expect(try status(directory + "/link").st_uid == User.alice.uid)
            }
        }

        @Test func belowSetGroupIDTheGroupIsTheDirectorys() throws {
            try check(mkdir(mount("d"), 0o777))
            try check(chown(mount("d"), 0, User.bob.gid))
            try check(chmod(mount("d"), 0o2777))
            try asUser(.alice) { [mount] in
                try check(mkdir(mount("d/below"), 0o755))
                try check(mkdir(mount("d/below/deeper"), 0o755))
                try check(mknod(mount("d/file"), S_IFREG | 0o2775, 0))
                try check(mknod(mount("d/locked"), S_IFREG | 0o2745, 0))
                try check(symlink("x", mount("d/link")))
            }
            #expect(try mode("d/below") == 0o2755)
            #expect(try mode("d/below/deeper") == 0o2755)
            // Nobody makes a program of a group that he is not in.
            #expect(try mode("d/file") == 0o775)
            #expect(try mode("d/locked") == 0o2745)
            for name in ["below", "below/deeper", "file", "locked", "link"] {
                #expect(try status(mount("d/\(name)")).st_gid == User.bob.gid)
                #expect(try status(mount("d/\(name)")).st_uid == User.alice.uid)
            }
        }

        @Test func devicesAreForRoot() throws {
            let path = mount("device")
            #expect(try said(.alice) { mknod(path, S_IFCHR | 0o666, 0x0103) } == EPERM)
            #expect(try said(.alice) { mknod(path, S_IFBLK | 0o666, 0x0700) } == EPERM)
            #expect(try said(.alice) { mknod(path, S_IFDIR | 0o755, 0) } == EPERM)
            #expect(try said(.alice) { mknod(path, S_IFLNK | 0o755, 0) } == EINVAL)
            #expect(try said { mknod(path, S_IFCHR | 0o666, 0x0103) } == 0)
            // FUSE mounts are nosuid and nodev.
            #expect(try said { open(path, O_RDONLY) } == EACCES)
        }

        // MARK: open

        @Test func openAsksForThePermissionsOfItsFlags() throws {
            let path = mount("file")
            try make("file")
            func said(_ user: User, _ mode: mode_t, _ flags: Int32) throws -> Int32 {
                try check(chmod(path, mode))
                return try FuseAdapterTests.said(user) { [path] in
                    let descriptor = open(path, flags)
                    if descriptor >= 0 { close(descriptor) }
                    return descriptor
                }
            }
            for (user, shift) in [(User.alice, 6), (.carol, 3), (.bob, 0)] {
                for bits in 0..<8 {
                    // All that the others have is open, so that only the class can refuse.
                    let mode = mode_t(0o777 & ~(7 << shift) | bits << shift)
                    for (flags, needed) in [
                        (O_RDONLY, 4), (O_WRONLY, 2), (O_RDWR, 6), (O_RDONLY | O_TRUNC, 6), (O_WRONLY | O_TRUNC, 2),
                        (O_PATH, 0),
                    ] {
                        let expected = bits & needed == needed ? 0 : EACCES
                        #expect(
                            try said(user, mode, flags) == expected, "\(user) \(String(mode, radix: 8)) flags \(flags)")
                    }
                }
            }
            #expect(try said(.superuser, 0, O_RDWR) == 0)
            #expect(try said(.alice, 0o600, O_RDONLY | O_DIRECTORY) == ENOTDIR)
            #expect(try said(.bob, 0o666, O_RDONLY | O_NOATIME) == EPERM)
            try check(symlink("file", mount("link")))
            let link = mount("link")
            #expect(try FuseAdapterTests.said { open(link, O_RDONLY | O_NOFOLLOW) } == ELOOP)
            for (name, flags, code) in [
                ("", O_WRONLY, EISDIR), ("", O_RDWR, EISDIR), ("", O_RDONLY | O_CREAT, EISDIR),
                ("fifo", O_WRONLY | O_NONBLOCK, ENXIO), ("socket", O_RDONLY, ENXIO),
            ] {
                if !name.isEmpty { try make(name) }
                let path = name.isEmpty ? mount.path : mount(name)
                #expect(try FuseAdapterTests.said { open(path, flags, 0o644) } == code, "\(name) \(flags)")
            }
        }

        @Test func accessAnswersByTheRealUser() throws {
            try make("file", mode: 0o640)
            let path = mount("file")
            for (user, mode, code) in [
                (User.alice, R_OK | W_OK, 0), (.alice, X_OK, EACCES), (.carol, R_OK, 0), (.carol, W_OK, EACCES),
                (.bob, F_OK, 0), (.bob, R_OK, EACCES), (.superuser, R_OK | W_OK, 0), (.superuser, X_OK, EACCES),
            ] {
                #expect(try said(user) { access(path, mode) } == code, "\(user) \(mode)")
            }
        }

        // MARK: What stays

        @Test func ownersAndBitsSurviveAndAreObeyedAfterwards() async throws {
            try make("secret", mode: 0o600)
            try make("suid", mode: 0o4711)
            let again = try await mount.recovered()
            let (secret, suid) = (again("secret"), again("suid"))
            #expect(try said(.bob) { open(secret, O_RDONLY) } == EACCES)
            #expect(try said(.alice) { access(secret, R_OK | W_OK) } == 0)
            #expect(try status(suid).st_mode == S_IFREG | 0o4711)
            #expect(try status(suid).st_uid == User.alice.uid)
        }
    }
}
