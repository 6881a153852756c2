// SPDX-License-Identifier: MIT

import FilesystemModel
import Synchronization

/// The local segment files of a volume: appended to, made durable in order, and kept as a cache of what is stored.
///
/// Knows bytes and files, nothing of entries. May be used from any thread; the calls block on files, so never from
/// the cooperative pool.
package final class Log: Sendable {
    private let core: LogCore
    private let files: Mutex<[SegmentSequence: SegmentFile]>
    /// Held while a file gets or loses its name, so that the table and the directory agree for who makes one anew.
    private let naming = Mutex(())
    private let sync: SyncThread

    private init(_ core: LogCore, _ files: [SegmentSequence: SegmentFile]) {
        self.core = core
        self.files = Mutex(files)
        sync = SyncThread(core)
    }

    /// Opens the directory, which is made durably where it is missing; its parent must exist.
    ///
    /// Files that are found count as unsynced: the first sync makes the whole file system durable once, because the
    /// process that wrote them may have been killed.
    package static func open(
        directory: String, openFilesMax: Int = Limits.openSegmentFilesMax,
        operations: any FileOperations = SystemFileOperations()
    ) throws(SegmentLogError) -> Log {
        try makeDurably(directory, operations)
        let path = SegmentPath(root: directory)
        let found = try LogInventory(path: path, operations: operations)
        let core = LogCore(operations: operations, path: path, openFilesMax: openFilesMax)
        var files: [SegmentSequence: SegmentFile] = [:]
        for (sequence, status) in found.segments {
            core.addLocalBytes(Int64(status.allocatedBytes))
            files[sequence] = SegmentFile(
                sequence, path: path.file(sequence), owner: core, key: core.newKey(), origin: .found(status))
        }
        core.noteFound(Array(files.values))
        return Log(core, files)
    }

    /// Ends the sync thread after everything that was asked for; later syncs and creations throw `closed`. Does not
    /// sync by itself.
    package func close() {
        sync.close()
        core.descriptors.dropAll()
    }

    /// The segments that have a file here, in order.
    package func sequences() -> [SegmentSequence] { files.withLock { $0.keys.sorted() } }

    /// The file of a segment, found without a system call.
    package func file(_ sequence: SegmentSequence) throws(SegmentLogError) -> SegmentFile {
        guard let file = files.withLock({ $0[sequence] }) else { throw .noSuchSegment(sequence) }
        return file
    }

    /// An empty file to append to. Its directory entry is durable after the next sync that covers it.
    package func create(_ sequence: SegmentSequence) throws(SegmentLogError) -> SegmentFile {
        try core.checkWritable()
        let file = try add(sequence, .created)
        core.noteUnsynced(directory: core.path.directory(of: sequence))
        return file
    }

    /// A file of holes for blocks of a stored segment. Not made durable: after a power cut it is fetched again.
    package func createSparse(_ sequence: SegmentSequence, size: UInt64) throws(SegmentLogError) -> SegmentFile {
        let file = try add(sequence, .sparse(size: size))
        do {
            let descriptor = try file.descriptor()
            try file.call("ftruncate") { () throws(SystemFailure) in
                try core.operations.setSize(descriptor.file, size)
            }
        } catch {
            do { try remove(sequence) } catch .noSuchSegment {
                // Evicted before it had anything in it.
            }
            throw error
        }
        return file
    }

    /// The file that caches a stored segment of `size` bytes; nil where there is none.
    ///
    /// One of another size is what a power cut left of a sparse file: it is removed, since its blocks cannot be told
    /// from holes. Blocks of a segment may arrive from several threads: each either has the one file or finds none.
    package func cacheFile(_ sequence: SegmentSequence, size: UInt64) throws(SegmentLogError) -> SegmentFile? {
        guard let file = files.withLock({ $0[sequence] }) else { return nil }
        guard file.size != size else { return file }
        do {
            try remove(sequence)
        } catch {
            // Somebody else met it at the same moment.
            guard case .noSuchSegment = error else { throw error }
        }
        return nil
    }

    /// Takes a segment's file away. After a power cut it may be back; it was stored or dead, so that does no harm.
    package func remove(_ sequence: SegmentSequence) throws(SegmentLogError) {
        try naming.withLock { (_: inout ()) throws(SegmentLogError) in
            guard let file = files.withLock({ $0.removeValue(forKey: sequence) }) else {
                throw .noSuchSegment(sequence)
            }
            _ = core.unsynced.withLock { $0.files.removeValue(forKey: sequence) }
            file.retire()
            try core.perform("unlink", file.path) { () throws(SystemFailure) in
                try core.operations.unlink(file.path)
            }
        }
    }

    // MARK: Durability

    /// Asks that everything up to and with `sequence` becomes durable, in order, directory entries included.
    ///
    /// `completion` runs on the sync thread, after one `fdatasync` for all who asked in the meantime; it must not
    /// block. After a failure every later call fails with `poisoned`.
    package func requestSync(
        through sequence: SegmentSequence,
        completion: @escaping @Sendable (Result<Void, SegmentLogError>) -> Void
    ) {
        sync.request(SyncThread.Request(through: sequence, isExplicit: true, completion: completion))
    }

    /// Whether somebody waits for `requestSync`.
    package var isSyncAwaited: Bool { core.syncsAwaited.load(ordering: .relaxed) > 0 }

    /// Makes everything durable that was appended before. Blocks; never from a completion of `requestSync`.
    package func syncNow() throws(SegmentLogError) {
        let answer = BlockingQueue<Result<Void, SegmentLogError>>()
        let everything = SegmentSequence(rawValue: .max)
        sync.request(SyncThread.Request(through: everything, isExplicit: false) { answer.push($0) })
        guard let result = answer.pop() else { throw .closed }
        try result.get()
    }

    /// Bytes of a segment known to be durable.
    package func syncedSize(of sequence: SegmentSequence) throws(SegmentLogError) -> UInt64 {
        try file(sequence).syncedSize
    }

    /// Whether a segment is here and all of it is known to be durable.
    package func isDurable(_ sequence: SegmentSequence) -> Bool {
        guard let file = files.withLock({ $0[sequence] }) else { return false }
        return file.syncedSize == file.size
    }

    /// Whether a sync failed, or a tail could not be restored. Ends only with a new `Log`.
    package var isPoisoned: Bool { core.isPoisoned }

    // MARK: Space

    /// Bytes that the files take on the disk, exact to a page for each file.
    package var localBytes: UInt64 { core.localBytes }

    /// Bytes that may still be allocated on the file system of the log.
    package func freeBytes() throws(SegmentLogError) -> UInt64 {
        try core.perform("statvfs", core.path.root) { () throws(SystemFailure) in
            try core.operations.freeBytes(core.path.root)
        }
    }

    /// Descriptors held open for later; for tests and statistics.
    package var openFileCount: Int { core.descriptors.count }

    private func add(_ sequence: SegmentSequence, _ origin: SegmentFile.Origin) throws(SegmentLogError) -> SegmentFile {
        try naming.withLock { (_: inout ()) throws(SegmentLogError) in try addNamed(sequence, origin) }
    }

    private func addNamed(
        _ sequence: SegmentSequence, _ origin: SegmentFile.Origin
    ) throws(SegmentLogError) -> SegmentFile {
        guard !sync.isClosed else { throw .closed }
        guard files.withLock({ $0[sequence] }) == nil else { throw .segmentExists(sequence) }
        let directory = core.path.directory(of: sequence)
        let isNew = try core.perform("mkdir", directory) { () throws(SystemFailure) in
            try core.operations.makeDirectory(directory)
        }
        if isNew { core.noteUnsynced(directory: core.path.root) }
        let path = core.path.file(sequence)
        let descriptor = try core.openDescriptor(path, .new)
        let file = SegmentFile(sequence, path: path, owner: core, key: core.newKey(), origin: origin)
        _ = try core.descriptors.descriptor(file.key) { () throws(SegmentLogError) in descriptor }
        files.withLock { $0[sequence] = file }
        return file
    }

    private static func makeDurably(
        _ directory: String, _ operations: any FileOperations
    ) throws(SegmentLogError) {
        let trimmed = directory.hasSuffix("/") ? String(directory.dropLast()) : directory
        let parent = trimmed.lastIndex(of: "/").map { $0 == trimmed.startIndex ? "/" : String(trimmed[..<$0]) } ?? "."
        do {
            guard try operations.makeDirectory(trimmed) else { return }
            try operations.syncDirectory(parent)
        } catch {
            throw error.error("mkdir", trimmed)
        }
    }
}
