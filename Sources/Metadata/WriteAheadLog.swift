// SPDX-License-Identifier: MIT

import FilesystemModel

/// Moves what was committed from SQLite's WAL into the file, on a connection of its own, beside the index.
///
/// Without it a commit does so by itself once the WAL passes 16 MiB, with two syncs, while its owner holds the volume
/// lock; called after each commit or so it leaves little to that one.
// @unchecked: one thread at a time uses it.
package final class WriteAheadLog: @unchecked Sendable {
    private let connection: Connection

    /// Of the index at `path`, which is open.
    package init(path: String) throws(FSError) {
        connection = try Connection(path: path, mode: .readWrite)
        // Before its first read a connection does not know that there is a WAL, and would move nothing.
        try connection.execute("SELECT id FROM volume")
    }

    /// Waits for nobody and keeps nobody waiting; what a ``CheckpointSource`` still needs stays. Blocks on the disk.
    package func moveIntoFile() throws(FSError) { try connection.moveWriteAheadLog() }

    package func close() { connection.close() }
}
