// SPDX-License-Identifier: MIT

/// What the index knows of a segment.
///
/// The log says everything but `state`, `reference` and `objectBytes`, which are this machine's knowledge of the store.
package struct SegmentRow: Hashable, Sendable {
    /// The raw values are those of the index and of the storage format.
    package enum State: UInt8, Sendable, CaseIterable {
        /// Being written; one per volume.
        case open = 0
        /// Sealed and durable here, not known to be in the store.
        case queued = 1
        /// In the store: its blocks may be evicted.
        case stored = 2
        /// No longer part of the volume (`Record.reclaim`).
        case reclaimed = 3
    }

    package var sequence: SegmentSequence
    package var id: SegmentID
    package var epoch: Epoch
    package var state: State
    /// Bytes of the sealed file, equal to those of the object; 0 while open.
    package var objectBytes: UInt64
    /// Plain bytes of its frames and checkpoint pieces together.
    package var logicalBytes: UInt64
    /// How many of those are still referred to by extents and the newest checkpoint. With reflinks it may exceed
    /// `logicalBytes`; it is 0 if and only if nothing refers to the segment.
    package var liveBytes: UInt64
    /// The hash chain up to and with this segment; empty while open.
    package var chain: [UInt8]
    /// Where its entries are: `EntryTable` of StorageFormat, opaque to the index; empty while open.
    package var entryTable: [UInt8]
    /// What the store calls its object; opaque; empty until stored.
    package var reference: [UInt8]

    package init(
        sequence: SegmentSequence, id: SegmentID, epoch: Epoch, state: State, objectBytes: UInt64 = 0,
        logicalBytes: UInt64 = 0, liveBytes: UInt64 = 0, chain: [UInt8] = [], entryTable: [UInt8] = [],
        reference: [UInt8] = []
    ) {
        self.sequence = sequence
        self.id = id
        self.epoch = epoch
        self.state = state
        self.objectBytes = objectBytes
        self.logicalBytes = logicalBytes
        self.liveBytes = liveBytes
        self.chain = chain
        self.entryTable = entryTable
        self.reference = reference
    }
}
