// SPDX-License-Identifier: MIT

import Glibc
import SegmentLog
import Synchronization

/// The machine's own files on a disk that a test can fill up, and that tells it of the holes that are punched and
/// counts what is read.
package final class WatchedFiles: FileOperations {
    private let system = SystemFileOperations()
    private let full = Atomic(false)
    private let unpunchable = Atomic(false)
    private let reads = Atomic(0)
    private let punched = Mutex<@Sendable () -> Void>({})

    package init() {}

    /// While true nothing more can be allocated.
    package var isFull: Bool {
        get { full.load(ordering: .acquiring) }
        set { full.store(newValue, ordering: .releasing) }
    }

    /// While true the file system takes no holes, as vfat and NFSv3 do not.
    package var takesNoHoles: Bool {
        get { unpunchable.load(ordering: .acquiring) }
        set { unpunchable.store(newValue, ordering: .releasing) }
    }

    /// Reads of any file.
    package var readCount: Int { reads.load(ordering: .relaxed) }

    /// Called after each hole, on the thread that made it.
    package func whenPunched(_ body: @escaping @Sendable () -> Void) { punched.withLock { $0 = body } }

    package func allocate(_ file: FileDescriptor, _ range: Range<UInt64>) throws(SystemFailure) {
        guard !isFull else { throw SystemFailure(code: ENOSPC) }
        try system.allocate(file, range)
    }

    package func freeBytes(_ path: String) throws(SystemFailure) -> UInt64 {
        isFull ? 0 : try system.freeBytes(path)
    }

    package func punchHole(_ file: FileDescriptor, _ range: Range<UInt64>) throws(SystemFailure) {
        guard !takesNoHoles else { throw SystemFailure(code: EOPNOTSUPP) }
        try system.punchHole(file, range)
        punched.withLock { $0 }()
    }

    // MARK: As they are

    package func open(_ path: String, _ opening: FileOpening) throws(SystemFailure) -> FileDescriptor {
        try system.open(path, opening)
    }

    package func close(_ file: FileDescriptor) { system.close(file) }

    package func read(
        _ file: FileDescriptor, into bytes: UnsafeMutableRawBufferPointer, at offset: UInt64
    ) throws(SystemFailure) -> Int {
        reads.add(1, ordering: .relaxed)
        return try system.read(file, into: bytes, at: offset)
    }

    package func write(
        _ file: FileDescriptor, _ bytes: UnsafeRawBufferPointer, at offset: UInt64
    ) throws(SystemFailure) -> Int { try system.write(file, bytes, at: offset) }

    package func setSize(_ file: FileDescriptor, _ size: UInt64) throws(SystemFailure) {
        try system.setSize(file, size)
    }

    package func syncData(_ file: FileDescriptor) throws(SystemFailure) { try system.syncData(file) }

    package func syncDirectory(_ path: String) throws(SystemFailure) { try system.syncDirectory(path) }

    package func syncFileSystem(_ path: String) throws(SystemFailure) { try system.syncFileSystem(path) }

    package func firstData(_ file: FileDescriptor, from offset: UInt64) throws(SystemFailure) -> UInt64? {
        try system.firstData(file, from: offset)
    }

    package func firstHole(_ file: FileDescriptor, from offset: UInt64) throws(SystemFailure) -> UInt64 {
        try system.firstHole(file, from: offset)
    }

    package func dropCachedPages(_ file: FileDescriptor) throws(SystemFailure) { try system.dropCachedPages(file) }

    package func status(_ path: String) throws(SystemFailure) -> FileStatus { try system.status(path) }

    package func unlink(_ path: String) throws(SystemFailure) { try system.unlink(path) }

    package func makeDirectory(_ path: String) throws(SystemFailure) -> Bool { try system.makeDirectory(path) }

    package func list(_ path: String) throws(SystemFailure) -> [String] { try system.list(path) }
}
