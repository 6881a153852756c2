// SPDX-License-Identifier: MIT

import FilesystemModel
import GRDB

/// The schema by its history. A migration that was released never changes; `Metadata.docc` shows the sum.
enum Migrations {
    /// Brings the file at `path` to today's schema, and ties it to `volume`.
    ///
    /// Throws `indexDamaged` where the file is another volume's, is no index, or comes from a newer gramfs.
    static func run(path: String, volume: VolumeID) throws(FSError) {
        do {
            let queue = try DatabaseQueue(path: path)
            let isNewer = try queue.read { database in try migrator.hasBeenSuperseded(database) }
            guard !isNewer else { throw FSError.indexDamaged("made by a newer gramfs") }
            try migrator.migrate(queue)
            try queue.write { database in try claim(database, for: volume) }
            try queue.close()
        } catch {
            throw FSError(error)
        }
    }

    private static func claim(_ database: Database, for volume: VolumeID) throws {
        guard let owner = try String.fetchOne(database, sql: "SELECT volume_id FROM volume") else {
            try database.execute(
                sql: "INSERT INTO volume (id, volume_id) VALUES (1, ?)", arguments: [volume.description])
            return
        }
        guard owner == volume.description else { throw FSError.indexDamaged("belongs to volume \(owner)") }
    }

    private static var migrator: DatabaseMigrator {
        var migrator = DatabaseMigrator()
        migrator.registerMigration("1 tree, content and log") { database in
            try database.execute(sql: tree + content + log)
        }
        migrator.registerMigration("2 shares") { database in try database.execute(sql: shares) }
        return migrator
    }

    private static let tree = """
        CREATE TABLE inode (
            number INTEGER PRIMARY KEY,
            kind INTEGER NOT NULL,
            permissions INTEGER NOT NULL,
            policy INTEGER NOT NULL,
            uid INTEGER NOT NULL,
            gid INTEGER NOT NULL,
            link_count INTEGER NOT NULL,
            size INTEGER NOT NULL,
            allocated INTEGER NOT NULL,
            device INTEGER NOT NULL,
            access_s INTEGER NOT NULL,
            access_ns INTEGER NOT NULL,
            modification_s INTEGER NOT NULL,
            modification_ns INTEGER NOT NULL,
            change_s INTEGER NOT NULL,
            change_ns INTEGER NOT NULL,
            birth_s INTEGER NOT NULL,
            birth_ns INTEGER NOT NULL,
            parent INTEGER,
            next_cookie INTEGER NOT NULL,
            beyond_size INTEGER NOT NULL,
            target BLOB
        ) STRICT;
        CREATE INDEX inode_orphan ON inode (number) WHERE link_count = 0;
        CREATE INDEX inode_beyond_size ON inode (number) WHERE beyond_size = 1;
        CREATE TABLE dentry (
            parent INTEGER NOT NULL,
            cookie INTEGER NOT NULL,
            name BLOB NOT NULL,
            inode INTEGER NOT NULL,
            kind INTEGER NOT NULL,
            PRIMARY KEY (parent, cookie)
        ) STRICT, WITHOUT ROWID;
        CREATE UNIQUE INDEX dentry_name ON dentry (parent, name);
        CREATE TABLE xattr (
            inode INTEGER NOT NULL,
            name BLOB NOT NULL,
            value BLOB NOT NULL,
            PRIMARY KEY (inode, name)
        ) STRICT, WITHOUT ROWID;

        """

    private static let content = """
        CREATE TABLE extent (
            inode INTEGER NOT NULL,
            start INTEGER NOT NULL,
            length INTEGER NOT NULL,
            segment INTEGER NOT NULL,
            entry INTEGER NOT NULL,
            skip INTEGER NOT NULL,
            grid INTEGER NOT NULL,
            PRIMARY KEY (inode, start)
        ) STRICT, WITHOUT ROWID;

        """

    private static let log = """
        CREATE TABLE segment (
            sequence INTEGER PRIMARY KEY,
            id BLOB NOT NULL,
            epoch INTEGER NOT NULL,
            state INTEGER NOT NULL,
            object_bytes INTEGER NOT NULL,
            logical_bytes INTEGER NOT NULL,
            live_frame_bytes INTEGER NOT NULL,
            chain BLOB NOT NULL,
            reference BLOB NOT NULL,
            entry_table BLOB NOT NULL
        ) STRICT;
        CREATE INDEX segment_state ON segment (state, sequence);
        CREATE TABLE piece (
            inode INTEGER NOT NULL,
            kind INTEGER NOT NULL,
            detail INTEGER NOT NULL,
            sequence INTEGER NOT NULL,
            entry INTEGER NOT NULL,
            bytes INTEGER NOT NULL,
            is_dirty INTEGER NOT NULL,
            PRIMARY KEY (inode, kind, detail)
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE volume (
            id INTEGER PRIMARY KEY CHECK (id = 1),
            volume_id TEXT NOT NULL,
            applied_sequence INTEGER NOT NULL DEFAULT 0,
            applied_entry INTEGER NOT NULL DEFAULT 0,
            next_inode INTEGER NOT NULL DEFAULT 2,
            files INTEGER NOT NULL DEFAULT 0,
            directories INTEGER NOT NULL DEFAULT 0,
            logical_bytes INTEGER NOT NULL DEFAULT 0,
            is_importing INTEGER NOT NULL DEFAULT 0,
            checkpoint BLOB
        ) STRICT;
        CREATE TABLE setting (
            key TEXT PRIMARY KEY,
            value BLOB NOT NULL
        ) STRICT, WITHOUT ROWID;

        """

    private static let shares = """
        CREATE TABLE share (
            id INTEGER PRIMARY KEY,
            inode INTEGER NOT NULL,
            kind INTEGER NOT NULL,
            snapshot INTEGER,
            token_hash BLOB NOT NULL UNIQUE,
            log_n INTEGER,
            block_size INTEGER,
            parallelism INTEGER,
            salt BLOB,
            password_hash BLOB,
            path BLOB NOT NULL,
            note BLOB NOT NULL,
            created_s INTEGER NOT NULL,
            created_ns INTEGER NOT NULL,
            expires_s INTEGER,
            expires_ns INTEGER,
            downloads_max INTEGER,
            downloads INTEGER NOT NULL,
            end_reason INTEGER,
            end_s INTEGER,
            end_ns INTEGER
        ) STRICT;
        CREATE INDEX share_inode ON share (inode, id);
        CREATE UNIQUE INDEX share_snapshot ON share (snapshot) WHERE snapshot IS NOT NULL AND end_reason IS NULL;

        """
}
