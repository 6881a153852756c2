// SPDX-License-Identifier: MIT

import CLinux
import FilesystemModel
import Glibc
import StorageFormat

/// Who writes, and whether another writer has ended.
///
/// A state directory is told from a copy of it by what a copy cannot keep: the inode and the birth of its file
/// `instance`, and the machine. So a directory that was cloned or restored from a backup is another writer.
extension WriterIdentity {
    /// Of this process on a state directory, which is locked. Makes the file `instance` where it is missing.
    static func current(_ directory: String, clock: any WallClock = SystemWallClock()) throws(Failure) -> WriterIdentity
    {
        let path = directory + "/instance"
        let mark = try instanceMark(path)
        let machine = (try? readBytes("/etc/machine-id", bytesMax: 4096)) ?? []
        var facts = try birth(of: path)
        let text = facts.withUnsafeMutableBytes { Array($0) }
        return WriterIdentity(
            host: hostName(), since: clock.now(), instance: try digest(mark + machine + text), scope: try scope(),
            pid: UInt32(getpid()), started: start(of: getpid()) ?? 0)
    }

    /// Whether the process of this writer ran here and runs no more. False where that cannot be known: on another
    /// machine, in another container, before the last boot.
    var isGone: Bool {
        guard let here = try? Self.scope(), here == scope, pid > 0, started > 0 else { return false }
        return Self.start(of: pid_t(pid)) != started
    }

    /// 16 random bytes, made once.
    private static func instanceMark(_ path: String) throws(Failure) -> [UInt8] {
        do {
            return try readBytes(path, bytesMax: 64)
        } catch  where error.code == .noSuchPath {
            let bytes = try randomBytes()
            try replaceFile(path, with: bytes)
            return bytes
        }
    }

    private static func randomBytes() throws(Failure) -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: 16)
        let random = SystemRandomSource()
        bytes.withUnsafeMutableBytes { random.fill($0) }
        return bytes
    }

    /// Inode, and birth in seconds and nanoseconds; 0 where the file system does not keep it.
    private static func birth(of path: String) throws(Failure) -> [UInt64] {
        var facts = statx()
        guard statx(AT_FDCWD, path, 0, UInt32(STATX_INO | STATX_BTIME), &facts) == 0 else {
            throw Failure(call: "statx", path: path, errno: errno)
        }
        return [facts.stx_ino, UInt64(bitPattern: facts.stx_btime.tv_sec), UInt64(facts.stx_btime.tv_nsec)]
    }

    /// One boot of one kernel and one process namespace: there a pid means the same to all.
    private static func scope() throws(Failure) -> Identifier128 {
        let boot = try readBytes("/proc/sys/kernel/random/boot_id", bytesMax: 64)
        var facts = stat()
        guard stat("/proc/self/ns/pid", &facts) == 0 else {
            throw Failure(call: "stat", path: "/proc/self/ns/pid", errno: errno)
        }
        let namespace = withUnsafeBytes(of: UInt64(facts.st_ino)) { Array($0) }
        return try digest(boot + namespace)
    }

    /// Field 22 of proc_pid_stat(5): clock ticks since boot. Nil where there is no such process.
    private static func start(of pid: pid_t) -> UInt64? {
        guard let bytes = try? readBytes("/proc/\(pid)/stat", bytesMax: 4096) else { return nil }
        // The name, field 2, is in parentheses and may hold anything.
        guard let close = bytes.lastIndex(of: UInt8(ascii: ")")) else { return nil }
        let fields = bytes[(close + 1)...].split(separator: UInt8(ascii: " "))
        // A zombie has ended; only its parent has not noticed.
        guard fields.count > 19, fields[0].first != UInt8(ascii: "Z") else { return nil }
        return UInt64(String(decoding: fields[19], as: UTF8.self))
    }

    private static func digest(_ bytes: [UInt8]) throws(Failure) -> Identifier128 {
        do {
            return try Identifier128(hashing: bytes)
        } catch {
            throw Failure(.failed, "libcrypto failed: \(error)")
        }
    }
}
