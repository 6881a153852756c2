// SPDX-License-Identifier: MIT

import FilesystemModel
import Glibc
import ObjectStorage

extension StoreDirectory {
    /// A larger file is no root that anyone wrote.
    static let rootBytesMax = 64 << 20

    /// The version of a root is its bytes: equal if and only if it is the same document, with nothing to keep beside it.
    func root() throws(ObjectStoreError) -> Root? {
        guard let bytes = try readRoot() else { return nil }
        // Its writer may have been killed before its last fsync; what this call reports must not go away again.
        try store { () throws(SystemCallFailure) in try base.synchroniseNames() }
        return Root(version: RootVersion(bytes: bytes), bytes: bytes)
    }

    /// Compare and swap under the lock; `rename` makes the new document appear as a whole.
    func replaceRoot(expected: RootVersion?, with bytes: [UInt8]) throws(ObjectStoreError) -> RootVersion {
        guard bytes.count <= Self.rootBytesMax else {
            throw .tooLarge(size: UInt64(bytes.count), limit: UInt64(Self.rootBytesMax))
        }
        let file = try IncomingFile(self)
        try file.fill(ObjectBody(bytes), Cancellation(), progress: { _ in })
        CrashPoint.storeRootWritten.pass()
        let lock = try store { () throws(SystemCallFailure) in try OpenFile("lock", in: base, O_RDWR) }
        try store { () throws(SystemCallFailure) in try lock.lock(LOCK_EX) }
        guard try readRoot() == expected?.bytes else { throw .conflict }
        try store { () throws(SystemCallFailure) in
            try incoming.rename(file.name, to: "root", in: base)
            CrashPoint.storeRootNamed.pass()
            try base.synchroniseNames()
        }
        return RootVersion(bytes: bytes)
    }

    private func readRoot() throws(ObjectStoreError) -> [UInt8]? {
        let bytes: [UInt8]
        do {
            let file = try OpenFile("root", in: base, O_RDONLY)
            bytes = try file.readAll(limit: Self.rootBytesMax + 1)
        } catch {
            guard error.code == ENOENT else { throw ObjectStoreError(error) }
            let meaning = try missing()
            guard meaning == .notFound else { throw meaning }
            return nil
        }
        guard bytes.count <= Self.rootBytesMax else { throw .damaged("\(path)/root is larger than any root") }
        return bytes
    }
}
