// SPDX-License-Identifier: MIT

import DataPlane
import FilesystemModel
import ObjectStorage
import StorageFormat

/// Makes a new volume in a store: `gramfs format`.
package enum VolumeFormatter {
    package struct Result: Sendable {
        package let identity: VolumeIdentity
        package let superblock: Superblock
        /// The sealed root, to be kept beside the index too.
        package let bytes: [UInt8]
        package let version: RootVersion
        /// Shown once; opens the volume as the passphrase does.
        package let recoveryKey: RecoveryKey
    }

    /// Puts the first root. `exists` where the store holds a volume already: nothing is changed then.
    package static func format(
        store: any ObjectStore, passphrase: [UInt8], settings: VolumeSettings, cost: ScryptCost = .standard,
        clock: any WallClock = SystemWallClock(), random: any RandomSource = SystemRandomSource()
    ) async throws(FSError) -> Result {
        let now = clock.now()
        let key = MasterKey(random: random)
        let recoveryKey = RecoveryKey(random: random)
        let volume = VolumeID(random.identifier())
        var slots = KeySlots(volume: volume)
        let superblock: Superblock
        let bytes: [UInt8]
        do throws(FormatError) {
            try slots.add(
                passphrase: passphrase, cost: cost, label: "passphrase", master: key, created: now, random: random)
            try slots.add(recoveryKey: recoveryKey, label: "recovery key", master: key, created: now, random: random)
            superblock = Superblock(
                volume: volume, slots: slots, generation: 1, epoch: .first, writer: nil, checkpoint: nil,
                storedPosition: .start, tail: [], settings: settings, created: now)
            bytes = try superblock.encoded(key: key, random: random)
        } catch {
            throw .local("making the superblock: \(error)")
        }
        do throws(ObjectStoreError) {
            guard try await store.root() == nil else { throw ObjectStoreError.conflict }
            let version = try await store.replaceRoot(expected: nil, with: bytes)
            return Result(
                identity: VolumeIdentity(volume: volume, key: key, slots: slots), superblock: superblock, bytes: bytes,
                version: version, recoveryKey: recoveryKey)
        } catch .conflict {
            throw .exists
        } catch {
            throw FSError(error, object: "the root")
        }
    }
}
