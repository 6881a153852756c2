// SPDX-License-Identifier: MIT

import DataPlane
import Filesystem
import FilesystemModel
import ObjectStorage
import VolumeFixture

/// What a volume should hold, written to it and compared with it.
struct ExpectedFiles: Sendable {
    private(set) var files: [String: [UInt8]] = [:]

    var bytes: UInt64 { files.values.reduce(0) { $0 + UInt64($1.count) } }

    mutating func write(_ path: String, _ bytes: [UInt8], to volume: Volume) throws {
        try volume.writeFile(path, bytes)
        files[path] = bytes
    }

    /// A file that came about in another way.
    mutating func note(_ path: String, _ bytes: [UInt8]) { files[path] = bytes }

    mutating func overwrite(_ path: String, at offset: Int, _ bytes: [UInt8], on volume: Volume) throws {
        try volume.withFile(path) { inode, handle in
            try volume.write(bytes, at: UInt64(offset), inode, handle)
        }
        files[path]?.replaceSubrange(offset..<offset + bytes.count, with: bytes)
    }

    mutating func remove(_ path: String, from volume: Volume) throws {
        let (directory, name) = try volume.parent(path)
        let inode = try volume.lookUp(directory, name).inode
        try volume.unlink(in: directory, name)
        // As the kernel does with an inode that nobody has open.
        try volume.forget(inode)
        files[path] = nil
    }

    /// The paths whose content is another, or cannot be read.
    func differences(in volume: Volume) async -> [String] {
        var wrong: [String] = []
        for (path, bytes) in files.sorted(by: { $0.key < $1.key }) {
            do {
                if try await volume.readFile(path) != bytes { wrong.append(path) }
            } catch {
                wrong.append("\(path): \(error)")
            }
        }
        return wrong
    }
}

extension MemoryStore {
    var objectBytes: UInt64 { contents.objects.reduce(0) { $0 + UInt64($1.bytes.count) } }
}

extension VolumeConfiguration {
    /// Compaction only in the steps that a test takes, and without an allowance of messages that would end it.
    static func stepwise(_ configuration: inout VolumeConfiguration) {
        configuration.compactionBytesPerSecond = 0
        configuration.compaction.slackBytes = 64 << 10
        configuration.messages = MessageBudget.Allowance(burst: 100_000, perHour: 100_000, perDay: 100_000)
    }
}

extension Volume {
    /// Everything to the store, and a root that says so.
    func sendAll() async throws {
        _ = try await synchronise(isLocal: false, timeout: nil)
        try await publishRoot()
    }

    /// Goes on until there is nothing to gain; the volume runs. `visit` is called after every step.
    func settle(_ visit: (SpaceKeeper.Step) async throws -> Void = { _ in }) async throws {
        var quiet = 0
        for _ in 0..<2000 {
            let step = try await tidySpace()
            switch step {
            case .progressed: quiet = 0
            case .needsCheckpoint: try await checkpoint()
            case .waiting, .settled:
                quiet = step == .settled ? quiet + 1 : 0
                if quiet == 3 { return }
                try await sendAll()
            }
            try await visit(step)
        }
        throw FSError.busy
    }
}
