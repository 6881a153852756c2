// SPDX-License-Identifier: MIT

import Glibc
import ObjectStorage

/// A file in `incoming/` that is being written; removed when it goes away, unless it got a name by then.
///
/// The `flock` that it holds says that its writer lives. One without it is what a crash left.
struct IncomingFile: ~Copyable {
    let name: String
    private let directory: StoreDirectory
    private let file: OpenFile

    init(_ directory: StoreDirectory) throws(ObjectStoreError) {
        var generator = SystemRandomNumberGenerator()
        let name = String(generator.next(), radix: 16) + "-" + String(generator.next(), radix: 16)
        self.name = name
        self.directory = directory
        // Under the store's lock, as is the removal of leftovers: between its creation and its lock it looks like one.
        do {
            let made = try directory.openFile(name)
            file = made
        } catch {
            throw ObjectStoreError(error)
        }
    }

    deinit {
        // A file that cannot be removed is a leftover for the next opening; one that was named is not there.
        _ = unlinkat(directory.incoming.descriptor, name, 0)
    }

    /// Writes all of `body` and fsyncs it.
    func fill(
        _ body: ObjectBody, _ cancellation: Cancellation, progress: @Sendable (UInt64) -> Void
    ) throws(ObjectStoreError) {
        try reserve(body.size)
        try body.forEachPiece { piece, offset throws(ObjectStoreError) in
            try cancellation.check()
            do throws(SystemCallFailure) { try file.write(piece, at: offset) } catch { throw ObjectStoreError(error) }
            progress(offset + UInt64(piece.count))
        }
        try synchronise()
    }

    func synchronise() throws(ObjectStoreError) {
        do { try file.synchronise() } catch { throw ObjectStoreError(error) }
    }

    /// Takes the room before a byte is written: a full disk is told at once, and the file lies in one piece.
    private func reserve(_ size: UInt64) throws(ObjectStoreError) {
        guard size > 0, fallocate(file.descriptor, 0, 0, off_t(size)) != 0 else { return }
        let code = errno
        // Where it does not exist, writing tells.
        guard code != EOPNOTSUPP && code != ENOSYS && code != EINTR else { return }
        throw ObjectStoreError(SystemCallFailure("fallocate", file.path, code: code))
    }
}

extension StoreDirectory {
    fileprivate func openFile(_ name: String) throws(SystemCallFailure) -> OpenFile {
        let gate = try OpenFile("lock", in: base, O_RDWR)
        try gate.lock(LOCK_EX)
        let file = try OpenFile(name, in: incoming, O_RDWR | O_CREAT | O_EXCL)
        try file.lock(LOCK_EX)
        return file
    }

    /// Removes what writers that are gone left in `incoming/`, and mends the sequence. Leaves a store that may only be
    /// read as it is.
    func removeLeftovers() throws(SystemCallFailure) {
        do {
            try withLock { () throws(SystemCallFailure) in
                for name in try incoming.names() { try removeLeftover(name) }
                try raiseSequenceToObjects()
            }
        } catch {
            guard error.code == EACCES || error.code == EPERM || error.code == EROFS else { throw error }
        }
    }

    private func removeLeftover(_ name: String) throws(SystemCallFailure) {
        do {
            let file = try OpenFile(name, in: incoming, O_RDONLY)
            guard try file.tryLock() else { return }
        } catch {
            // Its writer finished in between.
            guard error.code == ENOENT else { throw error }
            return
        }
        try incoming.remove(name)
    }
}
