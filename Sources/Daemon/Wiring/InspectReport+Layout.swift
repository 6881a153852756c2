// SPDX-License-Identifier: MIT

import ControlSocket
import Filesystem
import FilesystemModel

extension InspectReport {
    init(_ layout: FileLayout, path: [UInt8]) {
        self.init(
            path: RawPath(bytes: path), inode: layout.attributes.inode.rawValue, kind: layout.attributes.kind.word,
            size: layout.attributes.size, links: layout.attributes.linkCount, state: State(layout.state),
            position: layout.position?.description,
            extents: layout.pieces.map { piece in
                Extent(
                    start: piece.extent.start, length: piece.extent.length, segment: piece.extent.run.segment.rawValue,
                    entry: piece.extent.run.entry.rawValue, state: State(piece.state), object: piece.object,
                    cachedBytes: piece.cachedBytes)
            })
    }
}

extension InspectReport.State {
    init(_ state: UploadState) {
        self =
            switch state {
            case .dirty: .dirty
            case .queued: .queued
            case .stored: .stored
            }
    }
}

extension FileKind {
    /// As `stat` calls it, in one word.
    var word: String {
        switch self {
        case .regular: "file"
        case .directory: "directory"
        case .symbolicLink: "symlink"
        case .fifo: "fifo"
        case .socket: "socket"
        case .characterDevice: "character_device"
        case .blockDevice: "block_device"
        }
    }
}
