// SPDX-License-Identifier: MIT

import DataPlane
import Filesystem
import FilesystemModel
import Logging
import Metadata
import ObjectStorage
import StorageFormat

/// A volume on a store of the test's choice, without a kernel: formatted, opened, killed, lost and recovered.
package final class VolumeFixture: Sendable {
    package static let passphrase = Array("correct horse".utf8)
    package static let caller = Caller(uid: 1000, gid: 1000)
    /// The machine that formats and mounts first.
    package static let machine = newMachine("first")

    package let directory: TemporaryDirectory
    package let store: any ObjectStore
    package let identity: VolumeIdentity
    package let writer: WriterIdentity
    package let volume: Volume
    private let clock: any WallClock

    private init(
        directory: TemporaryDirectory, store: any ObjectStore, identity: VolumeIdentity, writer: WriterIdentity,
        volume: Volume, clock: any WallClock
    ) {
        self.writer = writer
        self.clock = clock
        self.directory = directory
        self.store = store
        self.identity = identity
        self.volume = volume
    }

    /// Another state directory than any before.
    package static func newMachine(_ host: String) -> WriterIdentity {
        var generator = SystemRandomNumberGenerator()
        return WriterIdentity(
            host: host, since: Timestamp(seconds: 1), instance: Identifier128(using: &generator),
            scope: Identifier128(using: &generator))
    }

    /// A new volume in an empty store.
    package static func format(
        _ store: any ObjectStore, segmentBytes: UInt64 = UInt64(Limits.segmentBytesMin),
        clock: any WallClock = SystemWallClock(), configure: (inout VolumeConfiguration) -> Void = { _ in },
        prepare: (inout VolumeOpening) -> Void = { _ in }
    ) async throws -> VolumeFixture {
        let made = try await VolumeFormatter.format(
            store: store, passphrase: passphrase,
            settings: VolumeSettings(segmentBytes: segmentBytes, defaultPolicy: .sealed), cost: .test)
        let directory = try TemporaryDirectory()
        try SuperblockFile(path: directory.path + "/superblock").write(made.bytes)
        return try await open(
            directory, store, made.identity, made.superblock, machine, .whenFree, segmentBytes: segmentBytes,
            clock: clock, configure: configure, prepare: prepare)
    }

    /// The state directory as a kill at this moment would leave it: nothing is appended or committed meanwhile.
    package func copyOfDirectory() throws -> TemporaryDirectory {
        try volume.withLogStill { Result { try directory.copy() } }.get()
    }

    /// The same state directory again, as after a kill: `copy` of it with the same store.
    package func reopenAfterKill(
        configure: (inout VolumeConfiguration) -> Void = { _ in }
    ) async throws -> VolumeFixture {
        try await Self.reopen(
            try copyOfDirectory(), store, identity, writer: writer, clock: clock, configure: configure)
    }

    /// The same state directory with what is in it now.
    package static func reopen(
        _ directory: TemporaryDirectory, _ store: any ObjectStore, _ identity: VolumeIdentity,
        writer: WriterIdentity = machine, mode: WriterMode = .whenFree,
        isGone: @escaping @Sendable (WriterIdentity) -> Bool = { _ in false },
        clock: any WallClock = SystemWallClock(), configure: (inout VolumeConfiguration) -> Void = { _ in },
        prepare: (inout VolumeOpening) -> Void = { _ in }
    ) async throws -> VolumeFixture {
        let bytes = try SuperblockFile(path: directory.path + "/superblock").read() ?? []
        let superblock = try Superblock(decoding: bytes, key: identity.key)
        return try await open(
            directory, store, identity, superblock, writer, mode, isGone,
            segmentBytes: superblock.settings.segmentBytes, clock: clock, configure: configure, prepare: prepare)
    }

    /// A new machine: nothing but the store and the passphrase. It takes the volume over, since the old one is lost.
    package static func recover(
        from store: any ObjectStore, acceptsGaps: Bool = false, mode: WriterMode = .takeOver,
        writer: WriterIdentity = newMachine("new"), clock: any WallClock = SystemWallClock(),
        configure: (inout VolumeConfiguration) -> Void = { _ in },
        prepare: (inout VolumeOpening) -> Void = { _ in }
    ) async throws -> (VolumeFixture, RecoveryReport) {
        let directory = try TemporaryDirectory()
        let discovery = VolumeDiscovery(store: store)
        guard let found = try await discovery.find().first else { throw FSError.notFound }
        let (key, _) = try found.slots.unlock(passphrase: passphrase)
        let identity = VolumeIdentity(volume: found.volume, key: key, slots: found.slots)
        let superblock =
            if let root = found.root {
                try Superblock(decoding: root.bytes, key: key)
            } else {
                try await discovery.superblock(for: identity)
            }
        let index = try MetadataIndex.open(path: directory.path + "/index.sqlite", volume: found.volume)
        let report = try await VolumeRecovery(store: store, identity: identity, superblock: superblock)
            .run(into: index, acceptsGaps: acceptsGaps) { _, _ in }
        try index.close()
        let bytes = try superblock.encoded(key: key, random: SystemRandomSource())
        try SuperblockFile(path: directory.path + "/superblock").write(bytes)
        let fixture = try await open(
            directory, store, identity, superblock, writer, mode,
            segmentBytes: superblock.settings.segmentBytes, clock: clock, configure: configure, prepare: prepare)
        return (fixture, report)
    }

    private static func open(
        _ directory: TemporaryDirectory, _ store: any ObjectStore, _ identity: VolumeIdentity,
        _ superblock: Superblock, _ writer: WriterIdentity, _ mode: WriterMode,
        _ isGone: @escaping @Sendable (WriterIdentity) -> Bool = { _ in false }, segmentBytes: UInt64,
        clock: any WallClock, configure: (inout VolumeConfiguration) -> Void, prepare: (inout VolumeOpening) -> Void
    ) async throws -> VolumeFixture {
        var configuration = VolumeConfiguration(stateDirectory: directory.path, name: "test")
        configuration.segmentBytes = segmentBytes
        configuration.freeBytesMin = 0
        configure(&configuration)
        var opening = VolumeOpening(
            configuration: configuration, identity: identity, superblock: superblock, store: store, writer: writer,
            rootOwner: caller)
        opening.mode = mode
        opening.isGone = isGone
        opening.clock = clock
        prepare(&opening)
        var logger = Logger(label: "test")
        logger.logLevel = .critical
        let volume = try await Volume.open(opening, logger: logger)
        return VolumeFixture(
            directory: directory, store: store, identity: identity, writer: writer, volume: volume, clock: clock)
    }

    /// Runs the background of the volume while `body` does, and ends it after.
    package func whileRunning<Result: Sendable>(
        _ body: @escaping @Sendable (Volume) async throws -> Result
    ) async throws -> Result {
        try await withThrowingTaskGroup(of: Result?.self) { group in
            group.addTask {
                await self.volume.run()
                return nil
            }
            group.addTask { try await body(self.volume) }
            defer { group.cancelAll() }
            while let result = try await group.next() {
                if let result { return result }
            }
            throw CancellationError()
        }
    }

    /// Everything to the store.
    package func synchronise() async throws {
        _ = try await whileRunning { try await $0.synchronise(isLocal: false, timeout: nil) }
    }
}
