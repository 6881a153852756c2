// SPDX-License-Identifier: MIT

import FilesystemModel
import Synchronization

/// Buffers of one request's size for answers to READ: allocating and freeing a MiB each time would fault its pages in
/// each time.
final class BufferPool: Sendable {
    /// One for each thread that may read at once.
    private let keptMax: Int
    private let free = Mutex<[Buffer]>([])

    private struct Buffer: @unchecked Sendable {
        // Owned by whoever took it out of the pool.
        let bytes: UnsafeMutableRawBufferPointer
    }

    init(keptMax: Int) { self.keptMax = keptMax }

    deinit {
        for buffer in free.withLock({ $0 }) { buffer.bytes.deallocate() }
    }

    /// `count` is at most `Limits.requestBytesMax`; what is in the buffer is anybody's.
    func withBuffer(_ count: Int, _ body: (UnsafeMutableRawBufferPointer) -> Void) {
        let buffer = free.withLock { $0.popLast() } ?? Self.allocate()
        defer { giveBack(buffer) }
        body(UnsafeMutableRawBufferPointer(rebasing: buffer.bytes.prefix(count)))
    }

    private func giveBack(_ buffer: Buffer) {
        let isKept = free.withLock { free in
            guard free.count < keptMax else { return false }
            free.append(buffer)
            return true
        }
        if !isKept { buffer.bytes.deallocate() }
    }

    private static func allocate() -> Buffer {
        Buffer(bytes: .allocate(byteCount: Limits.requestBytesMax, alignment: 4096))
    }
}
