// SPDX-License-Identifier: MIT

import FilesystemModel
import Testing

@testable import Metadata

/// Invariants:
/// - `verify` says nothing about an index that only `apply` made.
/// - Each invariant of the schema that is broken by hand is named.
@Suite struct IndexVerifierTests {
    static let damages: [(String, String)] = [
        ("UPDATE inode SET kind = 1, parent = NULL WHERE number = 1", "root"),
        ("DELETE FROM inode WHERE number = 3", "does not exist"),
        ("UPDATE dentry SET kind = 4 WHERE inode = 3", "another kind"),
        ("UPDATE dentry SET parent = 3 WHERE inode = 4", "no directory with a name"),
        ("UPDATE inode SET link_count = 2 WHERE number = 3", "counts 2 links"),
        ("UPDATE inode SET link_count = 0 WHERE number = 3", "counts 0 links"),
        ("UPDATE inode SET link_count = 5 WHERE number = 1", "holds 1 directories"),
        ("UPDATE inode SET parent = 1 WHERE number = 4", "has its name in 2"),
        ("INSERT INTO dentry VALUES (1, 99, x'41', 4, 2)", "has its name in"),
        ("UPDATE inode SET next_cookie = 3 WHERE number = 1", "gives out cookie"),
        ("UPDATE dentry SET inode = 4 WHERE inode = 2; UPDATE dentry SET parent = 4 WHERE parent = 2", "reached"),
        ("UPDATE inode SET policy = 9 WHERE number = 3", "unknown kind or policy"),
        ("UPDATE inode SET size = 9 WHERE number = 5", "symbolic link 5"),
        ("UPDATE inode SET size = 9 WHERE number = 4", "no content"),
        ("INSERT INTO xattr VALUES (77, x'41', x'')", "attributes are of inode 77"),
        ("UPDATE volume SET next_inode = 5", "given out again"),
        ("UPDATE volume SET files = files + 1", "the volume counts"),
        ("UPDATE volume SET logical_bytes = 0", "the volume counts"),
        ("INSERT INTO extent VALUES (4, 0, 1, 1, 0, 0, 0)", "no regular file"),
        ("UPDATE extent SET skip = 5", "skip 5"),
        ("INSERT INTO extent VALUES (3, 5, 100, 1, 0, 0, 0)", "overlap at 5"),
        ("UPDATE inode SET allocated = 1 WHERE number = 3", "allocated"),
        ("UPDATE inode SET size = 50 WHERE number = 3", "has extents to 100"),
        ("UPDATE inode SET beyond_size = 1 WHERE number = 3", "has extents to 100"),
        ("UPDATE extent SET segment = 8", "segment 8, which is not there"),
        ("UPDATE segment SET live_frame_bytes = 99", "counts 99 live bytes"),
        ("UPDATE segment SET state = 3", "reclaimed with 100"),
        ("INSERT INTO piece VALUES (0, 1, 0, 0, 0, 1, 0)", "piece of the checkpoint"),
    ]

    @Test(arguments: damages)
    func `planted damage is named`(damage: (sql: String, report: String)) throws {
        let directory = try TemporaryDirectory()
        let path = directory.file("index")
        try make(path)
        #expect(try MetadataIndex.verify(path: path) == [])
        try Connection(path: path, mode: .readWrite).execute(damage.sql)
        let lines = try MetadataIndex.verify(path: path)
        #expect(lines.contains { $0.contains(damage.report) }, "\(lines)")
    }

    @Test func `a torn page is named`() throws {
        let directory = try TemporaryDirectory()
        let path = directory.file("index")
        try make(path)
        try Connection(path: path, mode: .readWrite).execute(
            "PRAGMA writable_schema = ON; UPDATE sqlite_schema SET rootpage = 3 WHERE name = 'dentry_name'")
        do {
            #expect(try MetadataIndex.verify(path: path) != [])
        } catch {
            guard case .indexDamaged = error else { throw error }
        }
    }

    /// 1 the root, 2 a directory in it, 3 a file of 100 bytes, 4 a directory in 2, 5 a symbolic link.
    private func make(_ path: String) throws {
        let index = try MetadataIndex.open(path: path, volume: VolumeID(Identifier128(high: 0, low: 1)))
        var maker = TreeMaker()
        try maker.begin(index)
        let outer = try maker.create("outer", .directory, of: index)
        let file = try maker.create("file", of: index)
        try maker.create("inner", .directory, in: outer, of: index)
        try maker.create("link", .symbolicLink, of: index)
        try maker.write(0..<100, to: file, frame: 1, of: index)
        try index.commit(durably: true)
        try index.close()
    }
}
