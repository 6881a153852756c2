// SPDX-License-Identifier: MIT

import CSQLite
import FilesystemModel
import GRDB
import Glibc

extension FSError {
    /// `connection` may be nil: the text is then the code's own.
    init(code: Int32, connection: OpaquePointer?) {
        // SQLite calls a quota, and a full disk where it maps its shared memory, an input/output error.
        if code & 0xFF == SQLITE_IOERR, let connection, Self.isFull(sqlite3_system_errno(connection)) {
            self = .noSpace
            return
        }
        let text = connection.flatMap { sqlite3_errmsg($0) } ?? sqlite3_errstr(code)
        self.init(code: code, message: text.map { String(cString: $0) } ?? "code \(code)")
    }

    static func isFull(_ systemError: Int32) -> Bool { systemError == ENOSPC || systemError == EDQUOT }

    init(_ error: any Error) {
        switch error {
        case let error as FSError: self = error
        case let error as DatabaseError:
            self.init(code: error.extendedResultCode.rawValue, message: error.message ?? "no message")
        case let error: self = .indexDamaged("\(error)")
        }
    }

    /// What the machine refuses can be tried again; everything else says that the file is not what we wrote.
    private init(code: Int32, message: String) {
        switch code & 0xFF {
        case SQLITE_FULL: self = .noSpace
        case SQLITE_BUSY, SQLITE_LOCKED: self = .busy
        case SQLITE_IOERR, SQLITE_CANTOPEN, SQLITE_NOMEM, SQLITE_PERM, SQLITE_READONLY, SQLITE_AUTH:
            self = .local("index: \(message) (SQLite \(code))")
        default: self = .indexDamaged("\(message) (SQLite \(code))")
        }
    }
}
