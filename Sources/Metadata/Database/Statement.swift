// SPDX-License-Identifier: MIT

import CSQLite
import FilesystemModel

/// A prepared statement. Parameters count from 1, columns from 0, as in SQLite.
///
/// Byte strings are bound without a copy, so they must outlive the run of the statement: `run` and `withRow` are
/// called inside the scope that lends them.
final class Statement {
    private var handle: OpaquePointer?

    init(handle: OpaquePointer) { self.handle = handle }

    func finalize() {
        sqlite3_finalize(handle)
        handle = nil
    }

    // MARK: Parameters

    func bind(_ value: Int64, at index: Int32) { sqlite3_bind_int64(handle, index, value) }

    func bind(_ value: UInt64, at index: Int32) { sqlite3_bind_int64(handle, index, Int64(bitPattern: value)) }

    func bind(_ value: UInt32, at index: Int32) { sqlite3_bind_int64(handle, index, Int64(value)) }

    func bindNull(at index: Int32) { sqlite3_bind_null(handle, index) }

    /// Lent, not copied.
    func bind(_ bytes: UnsafeRawBufferPointer, at index: Int32) {
        guard let base = bytes.baseAddress, !bytes.isEmpty else {
            // A nil pointer would bind NULL, which is another value than no bytes.
            sqlite3_bind_zeroblob(handle, index, 0)
            return
        }
        sqlite3_bind_blob64(handle, index, base, UInt64(bytes.count), nil)
    }

    /// Copied.
    func bind(copying bytes: [UInt8], at index: Int32) {
        guard !bytes.isEmpty else {
            sqlite3_bind_zeroblob(handle, index, 0)
            return
        }
        sqlite3_bind_blob64(handle, index, bytes, UInt64(bytes.count), Self.transient)
    }

    /// Copied.
    func bind(text: String, at index: Int32) { sqlite3_bind_text(handle, index, text, -1, Self.transient) }

    // MARK: Running

    /// The code of `sqlite3_step`: for scopes that cannot throw. `finish` follows.
    func step() -> Int32 { sqlite3_step(handle) }

    /// Ends a run and turns its last code into whether there was a row.
    @discardableResult
    func finish(_ code: Int32) throws(FSError) -> Bool {
        guard code == SQLITE_ROW || code == SQLITE_DONE else {
            let error = FSError(code: code, connection: sqlite3_db_handle(handle))
            sqlite3_reset(handle)
            throw error
        }
        sqlite3_reset(handle)
        return code == SQLITE_ROW
    }

    /// Runs a statement that gives no rows.
    func run() throws(FSError) { try finish(step()) }

    /// Steps to the next row. At the end, or by an error, the statement is reset.
    func next() throws(FSError) -> Bool {
        let code = step()
        if code == SQLITE_ROW { return true }
        return try finish(code)
    }

    /// Ends a run before its last row.
    func reset() { sqlite3_reset(handle) }

    // MARK: Columns

    func int64(_ column: Int32) -> Int64 { sqlite3_column_int64(handle, column) }

    func uint64(_ column: Int32) -> UInt64 { UInt64(bitPattern: sqlite3_column_int64(handle, column)) }

    /// For columns whose values fit in 63 bits: what does not is damage.
    func unsigned(_ column: Int32) throws(FSError) -> UInt64 {
        let value = int64(column)
        guard value >= 0 else { throw .indexDamaged("column \(column) holds \(value)") }
        return UInt64(value)
    }

    func isNull(_ column: Int32) -> Bool { sqlite3_column_type(handle, column) == SQLITE_NULL }

    func bytes(_ column: Int32) -> [UInt8] {
        let base = sqlite3_column_blob(handle, column)
        return [UInt8](UnsafeRawBufferPointer(start: base, count: Int(sqlite3_column_bytes(handle, column))))
    }

    /// A column that must fit a smaller type: what does not is damage.
    func integer<Value: FixedWidthInteger>(_ column: Int32, _: Value.Type = Value.self) throws(FSError) -> Value {
        let wide = int64(column)
        guard let value = Value(exactly: wide) else { throw .indexDamaged("column \(column) holds \(wide)") }
        return value
    }

    /// Tells SQLite to copy; a macro with a cast in C.
    private static let transient = unsafeBitCast(-1, to: sqlite3_destructor_type.self)
}

extension Statement {
    /// What `step` gives for a row.
    static let row = SQLITE_ROW
}
