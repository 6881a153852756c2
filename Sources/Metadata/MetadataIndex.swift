// SPDX-License-Identifier: MIT

import CSQLite
import FilesystemModel
import Glibc

/// The tree, the content and the log of a volume as tables: what is in the log, ready to be asked.
///
/// One transaction is open between commits; reads see it. Rows of inodes are written behind, from a bounded cache,
/// at commit or when the cache needs the place. Nothing here is the only copy of anything: what is not committed is
/// in the log and is applied again.
///
/// After a failure that may have left memory and tables apart every further call throws the same error: the owner
/// closes the index, opens it again at its committed position, and applies the log from there.
// @unchecked: not thread-safe; the owner serialises all calls (the volume lock).
package final class MetadataIndex: @unchecked Sendable {
    /// Everything up to and with this entry is in the open transaction.
    package internal(set) var appliedPosition: LogPosition
    /// Everything up to and with this entry is in the file, and survives the process. Power only if committed durably.
    package internal(set) var committedPosition: LogPosition
    /// The least number that was not taken, here or in the log.
    package internal(set) var nextInode: InodeNumber
    package internal(set) var counts: IndexCounts

    let path: String
    let limits: IndexCacheLimits
    let connection: Connection
    let statements: Statements
    var inodes: BoundedCache<InodeNumber, CachedInode>
    /// Numbers of changed inodes; some may have been written since.
    var changedInodes: [InodeNumber] = []
    var names: BoundedCache<NameKey, CachedName>
    var live = LiveFrameBytes()
    /// Nil until it is asked for; see `sharedSegments`.
    var shared: Set<SegmentSequence>?
    var pieces: PieceTable
    /// Behind all numbers in the log; what was taken and not used yet may lie between this and `nextInode`.
    var leastUnused: InodeNumber
    var stored: StoredCheckpoint? { didSet { checkpointBytes = stored?.bytesBySegment ?? [:] } }
    /// Of `stored`, by segment.
    var checkpointBytes: [SegmentSequence: UInt64] = [:]
    /// What changed since the checkpoint that is being made began; nil while none is.
    var touched: TouchedKeys?
    /// Of the checkpoint that is being made.
    var checkpointPosition: LogPosition?
    /// What to put back if the batch under way fails; nil outside of one.
    var undo: UndoJournal?
    /// Whether the operation under way has changed anything yet.
    var hasWritten = false
    /// Why the index takes no calls any more.
    var failure: FSError?
    var isImporting: Bool
    /// Rows that came by import since the last commit.
    var importedRows = 0
    /// Then an import commits on its own, so that the WAL stays at about 50 MiB.
    var importedRowsMax = 500_000
    /// Whether the open transaction or memory differs from the file.
    var hasChanges = false
    /// Whether the last commit survives a power cut.
    var isDurable = false
    /// False only while there was never a share: nearly every volume answers without asking.
    var mayHaveShares = false
    /// See `takeEndedSnapshots`. What a batch that fails leaves here does no harm.
    var endedSnapshots: [InodeNumber] = []

    private init(path: String, volume: VolumeID, limits: IndexCacheLimits) throws(FSError) {
        self.path = path
        self.limits = limits
        connection = try Connection(path: path, mode: .readWrite)
        try connection.useWriteAheadLog()
        try connection.execute(
            """
            PRAGMA synchronous = NORMAL; PRAGMA temp_store = MEMORY;
            PRAGMA cache_size = -\(limits.pageCacheBytes / 1024); PRAGMA cell_size_check = ON;
            PRAGMA wal_autocheckpoint = 4096; PRAGMA journal_size_limit = 67108864; PRAGMA trusted_schema = OFF;
            """)
        statements = try Statements(connection)
        inodes = BoundedCache(limit: limits.inodes)
        names = BoundedCache(limit: limits.dentries)
        try statements.begin.run()
        let row = try VolumeRow(connection)
        guard row.volume == volume.description else { throw .indexDamaged("belongs to volume \(row.volume)") }
        appliedPosition = row.applied
        committedPosition = row.applied
        nextInode = row.nextInode
        leastUnused = row.nextInode
        counts = row.counts
        stored = row.checkpoint
        isImporting = row.isImporting
        pieces = try PieceTable(connection)
        mayHaveShares = try statements.selectAnyShare.finish(statements.selectAnyShare.step())
        stored?.checkpoint.pieces = pieces.pieces
        // Observers do not run in an initialiser.
        checkpointBytes = stored?.bytesBySegment ?? [:]
    }

    /// Opens the index at `path`, made or brought to today's schema where needed.
    ///
    /// Throws `indexDamaged` where the file is another volume's, cannot be read, comes from a newer gramfs, or holds
    /// an import that never ended: remove it and rebuild it. The directory must exist and be the owner's alone.
    package static func open(
        path: String, volume: VolumeID, cache: IndexCacheLimits = .standard
    ) throws(FSError) -> MetadataIndex {
        try createPrivately(path)
        try Migrations.run(path: path, volume: volume)
        let index = try MetadataIndex(path: path, volume: volume, limits: cache)
        guard !index.isImporting else { throw .indexDamaged("an import into it did not end") }
        return index
    }

    /// Removes the index at `path` with its side files. Nothing there is no error.
    package static func remove(path: String) throws(FSError) {
        for file in [path, path + "-wal", path + "-shm"] where Glibc.unlink(file) != 0 && errno != ENOENT {
            throw .local("cannot remove \(file): \(String(cString: strerror(errno)))")
        }
    }

    /// Gives a closed index another name, in place of what has that name. Killed in between, there is none of the two under
    /// the new name.
    package static func move(_ path: String, to newPath: String) throws(FSError) {
        try remove(path: newPath)
        // Where the last connection could not clean up, what these hold belongs to the index.
        for suffix in ["-wal", ""] where rename(path + suffix, newPath + suffix) != 0 {
            guard suffix != "", errno == ENOENT else {
                throw .local("cannot rename \(path + suffix): \(String(cString: strerror(errno)))")
            }
        }
        _ = Glibc.unlink(path + "-shm")
    }

    /// A new index in the place of one that a full disk has ended: at its committed position, where the log goes on.
    ///
    /// The old one is closed only after the new one is open, because SQLite's shared memory goes with the last
    /// connection, and a full disk has no place for it anew.
    package func reopened(volume: VolumeID) throws(FSError) -> MetadataIndex {
        failure = failure ?? .noSpace
        if connection.isInTransaction { try connection.execute("ROLLBACK") }
        let fresh = try MetadataIndex(path: path, volume: volume, limits: limits)
        connection.close()
        return fresh
    }

    /// Drops what is not committed, as a crash does: the log has it.
    package func close() throws(FSError) {
        failure = .local("index is closed")
        connection.close()
    }

    /// The number of the next new inode. Numbers that are taken and not used stay unused while the process lives.
    package func takeInodeNumber() -> InodeNumber {
        defer { nextInode = InodeNumber(rawValue: nextInode.rawValue + 1) }
        return nextInode
    }

    /// Whether a full disk has taken the open transaction: the index is to be `reopened`.
    package var isLost: Bool { failure == .noSpace || failure == nil && !connection.isInTransaction }

    func requireUsable() throws(FSError) {
        if let failure { throw failure }
        // SQLite drops the transaction by itself where the disk does not take what its page cache spills, in the middle of
        // a query too. What followed would be committed statement by statement, on top of the last commit.
        guard connection.isInTransaction else {
            failure = .noSpace
            throw .noSpace
        }
    }

    /// SQLite gives the WAL and its index the permissions of the file: names are in the clear in all three.
    private static func createPrivately(_ path: String) throws(FSError) {
        let descriptor = Glibc.open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else {
            throw .local("cannot open the index \(path): \(String(cString: strerror(errno)))")
        }
        Glibc.close(descriptor)
    }
}

/// Sums over all inodes.
package struct IndexCounts: Hashable, Sendable {
    /// Everything that is not a directory, orphans included.
    package var files: UInt64
    package var directories: UInt64
    /// Sizes of regular files together.
    package var logicalBytes: UInt64

    package init(files: UInt64 = 0, directories: UInt64 = 0, logicalBytes: UInt64 = 0) {
        self.files = files
        self.directories = directories
        self.logicalBytes = logicalBytes
    }
}

/// An inode in memory, and how it stands to its row.
struct CachedInode {
    var inode: Inode
    var isChanged: Bool
    /// Whether there is a row of this number.
    var isStored: Bool
    /// False only if it is known that there are none: the kernel asks for one with nearly every write.
    var mayHaveXattrs: Bool
}

struct NameKey: Hashable {
    let parent: InodeNumber
    let name: FileName
}

/// A name in memory; nil says that it does not exist.
struct CachedName {
    let dentry: Dentry?
}
