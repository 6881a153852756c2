// SPDX-License-Identifier: MIT

import CLinux
import Glibc
import Testing
import VolumeFixture

@testable import FuseAdapter

extension RealMountTests {
    /// Access control lists through the kernel: it obeys them, tools read what tools set, and copies keep them.
    @Suite(.needsRoot, .needsProgram("setfacl")) struct AccessListsTests {
        let mount: MountFixture

        init() async throws {
            mount = try await MountFixture { $0.allowsOther = true }
            try check(chmod(mount.path, 0o755))
        }

        private func mode(_ path: String) throws -> mode_t { try status(path).st_mode & 0o7777 }

        /// What getfacl says, entries alone, in one line.
        private func list(_ path: String) throws -> String {
            try run(mount.path, "getfacl -cnpE '\(path)'").split(separator: "\n").joined(separator: " ")
        }

        @Test func namedUsersAndGroupsAreLetIn() throws {
            let path = mount("file")
            try write([1], to: path)
            try check(chmod(path, 0o600))
            try run(mount.path, "setfacl -m u:\(User.alice.uid):rw,g:61010:r file")
            #expect(try mode(path) == 0o660)
            #expect(try list(path) == "user::rw- user:61001:rw- group::--- group:61010:r-- mask::rw- other::---")
            for (user, mode, code) in [
                (User.alice, R_OK | W_OK, 0), (.alice, X_OK, EACCES), (.bob, R_OK, EACCES), (.carol, R_OK, EACCES),
            ] {
                #expect(try said(user) { access(path, mode) } == code, "\(user) \(mode)")
            }
            // The mask takes away from names, and chmod changes the mask.
            try check(chmod(path, 0o640))
            #expect(try said(.alice) { access(path, W_OK) } == EACCES)
            #expect(try said(.alice) { access(path, R_OK) } == 0)
            try run(mount.path, "setfacl -x u:\(User.alice.uid) file")
            // Through her group still.
            #expect(try said(.alice) { access(path, R_OK) } == 0)
            #expect(try said(.bob) { setxattr(path, "system.posix_acl_access", "", 0, 0) } == EPERM)
            try run(mount.path, "setfacl -b file")
            #expect(try said(.alice) { access(path, R_OK) } == EACCES)
            #expect(try mode(path) == 0o600)
            #expect(throws: Errno(ENODATA)) { try check(getxattr(path, "system.posix_acl_access", nil, 0)) }
        }

        @Test func defaultListsAreInheritedAndTheUmaskIsNot() async throws {
            try run(mount.path, "mkdir d && chmod 777 d && setfacl -d -m u::rwx,u:61001:rwx,g::r-x,o::--- d")
            let directory = mount("d")
            try asUser(.bob, umask: 0o077) {
                try check(mkdir(directory + "/below", 0o777))
                close(try check(open(directory + "/file", O_CREAT | O_RDWR, 0o666)))
                try check(mknod(directory + "/node", S_IFREG | 0o640, 0))
                try check(symlink("x", directory + "/link"))
            }
            #expect(try mode(directory + "/file") == 0o660)
            #expect(try list("d/file") == "user::rw- user:61001:rwx group::r-x mask::rw- other::---")
            #expect(try mode(directory + "/node") == 0o640)
            #expect(try mode(directory + "/below") == 0o770)
            let below = """
                user::rwx user:61001:rwx group::r-x mask::rwx other::--- default:user::rwx default:user:61001:rwx \
                default:group::r-x default:mask::rwx default:other::---
                """
            #expect(try list("d/below") == below)
            #expect(try said(.alice) { access(directory + "/below", W_OK) } == 0)
            #expect(try said(.carol) { access(directory + "/below", R_OK) } == EACCES)
            let again = try await mount.recovered()
            #expect(try run(again.path, "getfacl -cnpE d/below").split(separator: "\n").joined(separator: " ") == below)
            let file = again("d/below/x")
            try asUser(.alice) { try write([1], to: file) }
            #expect(try run(again.path, "setfacl -k d && getfacl -cnpdE d | tr -d '\\n'") == "")
        }

        @Test func withoutAttributesThereAreNoLists() async throws {
            let mount = try await MountFixture { $0.hasExtendedAttributes = false }
            try write([1], to: mount("file"))
            #expect(throws: Errno(EOPNOTSUPP)) {
                try check(setxattr(mount("file"), "system.posix_acl_access", "", 0, 0))
            }
            let path = mount("masked")
            try asUser(.superuser, umask: 0o077) { close(try check(open(path, O_CREAT | O_RDWR, 0o666))) }
            #expect(try mode(path) == 0o600)
        }

        @Test func copiesKeepLists() throws {
            try run(
                mount.path,
                """
                mkdir source source/sub && echo x > source/file && echo y > source/sub/other
                setfacl -m u:61001:rw,g:61010:r source/file && setfacl -d -m u:61002:rwx source source/sub
                setfacl -m u:61002:rx source/sub && chmod 4750 source/sub/other && setfattr -n user.a -v b source/sub
                setfattr -n trusted.t -v 1 source/file
                cp -a source copy && (cd source && getfacl -Rn . && getfattr -Rd -m- .) > 1
                (cd copy && getfacl -Rn . && getfattr -Rd -m- .) > 2 && cmp 1 2 && rm -r copy
                tar --acls --xattrs --xattrs-include='*' -cf t source && mkdir out
                tar --acls --xattrs --xattrs-include='*' -C out -xpf t
                (cd out/source && getfacl -Rn . && getfattr -Rd -m- .) > 2 && cmp 1 2
                """)
        }

        @Test(.needsProgram("rsync")) func rsyncKeepsListsAndHasNothingToDoAgain() async throws {
            let source = try TemporaryDirectory()
            let script = """
                mkdir -p a/b && echo x > a/f && setfacl -m u:61001:rw,g:61010:r a/f && setfacl -d -m u:61002:rwx a a/b
                setfacl -m g:61010:rx a/b && setfattr -n user.k -v v a/f && chmod 2770 a/b && ln a/f a/g && ln -s f a/s
                """
            try run(source.path, script)
            try run(mount.path, "rsync -aHAX '\(source.path)/' copy/")
            let compare = "rsync -aHAXi --checksum --delete '\(source.path)/' copy/"
            #expect(try run(mount.path, compare) == "")
            let again = try await mount.recovered()
            #expect(try run(again.path, compare) == "")
            // And back out of it.
            try run(again.path, "mkdir back && rsync -aHAX copy/ back/")
            #expect(try run(again.path, "rsync -aHAXi --checksum --delete copy/ back/") == "")
        }

        // MARK: Other attributes

        @Test func namespacesAreForThoseWhoMayUseThem() throws {
            let path = mount("file")
            try write([1], to: path)
            try check(chown(path, User.alice.uid, User.alice.gid))
            try check(chmod(path, 0o640))
            for (user, key, code) in [
                (User.alice, "user.a", 0), (.superuser, "user.a", 0), (.bob, "user.a", EACCES),
                (.carol, "user.a", EACCES),
                (.alice, "trusted.a", EPERM), (.superuser, "trusted.a", 0), (.alice, "security.a", EPERM),
                (.superuser, "security.a", 0), (.alice, "system.a", EOPNOTSUPP), (.superuser, "system.a", EOPNOTSUPP),
                (.superuser, "other.a", EOPNOTSUPP), (.superuser, "a", EOPNOTSUPP), (.superuser, "user.", EINVAL),
                (.superuser, "", ERANGE), (.superuser, "user.gramfs.state", EPERM),
                (.superuser, "user." + String(repeating: "n", count: 250), 0),
                (.superuser, "user." + String(repeating: "n", count: 251), ERANGE),
            ] {
                let found = try said(user) { setxattr(path, key, "v", 1, 0) }
                #expect(found == code, "\(key) by \(user): \(FuseAdapterTests.name(of: found))")
            }
            #expect(try said(.carol) { getxattr(path, "user.a", nil, 0) } == 0)
            #expect(try said(.bob) { getxattr(path, "user.a", nil, 0) } == EACCES)
            #expect(try said(.alice) { getxattr(path, "trusted.a", nil, 0) } == ENODATA)
            #expect(try said { getxattr(path, "trusted.a", nil, 0) } == 0)
            let all = try asUser(.superuser) { try names(path) }
            #expect(Set(all.map { $0.prefix { $0 != "." } }) == ["user", "trusted", "security"])
            #expect(try asUser(.alice) { try names(path) } == all.filter { !$0.hasPrefix("trusted.") })
        }

        @Test func userAttributesAreForFilesAndDirectories() throws {
            try check(symlink("nowhere", mount("link")))
            try check(mkfifo(mount("fifo"), 0o666))
            try check(mkdir(mount("directory"), 0o755))
            for (name, code) in [("link", EPERM), ("fifo", EPERM), ("directory", 0)] {
                let path = mount(name)
                #expect(try said { lsetxattr(path, "user.a", "v", 1, 0) } == code, "\(name)")
                #expect(try said { lsetxattr(path, "trusted.a", "v", 1, 0) } == 0, "\(name)")
                #expect(try said { lgetxattr(path, "user.a", nil, 0) } == (code == 0 ? 0 : ENODATA), "\(name)")
                #expect(try said { llistxattr(path, nil, 0) } == 0)
            }
            // In a sticky directory only its owner's.
            try check(chmod(mount("directory"), 0o1777))
            let directory = mount("directory")
            #expect(try said(.bob) { setxattr(directory, "user.b", "v", 1, 0) } == EPERM)
        }

        @Test func sizesHaveTheirBounds() throws {
            let path = mount("file")
            try write([1], to: path)
            let large = [UInt8](repeating: 7, count: 65_537)
            #expect(try said { setxattr(path, "user.a", large, 65_536, 0) } == 0)
            #expect(try said { setxattr(path, "user.a", large, 65_537, 0) } == E2BIG)
            #expect(try said { setxattr(path, "user.a", large, 1, 4) } == EINVAL)
            #expect(try said { setxattr(path, "user.a", large, 1, Int32(XATTR_CREATE)) } == EEXIST)
            #expect(try said { setxattr(path, "user.b", large, 1, Int32(XATTR_REPLACE)) } == ENODATA)
            var bytes = [UInt8](repeating: 0, count: 65_536)
            #expect(try check(getxattr(path, "user.a", &bytes, 65_536)) == 65_536)
            #expect(bytes == Array(large.dropLast()))
            #expect(throws: Errno(ERANGE)) { try check(getxattr(path, "user.a", &bytes, 65_535)) }
            // All of an inode's together: a MiB, and names that can be listed.
            var count = 1
            while setxattr(path, "user.\(count)", large, 65_536, 0) == 0 { count += 1 }
            #expect(errno == ENOSPC)
            #expect(count == 15)
            let listed = try check(listxattr(path, nil, 0))
            var names = [CChar](repeating: 0, count: 65_536)
            #expect(throws: Errno(ERANGE)) { try check(listxattr(path, &names, listed - 1)) }
            for number in 1..<count { try check(removexattr(path, "user.\(number)")) }
            #expect(try self.names(path) == ["user.a"])
        }

        private func names(_ path: String) throws -> [String] {
            var bytes = [CChar](repeating: 0, count: 65_536)
            let count = try check(llistxattr(path, &bytes, bytes.count))
            return bytes.prefix(count).split(separator: 0).map {
                String(decoding: $0.map(UInt8.init(bitPattern:)), as: UTF8.self)
            }
        }
    }
}
