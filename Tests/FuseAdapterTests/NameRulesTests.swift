// SPDX-License-Identifier: MIT

import CLinux
import Glibc
import Testing

@testable import FuseAdapter

extension RealMountTests {
    /// The rules of rename(2), link(2), unlink(2), rmdir(2) and of the times that they change.
    @Suite struct NameRulesTests {
        let mount: MountFixture

        init() async throws { mount = try await MountFixture() }

        private static let kinds = ["file", "directory", "fifo", "socket", "link"]

        private func make(_ name: String, _ kind: String) throws {
            let path = mount(name)
            switch kind {
            case "file": try write([1], to: path)
            case "directory": try check(mkdir(path, 0o755))
            case "fifo": try check(mkfifo(path, 0o644))
            case "socket": try check(mknod(path, S_IFSOCK | 0o644, 0))
            default: try check(symlink("nowhere", path))
            }
        }

        private func rename(_ old: String, _ new: String, _ flags: Int32 = 0) throws -> Int32 {
            let (old, new) = (mount(old), mount(new))
            return try said { renameat2(AT_FDCWD, old, AT_FDCWD, new, UInt32(flags)) }
        }

        private func isThere(_ name: String) -> Bool { (try? status(mount(name))) != nil }

        private func links(_ name: String) throws -> Int { Int(try status(mount(name)).st_nlink) }

        // MARK: rename

        @Test(arguments: kinds) func aNameReplacesOneOfItsSort(_ old: String) throws {
            for (number, new) in Self.kinds.enumerated() {
                let (from, to) = ("from\(number)", "to\(number)")
                try make(from, old)
                try make(to, new)
                let moved = try mount.inode(from)
                let code =
                    switch (old == "directory", new == "directory") {
                    case (true, false): ENOTDIR
                    case (false, true): EISDIR
                    default: Int32(0)
                    }
                #expect(try rename(from, to) == code, "\(old) over \(new)")
                #expect(try mount.inode(code == 0 ? to : from) == moved)
                #expect(isThere(from) == (code != 0))
            }
            try make("last", old)
            let last = try mount.inode("last")
            #expect(try rename("last", "unused") == 0)
            #expect(try mount.inode("unused") == last && !isThere("last"))
        }

        @Test func directoriesReplaceEmptyOnesOnly() throws {
            for name in ["a", "b", "b/x", "c", "c/file"] {
                try make(name, name == "c/file" ? "file" : "directory")
            }
            #expect(try rename("a", "b") == ENOTEMPTY)
            #expect(try rename("a", "c") == ENOTEMPTY)
            #expect(try rename("b", "a") == 0)
            #expect(isThere("a/x") && !isThere("b"))
            // Over what is open: it stays a directory without names.
            try make("d", "directory")
            let open = try OpenFile(mount("d"), O_RDONLY | O_DIRECTORY)
            #expect(try rename("a", "d") == 0)
            var shown = stat()
            try check(fstat(open.descriptor, &shown))
            #expect(shown.st_nlink == 0)
            #expect(throws: Errno(ENOENT)) { try check(mkdirat(open.descriptor, "x", 0o755)) }
            #expect(throws: Errno(ENOENT)) { try check(openat(open.descriptor, "x", O_CREAT | O_RDWR, 0o644)) }
        }

        @Test func aDirectoryDoesNotMoveBelowItself() throws {
            for name in ["a", "a/b", "a/b/c"] { try make(name, "directory") }
            for flags in [0, Int32(RENAME_NOREPLACE)] {
                #expect(try rename("a", "a/b/new", flags) == EINVAL)
                #expect(try rename("a", "a/new", flags) == EINVAL)
            }
            #expect(try rename("a", "a/b") == EINVAL)
            #expect(try rename("a/b", "a") == ENOTEMPTY)
            #expect(try rename("a/b/c", "a") == ENOTEMPTY)
            #expect(try rename("a", "a/b", Int32(RENAME_EXCHANGE)) == EINVAL)
            #expect(try rename("a/b/c", "a", Int32(RENAME_EXCHANGE)) == EINVAL)
            #expect(try rename("a", "a") == 0)
            #expect(isThere("a/b/c"))
        }

        @Test func dotsAndRootsHaveNoOtherName() throws {
            try make("a", "directory")
            for path in [".", "..", "a/.", "a/.."] {
                #expect(try rename(path, "b") == EBUSY, "\(path)")
                #expect(try rename("a", path) == EBUSY, "\(path)")
            }
            let (root, name) = (mount.path, mount("a"))
            #expect(try said { Glibc.rename(root, name) } == EXDEV)
            #expect(try said { Glibc.rename(name, "/tmp/gramfs-elsewhere") } == EXDEV)
            #expect(try said { link(name, "/tmp/gramfs-elsewhere") } == EXDEV)
        }

        @Test func noReplaceTakesOnlyWhatIsFree() throws {
            for kind in Self.kinds {
                try make("taken \(kind)", kind)
                try make("moves \(kind)", kind)
                #expect(try rename("moves \(kind)", "taken \(kind)", Int32(RENAME_NOREPLACE)) == EEXIST)
                #expect(try rename("moves \(kind)", "moves \(kind)", Int32(RENAME_NOREPLACE)) == EEXIST)
                #expect(try rename("moves \(kind)", "free \(kind)", Int32(RENAME_NOREPLACE)) == 0)
            }
        }

        /// Of any two kinds, in one directory and in two; sub-directories are counted where they are.
        @Test(arguments: kinds) func exchangeSwapsAnyTwo(_ first: String) throws {
            try make("p", "directory")
            try make("q", "directory")
            for second in Self.kinds {
                try make("p/1", first)
                try make("q/2", second)
                let numbers = (try mount.inode("p/1"), try mount.inode("q/2"))
                #expect(try rename("p/1", "q/2", Int32(RENAME_EXCHANGE)) == 0, "\(first) and \(second)")
                #expect(try mount.inode("p/1") == numbers.1 && mount.inode("q/2") == numbers.0)
                #expect(try links("p") == (second == "directory" ? 3 : 2))
                #expect(try links("q") == (first == "directory" ? 3 : 2))
                for name in ["p/1", "q/2"] where try status(mount(name)).st_mode & S_IFMT == S_IFDIR {
                    #expect(try status(mount("\(name)/..")).st_ino == status(mount(String(name.prefix(1)))).st_ino)
                }
                try check(remove(mount("p/1")))
                try check(remove(mount("q/2")))
            }
            #expect(try rename("p", "missing", Int32(RENAME_EXCHANGE)) == ENOENT)
            #expect(try rename("missing", "p", Int32(RENAME_EXCHANGE)) == ENOENT)
        }

        @Test(.needsRoot) func flagsThatAreNotSupportedAreRefused() throws {
            try make("a", "file")
            for flags in [
                Int32(RENAME_WHITEOUT), Int32(RENAME_NOREPLACE) | Int32(RENAME_EXCHANGE),
                Int32(RENAME_WHITEOUT) | Int32(RENAME_EXCHANGE), 1 << 7,
            ] {
                #expect(try rename("a", "b", flags) == EINVAL, "\(flags)")
            }
            #expect(isThere("a") && !isThere("b"))
        }

        @Test func twoNamesOfOneFileStay() throws {
            try make("a", "file")
            try check(link(mount("a"), mount("b")))
            #expect(try rename("a", "b") == 0)
            #expect(try links("a") == 2 && links("b") == 2)
        }

        @Test func aReplacedOpenFileKeepsItsContent() async throws {
            try write(pattern(5000), to: mount("old"))
            try write(pattern(7), to: mount("new"))
            let open = try OpenFile(mount("old"), O_RDWR)
            #expect(try rename("new", "old") == 0)
            try open.write([0xAA], at: 4999)
            var shown = stat()
            try check(fstat(open.descriptor, &shown))
            #expect(shown.st_nlink == 0 && shown.st_size == 5000)
            #expect(try open.read(5000).dropLast() == pattern(5000).dropLast())
            try open.close()
            #expect(try contents(mount("old")) == pattern(7))
        }

        // MARK: Link counts

        @Test func directoriesCountWhatIsBelow() throws {
            for name in ["a", "b", "a/1", "a/2", "a/2/x"] { try make(name, "directory") }
            try make("a/file", "file")
            #expect(try links("a") == 4 && links("a/2") == 3 && links("b") == 2)
            #expect(try rename("a/2", "b/2") == 0)
            #expect(try links("a") == 3 && links("b") == 3 && links("b/2") == 3)
            #expect(try rename("a/1", "b/2/x") == 0)
            #expect(try links("a") == 2 && links("b/2") == 3)
            try check(rmdir(mount("b/2/x")))
            #expect(try links("b/2") == 2)
            let root = try links("")
            try check(rmdir(mount("a/../b/2")))
            #expect(try links("b") == 2 && links("") == root)
        }

        // MARK: link

        @Test func anythingButADirectoryGetsFurtherNames() throws {
            for kind in Self.kinds {
                try make(kind, kind)
                let (old, new) = (mount(kind), mount("\(kind) 2"))
                #expect(try said { link(old, new) } == (kind == "directory" ? EPERM : 0), "\(kind)")
                guard kind != "directory" else { continue }
                #expect(try links(kind) == 2 && mount.inode(kind) == mount.inode("\(kind) 2"))
                try check(unlink(old))
                #expect(try links("\(kind) 2") == 1)
            }
        }

        @Test func linkatFollowsOnlyWhenAsked() throws {
            try make("file", "file")
            try check(symlink("file", mount("link")))
            try check(linkat(AT_FDCWD, mount("link"), AT_FDCWD, mount("same"), 0))
            try check(linkat(AT_FDCWD, mount("link"), AT_FDCWD, mount("followed"), AT_SYMLINK_FOLLOW))
            #expect(try mount.inode("same") == mount.inode("link"))
            #expect(try mount.inode("followed") == mount.inode("file"))
            let file = try OpenFile(mount("file"), O_RDONLY)
            let (descriptor, path) = (file.descriptor, mount("by descriptor"))
            #expect(try said { linkat(descriptor, "", AT_FDCWD, path, 0) } == ENOENT)
            #expect(try said { linkat(AT_FDCWD, path, AT_FDCWD, path, 0x4000) } == EINVAL)
            guard geteuid() == 0 else { return }
            try check(linkat(descriptor, "", AT_FDCWD, path, AT_EMPTY_PATH))
            #expect(try links("file") == 3)
            // What has no name any more cannot get one.
            for name in ["file", "followed", "by descriptor"] { try check(unlink(mount(name))) }
            #expect(try said { linkat(descriptor, "", AT_FDCWD, path, AT_EMPTY_PATH) } == ENOENT)
        }

        // MARK: unlink and rmdir

        @Test func unlinkAndRmdirRefuseEachOthersAndTheDots() throws {
            for kind in Self.kinds {
                try make(kind, kind)
                let path = mount(kind)
                #expect(try said { rmdir(path) } == (kind == "directory" ? 0 : ENOTDIR))
                if kind == "directory" { try make(kind, kind) }
                #expect(try said { unlink(path) } == (kind == "directory" ? EISDIR : 0))
            }
            try make("directory/x", "directory")
            let rules: [(String, Int32)] = [
                ("directory/x/.", EINVAL), ("directory/x/..", ENOTEMPTY), ("directory", ENOTEMPTY),
                ("missing", ENOENT), ("", EBUSY),
            ]
            for (name, code) in rules {
                let path = name.isEmpty ? mount.path : mount(name)
                let found = try said { rmdir(path) }
                #expect(found == code, "\(name): \(FuseAdapterTests.name(of: found))")
            }
            let dot = mount("directory/.")
            #expect(try said { unlink(dot) } == EISDIR)
            // One that somebody is in goes, and takes no names.
            let inside = try OpenFile(mount("directory/x"), O_RDONLY | O_DIRECTORY)
            try check(rmdir(mount("directory/x")))
            #expect(throws: Errno(ENOENT)) { try check(symlinkat("t", inside.descriptor, "s")) }
            #expect(throws: Errno(ENOENT)) { try check(faccessat(inside.descriptor, "s", F_OK, 0)) }
        }

        @Test func symbolicLinksHaveATarget() throws {
            let path = mount("link")
            #expect(try said { symlink("", path) } == ENOENT)
            let long = String(repeating: "t", count: 4096)
            #expect(try said { symlink(long, path) } == ENAMETOOLONG)
            try check(symlink("target", path))
            var bytes = [CChar](repeating: 0, count: 10)
            // Cut silently, as readlink(2) says.
            #expect(try check(readlink(path, &bytes, 3)) == 3)
            try make("file", "file")
            #expect(throws: Errno(EINVAL)) { try check(readlink(mount("file"), &bytes, bytes.count)) }
            #expect(throws: Errno(EINVAL)) { try check(readlink(path, &bytes, 0)) }
        }

        // MARK: Times

        /// Which of access, modification and change time a call moves, of what it is about and of its directory.
        @Test func callsMoveTheTimesThatTheyShould() async throws {
            try check(mkdir(mount("d"), 0o755))
            try check(mkdir(mount("e"), 0o755))
            try make("d/file", "file")
            try make("d/sub", "directory")
            try make("other", "file")
            struct Rule {
                let name: String
                let call: (MountFixture) throws -> Void
                /// `c` the change time, `m` the modification time too; nothing where a call leaves all alone.
                let moved: [String: String]
            }
            let never = timespec(tv_sec: 0, tv_nsec: (1 << 30) - 2)
            let rules = [
                Rule(name: "chmod", call: { try check(chmod($0("d/file"), 0o600)) }, moved: ["d/file": "c"]),
                Rule(name: "chown", call: { try check(chown($0("d/file"), .max, getegid())) }, moved: ["d/file": "c"]),
                Rule(
                    name: "utimensat",
                    call: {
                        try check(utimensat(AT_FDCWD, $0("d/file"), [timespec(tv_sec: 5, tv_nsec: 5), never], 0))
                    },
                    moved: ["d/file": "c"]),
                Rule(
                    name: "utimensat of nothing",
                    call: { try check(utimensat(AT_FDCWD, $0("d/file"), [never, never], 0)) }, moved: [:]),
                Rule(name: "truncate", call: { try check(truncate($0("d/file"), 77)) }, moved: ["d/file": "mc"]),
                Rule(
                    name: "write", call: { try OpenFile($0("d/file"), O_WRONLY).write([1]) }, moved: ["d/file": "mc"]),
                Rule(
                    name: "open with O_TRUNC", call: { _ = try OpenFile($0("d/file"), O_WRONLY | O_TRUNC) },
                    moved: ["d/file": "mc"]),
                Rule(name: "read", call: { _ = try contents($0("d/file")) }, moved: [:]),
                Rule(
                    name: "setxattr", call: { try check(setxattr($0("d/file"), "user.a", "v", 1, 0)) },
                    moved: ["d/file": "c"]),
                Rule(
                    name: "removexattr", call: { try check(removexattr($0("d/file"), "user.a")) },
                    moved: ["d/file": "c"]),
                Rule(
                    name: "link", call: { try check(link($0("d/file"), $0("e/link"))) },
                    moved: ["d/file": "c", "e": "mc"]),
                Rule(
                    name: "unlink", call: { try check(unlink($0("e/link"))) }, moved: ["d/file": "c", "e": "mc"]),
                Rule(
                    name: "rename in a directory", call: { try check(Glibc.rename($0("d/file"), $0("d/file2"))) },
                    moved: ["d": "mc", "d/file2": "c"]),
                Rule(
                    name: "rename to another", call: { try check(Glibc.rename($0("d/file2"), $0("e/file"))) },
                    moved: ["d": "mc", "e": "mc", "e/file": "c"]),
                Rule(
                    name: "rename of a directory", call: { try check(Glibc.rename($0("d/sub"), $0("e/sub"))) },
                    moved: ["d": "mc", "e": "mc", "e/sub": "c"]),
                Rule(name: "mkdir", call: { try check(mkdir($0("d/new"), 0o755)) }, moved: ["d": "mc", "d/new": "mc"]),
                Rule(name: "rmdir", call: { try check(rmdir($0("d/new"))) }, moved: ["d": "mc"]),
                Rule(
                    name: "mknod", call: { try check(mkfifo($0("d/fifo"), 0o600)) }, moved: ["d": "mc", "d/fifo": "mc"]),
                Rule(name: "symlink", call: { try check(symlink("x", $0("d/s"))) }, moved: ["d": "mc", "d/s": "mc"]),
                Rule(
                    name: "open with O_CREAT", call: { _ = try OpenFile($0("d/c"), O_CREAT | O_WRONLY) },
                    moved: ["d": "mc", "d/c": "mc"]),
                Rule(
                    name: "open with O_CREAT of what is there",
                    call: { _ = try OpenFile($0("d/c"), O_CREAT | O_WRONLY) }, moved: [:]),
                Rule(
                    name: "exchange",
                    call: {
                        try check(
                            renameat2(AT_FDCWD, $0("d/c"), AT_FDCWD, $0("e/file"), UInt32(RENAME_EXCHANGE)))
                    }, moved: ["d": "mc", "e": "mc", "d/c": "c", "e/file": "c"]),
                Rule(name: "a refused mkdir", call: { _ = mkdir($0("d/c"), 0o755) }, moved: [:]),
                Rule(name: "a refused rename", call: { _ = Glibc.rename($0("d/c"), $0("e/sub")) }, moved: [:]),
            ]
            let names = [
                "d", "e", "d/file", "d/file2", "e/file", "d/sub", "e/sub", "d/new", "d/fifo", "d/s", "d/c", "other",
            ]
            for rule in rules {
                // The kernel's clock moves in ticks: past the newest of them all.
                let newest = mount("other")
                #expect(
                    try eventually {
                        try check(chmod(newest, 0o644))
                        return try names.filter { $0 != "other" }.allSatisfy { name in
                            guard let shown = try? status(mount(name)) else { return true }
                            return try isLater(status(newest).st_ctim, than: shown.st_ctim)
                                && isLater(status(newest).st_ctim, than: shown.st_mtim)
                        }
                    })
                let before = try status(newest).st_ctim
                // The kernel's stamps of file systems may be ahead of the tick that everybody can ask for.
                #expect(eventually { !isLater(before, than: kernelTick()) })
                try rule.call(mount)
                for name in names {
                    guard let shown = try? status(mount(name)) else { continue }
                    let moved = rule.moved[name] ?? ""
                    #expect(
                        !isLater(before, than: shown.st_ctim) == (moved.contains("c") || name == "other"),
                        "\(rule.name): the change time of \(name)")
                    guard name != "other" else { continue }
                    #expect(
                        !isLater(before, than: shown.st_mtim) == moved.contains("m"),
                        "\(rule.name): the modification time of \(name)")
                }
            }
            // And the volume knows the same as the kernel.
            let shown = try Dictionary(uniqueKeysWithValues: names.filter(isThere).map { ($0, try status(mount($0))) })
            let again = try await mount.remounted()
            for (name, before) in shown {
                let after = try status(again(name))
                #expect(before.st_ctim == after.st_ctim && before.st_mtim == after.st_mtim, "\(name)")
            }
        }

        /// Some are the kernel's, some are the volume's: one clock for both.
        @Test func timesDoNotGoBack() throws {
            for number in 0..<200 {
                let path = mount("f\(number)")
                let file = try OpenFile(path, O_CREAT | O_WRONLY)
                let made = try status(path)
                try file.write([1])
                let written = try status(path)
                try check(chmod(path, 0o600))
                try check(utimensat(AT_FDCWD, path, nil, 0))
                let touched = try status(path)
                try check(Glibc.rename(path, mount("moved")))
                let moved = try status(mount("moved"))
                for (before, after) in [(made, written), (written, touched), (touched, moved)] {
                    #expect(!isLater(before.st_mtim, than: after.st_mtim))
                    #expect(!isLater(before.st_ctim, than: after.st_ctim))
                }
            }
        }

        private func kernelTick() -> timespec {
            var tick = timespec()
            clock_gettime(CLOCK_REALTIME_COARSE, &tick)
            return tick
        }

        private func isLater(_ a: timespec, than b: timespec) -> Bool {
            (a.tv_sec, a.tv_nsec) > (b.tv_sec, b.tv_nsec)
        }
    }
}

private func == (a: timespec, b: timespec) -> Bool { a.tv_sec == b.tv_sec && a.tv_nsec == b.tv_nsec }
