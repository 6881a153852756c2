// SPDX-License-Identifier: MIT

import Glibc
import ObjectStorage

/// The directory of a store, held open, with the calls of the seam as blocking functions.
///
/// Held by descriptor: a disk that is mounted elsewhere, or a path that is replaced, never makes an object look deleted.
final class StoreDirectory: Sendable {
    let path: String
    let base: OpenFile
    let objects: OpenFile
    let incoming: OpenFile

    /// What the directory is, and the version of this layout.
    static let markerName = "gramfs-store"
    static let marker = "gramfs store 1\n"

    private init(path: String, base: consuming OpenFile) throws(SystemCallFailure) {
        self.path = path
        objects = try OpenFile("objects", in: base, O_RDONLY | O_DIRECTORY)
        incoming = try OpenFile("incoming", in: base, O_RDONLY | O_DIRECTORY)
        self.base = base
    }

    static func open(_ path: String) throws(DirectoryStoreError) -> StoreDirectory {
        let base = try system { () throws(SystemCallFailure) in try OpenFile(path, O_RDONLY | O_DIRECTORY) }
        try checkMarker(of: base)
        return try begin(path, base)
    }

    static func create(_ path: String) throws(DirectoryStoreError) -> StoreDirectory {
        let base = try system { () throws(SystemCallFailure) in
            guard mkdir(path, 0o700) == 0 || errno == EEXIST else { throw SystemCallFailure("mkdir", path) }
            return try OpenFile(path, O_RDONLY | O_DIRECTORY)
        }
        try lay(out: base)
        return try begin(path, base)
    }

    private static func begin(
        _ path: String, _ base: consuming OpenFile
    ) throws(DirectoryStoreError) -> StoreDirectory {
        let directory: StoreDirectory
        do { directory = try StoreDirectory(path: path, base: base) } catch { throw DirectoryStoreError(error) }
        try system { () throws(SystemCallFailure) in try directory.removeLeftovers() }
        return directory
    }

    private static func checkMarker(of base: borrowing OpenFile) throws(DirectoryStoreError) {
        let text: String
        do {
            let file = try OpenFile(markerName, in: base, O_RDONLY)
            text = String(decoding: try file.readAll(limit: 64), as: UTF8.self)
        } catch {
            throw error.code == ENOENT ? .notStore(base.path) : DirectoryStoreError(error)
        }
        guard text.hasPrefix("gramfs store ") else { throw .notStore(base.path) }
        guard text == marker else { throw .unsupportedVersion(text) }
    }

    /// The marker comes last and by `rename`: a directory that has it has everything else.
    private static func lay(out base: borrowing OpenFile) throws(DirectoryStoreError) {
        var names: [String] = []
        do { names = try base.names() } catch { throw DirectoryStoreError(error) }
        guard !names.contains(markerName) else { return try checkMarker(of: base) }
        // What a creation that was killed may have left; anything else belongs to somebody.
        guard Set(names).isSubset(of: ["objects", "incoming", "lock", "sequence", markerName + ".new"]) else {
            throw .notStore(base.path)
        }
        do {
            try base.makeDirectory("objects")
            try base.makeDirectory("incoming")
            _ = try OpenFile("lock", in: base, O_RDWR | O_CREAT)
            let sequence = try OpenFile(sequenceName, in: base, O_RDWR | O_CREAT)
            try sequence.write(Array(sequenceText(0).utf8), at: 0)
            try sequence.synchronise()
            let new = try OpenFile(markerName + ".new", in: base, O_RDWR | O_CREAT | O_TRUNC)
            try new.write(Array(marker.utf8), at: 0)
            try new.synchronise()
            try base.rename(markerName + ".new", to: markerName, in: base)
            try base.synchroniseNames()
            try synchroniseParent(of: base)
        } catch {
            throw DirectoryStoreError(error)
        }
    }

    private static func synchroniseParent(of base: borrowing OpenFile) throws(SystemCallFailure) {
        do {
            let parent = try OpenFile("..", in: base, O_RDONLY | O_DIRECTORY)
            try parent.synchroniseNames()
        } catch {
            // A parent that may not be read is not ours: the directory was made for us before, by its owner.
            guard error.code == EACCES else { throw error }
        }
    }

    private static func system<Value: ~Copyable>(
        _ body: () throws(SystemCallFailure) -> Value
    ) throws(DirectoryStoreError) -> Value {
        do { return try body() } catch { throw DirectoryStoreError(error) }
    }
}
