// SPDX-License-Identifier: MIT

import FilesystemModel
import StorageFormat

/// What reading an entry of a segment takes besides its bytes: the header, which leads to the key, and where the
/// entries are. Kept in the index, so that a cold read needs one round trip and not three.
package struct SegmentLayout: Sendable {
    package let headerBytes: [UInt8]
    package let table: EntryTable

    package init(headerBytes: [UInt8], table: EntryTable) {
        self.headerBytes = headerBytes
        self.table = table
    }

    package var encoded: [UInt8] {
        var writer = ByteWriter(reserving: headerBytes.count + 64)
        writer.writeCounted(headerBytes)
        writer.write(bytes: table.encoded)
        return writer.bytes
    }

    package init(decoding bytes: [UInt8]) throws(FSError) {
        do {
            var reader = ByteReader(bytes)
            headerBytes = Array(try reader.readCounted())
            table = try EntryTable(decoding: Array(try reader.readBytes(reader.remaining)))
        } catch {
            throw .indexDamaged("the entry table of a segment: \(error)")
        }
    }
}
