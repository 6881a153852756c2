// SPDX-License-Identifier: MIT

import DataPlane
import FilesystemModel

/// What lseek(2) looks for with `SEEK_DATA` and `SEEK_HOLE`.
package enum SeekTarget: Sendable {
    case data
    case hole
}

/// Where a file has data and where holes: to the byte, as it was written.
extension Volume {
    /// The first offset at or behind `offset` that is what is looked for. The end of the file counts as a hole.
    /// Throws `beyondEnd` where there is none.
    package func seek(_ id: HandleID, _ target: SeekTarget, from offset: UInt64) throws(FSError) -> UInt64 {
        let open = try handles.find(id).inode
        return try open.locked { state throws(FSError) in
            guard offset < state.size else { throw .beyondEnd }
            let buffered = state.buffer.value.bufferedRanges(in: offset..<state.size)
            let size = state.size
            return try self.log.locked { core throws(FSError) in
                switch target {
                case .data: try Self.data(in: open.number, buffered, offset..<size, core)
                case .hole: try Self.hole(in: open.number, buffered, offset..<size, core)
                }
            }
        }
    }

    /// Whether somebody has the file open who may write to it, so that the kernel may hold bytes that are not here.
    package func isOpenForWriting(_ number: InodeNumber) -> Bool { inodes.find(number)?.hasWriters ?? false }

    /// The same of all files.
    package var inodesOpenForWriting: [InodeNumber] { inodes.all.filter(\.hasWriters).map(\.number) }

    private static func data(
        in inode: InodeNumber, _ buffered: [Range<UInt64>], _ range: Range<UInt64>, _ core: LogCore
    ) throws(FSError) -> UInt64 {
        let stored = try core.index.dataStart(of: inode, from: range.lowerBound)
        let found = [buffered.first?.lowerBound, stored].compactMap { $0 }.min()
        guard let found, found < range.upperBound else { throw .beyondEnd }
        return found
    }

    /// What is in memory and what is in frames may lie side by side.
    private static func hole(
        in inode: InodeNumber, _ buffered: [Range<UInt64>], _ range: Range<UInt64>, _ core: LogCore
    ) throws(FSError) -> UInt64 {
        var position = range.lowerBound
        var rest = buffered[...]
        while position < range.upperBound {
            rest = rest.drop { $0.upperBound <= position }
            if let next = rest.first, next.contains(position) {
                position = next.upperBound
                continue
            }
            let end = try core.index.dataEnd(of: inode, from: position)
            guard end > position else { break }
            position = end
        }
        return min(position, range.upperBound)
    }
}
