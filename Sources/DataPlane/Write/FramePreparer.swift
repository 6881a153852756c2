// SPDX-License-Identifier: MIT

import FilesystemModel
import StorageFormat
import Synchronization

/// Compresses runs into frames that wait for their place in a segment: on the caller's thread, outside every lock of
/// the volume.
package final class FramePreparer: Sendable {
    /// As many as ever worked at once; a compressor is not thread-safe.
    private let idle = Mutex<[SendableCompressor]>([])

    package init() {}

    /// The bytes must stay as they are until the frames are appended.
    package func prepare(
        _ runs: some Sequence<UnsafeRawBufferPointer>, policy: ContentPolicy
    ) throws(FSError) -> [PreparedFrame] {
        try withCompressor { compressor in
            var frames: [PreparedFrame] = []
            for run in runs { frames.append(PreparedFrame.prepare(run, policy: policy, using: compressor)) }
            return frames
        }
    }

    /// A piece of a checkpoint.
    package func prepare(_ rows: [CheckpointRow]) throws(FSError) -> PreparedFrame {
        try withCompressor { (compressor) throws(FormatError) in try PreparedFrame.prepare(rows, using: compressor) }
    }

    private func withCompressor<Result>(
        _ body: (FrameCompressor) throws(FormatError) -> Result
    ) throws(FSError) -> Result {
        do throws(FormatError) {
            let known = idle.withLock { $0.popLast() }
            let compressor = if let known { known } else { SendableCompressor(value: try FrameCompressor()) }
            defer { idle.withLock { $0.append(compressor) } }
            return try body(compressor.value)
        } catch {
            throw .local("compressing a frame: \(error)")
        }
    }
}

/// A compressor between two users; it is only ever with one of them.
private struct SendableCompressor: @unchecked Sendable {
    // In the list nobody uses it, and whoever takes it out is alone with it.
    let value: FrameCompressor
}
