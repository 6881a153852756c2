// SPDX-License-Identifier: MIT

import FilesystemModel
import ObjectStorage
import SegmentLog
import Synchronization

/// Brings blocks of stored segments back into their local files: step 3 of the way of a read.
///
/// A block that several readers want is fetched once. A fetch goes on while somebody waits for it, or while it is
/// read-ahead; the store below retries. At most `blocksMax` are under way; read-ahead gives way.
package final class BlockFetcher: Sendable {
    private enum Outcome: Sendable {
        case fetched
        case failed(FSError)
        case timedOut
        case interrupted
    }

    private final class Fetch: Sendable {
        let room = WaitingRoom<Outcome>()
        let outcome = Mutex<Outcome?>(nil)
        let task = Mutex<Task<Void, Never>?>(nil)
        let isReadAhead: Bool
        /// Readers who still want it; changed only under the lock of `fetches`.
        let readers = Atomic<Int>(0)

        init(isReadAhead: Bool) { self.isReadAhead = isReadAhead }
    }

    private static let readAheadBlocksMax = 32
    private let log: VolumeLog
    private let store: any ObjectStore
    private let timeout: Duration
    private let makeRoom: @Sendable () -> Void
    private let fetches = Mutex<[BlockAddress: Fetch]>([:])
    /// Held while a segment's file is looked for and made: two blocks of one may arrive at once.
    private let making = Mutex(())

    /// `makeRoom` is asked where the local disk is full; it may block.
    package init(
        log: VolumeLog, store: any ObjectStore, timeout: Duration, makeRoom: @escaping @Sendable () -> Void = {}
    ) {
        self.makeRoom = makeRoom
        self.log = log
        self.store = store
        self.timeout = timeout
    }

    /// Returns when all `blocks` are in their files.
    package func fetch(_ blocks: [BlockAddress]) async throws(FSError) {
        let deadline = ContinuousClock.now + timeout
        let wanted = blocks.map { (block: $0, fetch: start($0, isReadAhead: false)) }
        // Also after a failure: what this reader alone wanted is not fetched on.
        defer { for (block, fetch) in wanted { leave(fetch, of: block) } }
        for (block, fetch) in wanted { try await wait(for: fetch, of: block, until: deadline) }
    }

    /// Begins to fetch what will be read next; nobody waits for it and its failure shows when it is read.
    package func readAhead(_ blocks: [BlockAddress]) {
        for block in blocks {
            guard fetches.withLock({ $0.count }) < Self.readAheadBlocksMax else { return }
            _ = start(block, isReadAhead: true)
        }
    }

    /// Cancels what is under way and returns when it has ended.
    package func shutDown() async {
        let tasks = fetches.withLock { $0.values.compactMap { fetch in fetch.task.withLock { $0 } } }
        for task in tasks {
            task.cancel()
            await task.value
        }
    }

    private func start(_ block: BlockAddress, isReadAhead: Bool) -> Fetch {
        fetches.withLock { fetches in
            if let running = fetches[block] {
                if !isReadAhead { running.readers.add(1, ordering: .relaxed) }
                return running
            }
            let fetch = Fetch(isReadAhead: isReadAhead)
            if !isReadAhead { fetch.readers.add(1, ordering: .relaxed) }
            fetches[block] = fetch
            fetch.task.withLock { $0 = Task { await self.run(block, fetch) } }
            return fetch
        }
    }

    private func run(_ block: BlockAddress, _ fetch: Fetch) async {
        let outcome: Outcome
        do throws(FSError) {
            try await transfer(block)
            outcome = .fetched
        } catch {
            outcome = .failed(error)
        }
        fetches.withLock { fetches in
            if fetches[block] === fetch { fetches[block] = nil }
        }
        fetch.outcome.withLock { $0 = outcome }
        fetch.room.endAll(outcome)
    }

    /// A reader goes. The last one takes the fetch along, out of the table in the same section, so that whoever comes
    /// now begins one that is not cancelled.
    private func leave(_ fetch: Fetch, of block: BlockAddress) {
        fetches.withLock { fetches in
            guard fetch.readers.subtract(1, ordering: .relaxed).newValue == 0, !fetch.isReadAhead,
                fetches[block] === fetch
            else { return }
            fetches[block] = nil
            fetch.task.withLock { $0?.cancel() }
        }
    }

    private func wait(
        for fetch: Fetch, of block: BlockAddress, until deadline: ContinuousClock.Instant
    ) async throws(FSError) {
        let outcome = await fetch.room.wait(until: deadline, timedOut: .timedOut, cancelled: .interrupted) {
            fetch.outcome.withLock { $0 }
        }
        switch outcome {
        case .fetched: return
        case .failed(let error): throw error
        case .timedOut: throw .unreachable("block \(block.index) of segment \(block.segment): no answer in \(timeout)")
        case .interrupted: throw .interrupted
        }
    }

    private func transfer(_ block: BlockAddress) async throws(FSError) {
        let row = try log.locked { core throws(FSError) in try core.index.segment(block.segment) }
        guard let row, row.state == .stored else {
            throw .damaged("segment \(block.segment) is neither here nor in the store")
        }
        let start = UInt64(block.index) * UInt64(Limits.blockBytes)
        guard start < row.objectBytes else {
            throw .damaged("segment \(block.segment) ends before block \(block.index)")
        }
        let range = start..<min(start + UInt64(Limits.blockBytes), row.objectBytes)
        do {
            let bytes = try await store.get(ObjectReference(bytes: row.reference), range: range)
            guard bytes.count == range.count else { throw ObjectStoreError.damaged("a short answer") }
            try await placeWhenThereIsRoom(bytes, block, objectBytes: row.objectBytes)
        } catch let error as ObjectStoreError {
            throw FSError(error, object: "segment \(block.segment)")
        } catch let error as SegmentLogError {
            throw FSError(error)
        } catch let error as FSError {
            throw error
        } catch is CancellationError {
            throw .interrupted
        } catch {
            throw .local("\(error)")
        }
    }

    /// On a full disk older blocks give way: a reader must not get ENOSPC for what the cache holds.
    private func placeWhenThereIsRoom(
        _ bytes: [UInt8], _ block: BlockAddress, objectBytes: UInt64
    ) async throws {
        for _ in 0..<Self.roomAttemptsMax {
            do throws(SegmentLogError) {
                return try place(bytes, block, objectBytes: objectBytes)
            } catch {
                guard case .noSpace = FSError(error) else { throw error }
            }
            makeRoom()
            try await Task.sleep(for: .milliseconds(100))
        }
        throw FSError.local("the local disk has no room for block \(block.index) of segment \(block.segment)")
    }

    private static let roomAttemptsMax = 100

    private func place(_ bytes: [UInt8], _ block: BlockAddress, objectBytes: UInt64) throws(SegmentLogError) {
        var attempts = 0
        while true {
            do throws(SegmentLogError) {
                let file = try file(of: block.segment, objectBytes: objectBytes)
                return try bytes.withRawBytes { (bytes) throws(SegmentLogError) in
                    try file.writeBlock(block.index, bytes)
                }
            } catch {
                // Evicted since it was found: the block gets a new file.
                attempts += 1
                guard case .noSuchSegment = error, attempts < Self.placingAttemptsMax else { throw error }
            }
        }
    }

    private static let placingAttemptsMax = 16

    /// The file of a stored segment, made where it is gone, or where a power cut left one without its size.
    private func file(of segment: SegmentSequence, objectBytes: UInt64) throws(SegmentLogError) -> SegmentFile {
        try making.withLock { (_: inout ()) throws(SegmentLogError) in
            if let file = try log.files.cacheFile(segment, size: objectBytes) { return file }
            return try log.files.createSparse(segment, size: objectBytes)
        }
    }
}
