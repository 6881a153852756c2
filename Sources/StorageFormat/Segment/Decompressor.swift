// SPDX-License-Identifier: MIT

import CZstd
import Synchronization

/// zstd decoding into the caller's memory, from any thread.
///
/// A context is about 160 KiB; a few idle ones are kept. `@unchecked Sendable`: the mutex protects the list, and a
/// context is used by the one call that took it out.
final class Decompressor: @unchecked Sendable {
    static let shared = Decompressor()

    private static let idleMax = 8
    private let idle = Mutex<[UnsafeContext]>([])

    private struct UnsafeContext: @unchecked Sendable {
        let pointer: OpaquePointer
    }

    /// Exactly `output.count` bytes or an error. Nothing is allocated for what the compressed bytes claim.
    func decompress(
        _ bytes: UnsafeRawBufferPointer, into output: UnsafeMutableRawBufferPointer, part: FormatError.Part
    ) throws(FormatError) {
        let context = try take()
        defer { give(context) }
        let count = ZSTD_decompressDCtx(
            context.pointer, output.baseAddress, output.count, bytes.baseAddress, bytes.count)
        guard ZSTD_isError(count) == 0, count == output.count else {
            throw .malformed(part, "does not decompress to its length")
        }
    }

    private func take() throws(FormatError) -> UnsafeContext {
        if let context = idle.withLock({ $0.popLast() }) { return context }
        guard let context = ZSTD_createDCtx() else { throw .library("zstd") }
        return UnsafeContext(pointer: context)
    }

    private func give(_ context: UnsafeContext) {
        let isKept = idle.withLock { idle in
            guard idle.count < Self.idleMax else { return false }
            idle.append(context)
            return true
        }
        if !isKept { ZSTD_freeDCtx(context.pointer) }
    }
}
