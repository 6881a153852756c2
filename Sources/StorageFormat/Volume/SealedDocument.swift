// SPDX-License-Identifier: MIT

import FilesystemModel

/// The envelope of segment headers, superblocks and writer claims: a clear part that says what this is, and a sealed
/// part under a key that its own salt makes.
///
///     offset size
///          0    8  magic, ASCII
///          8    2  format version: 1
///         10    2  0
///         12    4  bytes of the whole document (T)
///         16   16  volume id
///         32   16  segment id; 0 in superblocks and claims
///         48   32  salt, random
///         80   12  nonce, random
///         92    4  bytes of the key slots (K), 0 without
///         96    8  incompatible feature bits
///        104    8  compatible feature bits
///        112    K  key slots
///      112+K    S  sealed part
///       T-16   16  tag
///
/// Little-endian; identifiers in the order of their digits. AES-256-GCM under HKDF-SHA256(master key, salt, purpose);
/// associated data: bytes 0..<112+K.
struct SealedDocument {
    static let fixedBytes = 112
    static let keySlotsBytesMax = 1 + KeySlots.countMax * (KeySlot.fixedBytes + KeySlot.labelBytesMax)

    /// What tells the three documents apart.
    struct Kind {
        let magic: StaticString
        let purpose: KeyPurpose
        let part: FormatError.Part
        let bytesMax: Int

        static let segmentHeader = Kind(
            magic: "GRAMFSEG", purpose: .segment, part: .segmentHeader, bytesMax: SegmentHeader.bytesMax)
        static let superblock = Kind(
            magic: "GRAMFSRB", purpose: .superblock, part: .superblock, bytesMax: Superblock.bytesMax)
        static let claim = Kind(magic: "GRAMFSCL", purpose: .claim, part: .claim, bytesMax: WriterClaim.bytesMax)
    }

    let kind: Kind
    let volume: VolumeID
    let segment: SegmentID
    let salt: [UInt8]
    let features: Features
    let slots: KeySlots?
    let byteCount: Int
    private let clear: ArraySlice<UInt8>
    private let sealed: ArraySlice<UInt8>
    private let nonce: [UInt8]

    /// The clear part, checked but not yet authentic. More bytes may follow the document.
    init(peeking bytes: ArraySlice<UInt8>, kind: Kind) throws(FormatError) {
        var reader = FieldReader(bytes, part: kind.part)
        guard reader.remaining >= 8 else { throw .truncated(kind.part) }
        guard try reader.bytes(8).elementsEqual(kind.magicBytes) else { throw .badMagic(kind.part) }
        try FormatVersion.check(try reader.fixed())
        let reserved: UInt16 = try reader.fixed()
        let total: UInt32 = try reader.fixed()
        volume = VolumeID(try reader.identifier())
        segment = SegmentID(try reader.identifier())
        salt = Array(try reader.bytes(SecretKey.byteCount))
        nonce = Array(try reader.bytes(CipherContext.nonceBytes))
        let slotBytes: UInt32 = try reader.fixed()
        features = Features(incompatible: try reader.fixed(), compatible: try reader.fixed())
        guard features.incompatible == 0 else { throw .unsupportedFeatures(kind.part, bits: features.incompatible) }
        guard reserved == 0 else { throw reader.malformed("reserved bytes are not 0") }
        let clearBytes = UInt64(Self.fixedBytes) + UInt64(slotBytes)
        guard UInt64(total) <= UInt64(kind.bytesMax) else {
            throw .tooLarge(kind.part, bytes: UInt64(total), limit: UInt64(kind.bytesMax))
        }
        guard slotBytes <= Self.keySlotsBytesMax, UInt64(total) >= clearBytes + UInt64(CipherContext.tagBytes) else {
            throw reader.malformed("lengths contradict each other")
        }
        guard bytes.count >= total else { throw .truncated(kind.part) }
        let start = bytes.startIndex
        clear = bytes[start..<start + Int(clearBytes)]
        sealed = bytes[start + Int(clearBytes)..<start + Int(total)]
        slots = slotBytes == 0 ? nil : try KeySlots(decoding: clear.dropFirst(Self.fixedBytes), volume: volume)
        self.kind = kind
        byteCount = Int(total)
    }

    /// The key that seals the document and, for a segment, its entries.
    func derivedKey(_ master: MasterKey) throws(FormatError) -> SecretKey {
        try salt.withRawBytes { (salt) throws(FormatError) in try master.derivedKey(kind.purpose, salt: salt) }
    }

    /// The sealed part in clear.
    func open(key: SecretKey) throws(FormatError) -> [UInt8] {
        let context = try CipherContext(key: key, direction: .open)
        let text = sealed.dropLast(CipherContext.tagBytes)
        let tag = Array(sealed.suffix(CipherContext.tagBytes))
        var plain = [UInt8](repeating: 0, count: text.count)
        let isAuthentic = try clear.withRawBytes { (clear) throws(FormatError) in
            try text.withRawBytes { (text) throws(FormatError) in
                try plain.withRawMutableBytes { (plain) throws(FormatError) in
                    try context.open(
                        nonce: nonce, associated: AssociatedData(place: clear, header: AssociatedData.nothing),
                        sealed: text, into: plain.baseAddress, tag: tag)
                }
            }
        }
        guard isAuthentic else { throw .authenticationFailed(kind.part) }
        return plain
    }

    /// Compatible features may add fields after those that version 1 knows; nothing else may.
    func expectEnd(_ reader: FieldReader) throws(FormatError) {
        if features.compatible == 0 { try reader.expectEnd() }
    }

    var tag: [UInt8] { Array(sealed.suffix(CipherContext.tagBytes)) }
}

extension SealedDocument {
    /// A document's bytes, and the key that its fresh salt made.
    static func seal(
        _ plain: [UInt8], kind: Kind, volume: VolumeID, segment: SegmentID?, slots: KeySlots?,
        features: Features = Features(), master: MasterKey, random: any RandomSource
    ) throws(FormatError) -> (bytes: [UInt8], key: SecretKey) {
        let salt = random.bytes(SecretKey.byteCount)
        let nonce = random.bytes(CipherContext.nonceBytes)
        let slotBytes = slots?.encoded ?? []
        let total = fixedBytes + slotBytes.count + plain.count + CipherContext.tagBytes
        guard total <= kind.bytesMax else {
            throw .tooLarge(kind.part, bytes: UInt64(total), limit: UInt64(kind.bytesMax))
        }
        var writer = ByteWriter(reserving: total)
        writer.write(bytes: kind.magicBytes)
        writer.write(FormatVersion.current)
        writer.write(UInt16(0))
        writer.write(UInt32(total))
        writer.write(volume.value)
        writer.write(segment?.value ?? Identifier128(high: 0, low: 0))
        writer.write(bytes: salt)
        writer.write(bytes: nonce)
        writer.write(UInt32(slotBytes.count))
        writer.write(features.incompatible)
        writer.write(features.compatible)
        writer.write(bytes: slotBytes)
        let key = try salt.withRawBytes { (salt) throws(FormatError) in
            try master.derivedKey(kind.purpose, salt: salt)
        }
        let (text, tag) = try encrypt(plain, clear: writer.bytes, nonce: nonce, key: key)
        writer.write(bytes: text)
        writer.write(bytes: tag)
        return (writer.bytes, key)
    }

    private static func encrypt(
        _ plain: [UInt8], clear: [UInt8], nonce: [UInt8], key: SecretKey
    ) throws(FormatError) -> (text: [UInt8], tag: [UInt8]) {
        let context = try CipherContext(key: key, direction: .seal)
        var text = plain
        var tag = [UInt8](repeating: 0, count: CipherContext.tagBytes)
        try clear.withRawBytes { (clear) throws(FormatError) in
            try text.withRawMutableBytes { (text) throws(FormatError) in
                try context.seal(
                    nonce: nonce, associated: AssociatedData(place: clear, header: AssociatedData.nothing),
                    plain: UnsafeRawBufferPointer(text), into: text.baseAddress, tag: &tag)
            }
        }
        return (text, tag)
    }
}

extension SealedDocument.Kind {
    var magicBytes: UnsafeBufferPointer<UInt8> { magic.withUTF8Buffer { $0 } }
}

/// Feature bits of a document. Unknown incompatible ones refuse it, unknown compatible ones are ignored.
package struct Features: Hashable, Sendable {
    package var incompatible: UInt64 = 0
    package var compatible: UInt64 = 0

    package init(incompatible: UInt64 = 0, compatible: UInt64 = 0) {
        self.incompatible = incompatible
        self.compatible = compatible
    }
}

/// The version that every structure carries; there is one.
package enum FormatVersion {
    package static let current: UInt16 = 1

    static func check(_ version: UInt16) throws(FormatError) {
        guard version == current else { throw .unsupportedVersion(found: version, supported: current) }
    }
}
