// SPDX-License-Identifier: MIT

import FilesystemModel

extension Inode {
    static let columns = """
        number, kind, permissions, policy, uid, gid, link_count, size, allocated, device, \
        access_s, access_ns, modification_s, modification_ns, change_s, change_ns, birth_s, birth_ns, \
        parent, next_cookie, beyond_size, target
        """
    static let columnCount = 22

    /// From the current row of a statement that selects `columns`.
    init(row: Statement) throws(FSError) {
        guard let kind = FileKind(rawValue: try row.integer(1)) else { throw .indexDamaged("inode of unknown kind") }
        guard let policy = ContentPolicy(rawValue: try row.integer(3)) else {
            throw .indexDamaged("inode of unknown policy")
        }
        self.init(
            number: InodeNumber(rawValue: try row.unsigned(0)), kind: kind, permissions: try row.integer(2),
            policy: policy,
            uid: try row.integer(4), gid: try row.integer(5), time: .epoch, deviceNumber: try row.integer(9))
        linkCount = try row.integer(6)
        size = try row.unsigned(7)
        allocatedBytes = try row.unsigned(8)
        accessTime = try Self.time(row, 10)
        modificationTime = try Self.time(row, 12)
        changeTime = try Self.time(row, 14)
        birthTime = try Self.time(row, 16)
        parent = row.isNull(18) ? nil : InodeNumber(rawValue: row.uint64(18))
        nextCookie = DirectoryCookie(rawValue: try row.unsigned(19))
        hasExtentsBeyondSize = row.int64(20) != 0
        target = row.isNull(21) ? [] : row.bytes(21)
    }

    /// Runs a statement whose parameters are `columns`.
    func run(_ statement: Statement) throws(FSError) {
        statement.bind(number.rawValue, at: 1)
        statement.bind(UInt32(kind.rawValue), at: 2)
        statement.bind(UInt32(permissions), at: 3)
        statement.bind(UInt32(policy.rawValue), at: 4)
        statement.bind(uid, at: 5)
        statement.bind(gid, at: 6)
        statement.bind(linkCount, at: 7)
        statement.bind(size, at: 8)
        statement.bind(allocatedBytes, at: 9)
        statement.bind(deviceNumber, at: 10)
        Self.bind(accessTime, to: statement, at: 11)
        Self.bind(modificationTime, to: statement, at: 13)
        Self.bind(changeTime, to: statement, at: 15)
        Self.bind(birthTime, to: statement, at: 17)
        if let parent { statement.bind(parent.rawValue, at: 19) } else { statement.bindNull(at: 19) }
        statement.bind(nextCookie.rawValue, at: 20)
        statement.bind(hasExtentsBeyondSize ? 1 as UInt32 : 0, at: 21)
        if target.isEmpty { statement.bindNull(at: 22) } else { statement.bind(copying: target, at: 22) }
        try statement.run()
    }

    private static func time(_ row: Statement, _ column: Int32) throws(FSError) -> Timestamp {
        Timestamp(seconds: row.int64(column), nanoseconds: try row.integer(column + 1))
    }

    private static func bind(_ time: Timestamp, to statement: Statement, at index: Int32) {
        statement.bind(time.seconds, at: index)
        statement.bind(time.nanoseconds, at: index + 1)
    }
}
