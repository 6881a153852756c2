// SPDX-License-Identifier: MIT

import DataPlane
import Filesystem
import FilesystemModel
import ObjectStorage
import StorageFormat
import VolumeFixture

/// A volume with three files, each in a segment of its own, all stored, named by a root with a checkpoint, and without
/// a local copy of any block: whatever is read comes from the store.
struct DamagedVolume {
    let store: MemoryStore
    let fixture: VolumeFixture
    let content: [String: [UInt8]]
    let background: Background

    static let victim = "victim"
    static let others = ["before", "after"]

    init(
        traits: ObjectStoreTraits = .unlimited, keepsCache: Bool = false,
        configure: (inout VolumeConfiguration) -> Void = { _ in }
    ) async throws {
        store = MemoryStore(traits: traits)
        fixture = try await VolumeFixture.format(store) { configuration in
            if !keepsCache { configuration.cacheBytesMax = 0 }
            configure(&configuration)
        }
        background = Background(fixture)
        var content: [String: [UInt8]] = [:]
        for (seed, name) in ["before", Self.victim, "after"].enumerated() {
            content[name] = noise(300_000, seed: UInt64(seed))
            try fixture.volume.writeFile(name, content[name] ?? [])
            try await background.synchronise()
        }
        try await fixture.volume.checkpoint()
        try await background.synchronise()
        try await fixture.volume.publishRoot()
        self.content = content
        if !keepsCache { try empty() }
    }

    var volume: Volume { fixture.volume }

    /// Gives up all blocks: the first round takes the marks of use away, the second the blocks.
    func empty() throws {
        for _ in 0..<2 { try volume.doChores() }
    }

    /// The object with the bytes of a file.
    func object(of path: String) throws -> ObjectName {
        let piece = try volume.layout(of: Array(path.utf8)).pieces.first
        guard let name = piece?.object.flatMap({ ObjectName($0) }) else { throw FSError.notFound }
        return name
    }

    func segment(of path: String) throws -> SegmentSequence {
        guard let piece = try volume.layout(of: Array(path.utf8)).pieces.first else { throw FSError.notFound }
        return piece.extent.run.segment
    }

    func bytes(of name: ObjectName) throws -> [UInt8] {
        guard let object = store.contents.object(name) else { throw FSError.notFound }
        return object.bytes
    }

    /// Where an entry of the kind is in the object, read off the clear entry headers.
    func offset(of kind: EntryKind, in name: ObjectName) throws -> Int {
        let bytes = try bytes(of: name)
        let segment = try SegmentReader(
            headerBytes: Array(bytes.prefix(SegmentHeader.bytesMax)), key: fixture.identity.key,
            volume: fixture.identity.volume)
        let scan = segment.scan(size: UInt64(bytes.count)) { range in
            Array(bytes[Int(range.lowerBound)..<Int(min(range.upperBound, UInt64(bytes.count)))])
        }
        if kind == .summary { return Int(scan.table.entries.last?.range.upperBound ?? 0) }
        guard let entry = scan.table.entries.first(where: { $0.kind == kind }) else { throw FSError.notFound }
        return Int(entry.range.lowerBound)
    }

    /// Reads what is there, or says why not: never other bytes than were written.
    func outcome(of path: String, in volume: Volume? = nil) async throws -> ReadOutcome {
        do {
            let bytes = try await (volume ?? self.volume).readFile(path)
            return bytes == content[path] ? .right : .wrong
        } catch FSError.damaged {
            return .damaged
        } catch FSError.unreachable {
            return .unreachable
        }
    }
}

enum ReadOutcome: Equatable {
    case right
    case wrong
    case damaged
    case unreachable
}
