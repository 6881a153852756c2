// SPDX-License-Identifier: MIT

import Glibc
import ObjectStorage

/// A store in a local directory (or a network share): one file an object.
///
///     PATH/gramfs-store       "gramfs store 1\n": what this directory is
///     PATH/objects/xx/        NAME.SEQUENCE files; xx are the first two digits of NAME
///     PATH/root               the root document, byte for byte
///     PATH/incoming/          what is being written; its writer holds a `flock` on it
///     PATH/lock               `flock`: exclusive to name an object or replace the root, shared to list
///     PATH/sequence           the highest sequence ever given out, in decimal digits
///
/// Everything is read from the directory at each call and nothing is remembered, so any number of processes may use one
/// store at once. What a call reported is durable: files and the directories that name them are fsynced first, and
/// an fsync is believed as `VerifiedSync` says.
/// Calls block only on the store's own threads.
package final class DirectoryStore: ObjectStore {
    package let path: String
    package let traits = ObjectStoreTraits(
        objectBytesMax: 1 << 40, rangeAlignment: 1, transfersMax: 4, canList: true, swapsRootAtomically: true,
        removalMayBeRefused: false, hasMessageBudget: false, isOnThisMachine: true)

    private let directory: StoreDirectory
    private let threads: BlockingThreads

    init(_ directory: StoreDirectory) {
        path = directory.path
        self.directory = directory
        // Two beyond the transfers, so that the root and listings need not wait for large puts.
        threads = BlockingThreads(count: traits.transfersMax + 2)
    }

    /// Opens the store that is at `path`, and removes what crashed writers left there. Creates nothing.
    package static func open(_ path: String) async throws(DirectoryStoreError) -> DirectoryStore {
        try await BlockingThreads.runAlone { () throws(DirectoryStoreError) in
            DirectoryStore(try StoreDirectory.open(path))
        }
    }

    /// Makes a store at `path`, which must be missing (its parent not), empty, or already a store.
    package static func create(_ path: String) async throws(DirectoryStoreError) -> DirectoryStore {
        try await BlockingThreads.runAlone { () throws(DirectoryStoreError) in
            DirectoryStore(try StoreDirectory.create(path))
        }
    }

    package func put(
        _ name: ObjectName, _ body: ObjectBody, progress: @escaping @Sendable (UInt64) -> Void
    ) async throws(ObjectStoreError) -> ObjectReference {
        guard body.size <= traits.objectBytesMax else {
            throw .tooLarge(size: body.size, limit: traits.objectBytesMax)
        }
        return try await threads.run { [directory] cancellation throws(ObjectStoreError) in
            try directory.put(name, body, cancellation, progress: progress)
        }
    }

    package func get(_ reference: ObjectReference, range: Range<UInt64>) async throws(ObjectStoreError) -> [UInt8] {
        guard let file = ObjectFileName(reference) else { throw .notFound }
        return try await threads.run { [directory] _ throws(ObjectStoreError) in try directory.get(file, range) }
    }

    package func remove(_ reference: ObjectReference) async throws(ObjectStoreError) {
        guard let file = ObjectFileName(reference) else { return }
        try await threads.run { [directory] _ throws(ObjectStoreError) in try directory.remove(file) }
    }

    package func list(after reference: ObjectReference?) async throws(ObjectStoreError) -> ObjectPage {
        let sequence = reference.map { ObjectFileName($0)?.sequence ?? 0 } ?? 0
        return try await threads.run { [directory] cancellation throws(ObjectStoreError) in
            try directory.list(after: sequence, cancellation)
        }
    }

    package func root() async throws(ObjectStoreError) -> Root? {
        try await threads.run { [directory] _ throws(ObjectStoreError) in try directory.root() }
    }

    package func replaceRoot(
        expected: RootVersion?, with bytes: [UInt8]
    ) async throws(ObjectStoreError) -> RootVersion {
        try await threads.run { [directory] _ throws(ObjectStoreError) in
            try directory.replaceRoot(expected: expected, with: bytes)
        }
    }
}
