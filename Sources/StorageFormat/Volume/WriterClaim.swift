// SPDX-License-Identifier: MIT

import FilesystemModel

/// A writer's claim to an epoch: a small object of its own. Sealed:
///
///     epoch varint | writer | last sequence varint | chain 32 bytes
package struct WriterClaim: Hashable, Sendable {
    package static let bytesMax = 4096

    package var volume: VolumeID
    /// The epoch that is claimed.
    package var epoch: Epoch
    package var writer: WriterIdentity
    /// The last segment of older epochs that the claim accepts, and the chain up to it. Segments of older epochs
    /// beyond it are not part of the log.
    package var lastSequence: SegmentSequence
    package var lastChain: [UInt8]

    package init(
        volume: VolumeID, epoch: Epoch, writer: WriterIdentity, lastSequence: SegmentSequence, lastChain: [UInt8]
    ) {
        self.volume = volume
        self.epoch = epoch
        self.writer = writer
        self.lastSequence = lastSequence
        self.lastChain = lastChain
    }

    package func encoded(key: MasterKey, random: any RandomSource) throws(FormatError) -> [UInt8] {
        assert(lastChain.count == Digest.byteCount)
        var out = ByteWriter()
        out.writeVarint(epoch.rawValue)
        writer.write(to: &out)
        out.write(lastSequence)
        out.write(bytes: lastChain)
        return try SealedDocument.seal(
            out.bytes, kind: .claim, volume: volume, segment: nil, slots: nil, master: key, random: random
        ).bytes
    }

    /// What a claim says without a key: its volume, not authentic.
    package static func peek(_ bytes: [UInt8]) throws(FormatError) -> VolumeID {
        try SealedDocument(peeking: bytes[...], kind: .claim).volume
    }

    package init(decoding bytes: [UInt8], key: MasterKey) throws(FormatError) {
        let document = try SealedDocument(peeking: bytes[...], kind: .claim)
        guard document.byteCount == bytes.count else { throw .malformed(.claim, "bytes follow the end") }
        var reader = FieldReader(try document.open(key: try document.derivedKey(key)), part: .claim)
        self.init(
            volume: document.volume, epoch: Epoch(rawValue: try reader.varint()), writer: try WriterIdentity(&reader),
            lastSequence: try reader.sequence(), lastChain: Array(try reader.bytes(Digest.byteCount)))
        try document.expectEnd(reader)
    }
}
