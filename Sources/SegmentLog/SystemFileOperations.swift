// SPDX-License-Identifier: MIT

import FilesystemModel
import Glibc

/// The machine's own files.
package struct SystemFileOperations: FileOperations {
    package init() {}

    package func open(_ path: String, _ opening: FileOpening) throws(SystemFailure) -> FileDescriptor {
        let flags =
            switch opening {
            case .existing: O_RDWR | O_CLOEXEC
            case .new: O_RDWR | O_CLOEXEC | O_CREAT | O_EXCL
            }
        return FileDescriptor(rawValue: try retrying { Glibc.open(path, flags, 0o600) })
    }

    package func close(_ file: FileDescriptor) {
        // Its result says nothing that a sync has not said; after EINTR the descriptor is gone on Linux as well.
        _ = Glibc.close(file.rawValue)
    }

    package func read(
        _ file: FileDescriptor, into bytes: UnsafeMutableRawBufferPointer, at offset: UInt64
    ) throws(SystemFailure) -> Int {
        try retrying { pread(file.rawValue, bytes.baseAddress, bytes.count, off_t(offset)) }
    }

    package func write(
        _ file: FileDescriptor, _ bytes: UnsafeRawBufferPointer, at offset: UInt64
    ) throws(SystemFailure) -> Int {
        try retrying { pwrite(file.rawValue, bytes.baseAddress, bytes.count, off_t(offset)) }
    }

    package func setSize(_ file: FileDescriptor, _ size: UInt64) throws(SystemFailure) {
        _ = try retrying { ftruncate(file.rawValue, off_t(size)) }
    }

    package func allocate(_ file: FileDescriptor, _ range: Range<UInt64>) throws(SystemFailure) {
        do {
            _ = try retrying {
                fallocate(
                    file.rawValue, Int32(FALLOC_FL_KEEP_SIZE), off_t(range.lowerBound),
                    off_t(range.upperBound - range.lowerBound))
            }
        } catch {
            guard error.code == EOPNOTSUPP || error.code == ENOSYS else { throw error }
        }
    }

    package func syncData(_ file: FileDescriptor) throws(SystemFailure) {
        _ = try retrying { VerifiedSync.data(of: file.rawValue) }
    }

    package func syncDirectory(_ path: String) throws(SystemFailure) {
        try withDirectory(path, VerifiedSync.names)
    }

    package func syncFileSystem(_ path: String) throws(SystemFailure) {
        try withDirectory(path, VerifiedSync.fileSystem)
    }

    package func firstData(_ file: FileDescriptor, from offset: UInt64) throws(SystemFailure) -> UInt64? {
        do {
            return UInt64(try retrying { lseek(file.rawValue, off_t(offset), SEEK_DATA) })
        } catch {
            guard error.code == ENXIO else { throw error }
            return nil
        }
    }

    package func firstHole(_ file: FileDescriptor, from offset: UInt64) throws(SystemFailure) -> UInt64 {
        UInt64(try retrying { lseek(file.rawValue, off_t(offset), SEEK_HOLE) })
    }

    package func punchHole(_ file: FileDescriptor, _ range: Range<UInt64>) throws(SystemFailure) {
        let mode = FALLOC_FL_PUNCH_HOLE | FALLOC_FL_KEEP_SIZE
        _ = try retrying {
            fallocate(file.rawValue, Int32(mode), off_t(range.lowerBound), off_t(range.upperBound - range.lowerBound))
        }
    }

    package func dropCachedPages(_ file: FileDescriptor) throws(SystemFailure) {
        let failure = posix_fadvise(file.rawValue, 0, 0, POSIX_FADV_DONTNEED)
        guard failure == 0 else { throw SystemFailure(code: failure) }
    }

    package func status(_ path: String) throws(SystemFailure) -> FileStatus {
        var status = stat()
        _ = try retrying { stat(path, &status) }
        return FileStatus(size: UInt64(status.st_size), allocatedBytes: UInt64(status.st_blocks) * 512)
    }

    package func unlink(_ path: String) throws(SystemFailure) {
        _ = try retrying { Glibc.unlink(path) }
    }

    package func makeDirectory(_ path: String) throws(SystemFailure) -> Bool {
        do {
            _ = try retrying { mkdir(path, 0o700) }
            return true
        } catch {
            guard error.code == EEXIST else { throw error }
            return false
        }
    }

    package func list(_ path: String) throws(SystemFailure) -> [String] {
        guard let directory = opendir(path) else { throw SystemFailure(code: errno) }
        defer { closedir(directory) }
        var names: [String] = []
        while true {
            errno = 0
            guard let entry = readdir(directory) else {
                guard errno == 0 else { throw SystemFailure(code: errno) }
                return names
            }
            let name = withUnsafeBytes(of: &entry.pointee.d_name) { bytes in
                String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
            }
            if name != "." && name != ".." { names.append(name) }
        }
    }

    package func freeBytes(_ path: String) throws(SystemFailure) -> UInt64 {
        var status = statvfs()
        _ = try retrying { statvfs(path, &status) }
        return UInt64(status.f_bavail) * UInt64(status.f_frsize)
    }

    private func withDirectory(_ path: String, _ body: (Int32) -> Int32) throws(SystemFailure) {
        let directory = try retrying { Glibc.open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC) }
        defer { _ = Glibc.close(directory) }
        _ = try retrying { body(directory) }
    }

    /// The result of a call that answers -1 and sets errno, called again while a signal interrupts it.
    private func retrying<Value: SignedInteger>(_ call: () -> Value) throws(SystemFailure) -> Value {
        while true {
            let result = call()
            if result != -1 { return result }
            let code = errno
            guard code == EINTR else { throw SystemFailure(code: code) }
        }
    }
}
