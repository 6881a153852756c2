// SPDX-License-Identifier: MIT

/// Bytes that wait to be written to the segment file: one piece of memory that grows and is used again.
struct PendingBytes: ~Copyable {
    private var storage: UnsafeMutableRawBufferPointer
    private(set) var count = 0

    /// Larger memory is given back once it is empty: one summary must not stay for the life of the segment.
    private static let keptBytes = 4 << 20

    init() { storage = .allocate(byteCount: 256 << 10, alignment: 16) }

    deinit { storage.deallocate() }

    var bytes: UnsafeRawBufferPointer { UnsafeRawBufferPointer(rebasing: storage[0..<count]) }

    /// Makes room at the end for `added` bytes, to be filled by the caller.
    mutating func grow(by added: Int) -> UnsafeMutableRawPointer {
        let needed = count + added
        if needed > storage.count { reallocate(to: max(needed, storage.count * 2)) }
        defer { count = needed }
        return storage.baseAddress.unsafelyUnwrapped + count
    }

    mutating func append(_ bytes: [UInt8]) {
        guard !bytes.isEmpty else { return }
        let target = grow(by: bytes.count)
        bytes.withUnsafeBytes { target.copyMemory(from: $0.baseAddress.unsafelyUnwrapped, byteCount: $0.count) }
    }

    mutating func removeLast(_ removed: Int) { count -= removed }

    mutating func removeAll() {
        count = 0
        if storage.count > Self.keptBytes {
            storage.deallocate()
            storage = .allocate(byteCount: 256 << 10, alignment: 16)
        }
    }

    private mutating func reallocate(to capacity: Int) {
        let larger = UnsafeMutableRawBufferPointer.allocate(byteCount: capacity, alignment: 16)
        larger.copyMemory(from: bytes)
        storage.deallocate()
        storage = larger
    }
}
