// SPDX-License-Identifier: MIT

import FilesystemModel
import GRDB

/// The invariants of the schema, each as a query for what breaks it.
enum IndexVerifier {
    /// What does not hold, a line each, in the last commit of the index at `path`.
    static func verify(path: String, linesMax: Int = 100) throws(FSError) -> [String] {
        do {
            var configuration = Configuration()
            configuration.readonly = true
            let queue = try DatabaseQueue(path: path, configuration: configuration)
            let lines = try queue.read { database in try violations(database, linesMax: linesMax) }
            try queue.close()
            return lines
        } catch {
            throw FSError(error)
        }
    }

    private static func violations(_ database: Database, linesMax: Int) throws -> [String] {
        let file = try String.fetchAll(database, sql: "PRAGMA quick_check(\(linesMax))").filter { $0 != "ok" }
        // Queries over a damaged file say nothing more.
        guard file.isEmpty else { return file }
        var lines: [String] = []
        for query in tree + directories + attributes + content + segments + shares where lines.count < linesMax {
            lines += try String.fetchAll(database, sql: query + " LIMIT \(linesMax - lines.count)")
        }
        return lines
    }

    private static let tree = [
        """
        SELECT 'the root is missing or is no directory of itself' WHERE NOT EXISTS
            (SELECT 1 FROM inode WHERE number = 1 AND kind = 2 AND parent = 1)
            AND EXISTS (SELECT 1 FROM inode)
        """,
        """
        SELECT 'a name in directory ' || d.parent || ' is of inode ' || d.inode || ', which does not exist'
            FROM dentry d LEFT JOIN inode i ON i.number = d.inode WHERE i.number IS NULL
        """,
        """
        SELECT 'a name in directory ' || d.parent || ' has another kind than its inode ' || d.inode
            FROM dentry d JOIN inode i ON i.number = d.inode WHERE i.kind <> d.kind
        """,
        """
        SELECT 'names are in ' || d.parent || ', which is no directory with a name'
            FROM (SELECT DISTINCT parent FROM dentry) d LEFT JOIN inode i ON i.number = d.parent
            WHERE i.number IS NULL OR i.kind <> 2 OR i.link_count = 0
        """,
        """
        SELECT 'inode ' || i.number || ' counts ' || i.link_count || ' links and has ' || ifnull(n.names, 0) || ' names'
            FROM inode i LEFT JOIN (SELECT inode, count(*) AS names FROM dentry GROUP BY inode) n ON n.inode = i.number
            WHERE i.kind <> 2 AND i.link_count <> ifnull(n.names, 0)
        """,
    ]

    private static let directories = [
        """
        SELECT 'directory ' || i.number || ' counts ' || i.link_count || ' links and holds '
            || ifnull(s.directories, 0) || ' directories'
            FROM inode i LEFT JOIN
                (SELECT parent, count(*) AS directories FROM dentry WHERE kind = 2 GROUP BY parent) s
                ON s.parent = i.number
            WHERE i.kind = 2 AND i.link_count <> 2 + ifnull(s.directories, 0)
            AND NOT (i.link_count = 0 AND s.directories IS NULL)
        """,
        """
        SELECT 'directory ' || i.number || ' is in ' || ifnull(i.parent, 'none') || ' and has its name in '
            || ifnull(group_concat(d.parent), 'none')
            FROM inode i LEFT JOIN dentry d ON d.inode = i.number AND d.kind = 2
            WHERE i.kind = 2 AND i.number <> 1 AND i.link_count > 0
            GROUP BY i.number HAVING count(d.parent) <> 1 OR i.parent IS NOT max(d.parent)
        """,
        """
        SELECT 'directory ' || i.number || ' gives out cookie ' || i.next_cookie || ' again'
            FROM inode i JOIN (SELECT parent, max(cookie) AS cookie FROM dentry GROUP BY parent) d
            ON d.parent = i.number WHERE d.cookie >= i.next_cookie
        """,
        """
        WITH RECURSIVE reached (number) AS (
            SELECT 1 UNION SELECT d.inode FROM dentry d JOIN reached r ON d.parent = r.number WHERE d.kind = 2)
        SELECT 'directory ' || number || ' cannot be reached from the root' FROM inode
            WHERE kind = 2 AND link_count > 0 AND number NOT IN (SELECT number FROM reached)
        """,
    ]

    private static let attributes = [
        """
        SELECT 'inode ' || number || ' of unknown kind or policy' FROM inode
            WHERE kind NOT BETWEEN 1 AND 7 OR policy NOT BETWEEN 0 AND 1
        """,
        """
        SELECT 'symbolic link ' || number || ' has size ' || size FROM inode
            WHERE kind = 3 AND size <> ifnull(length(target), 0)
        """,
        """
        SELECT 'inode ' || number || ' has a size and no content' FROM inode WHERE kind NOT IN (1, 3) AND size <> 0
        """,
        """
        SELECT 'attributes are of inode ' || x.inode || ', which does not exist'
            FROM (SELECT DISTINCT inode FROM xattr) x LEFT JOIN inode i ON i.number = x.inode WHERE i.number IS NULL
        """,
        """
        SELECT 'inode number ' || max(number) || ' is given out again' FROM inode
            HAVING max(number) >= (SELECT next_inode FROM volume)
        """,
        """
        SELECT 'the volume counts ' || v.files || ' files, ' || v.directories || ' directories and ' || v.logical_bytes
            || ' bytes where there are ' || n.files || ', ' || n.directories || ' and ' || n.high || ' * 2^32 + ' || n.low
            FROM volume v, (SELECT ifnull(sum(kind <> 2), 0) AS files, ifnull(sum(kind = 2), 0) AS directories,
                ifnull(sum(CASE kind WHEN 1 THEN size & 4294967295 ELSE 0 END), 0) AS low,
                ifnull(sum(CASE kind WHEN 1 THEN size >> 32 ELSE 0 END), 0) AS high FROM inode) n
            WHERE v.files <> n.files OR v.directories <> n.directories
                OR (v.logical_bytes & 4294967295) <> (n.low & 4294967295)
                OR ((v.logical_bytes >> 32) & 4294967295) <> ((n.high + (n.low >> 32)) & 4294967295)
        """,
    ]

    private static let content = [
        """
        SELECT 'extents are of inode ' || e.inode || ', which is no regular file'
            FROM (SELECT DISTINCT inode FROM extent) e LEFT JOIN inode i ON i.number = e.inode
            WHERE i.number IS NULL OR i.kind <> 1
        """,
        """
        SELECT 'the extent of inode ' || inode || ' at ' || start || ' is of ' || length || ' bytes, skip ' || skip
            || ', grid ' || grid FROM extent
            WHERE start < 0 OR length <= 0 OR skip < 0 OR skip > grid OR grid >= \(Limits.frameBytesMax)
        """,
        """
        SELECT 'the extents of inode ' || inode || ' overlap at ' || start FROM
            (SELECT inode, start, lag(start + length) OVER (PARTITION BY inode ORDER BY start) AS reached FROM extent)
            WHERE reached > start
        """,
        """
        SELECT 'inode ' || i.number || ' counts ' || i.allocated || ' allocated bytes and has ' || ifnull(e.bytes, 0)
            FROM inode i LEFT JOIN (SELECT inode, sum(length) AS bytes FROM extent GROUP BY inode) e
            ON e.inode = i.number WHERE i.allocated <> ifnull(e.bytes, 0)
        """,
        """
        SELECT 'inode ' || i.number || ' of size ' || i.size || ' has extents to ' || e.reached
            || ' and is' || CASE i.beyond_size WHEN 1 THEN '' ELSE ' not' END || ' marked so'
            FROM inode i JOIN (SELECT inode, max(start + length) AS reached FROM extent GROUP BY inode) e
            ON e.inode = i.number WHERE (e.reached > i.size) <> i.beyond_size
        """,
    ]

    private static let segments = [
        """
        SELECT 'extents are in segment ' || e.segment || ', which is not there'
            FROM (SELECT DISTINCT segment FROM extent) e LEFT JOIN segment s ON s.sequence = e.segment
            WHERE s.sequence IS NULL
        """,
        """
        SELECT 'segment ' || s.sequence || ' counts ' || s.live_frame_bytes || ' live bytes of frames and has '
            || ifnull(e.bytes, 0)
            FROM segment s LEFT JOIN (SELECT segment, sum(length) AS bytes FROM extent GROUP BY segment) e
            ON e.segment = s.sequence WHERE s.live_frame_bytes <> ifnull(e.bytes, 0)
        """,
        """
        SELECT 'segment ' || sequence || ' is reclaimed with ' || live_frame_bytes || ' live bytes' FROM segment
            WHERE state = 3 AND live_frame_bytes <> 0
        """,
        """
        SELECT 'a piece of the checkpoint is in segment ' || p.sequence || ', which is not there'
            FROM (SELECT DISTINCT sequence FROM piece) p LEFT JOIN segment s ON s.sequence = p.sequence
            WHERE s.sequence IS NULL AND p.sequence <= (SELECT applied_sequence FROM volume)
        """,
    ]

    private static let shares = [
        """
        SELECT 'share ' || s.id || ' is of inode ' || s.inode || ', which has no name' FROM share s
            LEFT JOIN inode i ON i.number = s.inode
            WHERE s.end_reason IS NULL AND (i.number IS NULL OR i.link_count = 0
            OR i.kind <> CASE s.kind WHEN 1 THEN 1 ELSE 2 END)
        """,
        """
        SELECT 'the snapshot ' || s.snapshot || ' of share ' || s.id || ' is no orphan' FROM share s
            LEFT JOIN inode i ON i.number = s.snapshot
            WHERE s.end_reason IS NULL AND s.snapshot IS NOT NULL AND (i.number IS NULL OR i.link_count <> 0
            OR i.kind <> 1)
        """,
        """
        SELECT 'share ' || id || ' counts ' || downloads || ' downloads of ' || downloads_max FROM share
            WHERE downloads > downloads_max
        """,
    ]
}
