// SPDX-License-Identifier: MIT

/// How much memory the index may use, whatever the size of the volume.
package struct IndexCacheLimits: Hashable, Sendable {
    /// Inode rows kept, changed ones included; about 250 bytes each.
    package var inodes: Int
    /// Names kept, known absences included; about 150 bytes each, at most 400.
    package var dentries: Int
    /// SQLite's own cache of pages, for each connection.
    package var pageCacheBytes: Int

    package init(inodes: Int, dentries: Int, pageCacheBytes: Int) {
        self.inodes = max(inodes, 1)
        self.dentries = max(dentries, 1)
        self.pageCacheBytes = max(pageCacheBytes, 1 << 20)
    }

    /// About 110 MiB when full.
    package static let standard = IndexCacheLimits(inodes: 131_072, dentries: 262_144, pageCacheBytes: 48 << 20)
}
