// SPDX-License-Identifier: MIT

import FilesystemModel

/// The hash chain through the log.
///
///     chain = SHA-256("gramfs 1 chain" | previous chain | segment id | content)
///     content = SHA-256(tag of the header | for each entry before the summary: number u32 | kind u8 | tag)
package final class SegmentChain {
    /// Before the first segment.
    package static let start = [UInt8](repeating: 0, count: Digest.byteCount)

    private let content: Digest

    init(headerTag: [UInt8]) throws(FormatError) {
        content = try Digest()
        try headerTag.withRawBytes { (tag) throws(FormatError) in try content.update(tag) }
    }

    private init(content: Digest) { self.content = content }

    func add(number: EntryNumber, kind: EntryKind, tag: UnsafeRawPointer) throws(FormatError) {
        var prefix: (UInt32, UInt8) = (number.rawValue.littleEndian, kind.rawValue)
        try withUnsafeBytes(of: &prefix) { (bytes) throws(FormatError) in
            try content.update(UnsafeRawBufferPointer(rebasing: bytes[0..<5]))
        }
        try content.update(UnsafeRawBufferPointer(start: tag, count: CipherContext.tagBytes))
    }

    func value(previous: [UInt8], segment: SegmentID) throws(FormatError) -> [UInt8] {
        var id = ByteWriter()
        id.write(segment.value)
        return try Digest.hash(Array("gramfs 1 chain".utf8), previous, id.bytes, try content.value())
    }

    func copy() throws(FormatError) -> SegmentChain { SegmentChain(content: try content.copy()) }
}
