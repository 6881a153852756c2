// SPDX-License-Identifier: MIT

import FilesystemModel

/// The segment files that a directory holds at start.
struct LogInventory {
    private(set) var segments: [SegmentSequence: FileStatus] = [:]

    /// Leaves alone what is not the log's.
    init(path: SegmentPath, operations: any FileOperations) throws(SegmentLogError) {
        for directory in try Self.list(path.root, operations) where SegmentPath.isDirectoryName(directory) {
            for name in try Self.list("\(path.root)/\(directory)", operations) {
                try take(name, in: "\(path.root)/\(directory)", path, operations)
            }
        }
    }

    private mutating func take(
        _ name: String, in directory: String, _ path: SegmentPath, _ operations: any FileOperations
    ) throws(SegmentLogError) {
        let file = "\(directory)/\(name)"
        do {
            if let sequence = SegmentPath.sequence(fileName: name), path.file(sequence) == file {
                segments[sequence] = try operations.status(file)
            }
        } catch {
            throw error.error("stat", file)
        }
    }

    private static func list(_ path: String, _ operations: any FileOperations) throws(SegmentLogError) -> [String] {
        do { return try operations.list(path) } catch { throw error.error("opendir", path) }
    }
}
