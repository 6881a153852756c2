// SPDX-License-Identifier: MIT

import FilesystemModel
import Glibc
import ObjectStorage

extension StoreDirectory {
    /// Writes to `incoming/`, fsyncs, and only then gives the file its name: no name ever stands for half an object.
    func put(
        _ name: ObjectName, _ body: ObjectBody, _ cancellation: Cancellation,
        progress: @Sendable (UInt64) -> Void
    ) throws(ObjectStoreError) -> ObjectReference {
        if let existing = try store({ () throws(SystemCallFailure) in try self.existing(name) }) {
            // Named before, perhaps by a writer that was killed before its last fsync, which this call makes up for.
            return try accept(existing, of: body.size, name)
        }
        let file = try IncomingFile(self)
        try file.fill(body, cancellation, progress: progress)
        CrashPoint.storeObjectWritten.pass()
        try cancellation.check()
        let named = try store { () throws(SystemCallFailure) in
            try withLock { () throws(SystemCallFailure) in
                // Looked for again: another writer may have been faster.
                if let existing = try self.existing(name) { return existing }
                return try self.give(name, to: file)
            }
        }
        return try accept(named, of: body.size, name)
    }

    func get(_ file: ObjectFileName, _ range: Range<UInt64>) throws(ObjectStoreError) -> [UInt8] {
        let bytes: [UInt8]
        do {
            let object = try OpenFile(file.name.directory + "/" + file.text, in: objects, O_RDONLY)
            bytes = try object.read(range)
        } catch {
            throw try error.code == ENOENT ? missing() : ObjectStoreError(error)
        }
        guard bytes.count == range.count else {
            throw .damaged("\(file.text) ends at \(range.lowerBound + UInt64(bytes.count)), asked for \(range)")
        }
        return bytes
    }

    func remove(_ file: ObjectFileName) throws(ObjectStoreError) {
        do {
            let directory = try OpenFile(file.name.directory, in: objects, O_RDONLY | O_DIRECTORY)
            if try directory.remove(file.text) { try directory.synchroniseNames() }
        } catch {
            guard error.code == ENOENT else { throw ObjectStoreError(error) }
            let meaning = try missing()
            guard meaning == .notFound else { throw meaning }
        }
    }

    /// The object of this name, durably named or not.
    private func existing(_ name: ObjectName) throws(SystemCallFailure) -> ObjectFileName? {
        do {
            let directory = try OpenFile(name.directory, in: objects, O_RDONLY | O_DIRECTORY)
            return try directory.names().lazy.compactMap { ObjectFileName($0) }.first { $0.name == name }
        } catch {
            guard error.code == ENOENT else { throw error }
            return nil
        }
    }

    /// Moves a file that is written and fsynced to its name. Called under the lock, so names appear in their order.
    private func give(
        _ name: ObjectName, to file: borrowing IncomingFile
    ) throws(SystemCallFailure) -> ObjectFileName {
        let object = ObjectFileName(name: name, sequence: try takeSequence())
        try objects.makeDirectory(name.directory)
        let directory = try OpenFile(name.directory, in: objects, O_RDONLY | O_DIRECTORY)
        try incoming.rename(file.name, to: object.text, in: directory)
        CrashPoint.storeObjectNamed.pass()
        return object
    }

    /// Makes the name durable. `objects` too, since the directory may be new; an unchanged one costs nothing.
    private func accept(
        _ object: ObjectFileName, of size: UInt64, _ name: ObjectName
    ) throws(ObjectStoreError) -> ObjectReference {
        let found = try store { () throws(SystemCallFailure) in
            let directory = try OpenFile(name.directory, in: objects, O_RDONLY | O_DIRECTORY)
            try directory.synchroniseNames()
            try objects.synchroniseNames()
            return try directory.size(of: object.text)
        }
        guard found == size else { throw .conflict }
        return object.reference
    }

    /// What it means that an object is not there: that it was removed, if the store itself still is.
    func missing() throws(ObjectStoreError) -> ObjectStoreError {
        let marker = try store { () throws(SystemCallFailure) in try base.size(of: Self.markerName) }
        return marker == nil ? .unreachable("\(path): the store is gone") : .notFound
    }

    func store<Value: ~Copyable>(
        _ body: () throws(SystemCallFailure) -> Value
    ) throws(ObjectStoreError) -> Value {
        do { return try body() } catch { throw ObjectStoreError(error) }
    }
}
