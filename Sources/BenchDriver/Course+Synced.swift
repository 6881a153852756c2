// SPDX-License-Identifier: MIT

import CSQLite
import Glibc

/// What waits for the disk each time.
extension Course {
    func syncedWrites() throws {
        let folder = try folder("synced")
        try measure(.appendSync) { try append(folder + "/log") }
        try commit(.journalCommits, folder + "/journal.sqlite", "DELETE")
        try commit(.walCommits, folder + "/wal.sqlite", "WAL")
    }

    private func append(_ path: String) throws -> Double {
        let file = try OpenFile(path, O_WRONLY | O_CREAT | O_TRUNC)
        for index in 0..<scale.syncs {
            try file.write(UnsafeRawBufferPointer(rebasing: Noise.bytes(ofMebibyte: index).prefix(4096)))
            try check(fdatasync(file.descriptor), path)
        }
        try file.close()
        return Double(scale.syncs)
    }

    private func commit(_ workload: Workload, _ path: String, _ mode: String) throws {
        var database: OpaquePointer?
        guard sqlite3_open(path, &database) == SQLITE_OK, let database else { throw Failure("\(path) does not open") }
        defer { sqlite3_close(database) }
        try execute("PRAGMA journal_mode=\(mode); PRAGMA synchronous=FULL;", database)
        try execute("CREATE TABLE line (number INTEGER PRIMARY KEY, text TEXT)", database)
        try measure(workload) {
            for number in 0..<scale.commits {
                let text = String(decoding: Prose.text(100, seed: UInt64(number)), as: UTF8.self)
                try execute("INSERT INTO line (text) VALUES ('\(text)')", database)
            }
            return Double(scale.commits)
        }
    }

    private func execute(_ sql: String, _ database: OpaquePointer) throws {
        guard sqlite3_exec(database, sql, nil, nil, nil) == SQLITE_OK else {
            throw Failure("SQLite: \(String(cString: sqlite3_errmsg(database)))")
        }
    }
}
