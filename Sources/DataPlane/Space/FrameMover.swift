// SPDX-License-Identifier: MIT

import FilesystemModel
import StorageFormat

/// Reads what is to be relocated: whole frames as they are where their policy stays, everything else as new frames.
///
/// Holds no lock while it reads; blocks that are not here are fetched.
package final class FrameMover: Sendable {
    private let reader: FrameReader
    private let fetcher: BlockFetcher
    private let mender: FrameMender
    private let preparer = FramePreparer()

    package init(reader: FrameReader, fetcher: BlockFetcher, mender: FrameMender) {
        self.reader = reader
        self.fetcher = fetcher
        self.mender = mender
    }

    /// `parts` are the frames of one unit. Throws `damaged` where the bytes are not what was written, here and in the
    /// store.
    func frame(of parts: [LocatedFrame], _ policy: ContentPolicy) async throws(FSError) -> MovedFrame {
        if parts.count == 1, let whole = parts.first, whole.isWhole, whole.policy == policy {
            return MovedFrame(frame: try await reopen(whole), bytes: nil)
        }
        let bytes = PlainBytes(count: parts.reduce(0) { $0 + $1.slice.length })
        var filled = 0
        for part in parts {
            try await read(part, into: bytes, at: filled)
            filled += part.slice.length
        }
        let frames = try preparer.prepare([bytes.buffer], policy: policy)
        guard let frame = frames.first else { throw .local("no frame of \(filled) bytes") }
        return MovedFrame(frame: frame, bytes: bytes)
    }

    private func reopen(_ part: LocatedFrame) async throws(FSError) -> PreparedFrame {
        var wasMended = false
        for _ in 0..<Self.attemptsMax {
            switch try reader.reopen(part) {
            case .frame(let frame): return frame
            case .missing(let blocks): try await fetcher.fetch(blocks)
            case .unreadable(let error): try await mend(part, error, &wasMended)
            }
        }
        throw .unreachable("the cache is too small for what compaction reads")
    }

    private func read(_ part: LocatedFrame, into bytes: PlainBytes, at offset: Int) async throws(FSError) {
        var wasMended = false
        for _ in 0..<Self.attemptsMax {
            let target = UnsafeMutableRawBufferPointer(
                rebasing: bytes.memory[offset..<offset + part.slice.length])
            switch try reader.read(part, into: target) {
            case .done: return
            case .missing(let blocks): try await fetcher.fetch(blocks)
            case .unreadable(let error): try await mend(part, error, &wasMended)
            }
        }
        throw .unreachable("the cache is too small for what compaction reads")
    }

    /// What is wrong here may be right in the store: once. What else is in its block stays as it is until that is sure.
    private func mend(
        _ part: LocatedFrame, _ error: FormatError, _ wasMended: inout Bool
    ) async throws(FSError) {
        let wasTried = wasMended
        wasMended = true
        guard !wasTried, try await mender.mend(part) else {
            throw .damaged("frame \(part.slice.segment).\(part.slice.entry): \(error)")
        }
    }

    /// Eviction may take a block before it was read; not for ever.
    private static let attemptsMax = 8
}

/// A frame on its way, with the memory that its payload may be.
struct MovedFrame: Sendable {
    let frame: PreparedFrame
    let bytes: PlainBytes?
}

/// Memory that stays where it is until the frame that is made of it has been appended.
final class PlainBytes: @unchecked Sendable {
    // Written by the task that made it, before anybody else sees it; never after.
    let memory: UnsafeMutableRawBufferPointer

    init(count: Int) { memory = .allocate(byteCount: count, alignment: 16) }

    deinit { memory.deallocate() }

    var buffer: UnsafeRawBufferPointer { UnsafeRawBufferPointer(memory) }
}

extension LocatedFrame {
    /// Whether the slice is all of the frame.
    var isWhole: Bool { slice.skip == 0 && slice.length == Int(entry.plainBytes) }

    /// How it stands in its object.
    package var policy: ContentPolicy { entry.flags.contains(.plain) ? .plain : .sealed }
}
