// SPDX-License-Identifier: MIT

/// Parameters of methods that look at one path.
package struct PathParameters: Codable, Hashable, Sendable {
    /// From the volume's root, without a leading slash; null: all of the volume.
    package var path: RawPath?

    package init(path: RawPath?) { self.path = path }

    package init(from decoder: any Decoder) throws { path = try RawPath.decodeIfPresent(from: decoder) }
    package func encode(to encoder: any Encoder) throws { try RawPath.encode(path, to: encoder) }
}

/// What a volume, or what is below a path of it, amounts to.
package struct StatsReport: Codable, Hashable, Sendable {
    /// Sizes of files as `ls` shows them.
    package var logicalBytes: UInt64
    /// Bytes of objects in the store.
    package var storedBytes: UInt64
    package var cachedBytes: UInt64
    package var dirtyBytes: UInt64
    package var files: UInt64
    package var directories: UInt64
    package var objects: UInt64
    /// Plain bytes for each stored byte; null while nothing is stored.
    @ExplicitNull package var compressionRatio: Double?
    /// Calls to the store since the mount, by kind; where it is in Telegram also the requests, by method.
    package var requests: [String: UInt64]
    package var waits: [StatusReport.Wait]

    package init(
        logicalBytes: UInt64, storedBytes: UInt64, cachedBytes: UInt64, dirtyBytes: UInt64, files: UInt64,
        directories: UInt64, objects: UInt64, compressionRatio: Double?, requests: [String: UInt64],
        waits: [StatusReport.Wait]
    ) {
        self.logicalBytes = logicalBytes
        self.storedBytes = storedBytes
        self.cachedBytes = cachedBytes
        self.dirtyBytes = dirtyBytes
        self.files = files
        self.directories = directories
        self.objects = objects
        self.compressionRatio = compressionRatio
        self.requests = requests
        self.waits = waits
    }

    package enum CodingKeys: String, CodingKey {
        case logicalBytes = "logical_bytes"
        case storedBytes = "stored_bytes"
        case cachedBytes = "cached_bytes"
        case dirtyBytes = "dirty_bytes"
        case files
        case directories
        case objects
        case compressionRatio = "compression_ratio"
        case requests
        case waits
    }
}
