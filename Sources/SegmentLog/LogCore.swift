// SPDX-License-Identifier: MIT

import FilesystemModel
import Synchronization

/// What the log and its files share. Lock order: a file's state, then `Unsynced`, then the descriptor cache.
final class LogCore: Sendable {
    let operations: any FileOperations
    let path: SegmentPath
    let descriptors: DescriptorCache
    let unsynced: Mutex<Unsynced>
    private let poisonReason = Mutex<String?>(nil)
    private let isPoisonedFlag = Atomic(false)
    private let localBytesTotal = Atomic<Int64>(0)
    /// Requests for a sync that somebody waits for.
    let syncsAwaited = Atomic(0)
    private let nextKey = Atomic<UInt64>(0)

    /// What the next sync has to do.
    struct Unsynced {
        var files: [SegmentSequence: SegmentFile] = [:]
        /// Directories whose entries changed, by path.
        var directories: Set<String> = []
        /// Files found at start, whose pages may never have reached the disk: the process before was killed.
        var foundFiles: [SegmentFile] = []
    }

    init(operations: any FileOperations, path: SegmentPath, openFilesMax: Int) {
        self.operations = operations
        self.path = path
        descriptors = DescriptorCache(openMax: openFilesMax)
        unsynced = Mutex(Unsynced())
    }

    func newKey() -> UInt64 { nextKey.add(1, ordering: .relaxed).newValue }

    func openDescriptor(_ path: String, _ opening: FileOpening) throws(SegmentLogError) -> Descriptor {
        do {
            return Descriptor(try operations.open(path, opening), operations)
        } catch {
            throw error.error("open", path)
        }
    }

    func noteUnsynced(_ file: SegmentFile) { unsynced.withLock { $0.files[file.sequence] = file } }

    func noteFound(_ files: [SegmentFile]) { unsynced.withLock { $0.foundFiles = files } }

    func noteUnsynced(directory: String) { unsynced.withLock { _ = $0.directories.insert(directory) } }

    // MARK: Poison

    var isPoisoned: Bool { isPoisonedFlag.load(ordering: .acquiring) }

    /// The first reason stays.
    func poison(_ reason: String) {
        poisonReason.withLock { $0 = $0 ?? reason }
        isPoisonedFlag.store(true, ordering: .releasing)
    }

    func checkWritable() throws(SegmentLogError) {
        guard isPoisoned else { return }
        throw .poisoned(poisonReason.withLock { $0 } ?? "")
    }

    // MARK: Space

    var localBytes: UInt64 { UInt64(max(0, localBytesTotal.load(ordering: .relaxed))) }

    func addLocalBytes(_ change: Int64) { localBytesTotal.add(change, ordering: .relaxed) }
}
