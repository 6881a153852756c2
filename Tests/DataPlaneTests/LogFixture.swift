// SPDX-License-Identifier: MIT

import DataPlane
import FilesystemModel
import Foundation
import Logging
import Metadata
import ObjectStorage
import SegmentLog
import StorageFormat
import VolumeFixture

/// A log with its index on the disk, and a store beside it: what stands between a volume and the world, without a
/// volume. Files are made by records, as a volume would log them.
final class LogFixture: Sendable {
    let directory: TemporaryDirectory
    let store: MemoryStore
    let identity: VolumeIdentity
    let log: VolumeLog
    let committer: IndexCommitter
    let progress: StoredProgress
    static let logger = { () -> Logger in
        var logger = Logger(label: "test")
        logger.logLevel = .critical
        return logger
    }()

    /// The same state directory as before where one is given.
    init(
        _ directory: TemporaryDirectory? = nil, identity: VolumeIdentity? = nil, afterRebuild: Bool = false,
        store: MemoryStore = MemoryStore(traits: .telegramUser), segmentBytes: UInt64 = UInt64(Limits.segmentBytesMin),
        operations: any FileOperations = SystemFileOperations()
    ) throws {
        self.store = store
        let random = SystemRandomSource()
        let volume = identity?.volume ?? VolumeID(random.identifier())
        let identity =
            identity ?? VolumeIdentity(volume: volume, key: MasterKey(random: random), slots: KeySlots(volume: volume))
        self.identity = identity
        let directory = try directory ?? TemporaryDirectory()
        self.directory = directory
        let files = try Log.open(directory: directory.path + "/segments", operations: operations)
        let index = try MetadataIndex.open(path: directory.path + "/index.sqlite", volume: volume)
        let end: LogEnd?
        do {
            end = try LocalReplay(index: index, files: files, identity: identity, random: random)
                .run(afterRebuild: afterRebuild)
        } catch {
            try index.close()
            files.close()
            throw error
        }
        let core = try LogCore(
            index: index, files: files, identity: identity, epoch: .first, clock: SystemWallClock(), random: random,
            sizes: SegmentSizes(configured: segmentBytes, objectBytesMax: store.traits.objectBytesMax), after: end)
        log = VolumeLog(core: core)
        committer = IndexCommitter(log: log)
        progress = StoredProgress(SegmentSequence(rawValue: 0))
        try log.locked { core throws(FSError) in
            guard try core.index.inode(.root) == nil else { return }
            try core.log(
                .createOrphan(
                    inode: Inode(
                        number: .root, kind: .directory, permissions: 0o755, uid: 0, gid: 0, time: .epoch,
                        parent: .root)))
        }
    }

    deinit {
        log.peek { try? $0.index.close() }
        log.files.close()
    }

    /// A file with content, logged and applied; in the open segment.
    @discardableResult
    func makeFile(_ name: String, _ content: [UInt8] = []) throws -> InodeNumber {
        let frames = try content.withUnsafeBytes { bytes in
            let starts = stride(from: 0, to: bytes.count, by: Limits.frameBytesMax)
            return try FramePreparer().prepare(
                starts.map { start in
                    UnsafeRawBufferPointer(rebasing: bytes[start..<min(start + Limits.frameBytesMax, bytes.count)])
                }, policy: .sealed)
        }
        let name = try FileName(Array(name.utf8))
        let boxed = Unchecked(frames)
        return try log.locked { core throws(FSError) in
            let number = core.index.takeInodeNumber()
            guard let root = try core.index.inode(.root) else { throw .notFound }
            let inode = Inode(number: number, kind: .regular, permissions: 0o644, uid: 1, gid: 1, time: .epoch)
            try core.log(.create(inode: inode, parent: .root, name: name, cookie: root.nextCookie))
            var offset: UInt64 = 0
            // One frame at a time: a run must not need more room than a segment has.
            for frame in boxed.value {
                let position = try core.append([frame])
                let extent = Extent(
                    start: offset, length: UInt64(frame.plainBytes),
                    run: FrameRun(segment: position.sequence, entry: position.entry, skip: 0, grid: 0))
                try core.log(.write(inode: number, extents: [extent], AttributeChange()))
                offset += UInt64(frame.plainBytes)
            }
            return number
        }
    }

    func seal() throws { try log.locked { core throws(FSError) in try core.seal() } }

    var openSequence: SegmentSequence { log.peek { $0.open.sequence } }

    /// Names in the root directory with the sizes of what they stand for.
    func tree() throws -> [String: UInt64] {
        try log.locked { core throws(FSError) in
            var tree: [String: UInt64] = [:]
            for dentry in try core.index.dentries(of: .root, after: .start, limit: .max) {
                tree[dentry.name.description] = try core.index.inode(dentry.inode)?.size
            }
            return tree
        }
    }

    func row(_ sequence: UInt64) throws -> SegmentRow {
        let row = try log.locked { core throws(FSError) in
            try core.index.segment(SegmentSequence(rawValue: sequence))
        }
        guard let row else { throw FSError.notFound }
        return row
    }

    /// As the writer that the volume has always had.
    var lease: WriterLease {
        let writer = WriterIdentity(host: "here", since: .epoch, instance: Identifier128(high: 1, low: 2))
        return WriterLease(log: log, writer: writer, epoch: .first, cursor: nil)
    }

    func writeBack(on store: (any ObjectStore)? = nil) -> WriteBack {
        let writeBack = WriteBack(
            log: log, store: store ?? self.store, committer: committer, progress: progress, lease: nil,
            logger: Self.logger)
        log.peek { $0.onSeal = { writeBack.wake() } }
        return writeBack
    }

    /// Seals, sends everything, and returns when the store has it all.
    func sendAll() async throws {
        try seal()
        let writeBack = writeBack()
        let task = Task { await writeBack.run() }
        _ = try await progress.wait(for: SegmentSequence(rawValue: openSequence.rawValue - 1), until: nil) { nil }
        task.cancel()
        await task.value
    }

    /// Takes away what is here of all stored segments.
    func evictAll() throws {
        for sequence in log.files.sequences() where sequence < openSequence { try log.files.remove(sequence) }
    }

    /// The bytes of a file through reader and fetcher, as a volume reads them.
    func read(_ inode: InodeNumber, with fetcher: BlockFetcher) async throws -> [UInt8] {
        let reader = FrameReader(files: log.files, cache: FrameCache(bytesMax: 0))
        let frames = try log.locked { core throws(FSError) in
            var frames: [LocatedFrame] = []
            for extent in try core.index.extents(of: inode, overlapping: 0..<UInt64.max) {
                for slice in extent.frames { frames.append(try core.locate(slice)) }
            }
            return frames
        }
        var content: [UInt8] = []
        for frame in frames {
            var bytes = [UInt8](repeating: 0, count: frame.slice.length)
            for attempt in 0..<3 {
                let outcome = try bytes.withUnsafeMutableBytes { try reader.read(frame, into: $0) }
                guard case .missing(let blocks) = outcome else {
                    if case .unreadable(let error) = outcome { throw error }
                    break
                }
                guard attempt < 2 else { throw FSError.damaged("still missing") }
                try await fetcher.fetch(blocks)
            }
            content += bytes
        }
        return content
    }
}

/// Carries a value into a locked section of the same thread.
struct Unchecked<Value>: @unchecked Sendable {
    // Used by one thread.
    let value: Value

    init(_ value: Value) { self.value = value }
}

/// Gives others the turn until the claim holds; false after about two minutes.
func eventually(_ claim: @Sendable () async throws -> Bool) async rethrows -> Bool {
    let end = ContinuousClock.now + .seconds(120)
    while ContinuousClock.now < end {
        if try await claim() { return true }
        await Task.yield()
    }
    return false
}

/// The code of the error that `body` ends with; nil where it ends without.
func failureCode(_ body: () async throws -> Void) async -> String? {
    do {
        try await body()
        return nil
    } catch {
        return (error as? FSError)?.code ?? "\(error)"
    }
}
