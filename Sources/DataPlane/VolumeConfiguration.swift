// SPDX-License-Identifier: MIT

import FilesystemModel

/// How one mount behaves: the `-o` names of CLI.md with their units, and what `format` fixed.
package struct VolumeConfiguration: Sendable {
    /// Holds `index.sqlite`, `segments/` and `superblock`.
    package var stateDirectory: String
    /// What `statfs` names the file system after, and what logs say.
    package var name: String
    package var cacheBytesMax: UInt64 = 10 << 30
    /// Free space on the local disk that the cache leaves alone.
    package var freeBytesMin: UInt64 = 1 << 30
    /// Memory in write buffers.
    package var bufferBytesMax: Int = 64 << 20
    /// What only this machine may hold, in memory and in unsent segments; nil: as much as the disk takes.
    package var dirtyBytesMax: UInt64?
    /// A segment is sealed this long after its last write ...
    package var uploadAfter: Duration = .seconds(5)
    /// ... but at most this long after its first.
    package var uploadWithin: Duration = .seconds(60)
    package var messages: MessageBudget.Allowance = .standard
    package var enospcAfter: Duration = .seconds(60)
    package var readTimeout: Duration = .seconds(120)
    package var segmentBytes: UInt64 = UInt64(Limits.segmentBytesDefault)
    package var isReadOnly = false
    /// Access times follow relatime where true; they stay as they are where false.
    package var updatesAccessTime = false

    /// Free space that only unlink, truncate and the index may use.
    package var reserveBytes: UInt64 = 8 << 20
    /// A checkpoint is due after so many records, because recovery replays them one by one ...
    package var checkpointAfterRecords = 200_000
    /// ... or so many segments, because it reads a summary of each.
    package var checkpointAfterSegments = 256

    package var compaction = CompactionPolicy()
    /// What compaction moves in a second at most; 0: it runs only when asked to.
    package var compactionBytesPerSecond: UInt64 = 8 << 20

    package init(stateDirectory: String, name: String) {
        self.stateDirectory = stateDirectory
        self.name = name
    }

    package var indexPath: String { stateDirectory + "/index.sqlite" }
    package var segmentDirectory: String { stateDirectory + "/segments" }
    package var superblockPath: String { stateDirectory + "/superblock" }
}
