// SPDX-License-Identifier: MIT

import Filesystem
import FilesystemModel
import NIOCore

/// A folder as a ZIP, made while it is read: memory for one chunk, for the names of the folders on the way, and for the list
/// at the end.
///
/// The folder is live. A file that goes away before its turn is left out; one that becomes shorter while it is read breaks
/// the ZIP off, since its length was said.
// @unchecked: one task at a time goes on with it: that of its answer.
final class FolderArchive: @unchecked Sendable {
    enum Piece {
        case bytes(ByteBuffer)
        /// With this the reader has all of it.
        case last(ByteBuffer)
    }

    private struct Item {
        let inode: InodeNumber
        /// With a slash at the end for a folder.
        let path: String
    }

    private struct Current {
        let content: OpenContent
        let size: UInt64
        var offset: UInt64 = 0
        var crc = CRC32()
    }

    private let content: ShareContent
    private let chunkBytes: Int
    private var encoder = ZIPEncoder()
    /// What is still to come, the next one last.
    private var pending: [Item]
    private var current: Current?
    /// How long the store may take; nil as long as any other reader waits.
    var patience: Duration?
    /// Whether bytes of a file were read, so that the store answers or is not needed.
    private(set) var hasContent = false

    init(_ content: ShareContent, folder: InodeNumber, name: String, chunkBytes: Int) {
        self.content = content
        self.chunkBytes = chunkBytes
        pending = [Item(inode: folder, path: name + "/")]
    }

    func close() { current?.content.close() }

    /// Nothing comes behind `last`.
    func next() async throws(FSError) -> Piece {
        if let current { return .bytes(try await goOn(current)) }
        while let item = pending.popLast() {
            if let header = try await begin(item) { return .bytes(ByteBuffer(bytes: header)) }
        }
        return .last(ByteBuffer(bytes: encoder.finished()))
    }

    private func goOn(_ file: Current) async throws(FSError) -> ByteBuffer {
        guard file.offset < file.size else {
            file.content.close()
            current = nil
            return ByteBuffer(bytes: encoder.end(crc: file.crc.value))
        }
        let length = Int(min(UInt64(chunkBytes), file.size - file.offset))
        let bytes = try await file.content.read(at: file.offset, length, patience: patience)
        hasContent = true
        var file = file
        bytes.withUnsafeReadableBytes { file.crc.update($0) }
        file.offset += UInt64(length)
        current = file
        return bytes
    }

    /// Nil for what is gone.
    private func begin(_ item: Item) async throws(FSError) -> [UInt8]? {
        do throws(FSError) {
            let attributes = try content.volume.attributes(of: item.inode)
            guard attributes.linkCount > 0 else { return nil }
            let isFolder = attributes.kind == .directory
            let file = ZIPEncoder.File(
                path: item.path, size: isFolder ? 0 : attributes.size, modified: attributes.modificationTime)
            if isFolder {
                try await push(item)
            } else {
                current = Current(content: try OpenContent(content.volume, item.inode), size: file.size)
            }
            return encoder.begin(file)
        } catch .notFound, .staleInode {
            return nil
        }
    }

    private func push(_ folder: Item) async throws(FSError) {
        var entries: [ShareContent.Entry] = []
        try await content.forEachEntry(of: folder.inode) { (entry) throws(FSError) in
            entries.append(entry)
            return .goOn
        }
        for entry in entries.sorted(by: { $0.name > $1.name }) {
            let path = folder.path + ZIPEncoder.safeName(entry.name) + (entry.isFolder ? "/" : "")
            // Moved there since the names were counted.
            guard path.utf8.count <= ZIPEncoder.pathBytesMax else { throw .fileTooLarge }
            pending.append(Item(inode: entry.attributes.inode, path: path))
        }
    }
}
