// SPDX-License-Identifier: MIT

import FilesystemModel

extension Share {
    static let columns = """
        id, inode, kind, snapshot, token_hash, log_n, block_size, parallelism, salt, password_hash, path, note,
        created_s, created_ns, expires_s, expires_ns, downloads_max, downloads, end_reason, end_s, end_ns
        """
    static let columnCount = 21

    /// From the current row of a statement that selects `columns`.
    init(row: Statement) throws(FSError) {
        guard let kind = Kind(rawValue: try row.integer(2)) else { throw .indexDamaged("share of unknown kind") }
        guard let note = String(validating: row.bytes(11), as: UTF8.self) else {
            throw .indexDamaged("note that is not UTF-8")
        }
        self.init(
            id: ShareID(rawValue: row.uint64(0)), inode: InodeNumber(rawValue: row.uint64(1)), kind: kind,
            snapshot: row.isNull(3) ? nil : InodeNumber(rawValue: row.uint64(3)), tokenHash: row.bytes(4),
            path: row.bytes(10), note: note, created: try row.time(12),
            expires: row.isNull(14) ? nil : try row.time(14),
            downloadsMax: row.isNull(16) ? nil : try row.unsigned(16), downloads: try row.unsigned(17))
        if !row.isNull(5) {
            password = Password(
                logN: try row.integer(5), blockSize: try row.integer(6), parallelism: try row.integer(7),
                salt: row.bytes(8), hash: row.bytes(9))
        }
        if !row.isNull(18) {
            guard let reason = EndReason(rawValue: try row.integer(18)) else {
                throw .indexDamaged("share with an unknown end")
            }
            end = End(reason: reason, time: try row.time(19))
        }
    }

    /// Runs a statement whose parameters are `columns`.
    func run(_ statement: Statement) throws(FSError) {
        statement.bind(id.rawValue, at: 1)
        statement.bind(inode.rawValue, at: 2)
        statement.bind(UInt32(kind.rawValue), at: 3)
        statement.bind(optional: snapshot?.rawValue, at: 4)
        statement.bind(copying: tokenHash, at: 5)
        statement.bind(optional: password.map { UInt64($0.logN) }, at: 6)
        statement.bind(optional: password.map { UInt64($0.blockSize) }, at: 7)
        statement.bind(optional: password.map { UInt64($0.parallelism) }, at: 8)
        if let password {
            statement.bind(copying: password.salt, at: 9)
            statement.bind(copying: password.hash, at: 10)
        } else {
            statement.bindNull(at: 9)
            statement.bindNull(at: 10)
        }
        statement.bind(copying: path, at: 11)
        statement.bind(copying: Array(note.utf8), at: 12)
        statement.bind(created, at: 13)
        statement.bind(expires, at: 15)
        statement.bind(optional: downloadsMax, at: 17)
        statement.bind(downloads, at: 18)
        statement.bind(optional: end.map { UInt64($0.reason.rawValue) }, at: 19)
        statement.bind(end?.time, at: 20)
        try statement.run()
    }
}

extension Statement {
    fileprivate func bind(optional value: UInt64?, at index: Int32) {
        if let value { bind(value, at: index) } else { bindNull(at: index) }
    }

    /// As two parameters: seconds and nanoseconds.
    func bind(_ time: Timestamp?, at index: Int32) {
        guard let time else {
            bindNull(at: index)
            bindNull(at: index + 1)
            return
        }
        bind(time.seconds, at: index)
        bind(time.nanoseconds, at: index + 1)
    }

    /// From two columns.
    fileprivate func time(_ column: Int32) throws(FSError) -> Timestamp {
        Timestamp(seconds: int64(column), nanoseconds: try integer(column + 1))
    }
}
