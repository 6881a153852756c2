// SPDX-License-Identifier: MIT

import FilesystemModel

/// What an entry holds. 0 is no kind: it is the zero-filled space ahead of the tail.
package enum EntryKind: UInt8, Sendable, CaseIterable {
    case records = 1
    case frame = 2
    case checkpointPiece = 3
    case checkpoint = 4
    case summary = 5
    /// The key slots in clear, beside a checkpoint.
    case keySlots = 6

    /// Plain bytes of one entry at most: what a decoder allocates before it has seen that they are there.
    package var plainBytesMax: Int {
        switch self {
        case .frame: Limits.frameBytesMax
        case .records, .checkpointPiece: 4 << 20
        case .checkpoint: 16 << 20
        case .summary: 64 << 20
        case .keySlots: SealedDocument.keySlotsBytesMax
        }
    }

    var part: FormatError.Part {
        switch self {
        case .records: .records
        case .frame: .frame
        case .checkpointPiece: .checkpointPiece
        case .checkpoint: .checkpoint
        case .summary: .summary
        case .keySlots: .keySlots
        }
    }
}

/// How the payload of an entry is stored.
package struct EntryFlags: OptionSet, Hashable, Sendable {
    package let rawValue: UInt8
    package init(rawValue: UInt8) { self.rawValue = rawValue }

    /// One zstd frame.
    package static let compressed = EntryFlags(rawValue: 1)
    /// Not encrypted, but authenticated all the same. Frames and key slots only.
    package static let plain = EntryFlags(rawValue: 2)

    static let known: EntryFlags = [.compressed, .plain]
}

/// In clear, before the payload and the tag of each entry:
///
///     offset size
///          0    1  kind
///          1    1  flags: 1 compressed, 2 plain
///          2    2  0
///          4    4  entry number
///          8    4  plain bytes
///         12    4  stored bytes (S)
///         16   12  nonce
///         28    S  payload
///       28+S   16  tag
///
/// Little-endian. Associated data of the tag: `gramfs 1 entry`, volume id, segment id, bytes 0..<16, and the payload
/// where it is plain.
struct EntryHeader: Hashable {
    static let byteCount = 28
    /// What the tag covers; the nonce it covers by its nature.
    static let authenticBytes = 16
    static let overhead = byteCount + CipherContext.tagBytes

    var kind: EntryKind
    var flags: EntryFlags
    var number: EntryNumber
    var plainBytes: UInt32
    var storedBytes: UInt32

    var entryBytes: Int { Self.overhead + Int(storedBytes) }

    /// The first 16 bytes; the nonce is the caller's.
    func write(to bytes: UnsafeMutableRawPointer) {
        bytes.storeBytes(of: kind.rawValue, as: UInt8.self)
        bytes.storeBytes(of: flags.rawValue, toByteOffset: 1, as: UInt8.self)
        bytes.storeBytes(of: 0, toByteOffset: 2, as: UInt16.self)
        bytes.storeBytes(of: number.rawValue.littleEndian, toByteOffset: 4, as: UInt32.self)
        bytes.storeBytes(of: plainBytes.littleEndian, toByteOffset: 8, as: UInt32.self)
        bytes.storeBytes(of: storedBytes.littleEndian, toByteOffset: 12, as: UInt32.self)
    }

    init(kind: EntryKind, flags: EntryFlags, number: EntryNumber, plainBytes: UInt32, storedBytes: UInt32) {
        self.kind = kind
        self.flags = flags
        self.number = number
        self.plainBytes = plainBytes
        self.storedBytes = storedBytes
    }

    /// From at least 28 bytes; throws for what no version-1 writer makes.
    init(_ bytes: UnsafeRawBufferPointer) throws(FormatError) {
        guard bytes.count >= Self.byteCount else { throw .truncated(.entry) }
        let kindByte = bytes[0]
        guard let kind = EntryKind(rawValue: kindByte) else {
            throw .unsupportedFeatures(.entry, bits: UInt64(kindByte))
        }
        let flags = EntryFlags(rawValue: bytes[1])
        self.init(
            kind: kind, flags: flags,
            number: EntryNumber(
                rawValue: UInt32(littleEndian: bytes.loadUnaligned(fromByteOffset: 4, as: UInt32.self))),
            plainBytes: UInt32(littleEndian: bytes.loadUnaligned(fromByteOffset: 8, as: UInt32.self)),
            storedBytes: UInt32(littleEndian: bytes.loadUnaligned(fromByteOffset: 12, as: UInt32.self)))
        guard flags.isSubset(of: .known) else { throw .unsupportedFeatures(.entry, bits: UInt64(flags.rawValue)) }
        guard bytes[2] == 0, bytes[3] == 0 else { throw .malformed(.entry, "reserved bytes are not 0") }
        try check()
    }

    func check() throws(FormatError) {
        guard plainBytes > 0, plainBytes <= kind.plainBytesMax else {
            throw .tooLarge(kind.part, bytes: UInt64(plainBytes), limit: UInt64(kind.plainBytesMax))
        }
        let isLengthSensible =
            flags.contains(.compressed) ? storedBytes > 0 && storedBytes < plainBytes : storedBytes == plainBytes
        guard isLengthSensible else { throw .malformed(.entry, "lengths contradict each other") }
        guard !flags.contains(.plain) || kind == .frame || kind == .keySlots else {
            throw .malformed(.entry, "only content may be plain")
        }
    }
}
