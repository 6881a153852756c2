// SPDX-License-Identifier: MIT

import FilesystemModel

/// The payload of a frame or checkpoint piece, compressed where that helps: everything that can be done before the
/// volume lock is taken.
///
/// A payload that did not compress is not copied: the bytes given to `prepare` must stay as they are until the frame
/// is appended. `@unchecked Sendable`: nothing changes after the initialiser.
package final class PreparedFrame: @unchecked Sendable {
    let kind: EntryKind
    let flags: EntryFlags
    let payload: UnsafeRawBufferPointer
    package let plainBytes: UInt32
    private let owned: UnsafeMutableRawBufferPointer?

    /// What the entry will take in the segment.
    package var entryBytes: Int { payload.count + EntryHeader.overhead }

    /// `bytes`: 1 to `Limits.frameBytesMax`.
    package static func prepare(
        _ bytes: UnsafeRawBufferPointer, policy: ContentPolicy, using compressor: FrameCompressor
    ) -> PreparedFrame {
        assert((1...Limits.frameBytesMax).contains(bytes.count))
        defer { withExtendedLifetime(compressor) {} }
        let flags: EntryFlags = policy == .plain ? .plain : []
        guard let compressed = compressor.compress(bytes) else {
            return PreparedFrame(kind: .frame, flags: flags, plainBytes: bytes.count, payload: bytes, owned: nil)
        }
        return PreparedFrame(
            copying: compressed, kind: .frame, flags: flags.union(.compressed), plainBytes: bytes.count)
    }

    /// A piece of a checkpoint; `tooLarge` beyond 4 MiB.
    package static func prepare(
        _ rows: [CheckpointRow], using compressor: FrameCompressor
    ) throws(FormatError) -> PreparedFrame {
        let rowsMax = CheckpointRowCoding.countMax
        guard rows.count <= rowsMax else {
            throw .tooLarge(.checkpointPiece, bytes: UInt64(rows.count), limit: UInt64(rowsMax))
        }
        var writer = ByteWriter()
        CheckpointRowCoding.write(rows, to: &writer)
        assert((try? CheckpointRowCoding.read(writer.bytes[...])) == rows, "a row that cannot be read back")
        let count = writer.bytes.count
        let limit = EntryKind.checkpointPiece.plainBytesMax
        guard count <= limit else {
            throw .tooLarge(.checkpointPiece, bytes: UInt64(count), limit: UInt64(limit))
        }
        defer { withExtendedLifetime(compressor) {} }
        return writer.bytes.withUnsafeBytes { bytes in
            guard let compressed = compressor.compress(bytes) else {
                return PreparedFrame(copying: bytes, kind: .checkpointPiece, flags: [], plainBytes: count)
            }
            return PreparedFrame(copying: compressed, kind: .checkpointPiece, flags: .compressed, plainBytes: count)
        }
    }

    convenience init(copying bytes: UnsafeRawBufferPointer, kind: EntryKind, flags: EntryFlags, plainBytes: Int) {
        let owned = UnsafeMutableRawBufferPointer.allocate(byteCount: bytes.count, alignment: 16)
        owned.copyMemory(from: bytes)
        self.init(
            kind: kind, flags: flags, plainBytes: plainBytes, payload: UnsafeRawBufferPointer(owned), owned: owned)
    }

    private init(
        kind: EntryKind, flags: EntryFlags, plainBytes: Int, payload: UnsafeRawBufferPointer,
        owned: UnsafeMutableRawBufferPointer?
    ) {
        self.kind = kind
        self.flags = flags
        self.plainBytes = UInt32(plainBytes)
        self.payload = payload
        self.owned = owned
    }

    deinit { owned?.deallocate() }
}
