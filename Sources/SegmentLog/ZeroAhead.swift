// SPDX-License-Identifier: MIT

/// Decides how much of the open segment is filled with zeros ahead of its tail.
///
/// An append into space that the file system has already written needs no journal commit, so append and fdatasync
/// together are a third cheaper. It pays only where small syncs follow each other: a bulk write would write twice.
struct ZeroAhead: Sendable {
    static let bytesMax: UInt64 = 1 << 20
    private static let bytesMin: UInt64 = 64 << 10
    /// More than this between two syncs is a bulk write.
    private static let smallSyncBytes: UInt64 = 64 << 10
    /// So many small syncs in a row are the beginning of many.
    private static let smallSyncsBefore = 3

    private var smallSyncs = 0
    private var amount = bytesMin
    private var isOff = false

    /// Bytes to fill beyond `room`, the zeros that are still ahead, now that a sync was asked for after `appended`
    /// bytes; 0 for none.
    mutating func bytes(appended: UInt64, room: UInt64) -> UInt64 {
        guard appended > 0, !isOff else { return 0 }
        guard appended <= Self.smallSyncBytes else {
            smallSyncs = 0
            amount = Self.bytesMin
            return 0
        }
        smallSyncs += 1
        guard smallSyncs > Self.smallSyncsBefore, room < 2 * appended else { return 0 }
        defer { amount = min(amount * 2, Self.bytesMax) }
        return amount - min(room, amount)
    }

    /// The disk has no space to spare for this file.
    mutating func stop() { isOff = true }

    /// `count` zeros, at most `bytesMax`.
    static func zeros(_ count: Int) -> UnsafeRawBufferPointer {
        UnsafeRawBufferPointer(rebasing: allZeros[..<count])
    }

    /// Written once, before anybody reads it, and kept for ever: outside of an array because it is handed to system
    /// calls under a lock, where a closure per call would be in the way.
    private nonisolated(unsafe) static let allZeros: UnsafeRawBufferPointer = {
        let bytes = UnsafeMutableRawBufferPointer.allocate(byteCount: Int(bytesMax), alignment: 4096)
        bytes.initializeMemory(as: UInt8.self, repeating: 0)
        return UnsafeRawBufferPointer(bytes)
    }()
}
