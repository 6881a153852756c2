// SPDX-License-Identifier: MIT

import Filesystem
import FilesystemModel

/// Looks into a volume for the gateway. Blocks on local files: for the gateway's own threads.
struct ShareContent: Sendable {
    let volume: Volume

    /// A file that can be downloaded.
    struct File: Sendable {
        var inode: InodeNumber
        var name: [UInt8]
        var size: UInt64
        var validator: Validator
    }

    /// A line of a folder's page.
    struct Entry: Sendable {
        var name: FileName
        var attributes: Attributes
        var isFolder: Bool { attributes.kind == .directory }
    }

    /// What names below a share lead to, step by step from its own inode: no name leads out, since symbolic links are not
    /// followed and `..` is no name.
    func resolve(_ share: Share, _ names: [FileName]) throws(FSError) -> Attributes {
        var here = try volume.attributes(of: share.target)
        guard share.snapshot != nil || here.linkCount > 0 else { throw .notFound }
        for name in names {
            guard share.kind == .folder, here.kind == .directory else { throw .notFound }
            here = try volume.lookUp(here.inode, name)
        }
        return here
    }

    func file(_ share: Share, _ names: [FileName]) throws(FSError) -> File {
        let attributes = try resolve(share, names)
        guard attributes.kind == .regular else { throw .notFound }
        return File(
            inode: attributes.inode, name: names.last?.bytes ?? share.name, size: attributes.size,
            validator: validator(attributes, share))
    }

    /// Weak while the file is being written: two contents could have one time.
    private func validator(_ attributes: Attributes, _ share: Share) -> Validator {
        let time = attributes.modificationTime
        let isWeak = share.snapshot == nil && volume.now.duration(since: max(time, attributes.changeTime)) < .seconds(2)
        let parts = [
            attributes.inode.rawValue, attributes.size, UInt64(bitPattern: time.seconds), UInt64(time.nanoseconds),
        ]
        return Validator(
            tag: parts.map { String($0, radix: 16) }.joined(separator: "-"), isWeak: isWeak, modified: time)
    }

    /// Folders first, then by name without regard to case; at most `limit`, and whether there are more. What is neither file
    /// nor folder is not there.
    func entries(of folder: InodeNumber, limit: Int) async throws(FSError) -> (entries: [Entry], hasMore: Bool) {
        var found: [Entry] = []
        var hasMore = false
        try await forEachEntry(of: folder) { entry in
            guard found.count < limit else {
                hasMore = true
                return .stop
            }
            found.append(entry)
            return .goOn
        }
        let keyed = found.map { (entry: $0, key: String(decoding: $0.name.bytes, as: UTF8.self).lowercased()) }
        let sorted = keyed.sorted { a, b in
            a.entry.isFolder != b.entry.isFolder ? a.entry.isFolder : (a.key, a.entry.name) < (b.key, b.entry.name)
        }
        return (sorted.map(\.entry), hasMore)
    }

    enum Walk {
        case goOn
        case stop
    }

    /// Lets others have the thread between two pages; throws `interrupted` when the task is cancelled.
    func forEachEntry(
        of folder: InodeNumber, _ body: (Entry) throws(FSError) -> Walk
    ) async throws(FSError) {
        var after = DirectoryCookie.dotDot
        while true {
            guard !Task.isCancelled else { throw .interrupted }
            let page = try volume.readDirectory(folder, .directory, after: after, limit: 256, withAttributes: true)
            guard let last = page.last else { return }
            for entry in page {
                guard let attributes = entry.attributes, [.regular, .directory].contains(attributes.kind) else {
                    continue
                }
                guard try body(Entry(name: FileName(entry.name), attributes: attributes)) == .goOn else { return }
            }
            after = last.cookie
            await Task.yield()
        }
    }

    /// Throws `fileTooLarge` where there is more than one ZIP may hold, or a path that is too long for it. All lies below
    /// `name` in it.
    func countNames(below folder: InodeNumber, name: String, max limit: Int) async throws(FSError) {
        var pending = [(inode: folder, pathBytes: name.utf8.count + 1)]
        var count = 0
        while let next = pending.popLast() {
            try await forEachEntry(of: next.inode) { (entry) throws(FSError) in
                count += 1
                let pathBytes = next.pathBytes + ZIPEncoder.safeName(entry.name).utf8.count + (entry.isFolder ? 1 : 0)
                guard count <= limit, pathBytes <= ZIPEncoder.pathBytesMax else { throw .fileTooLarge }
                if entry.isFolder { pending.append((entry.attributes.inode, pathBytes)) }
                return .goOn
            }
        }
    }
}
