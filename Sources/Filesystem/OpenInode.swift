// SPDX-License-Identifier: MIT

import DataPlane
import FilesystemModel
import Synchronization

/// A regular file that is open or has bytes in its write buffer.
///
/// Two locks: `locked` guards the buffer and is taken before the volume's; `pending` is a leaf that may be taken
/// inside it, so that whoever looks at the index sees in one section what is logged and what is not yet.
final class OpenInode: Sendable {
    let number: InodeNumber
    private let state: SleepingLock<State>
    private let pendingState: Mutex<PendingAttributes>
    /// Handles that may write.
    private let writers = Atomic<Int>(0)
    /// The kernel asks for an attribute with a file's first write, and nearly no file has one. Changed under the volume's
    /// lock, looked at without it.
    private let isKnownWithoutXattrs = Atomic(false)

    struct State: Sendable {
        fileprivate(set) var buffer: WriteBufferBox
        /// The true size, logged or not.
        var size: UInt64
        /// Changed with the inode's, under both locks.
        var policy: ContentPolicy
        /// How much of the buffer the dirty budget knows of.
        fileprivate(set) var accountedBytes = 0
        /// When the oldest byte came into the buffer.
        var dirtySince: ContinuousClock.Instant?
        /// What went wrong in the background, for the next close and the next fsync.
        var backgroundError: FSError?
    }

    var hasWriters: Bool { writers.load(ordering: .relaxed) > 0 }

    func addWriter() { writers.add(1, ordering: .relaxed) }

    func removeWriter() { writers.subtract(1, ordering: .relaxed) }

    /// What the dirty budget does not know yet of the buffer; it is told once.
    static func takeUnaccounted(_ state: inout State) -> Int {
        let now = state.buffer.value.allocatedBytes
        defer { state.accountedBytes = now }
        return now - state.accountedBytes
    }

    init(_ inode: Inode) {
        number = inode.number
        state = SleepingLock(State(buffer: WriteBufferBox(), size: inode.size, policy: inode.policy))
        pendingState = Mutex(.none)
    }

    func locked<Result: Sendable>(_ body: (inout State) throws(FSError) -> Result) throws(FSError) -> Result {
        try state.withLock { state throws(FSError) in try body(&state) }
    }

    func peek<Result: Sendable>(_ body: (inout State) -> Result) -> Result { state.withLock { body(&$0) } }

    var pending: PendingAttributes {
        get { pendingState.withLock { $0 } }
    }

    var hasNoXattrs: Bool { isKnownWithoutXattrs.load(ordering: .acquiring) }

    /// The volume's lock is held.
    func noteXattrs(areAbsent: Bool) { isKnownWithoutXattrs.store(areAbsent, ordering: .releasing) }

    func changePending(_ body: (inout PendingAttributes) -> Void) { pendingState.withLock { body(&$0) } }
}

/// The buffer, passed around inside the state that protects it.
struct WriteBufferBox: @unchecked Sendable {
    // Only reached through `OpenInode.State`, which the inode's lock protects.
    let value = WriteBuffer()
}

/// What a file's attributes are already and the log does not say yet.
struct PendingAttributes: Sendable, Equatable {
    var size: UInt64?
    var accessTime: Timestamp?
    var modificationTime: Timestamp?
    var changeTime: Timestamp?
    /// Bytes that no extent covers yet, for `st_blocks`.
    var bufferedBytes: UInt64 = 0

    static let none = PendingAttributes()

    /// What remains to be logged, as a change.
    var change: AttributeChange {
        AttributeChange(
            size: size, accessTime: accessTime, modificationTime: modificationTime, changeTime: changeTime)
    }
}
