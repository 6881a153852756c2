// SPDX-License-Identifier: MIT

import FilesystemModel

/// The master key, wrapped by one passphrase or recovery key. In clear wherever it stands; its tag vouches for all of it.
///
///     offset size
///          0    1  kind: 1 passphrase, 2 recovery key
///          1    1  scrypt log2 N, 0 for a recovery key
///          2    2  scrypt r
///          4    2  scrypt p
///          6    4  slot id
///         10    8  created, seconds since 1970
///         18    4  created, nanoseconds
///         22   32  salt
///         54   12  nonce
///         66   32  wrapped master key
///         98   16  tag
///        114    1  bytes of the label
///        115    n  label, UTF-8
///
/// Little-endian. Associated data of the tag: `gramfs 1 key slot`, the volume id, bytes 0..<54, the label.
package struct KeySlot: Hashable, Sendable {
    package struct ID: RawRepresentable, Hashable, Comparable, Sendable, CustomStringConvertible {
        package var rawValue: UInt32
        package init(rawValue: UInt32) { self.rawValue = rawValue }
        package static func < (a: Self, b: Self) -> Bool { a.rawValue < b.rawValue }
        package var description: String { "\(rawValue)" }
    }

    /// Kinds that this version does not know are kept as they are and open nothing.
    package struct Kind: RawRepresentable, Hashable, Sendable {
        package var rawValue: UInt8
        package init(rawValue: UInt8) { self.rawValue = rawValue }
        package static let passphrase = Kind(rawValue: 1)
        package static let recovery = Kind(rawValue: 2)
    }

    package static let labelBytesMax = 64
    static let fixedBytes = 115

    package let id: ID
    package let kind: Kind
    package let created: Timestamp
    package let label: String
    let logN: UInt8
    let blockSize: UInt16
    let parallelism: UInt16
    let salt: [UInt8]
    var nonce: [UInt8]
    var wrapped: [UInt8]
    var tag: [UInt8]

    /// Nil where a hostile slot asks for more than this version does for anyone.
    package var cost: ScryptCost? {
        ScryptCost(logN: logN, blockSize: UInt32(blockSize), parallelism: UInt32(parallelism))
    }

    func write(to writer: inout ByteWriter) {
        writeParameters(to: &writer)
        writer.write(bytes: nonce)
        writer.write(bytes: wrapped)
        writer.write(bytes: tag)
        let label = Array(label.utf8)
        writer.write(UInt8(label.count))
        writer.write(bytes: label)
    }

    /// Bytes 0..<54.
    private func writeParameters(to writer: inout ByteWriter) {
        writer.write(kind.rawValue)
        writer.write(logN)
        writer.write(blockSize)
        writer.write(parallelism)
        writer.write(id.rawValue)
        writer.write(created.seconds)
        writer.write(created.nanoseconds)
        writer.write(bytes: salt)
    }

    func associatedData(_ volume: VolumeID) -> [UInt8] {
        var writer = ByteWriter()
        writer.write(bytes: "gramfs 1 key slot".utf8)
        writer.write(volume.value)
        writeParameters(to: &writer)
        writer.write(bytes: label.utf8)
        return writer.bytes
    }
}

extension KeySlot {
    init(_ reader: inout FieldReader) throws(FormatError) {
        kind = Kind(rawValue: try reader.byte())
        logN = try reader.byte()
        blockSize = try reader.fixed()
        parallelism = try reader.fixed()
        id = ID(rawValue: try reader.fixed())
        created = Timestamp(seconds: try reader.fixed(), nanoseconds: try reader.fixed())
        salt = Array(try reader.bytes(32))
        nonce = Array(try reader.bytes(CipherContext.nonceBytes))
        wrapped = Array(try reader.bytes(SecretKey.byteCount))
        tag = Array(try reader.bytes(CipherContext.tagBytes))
        let labelBytes = Int(try reader.byte())
        guard labelBytes <= Self.labelBytesMax, created.nanoseconds < 1_000_000_000 else {
            throw reader.malformed("key slot out of range")
        }
        guard let text = String(validating: try reader.bytes(labelBytes), as: UTF8.self) else {
            throw reader.malformed("label is not UTF-8")
        }
        label = text
    }

    /// Wraps or unwraps 32 bytes with a key made from a passphrase or a recovery key.
    static func seal(_ master: MasterKey, with key: SecretKey, slot: inout KeySlot, volume: VolumeID)
        throws(FormatError)
    {
        let context = try CipherContext(key: key, direction: .seal)
        let associated = slot.associatedData(volume)
        var wrapped = [UInt8](repeating: 0, count: SecretKey.byteCount)
        var tag = [UInt8](repeating: 0, count: CipherContext.tagBytes)
        try associated.withRawBytes { (place) throws(FormatError) in
            try master.secret.withBytes { (plain) throws(FormatError) in
                try context.seal(
                    nonce: slot.nonce, associated: AssociatedData(place: place, header: AssociatedData.nothing),
                    plain: plain, into: &wrapped, tag: &tag)
            }
        }
        slot.wrapped = wrapped
        slot.tag = tag
    }

    /// Nil where the key is not the one that sealed the slot.
    func open(with key: SecretKey, volume: VolumeID) throws(FormatError) -> MasterKey? {
        let context = try CipherContext(key: key, direction: .open)
        let associated = associatedData(volume)
        var isAuthentic = false
        let secret = try SecretKey { (buffer) throws(FormatError) in
            isAuthentic = try associated.withRawBytes { (place) throws(FormatError) in
                try wrapped.withRawBytes { (sealed) throws(FormatError) in
                    try context.open(
                        nonce: nonce, associated: AssociatedData(place: place, header: AssociatedData.nothing),
                        sealed: sealed, into: buffer.baseAddress, tag: tag)
                }
            }
        }
        return isAuthentic ? MasterKey(secret) : nil
    }
}
