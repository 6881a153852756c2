// SPDX-License-Identifier: MIT

import FilesystemModel

/// The statements of the hot paths, prepared once.
struct Statements {
    let selectInode: Statement
    let insertInode: Statement
    let updateInode: Statement
    let deleteInode: Statement
    let selectOrphans: Statement
    let selectBeyondSize: Statement

    let selectDentry: Statement
    let selectDentries: Statement
    let selectAnyDentry: Statement
    let selectName: Statement
    let selectNameInDirectory: Statement
    let insertDentry: Statement
    let updateDentry: Statement
    let deleteDentry: Statement

    let selectExtents: Statement
    let selectNeighbours: Statement
    let selectExtentsEnd: Statement
    let selectAllExtents: Statement
    let insertExtent: Statement
    let updateExtent: Statement
    let deleteExtent: Statement
    let deleteExtents: Statement

    let selectXattr: Statement
    let selectXattrNames: Statement
    let upsertXattr: Statement
    let deleteXattr: Statement
    let deleteXattrs: Statement

    let selectSegment: Statement
    let selectSegments: Statement
    let selectTallies: Statement
    let selectLastSegment: Statement
    let selectSegmentTotals: Statement
    let selectSegmentIDs: Statement
    let selectReferrers: Statement
    let insertSegment: Statement
    let updateSegment: Statement
    let deleteSegment: Statement
    let selectSetting: Statement
    let upsertSetting: Statement
    let deleteSetting: Statement
    let selectLiveBytes: Statement
    let updateLiveBytes: Statement
    let updateSegmentState: Statement
    let markPiece: Statement
    let insertPiece: Statement
    let updateCheckpoint: Statement
    let updateVolume: Statement

    let selectShare: Statement
    let selectShareByToken: Statement
    let selectShares: Statement
    let selectAnyShare: Statement
    let selectShareCount: Statement
    let selectOpenShares: Statement
    let selectExpiredShares: Statement
    let selectSnapshot: Statement
    let insertShare: Statement
    let updateShareDownloads: Statement
    let endShare: Statement
    let deleteShare: Statement

    let begin: Statement
    let commit: Statement
    let savepoint: Statement
    let release: Statement
    let rollback: Statement

    init(_ connection: Connection) throws(FSError) {
        let inode = Inode.columns
        let places = Array(repeating: "?", count: Inode.columnCount).joined(separator: ",")
        selectInode = try connection.prepare("SELECT \(inode) FROM inode WHERE number = ?")
        insertInode = try connection.prepare("INSERT INTO inode (\(inode)) VALUES (\(places))")
        updateInode = try connection.prepare("UPDATE inode SET (\(inode)) = (\(places)) WHERE number = ?1")
        deleteInode = try connection.prepare("DELETE FROM inode WHERE number = ?")
        selectOrphans = try connection.prepare(
            """
            SELECT number FROM inode WHERE link_count = 0 AND NOT EXISTS
                (SELECT 1 FROM share WHERE snapshot = number AND end_reason IS NULL)
            ORDER BY number LIMIT ?
            """)
        selectBeyondSize = try connection.prepare(
            "SELECT number FROM inode WHERE beyond_size = 1 ORDER BY number LIMIT ?")

        selectDentry = try connection.prepare(
            "SELECT inode, kind, cookie FROM dentry WHERE parent = ? AND name = ?")
        selectDentries = try connection.prepare(
            """
            SELECT name, inode, kind, cookie FROM dentry WHERE parent = ? AND cookie > ?
            ORDER BY cookie LIMIT ?
            """)
        selectAnyDentry = try connection.prepare("SELECT 1 FROM dentry WHERE parent = ? LIMIT 1")
        selectName = try connection.prepare("SELECT parent, name FROM dentry WHERE inode = ? LIMIT 1")
        selectNameInDirectory = try connection.prepare(
            "SELECT parent, name FROM dentry WHERE inode = ? AND parent = ? LIMIT 1")
        insertDentry = try connection.prepare(
            "INSERT INTO dentry (parent, name, inode, kind, cookie) VALUES (?, ?, ?, ?, ?)")
        updateDentry = try connection.prepare("UPDATE dentry SET inode = ?, kind = ? WHERE parent = ? AND cookie = ?")
        deleteDentry = try connection.prepare("DELETE FROM dentry WHERE parent = ? AND cookie = ?")

        let extent = "start, length, segment, entry, skip, grid"
        selectExtents = try connection.prepare(
            """
            SELECT \(extent) FROM extent WHERE inode = ?1 AND start < ?3 AND start >= ifnull(
                (SELECT max(start) FROM extent WHERE inode = ?1 AND start <= ?2), 0)
            ORDER BY start
            """)
        selectNeighbours = try connection.prepare(
            "SELECT \(extent) FROM extent WHERE inode = ? AND start <= ? ORDER BY start DESC")
        selectExtentsEnd = try connection.prepare(
            "SELECT start, length FROM extent WHERE inode = ? ORDER BY start DESC LIMIT 1")
        selectAllExtents = try connection.prepare(
            "SELECT inode, \(extent) FROM extent WHERE (inode, start) > (?, ?) ORDER BY inode, start LIMIT ?")
        insertExtent = try connection.prepare("INSERT INTO extent (inode, \(extent)) VALUES (?, ?, ?, ?, ?, ?, ?)")
        updateExtent = try connection.prepare(
            "UPDATE extent SET length = ?3, segment = ?4, entry = ?5, skip = ?6, grid = ?7 WHERE inode = ?1 AND start = ?2"
        )
        deleteExtent = try connection.prepare("DELETE FROM extent WHERE inode = ? AND start = ?")
        deleteExtents = try connection.prepare("DELETE FROM extent WHERE inode = ? AND start >= ? AND start < ?")

        selectXattr = try connection.prepare("SELECT value FROM xattr WHERE inode = ? AND name = ?")
        selectXattrNames = try connection.prepare("SELECT name FROM xattr WHERE inode = ? ORDER BY name")
        upsertXattr = try connection.prepare(
            """
            INSERT INTO xattr (inode, name, value) VALUES (?, ?, ?)
            ON CONFLICT (inode, name) DO UPDATE SET value = excluded.value
            """)
        deleteXattr = try connection.prepare("DELETE FROM xattr WHERE inode = ? AND name = ?")
        deleteXattrs = try connection.prepare("DELETE FROM xattr WHERE inode = ?")

        selectSegment = try connection.prepare("SELECT \(SegmentRow.columns) FROM segment WHERE sequence = ?")
        selectSegments = try connection.prepare(
            "SELECT \(SegmentRow.columns) FROM segment WHERE state = ? AND sequence > ? ORDER BY sequence LIMIT ?")
        selectTallies = try connection.prepare(
            """
            SELECT sequence, object_bytes, logical_bytes, live_frame_bytes FROM segment
            WHERE state = ? AND sequence > ? ORDER BY sequence LIMIT ?
            """)
        selectLastSegment = try connection.prepare("SELECT max(sequence) FROM segment")
        selectSegmentTotals = try connection.prepare(
            """
            SELECT state, count(*), sum(object_bytes), sum(logical_bytes), sum(live_frame_bytes) FROM segment
            GROUP BY state
            """)
        selectSegmentIDs = try connection.prepare("SELECT id FROM segment")
        selectReferrers = try connection.prepare("SELECT DISTINCT inode FROM extent WHERE segment = ? LIMIT ?")
        let segment = "(?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
        insertSegment = try connection.prepare("INSERT INTO segment (\(SegmentRow.columns)) VALUES \(segment)")
        updateSegment = try connection.prepare(
            "UPDATE segment SET (\(SegmentRow.columns)) = \(segment) WHERE sequence = ?1")
        deleteSegment = try connection.prepare("DELETE FROM segment WHERE sequence = ?")
        selectSetting = try connection.prepare("SELECT value FROM setting WHERE key = ?")
        upsertSetting = try connection.prepare(
            "INSERT INTO setting (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value")
        deleteSetting = try connection.prepare("DELETE FROM setting WHERE key = ?")
        selectLiveBytes = try connection.prepare("SELECT live_frame_bytes FROM segment WHERE sequence = ?")
        updateLiveBytes = try connection.prepare("UPDATE segment SET live_frame_bytes = ? WHERE sequence = ?")
        updateSegmentState = try connection.prepare("UPDATE segment SET state = ? WHERE sequence = ?")
        markPiece = try connection.prepare(
            "UPDATE piece SET is_dirty = 1 WHERE inode = ? AND kind = ? AND detail = ?")
        insertPiece = try connection.prepare(
            "INSERT INTO piece (inode, kind, detail, sequence, entry, bytes, is_dirty) VALUES (?, ?, ?, ?, ?, ?, ?)")
        updateCheckpoint = try connection.prepare("UPDATE volume SET checkpoint = ?")
        updateVolume = try connection.prepare(
            """
            UPDATE volume SET applied_sequence = ?, applied_entry = ?, next_inode = ?,
                files = ?, directories = ?, logical_bytes = ?
            """)

        let share = Share.columns
        let sharePlaces = Array(repeating: "?", count: Share.columnCount).joined(separator: ",")
        selectShare = try connection.prepare("SELECT \(share) FROM share WHERE id = ?")
        selectShareByToken = try connection.prepare("SELECT \(share) FROM share WHERE token_hash = ?")
        selectShares = try connection.prepare("SELECT \(share) FROM share ORDER BY created_s, created_ns, id")
        selectAnyShare = try connection.prepare("SELECT 1 FROM share LIMIT 1")
        selectShareCount = try connection.prepare("SELECT count(*) FROM share")
        selectOpenShares = try connection.prepare(
            "SELECT \(share) FROM share WHERE inode = ? AND end_reason IS NULL ORDER BY id")
        selectExpiredShares = try connection.prepare(
            "SELECT \(share) FROM share WHERE end_reason IS NULL AND expires_s <= ? ORDER BY id")
        selectSnapshot = try connection.prepare("SELECT 1 FROM share WHERE snapshot = ? AND end_reason IS NULL")
        insertShare = try connection.prepare("INSERT INTO share (\(share)) VALUES (\(sharePlaces))")
        updateShareDownloads = try connection.prepare("UPDATE share SET downloads = downloads + 1 WHERE id = ?")
        endShare = try connection.prepare(
            "UPDATE share SET end_reason = ?2, end_s = ?3, end_ns = ?4 WHERE id = ?1")
        deleteShare = try connection.prepare("DELETE FROM share WHERE id = ?")

        begin = try connection.prepare("BEGIN IMMEDIATE")
        commit = try connection.prepare("COMMIT")
        savepoint = try connection.prepare("SAVEPOINT batch")
        release = try connection.prepare("RELEASE batch")
        rollback = try connection.prepare("ROLLBACK TO batch")
    }
}
