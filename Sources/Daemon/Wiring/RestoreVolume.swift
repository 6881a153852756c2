// SPDX-License-Identifier: MIT

import DataPlane
import Filesystem
import FilesystemModel
import Glibc
import Logging
import Metadata
import ObjectStorage
import SegmentLog
import StorageFormat

/// Builds the state directory, which is locked, from the store alone. With missing segments: `gaps` unless the request
/// accepts them, and then the report is not complete.
func restoreVolume(
    _ request: RecoverRequest, secret: Secret, progress: @escaping @Sendable (RecoverProgress) -> Void
) async throws(Failure) -> RecoverReport {
    let store = try await VolumeStore.open(request.configuration, .recovery, in: request.accounts).impatient
    let found = try await findVolume(request, in: store)
    let identity = try unlock(found, secret, request.name)
    let superblock = try await superblock(of: found, identity, in: store, request.name)
    let report: RecoveryReport
    do throws(FSError) {
        report = try await rebuild(request, identity, superblock, from: store, progress)
    } catch {
        throw Failure(error, about: "\(request.configuration.store)")
    }
    try refuse(report, request)
    try keep(superblock, identity, request)
    try putInPlace(request)
    if request.takesOver { try await takeOver(identity, superblock, store, request) }
    return RecoverReport(
        volumeID: report.volume.description, position: report.position, checkpoint: report.checkpoint,
        segmentsExpected: UInt64(report.segmentsExpected), segmentsRead: UInt64(report.segmentsRead),
        complete: report.isComplete, files: report.files, directories: report.directories, bytes: report.bytes,
        missing: report.missing.map(\.rawValue))
}

/// The index gets its name last: a recovery that was killed leaves none, and can simply be run again.
private func indexBeingRebuilt(_ request: RecoverRequest) -> String {
    request.places.stateDirectory(of: request.name) + "/index.rebuilding"
}

private func putInPlace(_ request: RecoverRequest) throws(Failure) {
    let path = request.places.stateDirectory(of: request.name) + "/index.sqlite"
    do throws(FSError) { try MetadataIndex.move(indexBeingRebuilt(request), to: path) } catch {
        throw Failure(error, about: path)
    }
}

/// The volume that is asked for: by its id, or the only one.
private func findVolume(
    _ request: RecoverRequest, in store: some ObjectStore
) async throws(Failure) -> VolumeDiscovery.Found {
    let discovery = VolumeDiscovery(store: store)
    let address = request.configuration.store
    var found: [VolumeDiscovery.Found]
    do throws(FSError) {
        do throws(FSError) {
            found = try await discovery.find()
        } catch .damaged {
            // A root that cannot be read loses nothing: the segments say it all.
            found = try await discovery.scan()
        }
    } catch {
        throw Failure(error, about: "\(address)")
    }
    if let id = request.configuration.volumeID { found = found.filter { $0.volume.description == id } }
    guard let first = found.first else {
        throw Failure(.noSuchVolume, "There is no such volume in \(address)", hint: "See gramfs recover --list")
    }
    guard found.count == 1 else {
        throw Failure(
            .usage, "There are \(found.count) volumes in \(address)", hint: "Name one with --volume-id; see --list")
    }
    return first
}

private func unlock(
    _ found: VolumeDiscovery.Found, _ secret: Secret, _ name: VolumeName
) throws(Failure) -> VolumeIdentity {
    do throws(FormatError) { return try found.unlocked(by: secret) } catch { throw Failure(error, about: name) }
}

extension VolumeDiscovery.Found {
    func unlocked(by secret: Secret) throws(FormatError) -> VolumeIdentity {
        VolumeIdentity(volume: volume, key: try secret.open(slots), slots: slots)
    }
}

private func superblock(
    of found: VolumeDiscovery.Found, _ identity: VolumeIdentity, in store: some ObjectStore, _ name: VolumeName
) async throws(Failure) -> Superblock {
    if let root = found.root {
        do { return try Superblock(decoding: root.bytes, key: identity.key) } catch {
            throw Failure(error, about: name)
        }
    }
    do {
        return try await VolumeDiscovery(store: store).superblock(for: identity)
    } catch {
        throw Failure(error, about: "\(name)")
    }
}

private func rebuild(
    _ request: RecoverRequest, _ identity: VolumeIdentity, _ superblock: Superblock, from store: some ObjectStore,
    _ progress: @escaping @Sendable (RecoverProgress) -> Void
) async throws(FSError) -> RecoveryReport {
    let path = indexBeingRebuilt(request)
    // What an earlier recovery left half done.
    try MetadataIndex.remove(path: path)
    let index = try MetadataIndex.open(path: path, volume: identity.volume)
    let recovery = VolumeRecovery(store: store, identity: identity, superblock: superblock)
    do throws(FSError) {
        let report = try await recovery.run(into: index, acceptsGaps: request.acceptsGaps) { read, expected in
            progress(RecoverProgress(segmentsRead: UInt64(read), segmentsExpected: UInt64(expected), bytesRead: 0))
        }
        let files = try FSError.translating { () throws(SegmentLogError) in
            try Log.open(directory: request.places.stateDirectory(of: request.name) + "/segments")
        }
        defer { files.close() }
        try LocalReplay(index: index, files: files, identity: identity, random: SystemRandomSource()).removeStrangers()
        try index.close()
        return report
    } catch {
        // The error above is the one that counts; the half index is removed by the next try.
        try? index.close()
        throw error
    }
}

private func refuse(_ report: RecoveryReport, _ request: RecoverRequest) throws(Failure) {
    if let least = request.atLeast, report.position < least {
        throw Failure(
            .gaps, "The store ends at \(report.position), before \(least)",
            hint: "It is an old copy, or not everything was stored; without --at-least it is taken as it is")
    }
    guard report.isComplete || request.acceptsGaps else {
        let missing = report.missing.map(\.description).joined(separator: ", ")
        throw Failure(
            .gaps, "Segment \(missing) is missing or damaged in \(request.configuration.store)",
            hint: "With --accept-gaps the rest is brought back and what is missing is listed")
    }
}

/// Fences whoever held the volume, and leaves it free for the next mount here.
private func takeOver(
    _ identity: VolumeIdentity, _ superblock: Superblock, _ store: some ObjectStore, _ request: RecoverRequest
) async throws(Failure) {
    let directory = request.places.stateDirectory(of: request.name)
    var configuration = VolumeConfiguration(stateDirectory: directory, name: request.name.description)
    configuration.segmentBytes = superblock.settings.segmentBytes
    var opening = VolumeOpening(
        configuration: configuration, identity: identity, superblock: superblock, store: store,
        writer: try .current(directory), rootOwner: Caller(uid: getuid(), gid: getgid()))
    opening.mode = .takeOver
    do throws(FSError) {
        let volume = try await Volume.open(opening, logger: Logger(label: "gramfs"))
        try await volume.close()
    } catch {
        throw Failure(error, about: "\(request.name)")
    }
}

private func keep(
    _ superblock: Superblock, _ identity: VolumeIdentity, _ request: RecoverRequest
) throws(Failure) {
    let path = request.places.stateDirectory(of: request.name) + "/superblock"
    let bytes: [UInt8]
    do {
        bytes = try superblock.encoded(key: identity.key, random: SystemRandomSource())
    } catch {
        throw Failure(error, about: request.name)
    }
    do { try SuperblockFile(path: path).write(bytes) } catch { throw Failure(error, about: path) }
}
