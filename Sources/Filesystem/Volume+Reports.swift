// SPDX-License-Identifier: MIT

import DataPlane
import FilesystemModel

/// What is below a directory: for `stats`.
package struct TreeSums: Sendable, Equatable {
    package var files: UInt64 = 0
    package var directories: UInt64 = 0
    package var logicalBytes: UInt64 = 0
}

/// Where the bytes of one path are: for `inspect`.
package struct FileLayout: Sendable {
    package struct Piece: Sendable {
        package var extent: Extent
        package var state: UploadState
        /// The name of the object; nil until it is stored.
        package var object: String?
        /// Bytes of the extent whose blocks are on this machine.
        package var cachedBytes: UInt64
    }

    package var attributes: Attributes
    package var state: UploadState
    package var position: LogPosition?
    package var pieces: [Piece]
}

extension VolumeStatus {
    /// Plain bytes for each stored byte; nil while nothing is stored.
    package var compressionRatio: Double? {
        storedBytes > 0 ? Double(storedLogicalBytes) / Double(storedBytes) : nil
    }
}

/// Questions of people, which may read much; each step takes the lock anew, so that nobody waits for them.
extension Volume {
    package var id: VolumeID { log.identity.volume }

    /// How many files are open, by whomever.
    package var openFileCount: Int { handles.count }

    /// Follows a path from the root, without symbolic links.
    package func resolve(_ path: [UInt8]) throws(FSError) -> Attributes {
        var here = try attributes(of: .root)
        for part in path.split(separator: UInt8(ascii: "/")) { here = try lookUp(here.inode, FileName(part)) }
        return here
    }

    /// Sums over everything below `path` (nil: the volume, which is kept count of).
    package func sums(below path: [UInt8]?) async throws(FSError) -> TreeSums {
        guard let path, !path.isEmpty else {
            let counts = log.peek { $0.index.counts }
            return TreeSums(files: counts.files, directories: counts.directories, logicalBytes: counts.logicalBytes)
        }
        var sums = TreeSums()
        var pending = [try resolve(path)]
        while let next = pending.popLast() {
            guard !Task.isCancelled else { throw .interrupted }
            guard next.kind == .directory else {
                sums.files += 1
                sums.logicalBytes &+= next.size
                continue
            }
            sums.directories += 1
            try forEachEntry(of: next.inode) { pending.append($0) }
        }
        return sums
    }

    package func layout(of path: [UInt8]) throws(FSError) -> FileLayout {
        let attributes = try resolve(path)
        let state = try uploadState(of: attributes.inode)
        let pieces = try log.locked { core throws(FSError) in
            var pieces: [FileLayout.Piece] = []
            for extent in try core.index.extents(of: attributes.inode, overlapping: 0..<UInt64.max) {
                let row = try core.index.segment(extent.run.segment)
                let state: UploadState =
                    extent.run.segment == core.open.sequence ? .dirty : row?.state == .stored ? .stored : .queued
                pieces.append(
                    FileLayout.Piece(
                        extent: extent, state: state, object: state == .stored ? row?.id.description : nil,
                        cachedBytes: try self.cachedBytes(of: extent, core)))
            }
            return pieces
        }
        let last = pieces.map { LogPosition(sequence: $0.extent.run.segment, entry: $0.extent.run.entry) }.max()
        return FileLayout(attributes: attributes, state: state, position: last, pieces: pieces)
    }

    private func cachedBytes(of extent: Extent, _ core: LogCore) throws(FSError) -> UInt64 {
        var bytes: UInt64 = 0
        for slice in extent.frames where try reader.missingBlocks(of: core.locate(slice)).isEmpty {
            bytes += UInt64(slice.length)
        }
        return bytes
    }

    private func forEachEntry(of directory: InodeNumber, _ body: (Attributes) -> Void) throws(FSError) {
        var after = DirectoryCookie.dotDot
        while true {
            let entries = try readDirectory(directory, .directory, after: after, limit: 256, withAttributes: true)
            guard let last = entries.last else { return }
            for entry in entries { if let attributes = entry.attributes { body(attributes) } }
            after = last.cookie
        }
    }
}
