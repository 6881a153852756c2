// SPDX-License-Identifier: MIT

import FilesystemModel
import Glibc
import Testing
import VolumeFixture

@testable import FuseAdapter

extension RealMountTests {
    /// flock(2) and the locks of fcntl(2), POSIX and of open file descriptions. The kernel keeps them: a mount has one,
    /// so all who could want a lock ask the same.
    @Suite struct LocksTests {
        let mount: MountFixture

        init() async throws {
            mount = try await MountFixture()
            try write(pattern(1000), to: mount("f"))
        }

        private func lock(_ file: OpenFile, _ command: Int32, _ type: Int32, _ range: Range<Int>) throws {
            var lock = Self.lock(type, range)
            try check(fcntl(file.descriptor, command, &lock))
        }

        private static func lock(_ type: Int32, _ range: Range<Int>) -> Glibc.flock {
            var lock = Glibc.flock()
            lock.l_type = Int16(type)
            lock.l_whence = Int16(SEEK_SET)
            lock.l_start = off_t(range.lowerBound)
            lock.l_len = off_t(range.count)
            return lock
        }

        @Test func wholeFilesAreLockedByOpenFiles() throws {
            let (first, second) = (try OpenFile(mount("f"), O_RDWR), try OpenFile(mount("f"), O_RDONLY))
            try check(flock(first.descriptor, LOCK_SH))
            try check(flock(second.descriptor, LOCK_SH))
            #expect(throws: Errno(EWOULDBLOCK)) { try check(flock(second.descriptor, LOCK_EX | LOCK_NB)) }
            try check(flock(first.descriptor, LOCK_UN))
            try check(flock(second.descriptor, LOCK_EX | LOCK_NB))
            #expect(throws: Errno(EWOULDBLOCK)) { try check(flock(first.descriptor, LOCK_SH | LOCK_NB)) }
            // Closing lets go.
            try second.close()
            try check(flock(first.descriptor, LOCK_EX | LOCK_NB))
        }

        @Test func whoWaitsForALockGetsItOrIsInterrupted() throws {
            let (first, second) = (try OpenFile(mount("f"), O_RDWR), try OpenFile(mount("f"), O_RDWR))
            try check(flock(first.descriptor, LOCK_EX))
            let interruption = Interruption()
            let interrupted = interruption.run { [descriptor = second.descriptor] in
                flock(descriptor, LOCK_EX) < 0 ? errno : 0
            }
            interruption.interrupt()
            #expect(interrupted.pop() == EINTR)
            let waiting = Interruption()
            let answer = waiting.run { [descriptor = second.descriptor] in flock(descriptor, LOCK_EX) }
            try check(flock(first.descriptor, LOCK_UN))
            #expect(answer.pop() == 0)
            #expect(throws: Errno(EWOULDBLOCK)) { try check(flock(first.descriptor, LOCK_EX | LOCK_NB)) }
            // And nobody of libfuse waited.
            #expect(mount.session.parkedRequests == 0)
        }

        @Test func rangesAreLockedByOpenFileDescriptions() throws {
            let (first, second) = (try OpenFile(mount("f"), O_RDWR), try OpenFile(mount("f"), O_RDWR))
            try lock(first, F_OFD_SETLK, F_WRLCK, 0..<100)
            #expect(throws: Errno(EAGAIN)) { try lock(second, F_OFD_SETLK, F_RDLCK, 99..<100) }
            try lock(second, F_OFD_SETLK, F_WRLCK, 100..<200)
            var asked = Self.lock(F_WRLCK, 0..<1000)
            try check(fcntl(second.descriptor, F_OFD_GETLK, &asked))
            #expect(asked.l_type == Int16(F_WRLCK) && asked.l_start == 0 && asked.l_len == 100)
            try lock(first, F_OFD_SETLK, F_UNLCK, 50..<60)
            try lock(second, F_OFD_SETLK, F_WRLCK, 50..<60)
            try first.close()
            try lock(second, F_OFD_SETLK, F_WRLCK, 0..<1000)
            #expect(throws: Errno(EINVAL)) { try lock(second, F_OFD_SETLK, 77, 0..<1) }
            let reader = try OpenFile(mount("f"), O_RDONLY)
            #expect(throws: Errno(EBADF)) { try lock(reader, F_OFD_SETLK, F_WRLCK, 0..<1) }
        }

        /// Processes: what one has locked another cannot, until it ends, however it does; and two that wait for each
        /// other are told.
        @Test(.needsProgram("python3")) func rangesAreLockedByProcesses() throws {
            let said = try run(
                mount.path,
                """
                python3 - <<'END'
                import errno, fcntl, os, signal, sys
                def child(body):
                    pid = os.fork()
                    if pid == 0:
                        try: body()
                        finally: os._exit(0)
                    return pid
                def lock(f, kind, start, length): fcntl.lockf(f, kind, length, start)
                # Held until killed.
                (r, w) = os.pipe()
                def hold():
                    f = open('f', 'r+b'); lock(f, fcntl.LOCK_EX, 0, 10); os.write(w, b'x'); signal.pause()
                holder = child(hold); os.read(r, 1)
                f = open('f', 'r+b')
                try: lock(f, fcntl.LOCK_EX | fcntl.LOCK_NB, 5, 1); print('not held')
                except OSError as e: print('held', e.errno in (errno.EAGAIN, errno.EACCES))
                os.kill(holder, signal.SIGKILL)
                lock(f, fcntl.LOCK_EX, 5, 1); print('free after the end')
                os.waitpid(holder, 0)
                # Any close of the process gives its POSIX locks up.
                open('f').close()
                def grab():
                    g = open('f', 'r+b'); lock(g, fcntl.LOCK_EX | fcntl.LOCK_NB, 5, 1); os.write(w, b'y')
                os.waitpid(child(grab), 0); print('closed', os.read(r, 1) == b'y')
                # Deadlock.
                lock(f, fcntl.LOCK_EX, 0, 1)
                def cross():
                    g = open('f', 'r+b'); lock(g, fcntl.LOCK_EX, 1, 1); os.write(w, b'z')
                    lock(g, fcntl.LOCK_EX, 0, 1)
                other = child(cross); os.read(r, 1)
                # Until it waits.
                while open('/proc/%d/stat' % other).read().split()[2] != 'S': pass
                try: lock(f, fcntl.LOCK_EX, 1, 1); print('no deadlock')
                except OSError as e: print('deadlock', e.errno == errno.EDEADLK)
                f.close(); os.waitpid(other, 0); print('done')
                END
                """)
            #expect(said == "held True\nfree after the end\nclosed True\ndeadlock True\ndone\n")
        }
    }
}
