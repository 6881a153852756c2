// SPDX-License-Identifier: MIT

import DataPlane
import Filesystem
import FilesystemModel
import ObjectStorage
import StorageFormat

/// Makes a new volume in the empty store that the request names and its state directory, which is locked and empty of a
/// volume. Both are durable when this returns. `exists` where the store holds a volume already.
func createVolume(_ request: FormatRequest, passphrase: Passphrase) async throws(Failure) -> FormatReport {
    try request.configuration.checkSegmentSize()
    let opened = try await VolumeStore.open(
        request.configuration, .new(title: request.name.description), in: request.accounts)
    let address = opened.address
    let settings = VolumeSettings(
        segmentBytes: request.configuration.segmentSize?.bytes ?? UInt64(Limits.segmentBytesDefault),
        defaultPolicy: request.configuration.encrypts ? .sealed : .plain)
    let made: VolumeFormatter.Result
    do throws(FSError) {
        made = try await VolumeFormatter.format(
            store: opened.impatient, passphrase: passphrase.bytes, settings: settings)
        let path = request.places.stateDirectory(of: request.name) + "/superblock"
        try SuperblockFile(path: path).write(made.bytes)
    } catch .exists {
        throw Failure(
            .exists, "The store \(address) holds a volume already",
            hint: "Mount that one, bring it back with gramfs recover, or give another directory")
    } catch {
        throw Failure(error, about: "\(address)")
    }
    return FormatReport(
        name: request.name.description, volumeID: made.identity.volume.description, store: address.description,
        formatVersion: Int(FormatVersion.current), recoveryKey: made.recoveryKey.description)
}
