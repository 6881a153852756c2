// SPDX-License-Identifier: MIT

/// Appends integers and byte strings to an array: little-endian, or LEB128 where the value is usually small.
package struct ByteWriter: Sendable {
    package private(set) var bytes: [UInt8]

    package init(reserving capacity: Int = 0) {
        bytes = []
        bytes.reserveCapacity(capacity)
    }

    package mutating func write(_ value: some FixedWidthInteger) {
        withUnsafeBytes(of: value.littleEndian) { bytes.append(contentsOf: $0) }
    }

    /// Unsigned LEB128: seven bits a byte, the low ones first.
    package mutating func writeVarint(_ value: UInt64) {
        var rest = value
        while rest >= 0x80 {
            bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
            rest >>= 7
        }
        bytes.append(UInt8(rest))
    }

    /// The bytes alone; the reader knows how many.
    package mutating func write(bytes added: some Sequence<UInt8>) {
        bytes.append(contentsOf: added)
    }

    /// A varint of the length, then the bytes.
    package mutating func writeCounted(_ added: some Collection<UInt8>) {
        writeVarint(UInt64(added.count))
        bytes.append(contentsOf: added)
    }

    /// Takes back what was written after the first `count` bytes; the memory stays for what follows.
    package mutating func truncate(to count: Int) {
        bytes.removeLast(bytes.count - count)
    }
}
