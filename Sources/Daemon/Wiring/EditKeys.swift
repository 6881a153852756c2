// SPDX-License-Identifier: MIT

import ControlSocket
import DataPlane
import Filesystem
import FilesystemModel
import Logging
import ObjectStorage
import StorageFormat

/// The keys of a volume that is not mounted, as this machine knows them: it needs no passphrase, and asks no store.
package func listKeys(of name: VolumeName, in places: Places) throws(Failure) -> KeyListReport {
    let bytes = try KnownVolume.localSuperblock(name, places.stateDirectory(of: name))
    do { return KeyListReport(try Superblock.peek(bytes).slots) } catch { throw Failure(error, about: name) }
}

/// Changes the keys of a volume that is not mounted. The caller holds no lock; this takes it, and holds the volume
/// meanwhile. The store must answer.
package func editKeys(
    of name: VolumeName, _ edit: KeyEdit, _ configuration: ConfigurationFile, in places: Places, accounts: Accounts
) async throws(Failure) -> KeyChangeReport {
    let lock = try StateLock(name, in: places)
    defer { withExtendedLifetime(lock) {} }
    let known = try await KnownVolume.unlock(
        name, configuration, in: places, edit.proof, mode: .whenFree, accounts: accounts)
    let store = known.store.impatient
    var opening = known.opening
    // Somebody waits: calls end.
    opening.store = store
    let logger = Logger(label: "gramfs")
    let volume: Volume
    do { volume = try await Volume.open(opening, logger: logger) } catch { throw Failure(error, about: "\(name)") }
    let result = await whileRunning(volume) { () async -> Result<KeyChangeReport, Failure> in
        do throws(Failure) {
            let report = try await edit.perform(on: volume, name, store: store)
            do throws(FSError) {
                try await volume.spreadKeySlots()
            } catch {
                // The keys are changed; the next mount does what is left.
                logger.notice("a checkpoint with the new keys is yet to be stored: \(error.logDescription)")
            }
            return .success(report)
        } catch {
            return .failure(error)
        }
    }
    do { try await volume.close() } catch {
        // What the change said is the reason, where it failed.
        if case .success = result { throw Failure(error, about: "\(name)") }
    }
    return try result.get()
}

extension KeyEdit {
    func perform(
        on volume: Volume, _ name: VolumeName, store: any ObjectStore
    ) async throws(Failure) -> KeyChangeReport {
        let result: Result<Outcome, Failure>
        do throws(FSError) {
            result = try await volume.editKeySlots(in: store) { (slots, master) throws(Failure) in
                try apply(to: &slots, master, of: name)
            }
        } catch {
            throw Failure(error, about: "\(name)")
        }
        let outcome = try result.get()
        return KeyChangeReport(
            id: outcome.id.rawValue, recoveryKey: outcome.recoveryKey?.description,
            keys: KeyListReport(await volume.keySlots()).keys)
    }
}

extension LiveVolume {
    package func keys() async throws(Failure) -> KeyListReport { KeyListReport(await volume.keySlots()) }

    package func editKeys(_ edit: KeyEdit) async throws(Failure) -> KeyChangeReport {
        try await edit.perform(on: volume, name, store: store.impatient)
    }
}
