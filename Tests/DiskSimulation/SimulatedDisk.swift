// SPDX-License-Identifier: MIT

import Glibc
import SegmentLog
import Synchronization

/// A disk in memory that keeps apart what programs see and what would be there after the power went.
///
/// A write is pending until its file is synced, a name until its directory is. `crashed` gives the disk as another
/// boot finds it. Promises no more than POSIX: what is pending may survive in any part and order.
package final class SimulatedDisk: FileOperations {
    let state: Mutex<DiskState>

    package init(capacityBytes: UInt64 = .max) {
        state = Mutex(DiskState(capacityBytes: capacityBytes))
    }

    init(_ state: DiskState) { self.state = Mutex(state) }

    /// A directory that is there, durably, with all above it.
    package func addDirectory(_ path: String) {
        state.withLock { state in
            var path = path
            while path != "/" {
                state.directories.insert(path)
                state.durableDirectories.insert(path)
                path = NameChange.parent(of: path)
            }
        }
    }

    // MARK: Moments

    /// From now on the disk as it is before each sync is kept.
    package func keepMoments() { state.withLock { $0.moments = [] } }

    /// The disk as it was before each sync since `keepMoments`.
    package var moments: [SimulatedDisk] { state.withLock { $0.moments ?? [] }.map { SimulatedDisk($0) } }

    // MARK: Faults

    /// The n-th data sync from now on (from 1) fails with EIO; what it should have synced is lost but stays visible,
    /// as Linux does it.
    package func failDataSync(at count: Int) { state.withLock { $0.syncsUntilFailure = count } }

    /// No write takes more than so many bytes at once.
    package func shortenWrites(toBytes count: Int) { state.withLock { $0.writeBytesMax = count } }

    package func setCapacity(bytes: UInt64) { state.withLock { $0.capacityBytes = bytes } }

    /// The syncs that were asked for, in order.
    package var syncs: [Sync] { state.withLock { $0.syncs } }

    package enum Sync: Hashable, Sendable {
        case data(path: String)
        case directory(path: String)
        case fileSystem
    }

    /// What programs see of a file; nil where there is none.
    package func contents(of path: String) -> [UInt8]? {
        state.withLock { state in state.names[path].flatMap { state.files[$0]?.seen.bytes } }
    }

    // MARK: FileOperations

    package func open(_ path: String, _ opening: FileOpening) throws(SystemFailure) -> FileDescriptor {
        try change { (state) throws(SystemFailure) in try state.open(path, opening) }
    }

    package func close(_ file: FileDescriptor) {
        state.withLock { _ = $0.descriptors.removeValue(forKey: file) }
    }

    /// Descriptors that nobody has closed yet.
    package var openDescriptorCount: Int { state.withLock { $0.descriptors.count } }

    package func read(
        _ file: FileDescriptor, into buffer: UnsafeMutableRawBufferPointer, at offset: UInt64
    ) throws(SystemFailure) -> Int {
        let bytes = try change { (state) throws(SystemFailure) in
            let all = try state.file(file).seen.bytes
            return Array(all.dropFirst(Int(clamping: offset)).prefix(buffer.count))
        }
        buffer.copyBytes(from: bytes)
        return bytes.count
    }

    package func write(
        _ file: FileDescriptor, _ bytes: UnsafeRawBufferPointer, at offset: UInt64
    ) throws(SystemFailure) -> Int {
        let copy = Array(bytes)
        return try change { (state) throws(SystemFailure) in try state.write(file, copy, at: Int(offset)) }
    }

    package func setSize(_ file: FileDescriptor, _ size: UInt64) throws(SystemFailure) {
        try change { (state) throws(SystemFailure) in try state.apply(.setSize(Int(size)), to: file) }
    }

    /// Its disk is never full.
    package func allocate(_ file: FileDescriptor, _ range: Range<UInt64>) {}

    package func syncData(_ file: FileDescriptor) throws(SystemFailure) {
        try change { (state) throws(SystemFailure) in try state.syncData(file) }
    }

    package func syncDirectory(_ path: String) throws(SystemFailure) {
        state.withLock { state in
            state.keepMoment()
            state.syncs.append(.directory(path: path))
            state.settleNames { $0.isIn(path) }
        }
    }

    package func syncFileSystem(_ path: String) throws(SystemFailure) {
        state.withLock { state in
            state.keepMoment()
            state.syncs.append(.fileSystem)
            state.settleNames { _ in true }
            for inode in state.files.keys { state.files[inode]?.settle() }
        }
    }

    package func firstData(_ file: FileDescriptor, from offset: UInt64) throws(SystemFailure) -> UInt64? {
        try change { (state) throws(SystemFailure) in
            try state.file(file).seen.firstData(from: Int(offset)).map(UInt64.init)
        }
    }

    package func firstHole(_ file: FileDescriptor, from offset: UInt64) throws(SystemFailure) -> UInt64 {
        try change { (state) throws(SystemFailure) in UInt64(try state.file(file).seen.firstHole(from: Int(offset))) }
    }

    package func punchHole(_ file: FileDescriptor, _ range: Range<UInt64>) throws(SystemFailure) {
        let range = Int(range.lowerBound)..<Int(range.upperBound)
        try change { (state) throws(SystemFailure) in try state.apply(.punch(range), to: file) }
    }

    package func dropCachedPages(_ file: FileDescriptor) throws(SystemFailure) {
        try change { (state) throws(SystemFailure) in try state.dropCachedPages(file) }
    }

    package func status(_ path: String) throws(SystemFailure) -> FileStatus {
        try change { (state) throws(SystemFailure) in
            guard let inode = state.names[path], let file = state.files[inode] else {
                throw SystemFailure(code: ENOENT)
            }
            return FileStatus(size: UInt64(file.seen.bytes.count), allocatedBytes: UInt64(file.seen.allocatedBytes))
        }
    }

    package func unlink(_ path: String) throws(SystemFailure) {
        try change { (state) throws(SystemFailure) in
            guard state.names[path] != nil else { throw SystemFailure(code: ENOENT) }
            state.apply(.unlink(path))
        }
    }

    package func makeDirectory(_ path: String) throws(SystemFailure) -> Bool {
        state.withLock { state in
            guard !state.directories.contains(path) else { return false }
            state.apply(.makeDirectory(path))
            return true
        }
    }

    package func list(_ path: String) throws(SystemFailure) -> [String] {
        state.withLock { state in
            (Array(state.names.keys) + state.directories)
                .filter { NameChange.parent(of: $0) == path }.map { String($0.dropFirst(path.count + 1)) }
        }
    }

    package func freeBytes(_ path: String) throws(SystemFailure) -> UInt64 { state.withLock { $0.freeBytes } }

    private func change<Value: Sendable>(
        _ body: (inout DiskState) throws(SystemFailure) -> Value
    ) throws(SystemFailure) -> Value {
        try state.withLock { (state: inout DiskState) throws(SystemFailure) in try body(&state) }
    }
}
