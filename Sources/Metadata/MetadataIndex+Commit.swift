// SPDX-License-Identifier: MIT

import FilesystemModel

extension MetadataIndex {
    /// Writes what is written behind and ends the transaction; the next begins. Only positions that are fdatasynced
    /// in the log may be committed.
    ///
    /// Survives the process in any case, a power cut if `durably`; without it a power cut goes back to an earlier
    /// commit, whole. `noSpace` ends the index like every failure: SQLite drops the transaction.
    package func commit(durably: Bool) throws(FSError) {
        fatalError("not built yet")
    }

    /// The invariants of the schema that do not hold in what is committed, a line each, at most 100. Reads everything.
    package func verify() throws(FSError) -> [String] {
        try Self.verify(path: path)
    }

    /// The same from any thread: it sees the last commit only.
    package static func verify(path: String) throws(FSError) -> [String] {
        fatalError("not built yet")
    }

    /// A path to the inode from the root, without the leading `/`; nil for orphans and unknown numbers. For reports:
    /// it reads every name of the volume where the inode is no directory.
    package func path(of inode: InodeNumber) throws(FSError) -> [UInt8]? {
        fatalError("not built yet")
    }
}
