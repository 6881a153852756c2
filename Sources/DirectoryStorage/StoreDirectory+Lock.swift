// SPDX-License-Identifier: MIT

import Glibc

extension StoreDirectory {
    /// Runs `body` while no other process or thread names an object or replaces the root.
    ///
    /// Each call opens the file anew, since `flock` belongs to the open file: threads exclude one another too.
    func withLock<Value>(
        _ operation: CInt = LOCK_EX, _ body: () throws(SystemCallFailure) -> Value
    ) throws(SystemCallFailure) -> Value {
        let file = try openLock()
        try file.lock(operation)
        return try body()
    }

    /// Writable where it can be, since NFS wants that of an exclusive lock; a store that may only be read is listed too.
    private func openLock() throws(SystemCallFailure) -> OpenFile {
        do {
            return try OpenFile("lock", in: base, O_RDWR)
        } catch {
            guard error.code == EACCES || error.code == EROFS else { throw error }
            return try OpenFile("lock", in: base, O_RDONLY)
        }
    }
}
