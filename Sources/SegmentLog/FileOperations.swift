// SPDX-License-Identifier: MIT

/// The system calls that the log is made of: the seam under which tests let the power go.
///
/// One existential call beside a system call costs nothing that could be measured. Each method is one call, with
/// EINTR handled; short reads and writes are the caller's.
package protocol FileOperations: Sendable {
    func open(_ path: String, _ opening: FileOpening) throws(SystemFailure) -> FileDescriptor
    func close(_ file: FileDescriptor)
    func read(_ file: FileDescriptor, into bytes: UnsafeMutableRawBufferPointer, at offset: UInt64)
        throws(SystemFailure) -> Int
    func write(_ file: FileDescriptor, _ bytes: UnsafeRawBufferPointer, at offset: UInt64)
        throws(SystemFailure) -> Int
    func setSize(_ file: FileDescriptor, _ size: UInt64) throws(SystemFailure)
    /// Takes space for a range, beyond the end of the file too, without changing its size. Where the file system cannot,
    /// nothing happens.
    func allocate(_ file: FileDescriptor, _ range: Range<UInt64>) throws(SystemFailure)
    /// `fdatasync`; like the other syncs it fails where the file system shut down meanwhile, whatever the kernel answered.
    func syncData(_ file: FileDescriptor) throws(SystemFailure)
    /// Makes the entries of a directory durable.
    func syncDirectory(_ path: String) throws(SystemFailure)
    /// Makes everything on the file system of `path` durable (`syncfs`).
    func syncFileSystem(_ path: String) throws(SystemFailure)
    /// The first byte at or after `offset` that is not in a hole; nil where only a hole follows.
    func firstData(_ file: FileDescriptor, from offset: UInt64) throws(SystemFailure) -> UInt64?
    /// The first byte at or after `offset` that is in a hole; the end of the file counts as one.
    func firstHole(_ file: FileDescriptor, from offset: UInt64) throws(SystemFailure) -> UInt64
    func punchHole(_ file: FileDescriptor, _ range: Range<UInt64>) throws(SystemFailure)
    /// Lets the next read come from the disk; only for pages that are not dirty.
    func dropCachedPages(_ file: FileDescriptor) throws(SystemFailure)
    func status(_ path: String) throws(SystemFailure) -> FileStatus
    func unlink(_ path: String) throws(SystemFailure)
    /// Whether it was made; false where it is there already.
    func makeDirectory(_ path: String) throws(SystemFailure) -> Bool
    /// Names without `.` and `..`, in no order.
    func list(_ path: String) throws(SystemFailure) -> [String]
    /// Bytes that this process may still allocate on the file system of `path`.
    func freeBytes(_ path: String) throws(SystemFailure) -> UInt64
}

package struct FileDescriptor: RawRepresentable, Hashable, Sendable {
    package let rawValue: Int32

    package init(rawValue: Int32) { self.rawValue = rawValue }
}

package enum FileOpening: Sendable {
    case existing
    /// Fails with EEXIST where there is one.
    case new
}

package struct FileStatus: Hashable, Sendable {
    package var size: UInt64
    package var allocatedBytes: UInt64

    package init(size: UInt64, allocatedBytes: UInt64) {
        self.size = size
        self.allocatedBytes = allocatedBytes
    }
}
