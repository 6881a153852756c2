// SPDX-License-Identifier: MIT

import Glibc

/// The bytes of documents: the parts as they were uploaded, so that a document of two gigabytes is made by renaming its
/// folder. Reads open what they need and no more.
struct DocumentFiles: Sendable {
    let directory: StateDirectory

    /// Makes an upload the bytes of a document.
    func adopt(_ upload: UploadStore.Finished, as document: DocumentID) -> Bool {
        let folder = directory.folder(of: document)
        // Parts beyond the last are leftovers of the client's.
        for name in Folder.names(upload.folder) {
            if let number = Int32(name), number >= upload.parts { unlink("\(upload.folder)/\(name)") }
        }
        return rename(upload.folder, folder) == 0
    }

    func remove(_ document: DocumentID) { Folder.remove(directory.folder(of: document)) }

    /// Fills `buffer` from `offset`; the range lies within the document.
    func read(_ document: Document, at offset: Int64, into buffer: UnsafeMutableRawBufferPointer) -> Bool {
        let folder = directory.folder(of: document.id)
        let partSize = Int64(document.partSize)
        var done = 0
        while done < buffer.count {
            let position = offset + Int64(done)
            let within = position % partSize
            let wanted = min(buffer.count - done, Int(partSize - within))
            let target = UnsafeMutableRawBufferPointer(rebasing: buffer[done..<(done + wanted)])
            guard Self.read("\(folder)/\(position / partSize)", at: within, into: target) else { return false }
            done += wanted
        }
        return true
    }

    private static func read(_ path: String, at offset: Int64, into buffer: UnsafeMutableRawBufferPointer) -> Bool {
        let file = open(path, O_RDONLY | O_CLOEXEC)
        guard file >= 0 else { return false }
        defer { close(file) }
        var done = 0
        while done < buffer.count {
            let got = pread(file, buffer.baseAddress.map { $0 + done }, buffer.count - done, off_t(offset) + done)
            if got < 0, errno == EINTR { continue }
            guard got > 0 else { return false }
            done += got
        }
        return true
    }
}
