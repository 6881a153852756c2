// SPDX-License-Identifier: MIT

import FilesystemModel

/// The fields that structures share; `FieldReader` reads them back.
extension ByteWriter {
    mutating func write(_ time: Timestamp) {
        writeVarint(UInt64(bitPattern: (time.seconds << 1) ^ (time.seconds >> 63)))
        writeVarint(UInt64(time.nanoseconds))
    }

    /// The 16 bytes in the order in which its digits are written.
    mutating func write(_ identifier: Identifier128) {
        write(identifier.high.byteSwapped)
        write(identifier.low.byteSwapped)
    }

    mutating func write(_ inode: InodeNumber) { writeVarint(inode.rawValue) }
    mutating func write(_ sequence: SegmentSequence) { writeVarint(sequence.rawValue) }
    mutating func write(_ entry: EntryNumber) { writeVarint(UInt64(entry.rawValue)) }

    mutating func write(_ position: LogPosition) {
        write(position.sequence)
        write(position.entry)
    }

    mutating func write(_ name: FileName) { writeCounted(name.bytes) }
    mutating func write(_ string: String) { writeCounted(string.utf8) }
}
