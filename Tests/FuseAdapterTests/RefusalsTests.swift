// SPDX-License-Identifier: MIT

import CLinux
import FilesystemModel
import Glibc
import Testing

@testable import FuseAdapter

extension RealMountTests {
    /// What manual pages list and no other suite has: errors of memory, of running programs, of handles, of descriptors that
    /// are of another kind.
    @Suite struct RefusalsTests {
        let mount: MountFixture

        init() async throws {
            mount = try await MountFixture()
            try write(pattern(10_000), to: mount("f"))
            try check(mkdir(mount("d"), 0o755))
            try check(mkfifo(mount("fifo"), 0o644))
            try check(mknod(mount("socket"), S_IFSOCK | 0o644, 0))
        }

        @Test func memoryThatIsNotThereIsRefused() throws {
            let file = try OpenFile(mount("f"), O_RDWR)
            let nowhere = UnsafeMutableRawPointer(bitPattern: 8)
            let text = try #require(nowhere).assumingMemoryBound(to: CChar.self)
            let descriptor = file.descriptor
            let before = try contents(mount("f"))
            let calls: [(String, () -> Int)] = [
                ("read", { Glibc.read(descriptor, nowhere, 100) }),
                ("pread", { pread(descriptor, nowhere, 100, 5000) }),
                ("write", { Glibc.write(descriptor, nowhere, 100) }),
                ("pwrite", { pwrite(descriptor, nowhere, 100, 5000) }),
                ("readlink", { readlink(mount("f"), text, 10) }), ("chmod", { Int(chmod(text, 0o644)) }),
                ("mkdir", { Int(mkdir(text, 0o755)) }), ("open", { Int(open(text, O_RDONLY)) }),
                ("setxattr", { Int(setxattr(mount("f"), "user.a", nowhere, 5, 0)) }),
            ]
            for (what, call) in calls {
                errno = 0
                let result = call()
                // Of a file that is no link readlink says so first.
                #expect(result == -1 && errno == (what == "readlink" ? EINVAL : EFAULT), "\(what): \(name(of: errno))")
            }
            try symlink("f", to: "link")
            #expect(readlink(mount("link"), text, 10) == -1 && errno == EFAULT)
            #expect(try contents(mount("f")) == before)
        }

        private func symlink(_ target: String, to name: String) throws {
            try check(Glibc.symlink(target, mount(name)))
        }

        /// A map that ends within what is written: what lies before its end may be written, and nothing behind it.
        @Test func aWriteEndsWhereItsMemoryEnds() throws {
            let page = Int(sysconf(Int32(_SC_PAGESIZE)))
            let map = mmap(nil, 2 * page, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0)
            let memory = try #require(map != MAP_FAILED ? map : nil)
            defer { munmap(memory, 2 * page) }
            memset(memory, 7, 2 * page)
            try check(mprotect(memory + page, page, PROT_NONE))
            let file = try OpenFile(mount("g"), O_CREAT | O_RDWR)
            let written = Glibc.write(file.descriptor, memory, 2 * page)
            #expect(written == page || written == -1 && errno == EFAULT)
            try file.close()
            #expect(try contents(mount("g")) == [UInt8](repeating: 7, count: max(0, written)))
        }

        @Test func aRunningProgramIsNotWrittenAndWhatIsWrittenDoesNotRun() throws {
            let said = try run(
                mount.path,
                """
                cp /bin/cat program && chmod 755 program
                exec 4>> program
                ./program < /dev/null 2> message && exit 1
                grep -q 'Text file busy' message && exec 4>&-
                coproc { exec ./program; }
                echo here >&"${COPROC[1]}" && read -r line <&"${COPROC[0]}"
                { : >> program; } 2> message && exit 1
                grep -q 'Text file busy' message
                truncate -s 0 program 2> message && exit 1
                grep -q 'Text file busy' message
                mv program moved && rm moved
                echo again >&"${COPROC[1]}" && read -r again <&"${COPROC[0]}"
                input=${COPROC[1]} && exec {input}>&- && wait "$COPROC_PID"
                echo "$line $again"
                """)
            #expect(said == "here again\n")
        }

        @Test func whatMayNotBeExecutedIsNot() throws {
            let said = try run(
                mount.path,
                """
                cp /bin/true program && chmod 644 program
                for what in ./program ./d ./fifo ./socket ./nothing ./f/x; do
                    status=0; env "$what" 2> message || status=$?
                    sed 's/.*: //' message; [ $status -ge 126 ]
                done
                chmod 711 program && ./program
                """)
            #expect(
                said.split(separator: "\n") == [
                    "Permission denied", "Permission denied", "Permission denied", "Permission denied",
                    "No such file or directory", "Not a directory",
                ])
        }

        @Test func descriptorsOfAnotherKindAreRefused() throws {
            let directory = try OpenFile(mount("d"), O_RDONLY | O_DIRECTORY)
            let path = try OpenFile(mount("f"), O_PATH)
            let file = try OpenFile(mount("f"), O_RDWR)
            var bytes = [UInt8](repeating: 0, count: 10)
            let (ofDirectory, ofPath, ofFile) = (directory.descriptor, path.descriptor, file.descriptor)
            let far = off_t.max
            var (from, to) = (off_t(0), far)
            let calls: [(String, Int32, () -> Int)] = [
                ("read of a directory", EISDIR, { Glibc.read(ofDirectory, &bytes, 10) }),
                ("write to a directory", EBADF, { Glibc.write(ofDirectory, bytes, 10) }),
                ("mmap of a directory", ENODEV, { self.map(ofDirectory) }),
                ("ftruncate of a directory", EINVAL, { Int(ftruncate(ofDirectory, 1)) }),
                ("getdents of a file", ENOTDIR, { fdopendir(ofFile) == nil ? -1 : 0 }),
                ("fchdir to a file", ENOTDIR, { Int(fchdir(ofFile)) }),
                ("read of a path", EBADF, { Glibc.read(ofPath, &bytes, 10) }),
                ("fsync of a path", EBADF, { Int(fsync(ofPath)) }),
                ("fchmod of a path", EBADF, { Int(fchmod(ofPath, 0)) }),
                ("pread before the file", EINVAL, { pread(ofFile, &bytes, 10, -1) }),
                ("pwrite before the file", EINVAL, { pwrite(ofFile, bytes, 10, -1) }),
                ("lseek before the file", EINVAL, { Int(lseek(ofFile, -1, SEEK_SET)) }),
                ("lseek beyond numbers", EINVAL, { Int(lseek(ofFile, far, SEEK_END)) }),
                ("a copy beyond numbers", EFBIG, { copy_file_range(ofFile, &from, ofFile, &to, 10, 0) }),
                ("openat below a file", ENOTDIR, { Int(openat(ofFile, "x", O_RDONLY)) }),
                ("a writer without readers", ENXIO, { Int(open(mount("fifo"), O_WRONLY | O_NONBLOCK)) }),
                ("a socket", ENXIO, { Int(open(mount("socket"), O_RDWR)) }),
            ]
            for (what, code, call) in calls {
                errno = 0
                let result = call()
                #expect(result == -1 && errno == code, "\(what): \(result), \(name(of: errno))")
            }
        }

        private func map(_ descriptor: Int32) -> Int {
            mmap(nil, 4096, PROT_READ, MAP_PRIVATE, descriptor, 0) == MAP_FAILED ? -1 : 0
        }

        /// name_to_handle_at(2), as NFS servers hold on to files.
        @Test(.needsRoot) func aHandleOutlivesNamesAndIsStaleAfterTheFile() async throws {
            let handle = try Handle(of: mount("f"))
            // Inode number and generation, in words of 32 bits.
            #expect(handle.generation == 1)
            try check(rename(mount("f"), mount("d/other")))
            try #expect(handle.contents(in: mount.path) == pattern(10_000))
            var forged = handle
            forged.generation = 2
            #expect(throws: Errno(ESTALE)) { try forged.contents(in: mount.path) }
            forged = handle
            forged.number += 1 << 40
            #expect(throws: Errno(ESTALE)) { try forged.contents(in: mount.path) }
            let again = try await mount.remounted()
            try #expect(handle.contents(in: again.path) == pattern(10_000))
            try check(unlink(again("d/other")))
            #expect(throws: Errno(ESTALE)) { try handle.contents(in: again.path) }
        }

        private struct Handle {
            private var bytes: [UInt8]

            /// `struct file_handle`: u32 bytes, i32 type, and for FUSE the inode's number, high word first, and its
            /// generation.
            init(of path: String) throws {
                bytes = [128, 0, 0, 0] + [UInt8](repeating: 0, count: 132)
                var mount: Int32 = 0
                try check(
                    bytes.withUnsafeMutableBytes { bytes in
                        guard let start = bytes.baseAddress else { return Int32(-1) }
                        return name_to_handle_at(
                            AT_FDCWD, path, start.assumingMemoryBound(to: file_handle.self), &mount, 0)
                    })
            }

            private subscript(word: Int) -> UInt32 {
                get { bytes.withUnsafeBytes { $0.loadUnaligned(fromByteOffset: 8 + 4 * word, as: UInt32.self) } }
                set {
                    bytes.withUnsafeMutableBytes {
                        $0.storeBytes(of: newValue, toByteOffset: 8 + 4 * word, as: UInt32.self)
                    }
                }
            }

            var generation: UInt32 {
                get { self[2] }
                set { self[2] = newValue }
            }

            var number: UInt64 {
                get { UInt64(self[0]) << 32 | UInt64(self[1]) }
                set { (self[0], self[1]) = (UInt32(newValue >> 32), UInt32(truncatingIfNeeded: newValue)) }
            }

            func contents(in mountPoint: String) throws -> [UInt8] {
                let root = try OpenFile(mountPoint, O_RDONLY | O_DIRECTORY)
                var bytes = bytes
                let descriptor = try check(
                    bytes.withUnsafeMutableBytes { bytes in
                        guard let start = bytes.baseAddress else { return Int32(-1) }
                        return open_by_handle_at(
                            root.descriptor, start.assumingMemoryBound(to: file_handle.self), O_RDONLY)
                    })
                defer { close(descriptor) }
                return try FuseAdapterTests.contents("/proc/self/fd/\(descriptor)")
            }
        }

        @Test func theStateOfAFileIsSaidOnAsking() async throws {
            let key = "user.gramfs.state"
            func state() throws -> String {
                var bytes = [UInt8](repeating: 0, count: 20)
                let count = try check(getxattr(mount("f"), key, &bytes, bytes.count))
                return String(decoding: bytes.prefix(count), as: UTF8.self)
            }
            #expect(try state() == "dirty")
            #expect(try check(listxattr(mount("f"), nil, 0)) == 0)
            try await mount.fixture.synchronise()
            #expect(try state() == "stored")
            let file = try OpenFile(mount("f"), O_WRONLY)
            try file.write([1], at: 0)
            try file.close()
            #expect(try state() == "dirty")
            #expect(removexattr(mount("f"), key) == -1 && errno == EPERM)
        }
    }
}
