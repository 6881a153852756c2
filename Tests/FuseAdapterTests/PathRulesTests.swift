// SPDX-License-Identifier: MIT

import CLinux
import Glibc
import Testing

@testable import FuseAdapter

/// A call that takes a path, as the tables below drive it.
struct PathCall: Sendable, CustomTestStringConvertible {
    /// What has to be at the path before the call.
    enum Need: Sendable { case nothing, file, directory, symbolicLink }

    let name: String
    let need: Need
    /// Whether it changes the directory that holds the name.
    var changesParent = true
    /// Whether a symbolic link at the path itself is followed.
    var follows = false
    /// Whether it only looks.
    var isReading = false
    /// `path` is the one in question, `spare` a place for the other one where the call takes two.
    let call: @Sendable (_ path: String, _ spare: String) -> Int32

    var testDescription: String { name }

    private static func changing(
        _ name: String, need: Need = .file, follows: Bool = true, _ call: @escaping @Sendable (String) -> Int32
    ) -> PathCall {
        PathCall(name: name, need: need, changesParent: false, follows: follows) { path, _ in call(path) }
    }

    private static func reading(
        _ name: String, need: Need = .file, follows: Bool = true, _ call: @escaping @Sendable (String) -> Int32
    ) -> PathCall {
        PathCall(name: name, need: need, changesParent: false, follows: follows, isReading: true) { path, _ in
            call(path)
        }
    }

    static let makers: [PathCall] = [
        PathCall(name: "mkdir", need: .nothing) { path, _ in mkdir(path, 0o755) },
        PathCall(name: "mkfifo", need: .nothing) { path, _ in mkfifo(path, 0o644) },
        PathCall(name: "mknod", need: .nothing) { path, _ in mknod(path, S_IFREG | 0o644, 0) },
        PathCall(name: "symlink", need: .nothing) { path, _ in symlink("target", path) },
        PathCall(name: "link to", need: .nothing) { path, spare in link(spare, path) },
        PathCall(name: "rename to", need: .nothing) { path, spare in rename(spare, path) },
        PathCall(name: "open O_CREAT|O_EXCL", need: .nothing) { path, _ in opened(path, O_CREAT | O_EXCL | O_WRONLY) },
    ]

    static let users: [PathCall] = [
        PathCall(name: "unlink", need: .file) { path, _ in unlink(path) },
        PathCall(name: "rmdir", need: .directory) { path, _ in rmdir(path) },
        PathCall(name: "rename from", need: .file) { path, spare in rename(path, spare + ".new") },
        changing("chmod") { chmod($0, 0o600) },
        changing("chown") { lchownOrChown($0, follows: true) },
        changing("lchown", follows: false) { lchownOrChown($0, follows: false) },
        changing("truncate") { truncate($0, 3) },
        changing("utimensat") { utimensat(AT_FDCWD, $0, nil, 0) },
        changing("setxattr") { setxattr($0, "user.a", "v", 1, 0) },
        reading("open") { opened($0, O_RDONLY) },
        reading("stat") { path in
            var status = stat()
            return stat(path, &status)
        },
        reading("access") { access($0, F_OK) },
        reading("readlink", need: .symbolicLink, follows: false) { path in
            var bytes = [CChar](repeating: 0, count: 100)
            return Int32(readlink(path, &bytes, bytes.count))
        },
        reading("opendir", need: .directory) { opened($0, O_RDONLY | O_DIRECTORY) },
        reading("statfs") { path in
            var status = statfs()
            return statfs(path, &status)
        },
    ]

    static let all = makers + users

    private static func opened(_ path: String, _ flags: Int32) -> Int32 {
        let descriptor = open(path, flags | O_CLOEXEC, 0o644)
        guard descriptor >= 0 else { return -1 }
        close(descriptor)
        return 0
    }

    /// To the group that everybody is a member of, which the owner may do.
    private static func lchownOrChown(_ path: String, follows: Bool) -> Int32 {
        follows ? chown(path, uid_t.max, getegid()) : lchown(path, uid_t.max, getegid())
    }
}

extension RealMountTests {
    /// What path_resolution(7) and the ERRORS of each manual page say of the path, for every call that takes one.
    @Suite(.needsRoot) struct PathRulesTests {
        let mount: MountFixture

        init() async throws {
            mount = try await MountFixture { $0.allowsOther = true }
            try check(chmod(mount.path, 0o777))
        }

        /// Puts there what the call needs, and something for its other path.
        private func prepare(_ call: PathCall, _ path: String, by user: User = .superuser) throws {
            let spare = spare
            try asUser(user) {
                switch call.need {
                case .nothing: break
                case .file: try write([1, 2, 3, 4], to: path)
                case .directory: try check(mkdir(path, 0o755))
                case .symbolicLink: try check(symlink("target", path))
                }
                if access(spare, F_OK) != 0 { try write([9], to: spare) }
            }
        }

        private var spare: String { mount("spare") }

        private func said(_ call: PathCall, _ path: String, by user: User = .superuser) throws -> Int32 {
            let spare = spare
            return try FuseAdapterTests.said(user) { call.call(path, spare) }
        }

        private func expect(
            _ code: Int32, _ call: PathCall, _ path: String, by user: User = .superuser,
            at location: SourceLocation = #_sourceLocation
        ) throws {
            // A call that worked has moved it away.
            if access(spare, F_OK) != 0 { try write([9], to: spare) }
            let found = try said(call, path, by: user)
            #expect(
                found == code, "\(call.name) \(path.suffix(40)): \(name(of: found)), not \(name(of: code))",
                sourceLocation: location)
        }

        @Test(arguments: PathCall.all) func aPrefixHasToBeADirectoryThatIsThere(_ call: PathCall) throws {
            try prepare(call, mount("ready"))
            try write([], to: mount("file"))
            try check(mkfifo(mount("fifo"), 0o644))
            try check(mknod(mount("socket"), S_IFSOCK | 0o644, 0))
            try check(symlink("file", mount("toFile")))
            try check(symlink("nowhere", mount("dangling")))
            for prefix in ["file", "fifo", "socket", "toFile"] { try expect(ENOTDIR, call, mount("\(prefix)/x")) }
            for prefix in ["missing", "dangling"] { try expect(ENOENT, call, mount("\(prefix)/x")) }
            if call.need != .nothing { try expect(ENOENT, call, mount("missing")) }
            try expect(ENOENT, call, "")
        }

        @Test(arguments: PathCall.all) func namesAndPathsHaveTheirLengths(_ call: PathCall) throws {
            // As long as a path may be without its NUL; one more is too long, and so is a name of 256 bytes.
            var directory = mount.path
            while directory.utf8.count + 257 < 4092 {
                directory += "/" + String(repeating: "d", count: 255)
                try check(mkdir(directory, 0o777))
            }
            directory += "/" + String(repeating: "e", count: 4095 - directory.utf8.count - 5)
            try check(mkdir(directory, 0o777))
            let longest = directory + "/nnn"
            try #require(longest.utf8.count == 4095)
            try prepare(call, longest)
            try expect(0, call, longest)
            try expect(ENAMETOOLONG, call, longest + "n")
            let name = mount(String(repeating: "n", count: 255))
            try prepare(call, name)
            try expect(0, call, name)
            try expect(ENAMETOOLONG, call, name + "n")
            try expect(ENAMETOOLONG, call, name + "n/x")
        }

        @Test(arguments: PathCall.all) func circlesOfSymbolicLinksEnd(_ call: PathCall) throws {
            try prepare(call, mount("ready"))
            try check(symlink("two", mount("one")))
            try check(symlink("one", mount("two")))
            try expect(ELOOP, call, mount("one/x"))
            if call.follows { try expect(ELOOP, call, mount("one")) }
            // Forty are followed, as on every Linux file system.
            try check(mkdir(mount("d"), 0o777))
            try check(symlink("d", mount("l1")))
            for number in 2...41 { try check(symlink("l\(number - 1)", mount("l\(number)"))) }
            try prepare(call, mount("d/x"))
            try expect(ELOOP, call, mount("l41/x"))
            try expect(0, call, mount("l40/x"))
        }

        @Test(arguments: PathCall.all) func directoriesHaveToBeSearchable(_ call: PathCall) throws {
            try asUser(.alice) { [mount] in try check(mkdir(mount("d"), 0o755)) }
            try prepare(call, mount("d/x"), by: .alice)
            try check(chown(spare, User.alice.uid, User.alice.gid))
            try check(chmod(mount("d"), 0o644))
            try expect(EACCES, call, mount("d/x"), by: .alice)
            // The owner is not the others, even where those may.
            try check(chmod(mount("d"), 0o077))
            try expect(EACCES, call, mount("d/x"), by: .alice)
            try check(chmod(mount("d"), 0o311))
            try expect(0, call, mount("d/x"), by: .alice)
        }

        @Test(arguments: PathCall.all.filter(\.changesParent)) func onlyWhoMayWriteChangesADirectory(
            _ call: PathCall
        ) throws {
            try check(mkdir(mount("d"), 0o777))
            try check(chmod(mount("d"), 0o777))
            try prepare(call, mount("d/x"), by: .alice)
            try check(chown(spare, User.alice.uid, User.alice.gid))
            try check(chmod(mount("d"), 0o555))
            try expect(EACCES, call, mount("d/x"), by: .alice)
            try check(chmod(mount("d"), 0o755))
            try expect(EACCES, call, mount("d/x"), by: .alice)
            // By the group, a supplementary one too, and not by the bits of others where the group has none.
            try check(chown(mount("d"), 0, 61_010))
            try check(chmod(mount("d"), 0o707))
            try expect(EACCES, call, mount("d/x"), by: .alice)
            try check(chmod(mount("d"), 0o070))
            try expect(0, call, mount("d/x"), by: .alice)
        }

        @Test(arguments: PathCall.makers.filter { $0.name != "rename to" }) func whatIsThereIsNotMadeAgain(
            _ call: PathCall
        ) throws {
            try prepare(call, mount("ready"))
            try write([], to: mount("file"))
            try check(mkdir(mount("directory"), 0o755))
            try check(mkfifo(mount("fifo"), 0o644))
            try check(mknod(mount("socket"), S_IFSOCK | 0o644, 0))
            try check(symlink("nowhere", mount("dangling")))
            for there in ["file", "directory", "fifo", "socket", "dangling"] {
                try expect(EEXIST, call, mount(there))
            }
            try expect(EEXIST, call, mount.path)
            try expect(EEXIST, call, mount("directory/."))
            try expect(EEXIST, call, mount("directory/.."))
        }

        /// A name before a slash is a directory's.
        @Test(arguments: PathCall.all) func aTrailingSlashAsksForADirectory(_ call: PathCall) throws {
            try prepare(call, mount("x"))
            let path = mount("x/")
            switch (call.name, call.need) {
            case ("mkdir", _), (_, .directory): try expect(0, call, path)
            case ("rename to", _): try expect(ENOTDIR, call, path)
            case ("open O_CREAT|O_EXCL", _): try expect(EISDIR, call, path)
            case (_, .nothing): try expect(ENOENT, call, path)
            case ("readlink", _): try expect(ENOENT, call, path)
            default: try expect(ENOTDIR, call, path)
            }
        }

        @Test(arguments: PathCall.all.filter { !$0.isReading }) func aReadOnlyMountRefusesEveryChange(
            _ call: PathCall
        ) async throws {
            try prepare(call, mount("x"))
            let again = try await mount.remounted { $0.isReadOnly = true }
            let (path, spare) = (again("x"), again("spare"))
            #expect(try FuseAdapterTests.said { call.call(path, spare) } == EROFS)
            #expect(try FuseAdapterTests.said { access(again.path, W_OK) } == EROFS)
        }
    }
}
