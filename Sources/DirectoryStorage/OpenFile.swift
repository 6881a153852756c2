// SPDX-License-Identifier: MIT

import FilesystemModel
import Glibc

/// An open file or directory; closed when it goes away.
///
/// Nothing here relies on the result of `close`: what must be durable was synced before.
struct OpenFile: ~Copyable, Sendable {
    let descriptor: CInt
    /// For errors.
    let path: String

    /// Opens an absolute path.
    init(_ path: String, _ flags: CInt) throws(SystemCallFailure) {
        descriptor = try retryingInterrupts("open", path) { open(path, flags | O_CLOEXEC) }
        self.path = path
    }

    /// Opens `name` in `directory`.
    init(
        _ name: String, in directory: borrowing OpenFile, _ flags: CInt, permissions: mode_t = 0o600
    ) throws(SystemCallFailure) {
        let parent = directory.descriptor
        path = directory.path + "/" + name
        descriptor = try retryingInterrupts("open", path) { openat(parent, name, flags | O_CLOEXEC, permissions) }
    }

    deinit { close(descriptor) }

    func read(_ range: Range<UInt64>) throws(SystemCallFailure) -> [UInt8] {
        var failure: SystemCallFailure?
        let bytes = [UInt8](unsafeUninitializedCapacity: range.count) { buffer, count in
            while count < range.count {
                let rest = UnsafeMutableRawBufferPointer(rebasing: UnsafeMutableRawBufferPointer(buffer)[count...])
                let result = pread(descriptor, rest.baseAddress, range.count - count, off_t(range.lowerBound) + count)
                if result == -1 && errno == EINTR { continue }
                if result == -1 { failure = SystemCallFailure("read", path) }
                guard result > 0 else { return }
                count += result
            }
        }
        if let failure { throw failure }
        return bytes
    }

    /// Everything up to `limit` bytes.
    func readAll(limit: Int) throws(SystemCallFailure) -> [UInt8] { try read(0..<UInt64(min(size(), UInt64(limit)))) }

    func write(_ bytes: [UInt8], at offset: UInt64) throws(SystemCallFailure) {
        var written = 0
        while written < bytes.count {
            let (start, position) = (written, off_t(offset) + off_t(written))
            written += try retryingInterrupts("write", path) {
                bytes.withUnsafeBytes {
                    pwrite(descriptor, $0.baseAddress?.advanced(by: start), $0.count - start, position)
                }
            }
        }
    }

    func size() throws(SystemCallFailure) -> UInt64 {
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { throw SystemCallFailure("fstat", path) }
        return UInt64(status.st_size)
    }

    /// The bytes and size of a file.
    func synchronise() throws(SystemCallFailure) {
        _ = try retryingInterrupts("fsync", path) { VerifiedSync.file(descriptor) }
    }

    /// The names in a directory.
    func synchroniseNames() throws(SystemCallFailure) {
        _ = try retryingInterrupts("fsync", path) { VerifiedSync.names(in: descriptor) }
    }

    /// Takes `flock`, waiting for it; it ends with the file.
    func lock(_ operation: CInt) throws(SystemCallFailure) {
        _ = try retryingInterrupts("flock", path) { flock(descriptor, operation) }
    }

    /// Takes `flock` only where nobody holds it.
    func tryLock() throws(SystemCallFailure) -> Bool {
        do {
            try lock(LOCK_EX | LOCK_NB)
            return true
        } catch {
            guard error.code == EWOULDBLOCK else { throw error }
            return false
        }
    }
}

/// What is done to names in an open directory.
extension OpenFile {
    func makeDirectory(_ name: String) throws(SystemCallFailure) {
        guard mkdirat(descriptor, name, 0o700) == 0 || errno == EEXIST else {
            throw SystemCallFailure("mkdir", path + "/" + name)
        }
    }

    /// Moves `name` to `newName` in `target`, over what may be there.
    func rename(_ name: String, to newName: String, in target: borrowing OpenFile) throws(SystemCallFailure) {
        guard renameat(descriptor, name, target.descriptor, newName) == 0 else {
            throw SystemCallFailure("rename", target.path + "/" + newName)
        }
    }

    /// False where there was no such name.
    @discardableResult
    func remove(_ name: String) throws(SystemCallFailure) -> Bool {
        guard unlinkat(descriptor, name, 0) == 0 else {
            guard errno == ENOENT else { throw SystemCallFailure("unlink", path + "/" + name) }
            return false
        }
        return true
    }

    /// The size of the file `name`, nil where there is none.
    func size(of name: String) throws(SystemCallFailure) -> UInt64? {
        var status = stat()
        guard fstatat(descriptor, name, &status, AT_SYMLINK_NOFOLLOW) == 0 else {
            guard errno == ENOENT else { throw SystemCallFailure("stat", path + "/" + name) }
            return nil
        }
        return UInt64(status.st_size)
    }

    /// Every name but `.` and `..`, in no order.
    func names() throws(SystemCallFailure) -> [String] {
        let own = try OpenFile(".", in: self, O_RDONLY | O_DIRECTORY)
        let duplicate = dup(own.descriptor)
        guard duplicate >= 0, let stream = fdopendir(duplicate) else { throw SystemCallFailure("opendir", path) }
        defer { closedir(stream) }
        var names: [String] = []
        errno = 0
        while let entry = readdir(stream) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) {
                $0.withMemoryRebound(to: CChar.self, capacity: Int(NAME_MAX) + 1) { String(cString: $0) }
            }
            if name != "." && name != ".." { names.append(name) }
            errno = 0
        }
        guard errno == 0 else { throw SystemCallFailure("readdir", path) }
        return names
    }
}
