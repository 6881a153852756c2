// SPDX-License-Identifier: MIT

/// A row of the table. The ratio is that to the passthrough, higher is faster.
struct Workload: Hashable {
    /// Those that build on one another.
    enum Group: String, CaseIterable {
        case big, synced, small, tools
    }

    enum Unit { case mebibytesPerSecond, perSecond, seconds }

    let name: String
    let group: Group
    let unit: Unit
    let floor: Double
    let aim: Double

    static let all: [Workload] = [
        sequentialWrite, sequentialWriteSync, sequentialRead, sequentialReadWarm, randomRead, randomWrite,
        appendSync, journalCommits, walCommits,
        create, statCold, findCold, listCold, readCold, removeFiles,
        untar, rsync, rsyncAgain, gitClone, gitStatus,
    ]

    static let sequentialWrite = row("sequential write to close", .big, .mebibytesPerSecond, 0.5, 1)
    static let sequentialWriteSync = row("sequential write with fsync", .big, .mebibytesPerSecond, 0.5, 1)
    static let sequentialRead = row("sequential read, cold", .big, .mebibytesPerSecond, 0.5, 1)
    static let sequentialReadWarm = row("sequential read, warm", .big, .mebibytesPerSecond, 1, 1)
    static let randomRead = row("random read 4 KiB, cold", .big, .perSecond, 0.4, 1)
    static let randomWrite = row("random write 4 KiB to close", .big, .perSecond, 0.5, 1)
    static let appendSync = row("append 4 KiB + fdatasync", .synced, .perSecond, 0.5, 1.5)
    static let journalCommits = row("SQLite commits, journal", .synced, .perSecond, 0.6, 1.5)
    static let walCommits = row("SQLite commits, WAL", .synced, .perSecond, 0.6, 1)
    static let create = row("create+write+close 4 KiB", .small, .perSecond, 0.6, 1.5)
    static let statCold = row("stat them, cold", .small, .perSecond, 0.5, 1)
    static let findCold = row("find, cold", .small, .seconds, 0.5, 1)
    static let listCold = row("ls -lR, cold", .small, .seconds, 0.5, 1)
    static let readCold = row("read them, cold", .small, .perSecond, 0.5, 1)
    static let removeFiles = row("remove them", .small, .perSecond, 0.5, 1.5)
    static let untar = row("untar", .tools, .seconds, 0.8, 1.2)
    static let rsync = row("rsync -a", .tools, .seconds, 0.8, 1.2)
    static let rsyncAgain = row("rsync -a, nothing to do", .tools, .seconds, 0.8, 1.2)
    static let gitClone = row("git clone", .tools, .seconds, 0.8, 1.2)
    static let gitStatus = row("git status", .tools, .seconds, 0.8, 1.2)

    private static func row(
        _ name: String, _ group: Group, _ unit: Unit, _ floor: Double, _ aim: Double
    ) -> Workload {
        Workload(name: name, group: group, unit: unit, floor: floor, aim: aim)
    }
}

/// How much is done.
enum Scale: CustomStringConvertible {
    case quick, full

    var fileMebibytes: Int { self == .full ? 1024 : 256 }
    var randomReads: Int { self == .full ? 16_384 : 4096 }
    var randomWrites: Int { self == .full ? 32_768 : 8192 }
    var syncs: Int { self == .full ? 1000 : 200 }
    var commits: Int { self == .full ? 500 : 100 }
    var directories: Int { self == .full ? 100 : 20 }
    var filesPerDirectory: Int { 100 }
    var files: Int { directories * filesPerDirectory }

    var description: String { "\(fileMebibytes) MiB and \(files) files" }
}
