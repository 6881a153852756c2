// SPDX-License-Identifier: MIT

import FilesystemModel

/// What is wrong with bytes that came back, or why bytes could not be made.
package enum FormatError: Error, Hashable, Sendable {
    /// Which structure an error speaks of.
    package enum Part: String, Sendable {
        case segmentHeader = "segment header"
        case entry, frame, records
        case checkpointPiece = "checkpoint piece"
        case checkpoint, summary, footer
        case entryTable = "entry table"
        case superblock, claim
        case keySlots = "key slots"
    }

    /// The bytes end before the structure does.
    case truncated(Part)
    /// Not this kind of structure at all.
    case badMagic(Part)
    case unsupportedVersion(found: UInt16, supported: UInt16)
    /// Written by a newer gramfs that uses what this one does not know and may not ignore. `bits` are the unknown
    /// feature bits, or the unknown kind where a kind is unknown.
    case unsupportedFeatures(Part, bits: UInt64)
    /// The bytes are not those that a holder of the key wrote in this place: damaged, changed, swapped or replayed.
    case authenticationFailed(Part)
    case wrongVolume(found: VolumeID)
    case wrongSegment(found: SegmentID)
    case wrongEntry(expected: EntryNumber, found: EntryNumber)
    /// No slot opens with this passphrase.
    case wrongPassphrase
    /// No slot opens with this recovery key, which is well formed.
    case wrongRecoveryKey
    /// The text cannot be any recovery key: a character is missing or wrong.
    case recoveryKeyMistyped(String)
    case malformed(Part, String)
    /// More than the format allows; bytes, or records or rows or slots where their number is too large.
    case tooLarge(Part, bytes: UInt64, limit: UInt64)
    /// No further entry fits the segment: finish it.
    case segmentFull
    /// Every slot is taken.
    case keySlotsFull
    /// A call of libcrypto or zstd failed that does not depend on the bytes, for want of memory for example.
    case library(String)
}
