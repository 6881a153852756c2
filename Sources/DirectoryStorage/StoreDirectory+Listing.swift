// SPDX-License-Identifier: MIT

import Glibc
import ObjectStorage

extension StoreDirectory {
    /// Entries in a page: few pages for a large store, and still bounded.
    static let pageEntriesMax = 4096

    /// Under the shared lock: an object must not get its name in a directory that was just read while a younger one gets
    /// its own in one still to be read, or whoever goes on after the younger would never see it.
    func list(after sequence: UInt64, _ cancellation: Cancellation) throws(ObjectStoreError) -> ObjectPage {
        var files = try store { () throws(SystemCallFailure) in
            try withLock(LOCK_SH) { () throws(SystemCallFailure) in try objectFiles() }
        }
        files.removeAll { $0.sequence <= sequence }
        files.sort { $0.sequence < $1.sequence }
        var entries: [ObjectPage.Entry] = []
        var next = files.startIndex
        while next < files.endIndex, entries.count < Self.pageEntriesMax {
            try cancellation.check()
            if let entry = try entry(of: files[next]) { entries.append(entry) }
            next += 1
        }
        return ObjectPage(entries: entries, isLast: next == files.endIndex)
    }

    /// Every object, in no order.
    func objectFiles() throws(SystemCallFailure) -> [ObjectFileName] {
        var files: [ObjectFileName] = []
        for name in try objects.names() where ObjectName.isDirectory(name) {
            let directory = try OpenFile(name, in: objects, O_RDONLY | O_DIRECTORY)
            files += try directory.names().compactMap { ObjectFileName($0) }
        }
        return files
    }

    /// Nil where it was removed since.
    private func entry(of file: ObjectFileName) throws(ObjectStoreError) -> ObjectPage.Entry? {
        let path = file.name.directory + "/" + file.text
        let size = try store { () throws(SystemCallFailure) in try objects.size(of: path) }
        return size.map { ObjectPage.Entry(reference: file.reference, name: file.name, size: $0) }
    }
}
