// SPDX-License-Identifier: MIT

import CFuse
import Filesystem
import FilesystemModel
import Glibc

/// OPENDIR, READDIR, READDIRPLUS, RELEASEDIR. Offsets are cookies: a listing goes on after the name that it ended
/// with, whatever has happened to the directory meanwhile.
extension FuseDispatcher {
    func openDirectory(_ request: consuming FuseRequest) {
        let inode = request.inode
        do throws(FSError) {
            let handle = try volume.openDirectory(inode)
            var file = fuse_file_info()
            file.fh = handle.rawValue
            guard !request.reply(opened: file) else { return }
            volume.releaseDirectory(inode, handle)
        } catch {
            fail(request, error)
        }
    }

    func releaseDirectory(_ request: consuming FuseRequest, _ handle: HandleID) {
        volume.releaseDirectory(request.inode, handle)
        request.succeed()
    }

    func readDirectory(
        _ request: consuming FuseRequest, _ handle: HandleID, after cookie: DirectoryCookie, bytesMax: Int,
        _ style: DirectoryListing.Style
    ) {
        let listing = DirectoryListing(style: style, after: cookie)
        let detached = request.detach()
        readBuffers.withBuffer(min(bytesMax, Limits.requestBytesMax)) { buffer in
            list(detached.attach(), handle, listing, into: buffer)
        }
    }

    private func list(
        _ request: consuming FuseRequest, _ handle: HandleID, _ listing: DirectoryListing,
        into buffer: UnsafeMutableRawBufferPointer
    ) {
        var listing = listing
        do throws(FSError) {
            while !listing.isComplete {
                let limit = listing.entriesMax(in: buffer.count)
                let entries = try volume.readDirectory(
                    request.inode, handle, after: listing.cookie, limit: limit,
                    withAttributes: listing.style == .withAttributes)
                listing.add(entries, limit: limit, to: buffer, request)
            }
        } catch {
            // Names that were found are answered; the error comes with the next call, if it stays.
            guard listing.byteCount > 0 else {
                fail(request, error)
                return
            }
        }
        request.reply(bytes: UnsafeRawBufferPointer(rebasing: buffer.prefix(listing.byteCount)))
    }
}

/// One answer to READDIR while it is filled.
struct DirectoryListing {
    enum Style: Sendable {
        case namesOnly
        /// READDIRPLUS: a lookup of each name as well.
        case withAttributes
    }

    let style: Style
    /// Of the last name that fitted.
    private(set) var cookie: DirectoryCookie
    private(set) var byteCount = 0
    /// The buffer is full, or there is nothing more.
    private(set) var isComplete = false

    init(style: Style, after cookie: DirectoryCookie) {
        self.style = style
        self.cookie = cookie
    }

    /// So many of the shortest names may still fit.
    func entriesMax(in capacity: Int) -> Int {
        let bytesMin = style == .namesOnly ? 32 : 160
        return max(1, (capacity - byteCount) / bytesMin)
    }

    mutating func add(
        _ entries: [DirectoryEntry], limit: Int, to buffer: UnsafeMutableRawBufferPointer,
        _ request: borrowing FuseRequest
    ) {
        for entry in entries {
            let rest = UnsafeMutableRawBufferPointer(rebasing: buffer[byteCount...])
            guard let taken = add(entry, to: rest, request) else {
                isComplete = true
                return
            }
            byteCount += taken
            cookie = entry.cookie
        }
        isComplete = entries.count < limit
    }

    private func add(
        _ entry: DirectoryEntry, to buffer: UnsafeMutableRawBufferPointer, _ request: borrowing FuseRequest
    ) -> Int? {
        switch style {
        case .namesOnly: request.add(entry.name, entry.status, next: entry.cookie, to: buffer)
        case .withAttributes: request.add(entry.name, entry.entry, next: entry.cookie, to: buffer)
        }
    }
}

extension DirectoryEntry {
    /// All that READDIR carries: number and kind.
    fileprivate var status: stat {
        var status = stat()
        status.st_ino = UInt(inode.rawValue)
        status.st_mode = kind.modeBits
        return status
    }

    /// The dots are not looked up by a listing: for them, and where no attributes are known, the node id is 0.
    fileprivate var entry: fuse_entry_param {
        let isDots = cookie == .dot || cookie == .dotDot
        if let attributes, !isDots { return attributes.entry }
        var entry = fuse_entry_param()
        entry.attr = status
        return entry
    }
}
