// SPDX-License-Identifier: MIT

import CSQLite
import FilesystemModel

/// One raw connection to SQLite, without a lock of its own: its owner calls it from one thread at a time.
///
/// Closing, also by the last reference going away, drops the open transaction.
final class Connection {
    enum Mode {
        case readWrite
        case readOnly
    }

    private(set) var handle: OpaquePointer?
    private var statements: [Statement] = []

    init(path: String, mode: Mode) throws(FSError) {
        let access = mode == .readWrite ? SQLITE_OPEN_READWRITE : SQLITE_OPEN_READONLY
        let code = sqlite3_open_v2(path, &handle, access | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE, nil)
        guard code == SQLITE_OK else {
            let error = FSError(code: code, connection: handle)
            close()
            throw error
        }
        // Only WAL recovery after a crash keeps others waiting.
        sqlite3_busy_timeout(handle, 2_000)
    }

    deinit { close() }

    /// The statement is finished with the connection.
    func prepare(_ sql: String) throws(FSError) -> Statement {
        var statement: OpaquePointer?
        let code = sqlite3_prepare_v3(handle, sql, -1, UInt32(SQLITE_PREPARE_PERSISTENT), &statement, nil)
        guard code == SQLITE_OK, let statement else { throw FSError(code: code, connection: handle) }
        let prepared = Statement(handle: statement)
        statements.append(prepared)
        return prepared
    }

    /// Any number of statements without parameters or results.
    func execute(_ sql: String) throws(FSError) {
        let code = sqlite3_exec(handle, sql, nil, nil, nil)
        guard code == SQLITE_OK else { throw FSError(code: code, connection: handle) }
    }

    /// Where the file system cannot share memory SQLite keeps its old journal, and readers would stop the writer.
    func useWriteAheadLog() throws(FSError) {
        let mode = try prepare("PRAGMA journal_mode = WAL")
        defer { mode.reset() }
        guard try mode.next(), mode.bytes(0) == Array("wal".utf8) else {
            throw .local("SQLite cannot keep a write-ahead log beside the index")
        }
    }

    func moveWriteAheadLog() throws(FSError) {
        let code = sqlite3_wal_checkpoint_v2(handle, nil, SQLITE_CHECKPOINT_PASSIVE, nil, nil)
        guard code == SQLITE_OK else { throw FSError(code: code, connection: handle) }
    }

    /// Where somebody still reads from it, or the disk has no space for the file to grow, it stays: then next time.
    func emptyWriteAheadLog() { sqlite3_wal_checkpoint_v2(handle, nil, SQLITE_CHECKPOINT_TRUNCATE, nil, nil) }

    var changedRows: Int { Int(sqlite3_changes(handle)) }

    /// Whether the transaction is still there: some failures of SQLite end it.
    var isInTransaction: Bool { sqlite3_get_autocommit(handle) == 0 }

    /// Does nothing when called again.
    func close() {
        for statement in statements { statement.finalize() }
        statements = []
        // Cannot fail with all statements finalised; the handle is released in any case.
        sqlite3_close_v2(handle)
        handle = nil
    }
}
