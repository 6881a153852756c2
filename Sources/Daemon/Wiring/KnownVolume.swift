// SPDX-License-Identifier: MIT

import DataPlane
import Filesystem
import FilesystemModel
import Glibc
import ObjectStorage
import StorageFormat

/// A configured volume that a secret of it has opened: what mounting and checking begin with.
struct KnownVolume: Sendable {
    let store: VolumeStore
    let opening: VolumeOpening

    /// Unlocks with the local copy of the superblock, and takes the store's where the store answers at once.
    ///
    /// A root that is damaged, or older than what this machine remembers, refuses a mount; `ignoresBadRoot` is for who
    /// looks for such things, or mends them.
    static func unlock(
        _ name: VolumeName, _ configuration: ConfigurationFile, in places: Places, _ secret: Secret,
        mode: WriterMode, accounts: Accounts, ignoresBadRoot: Bool = false
    ) async throws(Failure) -> KnownVolume {
        let directory = places.stateDirectory(of: name)
        let store = try await VolumeStore.open(configuration, .known, in: accounts)
        let local = try localSuperblock(name, directory)
        // Not for long: a volume mounts also while its store is away.
        let root = try? await store.store.bounded(by: Self.patience).root()
        let isReadable = !ignoresBadRoot || root.map { (try? Superblock.peek($0.bytes)) != nil } ?? false
        let identity = try unlock(local, isReadable ? root?.bytes : nil, name, secret)
        var superblock = try decode(local, identity, name)
        if let root {
            do throws(Failure) {
                superblock = try newest(decode(root.bytes, identity, name), superblock, name)
            } catch {
                guard ignoresBadRoot, error.code == .damaged else { throw error }
            }
        }
        let isAnswering = root != nil
        var settings = volumeConfiguration(name, configuration, directory)
        settings.segmentBytes = superblock.settings.segmentBytes
        var opening = VolumeOpening(
            configuration: settings, identity: identity, superblock: superblock, store: store.store,
            writer: try .current(directory), rootOwner: Caller(uid: getuid(), gid: getgid()))
        opening.askingStore = isAnswering ? store.store.bounded(by: .seconds(60)) : store.store.bounded(by: .seconds(1))
        opening.mode = mode
        opening.isGone = { $0.isGone }
        return KnownVolume(store: store, opening: opening)
    }

    private static func newest(
        _ current: Superblock, _ known: Superblock, _ name: VolumeName
    ) throws(Failure) -> Superblock {
        if current.generation >= known.generation { return current }
        // What a writer that was fenced put last, where roots are not swapped atomically: ours is put again.
        if current.epoch < known.epoch { return known }
        throw Failure(
            .damaged, "The store of \(name) holds an older root than this machine remembers",
            hint:
                "Put the newest copy of the store back; where there is none, `gramfs repair \(name)` goes on with what is known here"
        )
    }

    private static let patience = Duration.seconds(5)

    /// By the key slots of the store's root where it answers: the copy here is older where they were changed elsewhere,
    /// or a change on this machine was interrupted between the two.
    private static func unlock(
        _ local: [UInt8], _ root: [UInt8]?, _ name: VolumeName, _ secret: Secret
    ) throws(Failure) -> VolumeIdentity {
        do throws(FormatError) {
            let known = try Superblock.peek(local)
            guard let root else { return try unlock(known, secret) }
            let current = try Superblock.peek(root)
            guard current.volume == known.volume, current.slots != known.slots else {
                return try unlock(known, secret)
            }
            do throws(FormatError) {
                return try unlock(current, secret)
            } catch {
                // Whether it is authentic and newer, only a key can say, and the old one is as good for that.
                guard error == .wrongPassphrase || error == .wrongRecoveryKey, let old = try? unlock(known, secret),
                    try Superblock(decoding: root, key: old.key).generation
                        >= Superblock(decoding: local, key: old.key).generation
                else { throw error }
            }
        } catch {
            throw Failure(error, about: name)
        }
        throw Failure(
            .passphrase, "This does not open \(name) any more: its keys were changed", hint: "Give the new passphrase")
    }

    private static func unlock(_ peek: Superblock.Peek, _ secret: Secret) throws(FormatError) -> VolumeIdentity {
        VolumeIdentity(volume: peek.volume, key: try secret.open(peek.slots), slots: peek.slots)
    }

    static func localSuperblock(_ name: VolumeName, _ directory: String) throws(Failure) -> [UInt8] {
        do throws(FSError) {
            if let bytes = try SuperblockFile(path: directory + "/superblock").read() { return bytes }
        } catch {
            throw Failure(error, about: "The state of \(name)")
        }
        throw Failure(
            .noSuchVolume, "The state of \(name) is gone: \(directory) holds no superblock",
            hint: "Bring it back from its store: gramfs recover \(name) --store STORE --force")
    }

    private static func decode(
        _ bytes: [UInt8], _ identity: VolumeIdentity, _ name: VolumeName
    ) throws(Failure) -> Superblock {
        do throws(FormatError) {
            return try Superblock(decoding: bytes, key: identity.key)
        } catch {
            throw Failure(error, about: name)
        }
    }

    private static func volumeConfiguration(
        _ name: VolumeName, _ configuration: ConfigurationFile, _ directory: String
    ) -> VolumeConfiguration {
        let options = configuration.options
        var settings = VolumeConfiguration(stateDirectory: directory, name: name.description)
        if let size = options.cacheSize { settings.cacheBytesMax = size.bytes }
        if let size = options.minFree { settings.freeBytesMin = size.bytes }
        settings.dirtyBytesMax = options.dirtyMax?.bytes
        if let time = options.uploadAfter { settings.uploadAfter = time.duration }
        settings.messages = MessageBudget.Allowance(
            burst: Int(options.uploadBudget.burst), perHour: Int(options.uploadBudget.perHour),
            perDay: Int(options.uploadBudget.perDay))
        settings.enospcAfter = options.enospcAfter.duration
        settings.readTimeout = options.readTimeout.duration
        settings.isReadOnly = options.isReadOnly
        settings.updatesAccessTime = options.accessTimes == .relative
        return settings
    }
}

extension Failure {
    /// What is wrong with the bytes of a volume, or with what should open them.
    init(_ error: FormatError, about name: VolumeName) {
        switch error {
        case .wrongPassphrase:
            self.init(
                .passphrase, "The passphrase does not open \(name)", hint: "Check for a typing error and try again")
        case .wrongRecoveryKey:
            self.init(.passphrase, "The recovery key does not open \(name)", hint: "It is the key of another volume")
        case .recoveryKeyMistyped(let what):
            self.init(.passphrase, "The recovery key cannot be right: \(what)", hint: "Compare it with the sheet")
        case .unsupportedVersion(let found, let supported):
            self.init(
                .unsupportedFormat, "\(name) has format \(found), this gramfs knows up to \(supported)",
                hint: "Use a newer gramfs")
        case .unsupportedFeatures(let part, let bits):
            self.init(
                .unsupportedFormat, "\(name) uses features that this gramfs does not know (\(part) \(bits))",
                hint: "Use a newer gramfs")
        case .wrongVolume(let found):
            self.init(.damaged, "What should be \(name) is volume \(found)", hint: "Check the configured store")
        case .truncated, .badMagic, .authenticationFailed, .wrongSegment, .wrongEntry, .malformed, .tooLarge,
            .segmentFull, .keySlotsFull:
            self.init(.damaged, "The root of \(name) is damaged: \(error)", hint: "See gramfs recover --help")
        case .library(let what): self.init(.failed, "libcrypto or zstd failed: \(what)")
        }
    }
}
