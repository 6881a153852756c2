// SPDX-License-Identifier: MIT

import FilesystemModel

/// Rewrites the files below an inode that may be readable and are sealed, in bounded steps.
struct Unsealing: Sendable {
    private var walk: TreeWalk
    private var files: [InodeNumber] = []
    /// Of the last of `files`.
    private var offset: UInt64 = 0
    private var transfer = FrameTransfer(.unseal)
    private(set) var isComplete = false

    /// Segments with bytes that cannot be read.
    var unreadable: [SegmentSequence: FSError] { transfer.unreadable }

    init(below inode: InodeNumber) { walk = TreeWalk(from: inode) }

    /// What is looked at in one section of the volume's lock.
    private static let rangeBytes: UInt64 = 16 << 20
    private static let sectionsMax = 256

    /// Returns how many bytes moved.
    mutating func step(
        _ log: VolumeLog, _ mover: FrameMover, _ progress: StoredProgress, bytesMax: UInt64
    ) async throws(FSError) -> UInt64 {
        var bytes: UInt64 = 0
        var sections = 0
        while !isComplete, bytes < bytesMax, sections < Self.sectionsMax {
            sections += 1
            guard let file = files.last else {
                let found = try log.locked { core throws(FSError) in try walk.next(core) }
                isComplete = found.isEmpty
                files = found.filter { $0.kind == .regular && $0.mayBeReadable }.map(\.number)
                continue
            }
            let extents = try log.locked { [offset] core throws(FSError) in
                try Self.extents(of: file, from: offset, core)
            }
            guard let last = extents.last else {
                files.removeLast()
                offset = 0
                continue
            }
            offset = last.end
            bytes += try await transfer.move(RelocationUnit.units(of: file, extents), log, mover, progress)
        }
        return bytes
    }

    /// The next ones; empty at the end of the file.
    private static func extents(
        of file: InodeNumber, from offset: UInt64, _ core: LogCore
    ) throws(FSError) -> [Extent] {
        guard let start = try core.index.dataStart(of: file, from: offset) else { return [] }
        // To the end of a window, so that no frame is cut for it.
        let range = start..<(start / rangeBytes + 1) * rangeBytes
        return try core.index.extents(of: file, overlapping: range).compactMap { $0.clamped(to: range) }
    }
}
