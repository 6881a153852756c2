// SPDX-License-Identifier: MIT

import FilesystemModel
import Synchronization

/// One segment as a local file: a tail that grows until it is sealed, or a sparse copy of a stored object.
///
/// May be used from any thread; appends, cuts and the seal of one file are serialised by their caller. Stays valid
/// while the log evicts its descriptor, and throws `noSuchSegment` once the segment was removed or replaced.
package final class SegmentFile: Sendable {
    package let sequence: SegmentSequence

    let path: String
    let owner: LogCore
    /// What the descriptor cache knows the file by: never reused, unlike a path.
    let key: UInt64
    let state: Mutex<State>
    /// nil until first asked for, which is after the seal: before it everything is present.
    let blocks = Mutex<BlockMap?>(nil)
    /// Held while a block is written or dropped, so that its bit and its bytes change together.
    let blockChange = Mutex(())
    private let tail: Atomic<UInt64>

    struct State {
        /// The file holds zeros from the tail up to here.
        var zeroedEnd: UInt64
        /// Space is taken up to here, so that appends within cannot fail for want of it.
        var reservedEnd: UInt64
        /// Bytes known to be durable.
        var syncedSize: UInt64
        /// Appended to since the last sync began.
        var isUnsynced = false
        var appendedSinceSync: UInt64 = 0
        var isSealed: Bool
        var isGone = false
        /// Kept while unsynced: an error of writing back is told to descriptors that were open.
        var pinned: Descriptor?
        var zeroAhead = ZeroAhead()
        var allocatedBytes: UInt64
    }

    enum Origin {
        case created
        case found(FileStatus)
        case sparse(size: UInt64)
    }

    init(_ sequence: SegmentSequence, path: String, owner: LogCore, key: UInt64, origin: Origin) {
        self.sequence = sequence
        self.path = path
        self.owner = owner
        self.key = key
        switch origin {
        case .created:
            tail = Atomic(0)
            state = Mutex(State(zeroedEnd: 0, reservedEnd: 0, syncedSize: 0, isSealed: false, allocatedBytes: 0))
        case .found(let status):
            tail = Atomic(status.size)
            state = Mutex(
                State(
                    zeroedEnd: status.size, reservedEnd: max(status.size, status.allocatedBytes), syncedSize: 0,
                    isSealed: true, allocatedBytes: status.allocatedBytes))
        case .sparse(let size):
            tail = Atomic(size)
            state = Mutex(State(zeroedEnd: size, reservedEnd: size, syncedSize: 0, isSealed: true, allocatedBytes: 0))
        }
    }

    /// Bytes up to the tail. After a restart this includes zeros that were kept ahead of the tail of an unsealed file.
    package var size: UInt64 { tail.load(ordering: .acquiring) }

    /// Bytes known to be durable; 0 after a restart until the next sync.
    package var syncedSize: UInt64 { state.withLock { $0.syncedSize } }

    package var isSealed: Bool { state.withLock { $0.isSealed } }

    /// Adds bytes at the tail, all of them or none. Durable only after a sync.
    ///
    /// Where the disk is full this throws `system` with ENOSPC and the tail is where it was.
    package func append(_ bytes: UnsafeRawBufferPointer) throws(SegmentLogError) {
        guard !bytes.isEmpty else { return }
        try owner.checkWritable()
        try state.withLock { (state: inout State) throws(SegmentLogError) in
            guard !state.isSealed else { throw .sealed(sequence) }
            let descriptor = try descriptor(state)
            let start = size
            do throws(SegmentLogError) {
                try write(bytes, at: start, descriptor)
            } catch {
                try restoreTail(start, descriptor, &state, after: error)
                throw error
            }
            let end = start + UInt64(bytes.count)
            state.zeroedEnd = max(state.zeroedEnd, end)
            state.appendedSinceSync += UInt64(bytes.count)
            setAllocated(max(state.allocatedBytes, state.zeroedEnd), &state)
            noteUnsynced(descriptor, &state)
            tail.store(end, ordering: .releasing)
        }
    }

    /// Whether `count` more bytes can be appended without taking more of the disk.
    package func hasRoom(for count: UInt64) -> Bool {
        state.withLock { size + count <= max($0.reservedEnd, $0.zeroedEnd) }
    }

    /// Takes space for `count` more bytes, so that their append cannot fail for want of it. The seal gives back what is
    /// left. Throws `system` with ENOSPC where there is not so much.
    package func reserve(_ count: UInt64) throws(SegmentLogError) {
        try owner.checkWritable()
        try state.withLock { (state: inout State) throws(SegmentLogError) in
            let start = max(state.reservedEnd, state.zeroedEnd)
            let end = size + count
            guard !state.isSealed else { throw .sealed(sequence) }
            guard end > start else { return }
            let descriptor = try descriptor(state)
            try call("fallocate") { () throws(SystemFailure) in
                try owner.operations.allocate(descriptor.file, start..<end)
            }
            state.reservedEnd = end
            setAllocated(max(state.allocatedBytes, end), &state)
        }
    }

    /// Bytes from `offset`; fewer than asked for only at the end of the file, 0 beyond it.
    ///
    /// Bytes of blocks that are not present are zeros: whoever reads verifies, because a block may be evicted between
    /// `isPresent` and here.
    package func read(
        into buffer: UnsafeMutableRawBufferPointer, at offset: UInt64
    ) throws(SegmentLogError) -> Int {
        let end = size
        guard offset < end, !buffer.isEmpty else { return 0 }
        let wanted = Int(min(UInt64(buffer.count), end - offset))
        let descriptor = try descriptor()
        var done = 0
        while done < wanted {
            let rest = UnsafeMutableRawBufferPointer(rebasing: buffer[done..<wanted])
            let count = try call("pread") { () throws(SystemFailure) in
                try owner.operations.read(descriptor.file, into: rest, at: offset + UInt64(done))
            }
            guard count > 0 else { break }
            done += count
        }
        noteUse(offset..<offset + UInt64(done))
        return done
    }

    /// Makes the size final: what lies beyond it (zeros ahead of the tail) is cut. Durable only after a sync.
    package func seal(size: UInt64) throws(SegmentLogError) {
        try cut(to: size) { $0.isSealed = true }
    }

    /// Moves the tail back, after a restart, to the end of what is valid. The file must not be sealed.
    package func cut(to size: UInt64) throws(SegmentLogError) {
        try cut(to: size) { _ in }
    }

    /// Lets a file found at start be cut and finished. Such files count as sealed until then, and no other call needs
    /// this: after a start no old segment goes on.
    package func reopen() {
        state.withLock { $0.isSealed = false }
    }

    /// Makes the next read come from the disk: what a failed sync left in memory only is then seen to be missing.
    package func rereadFromDisk() throws(SegmentLogError) {
        let descriptor = try descriptor()
        try call("fdatasync") { () throws(SystemFailure) in try owner.operations.syncData(descriptor.file) }
        try call("posix_fadvise") { () throws(SystemFailure) in
            try owner.operations.dropCachedPages(descriptor.file)
        }
    }

    private func cut(to size: UInt64, then change: (inout State) -> Void) throws(SegmentLogError) {
        try owner.checkWritable()
        try state.withLock { (state: inout State) throws(SegmentLogError) in
            guard !state.isSealed else { throw .sealed(sequence) }
            guard size <= self.size else { throw .outOfRange(sequence) }
            if size < max(state.zeroedEnd, state.reservedEnd) {
                let descriptor = try descriptor(state)
                try call("ftruncate") { () throws(SystemFailure) in
                    try owner.operations.setSize(descriptor.file, size)
                }
                state.zeroedEnd = size
                state.reservedEnd = size
                state.syncedSize = min(state.syncedSize, size)
                setAllocated(min(state.allocatedBytes, size), &state)
                noteUnsynced(descriptor, &state)
                tail.store(size, ordering: .releasing)
            }
            change(&state)
        }
        blocks.withLock { $0 = nil }
    }
}

// MARK: - The way to the disk

extension SegmentFile {
    func descriptor() throws(SegmentLogError) -> Descriptor {
        do throws(SegmentLogError) {
            guard !isGone else { throw .noSuchSegment(sequence) }
            let descriptor = try cachedDescriptor()
            // Removed meanwhile: what was opened may be the next file of this name.
            guard !isGone else { throw .noSuchSegment(sequence) }
            return descriptor
        } catch {
            guard isGone else { throw error }
            owner.descriptors.drop(key)
            throw .noSuchSegment(sequence)
        }
    }

    private var isGone: Bool { state.withLock { $0.isGone } }

    /// For who holds the lock of the state.
    private func descriptor(_ state: borrowing State) throws(SegmentLogError) -> Descriptor {
        if let pinned = state.pinned { return pinned }
        guard !state.isGone else { throw .noSuchSegment(sequence) }
        return try cachedDescriptor()
    }

    private func cachedDescriptor() throws(SegmentLogError) -> Descriptor {
        try owner.descriptors.descriptor(key) { () throws(SegmentLogError) in
            try owner.openDescriptor(path, .existing)
        }
    }

    func call<Value>(_ name: String, _ body: () throws(SystemFailure) -> Value) throws(SegmentLogError) -> Value {
        do { return try body() } catch { throw error.error(name, path) }
    }

    func write(
        _ bytes: UnsafeRawBufferPointer, at offset: UInt64, _ descriptor: Descriptor
    ) throws(SegmentLogError) {
        var done = 0
        while done < bytes.count {
            let rest = UnsafeRawBufferPointer(rebasing: bytes[done...])
            done += try call("pwrite") { () throws(SystemFailure) in
                try owner.operations.write(descriptor.file, rest, at: offset + UInt64(done))
            }
        }
    }

    /// The file as it was before an append that failed. Where even that fails nothing may follow: a later append
    /// would leave garbage before it.
    private func restoreTail(
        _ size: UInt64, _ descriptor: Descriptor, _ state: inout State, after failure: SegmentLogError
    ) throws(SegmentLogError) {
        do {
            try call("ftruncate") { () throws(SystemFailure) in
                try owner.operations.setSize(descriptor.file, size)
            }
        } catch {
            owner.poison("\(failure), then \(error)")
            throw error
        }
        state.zeroedEnd = size
        state.reservedEnd = size
        setAllocated(min(state.allocatedBytes, size), &state)
        state.zeroAhead.stop()
        noteUnsynced(descriptor, &state)
    }

    private func noteUnsynced(_ descriptor: Descriptor, _ state: inout State) {
        guard !state.isUnsynced else { return }
        state.isUnsynced = true
        state.pinned = descriptor
        owner.noteUnsynced(self)
    }

    func setAllocated(_ bytes: UInt64, _ state: inout State) {
        owner.addLocalBytes(Int64(bytes) - Int64(state.allocatedBytes))
        state.allocatedBytes = bytes
    }

    /// Called once when the segment leaves the log.
    func retire() {
        state.withLock { state in
            state.isGone = true
            state.pinned = nil
            setAllocated(0, &state)
        }
        owner.descriptors.drop(key)
    }
}

// MARK: - Sync, for the sync thread

extension SegmentFile {
    /// What a sync of this file will have made durable.
    struct SyncTurn {
        let descriptor: Descriptor
        let size: UInt64
    }

    /// Takes everything appended so far into a turn; nil where the segment is gone.
    func beginSync(fillAhead: Bool) -> SyncTurn? {
        state.withLock { state in
            guard let descriptor = state.pinned, !state.isGone else { return nil }
            if fillAhead && !state.isSealed { fillWithZeros(descriptor, &state) }
            state.isUnsynced = false
            state.appendedSinceSync = 0
            return SyncTurn(descriptor: descriptor, size: size)
        }
    }

    /// What a sync of the whole file system covered, of a file that was found at start.
    func noteFound(syncedSize: UInt64) {
        state.withLock { $0.syncedSize = max($0.syncedSize, min(syncedSize, size)) }
    }

    func endSync(_ turn: SyncTurn) {
        state.withLock { state in
            // A cut since then has the last word.
            state.syncedSize = min(turn.size, size)
            if !state.isUnsynced { state.pinned = nil }
        }
    }

    /// Under the lock of the state, so that no append meets the zeros: at most 1 MiB into the page cache.
    private func fillWithZeros(_ descriptor: Descriptor, _ state: inout State) {
        let room = state.zeroedEnd - size
        let count = state.zeroAhead.bytes(appended: state.appendedSinceSync, room: room)
        guard count > 0 else { return }
        do {
            try write(ZeroAhead.zeros(Int(count)), at: state.zeroedEnd, descriptor)
            state.zeroedEnd += count
            setAllocated(max(state.allocatedBytes, state.zeroedEnd), &state)
        } catch {
            // Zeros ahead only save time. What part of them was written is overwritten by later appends, and the
            // cut at the seal goes by `zeroedEnd`, so that must cover it.
            state.zeroedEnd += count
            state.zeroAhead.stop()
        }
    }
}
