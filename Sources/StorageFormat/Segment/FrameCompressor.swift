// SPDX-License-Identifier: MIT

import CZstd
import FilesystemModel

/// zstd level 1 with reused memory; about 1 MiB each, so the caller keeps a few.
///
/// `@unchecked Sendable`: may wander between threads, but serves one at a time; the caller's pool sees to that.
package final class FrameCompressor: @unchecked Sendable {
    /// Below this the tag and header of an entry outweigh all that could be saved.
    private static let bytesMin = 128
    /// Longer payloads are probed first, at their beginning and in their middle.
    private static let probeAbove = 16 << 10
    private static let probeBytes = 4 << 10

    private let context: OpaquePointer
    private var buffer: UnsafeMutableRawBufferPointer

    package init() throws(FormatError) {
        guard let context = ZSTD_createCCtx() else { throw .library("zstd") }
        self.context = context
        buffer = .allocate(byteCount: Limits.frameBytesMax, alignment: 16)
        // Levels above 1 gain little on mixed files and cost several times the time.
        guard ZSTD_isError(ZSTD_CCtx_setParameter(context, ZSTD_c_compressionLevel, 1)) == 0 else {
            throw .library("zstd level")
        }
    }

    deinit {
        ZSTD_freeCCtx(context)
        buffer.deallocate()
    }

    /// The compressed bytes, valid until the next call, or nil where they would not save a sixteenth.
    func compress(_ bytes: UnsafeRawBufferPointer) -> UnsafeRawBufferPointer? {
        guard bytes.count >= Self.bytesMin, isPromising(bytes) else { return nil }
        return compressed(bytes)
    }

    /// A 4 KiB sample tells films, archives and ciphertext apart in a few microseconds.
    private func isPromising(_ bytes: UnsafeRawBufferPointer) -> Bool {
        guard bytes.count > Self.probeAbove else { return true }
        return [0, bytes.count / 2].contains { start in
            compressed(UnsafeRawBufferPointer(rebasing: bytes[start..<start + Self.probeBytes])) != nil
        }
    }

    private func compressed(_ bytes: UnsafeRawBufferPointer) -> UnsafeRawBufferPointer? {
        // zstd gives up by itself where the result would not fit.
        let capacity = bytes.count - bytes.count / 16
        if buffer.count < capacity {
            buffer.deallocate()
            buffer = .allocate(byteCount: capacity, alignment: 16)
        }
        let count = ZSTD_compress2(context, buffer.baseAddress, capacity, bytes.baseAddress, bytes.count)
        guard ZSTD_isError(count) == 0 else { return nil }
        return UnsafeRawBufferPointer(rebasing: buffer[0..<count])
    }
}
