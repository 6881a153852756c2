// SPDX-License-Identifier: MIT

import Filesystem
import FilesystemModel
import Glibc
import NIOCore
import Synchronization

/// An open file of the volume, read in pieces. What is deleted meanwhile stays until this is closed.
final class OpenContent: Sendable {
    private let volume: Volume
    private let inode: InodeNumber
    private let handle: HandleID
    private let isClosed = Atomic(false)

    init(_ volume: Volume, _ inode: InodeNumber) throws(FSError) {
        self.volume = volume
        self.inode = inode
        handle = try volume.open(inode, flags: OpenFlags(rawValue: O_RDONLY), caller: Caller(uid: 0, gid: 0))
    }

    /// For answers that are never sent: their connection was gone.
    deinit { close() }

    func close() {
        if !isClosed.exchange(true, ordering: .relaxed) { volume.release(inode, handle) }
    }

    /// Exactly `length` bytes; a file that has become shorter meanwhile is `staleInode`. One copy, out of the frames.
    ///
    /// What is not on this machine is fetched, for at most `patience` where it is given: then `unreachable`.
    func read(at offset: UInt64, _ length: Int, patience: Duration? = nil) async throws(FSError) -> ByteBuffer {
        var buffer = ByteBufferAllocator().buffer(capacity: length)
        if try readLocally(at: offset, length, into: &buffer) { return buffer }
        let bytes = try await fetch(at: offset, length, patience)
        guard bytes.count == length else { throw .staleInode }
        buffer.clear()
        buffer.writeBytes(bytes)
        return buffer
    }

    private func readLocally(at offset: UInt64, _ length: Int, into buffer: inout ByteBuffer) throws(FSError) -> Bool {
        var result: Result<Int?, FSError> = .success(0)
        buffer.writeWithUnsafeMutableBytes(minimumWritableBytes: length) { space in
            let target = UnsafeMutableRawBufferPointer(rebasing: space.prefix(length))
            do throws(FSError) {
                result = .success(try volume.readLocally(inode, handle, offset: offset, into: target))
            } catch {
                result = .failure(error)
            }
            guard case .success(let count?) = result else { return 0 }
            return count
        }
        guard let count = try result.get() else { return false }
        guard count == length else { throw .staleInode }
        return true
    }

    private func fetch(at offset: UInt64, _ length: Int, _ patience: Duration?) async throws(FSError) -> [UInt8] {
        guard let patience else { return try await volume.read(inode, handle, offset: offset, length: length) }
        let result = await withTaskGroup(of: Result<[UInt8], FSError>.self) { group in
            group.addTask { await self.fetched(at: offset, length) }
            group.addTask {
                // Cancelled: then the bytes are there.
                try? await Task.sleep(for: patience)
                return .failure(.unreachable("the store did not answer within \(patience)"))
            }
            defer { group.cancelAll() }
            return await group.next() ?? .failure(.interrupted)
        }
        return try result.get()
    }

    private func fetched(at offset: UInt64, _ length: Int) async -> Result<[UInt8], FSError> {
        do throws(FSError) {
            return .success(try await volume.read(inode, handle, offset: offset, length: length))
        } catch {
            return .failure(error)
        }
    }
}
