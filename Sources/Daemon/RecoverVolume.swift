// SPDX-License-Identifier: MIT

import ControlSocket
import FilesystemModel

/// What `gramfs recover` was asked to bring back.
package struct RecoverRequest: Sendable {
    package var name: VolumeName
    package var configuration: ConfigurationFile
    package var places: Places
    /// Refuse a store that ends before this position: it is an old copy.
    package var atLeast: LogPosition?
    /// Take the volume over from a writer that seems alive, and replace what this machine has of it.
    package var takesOver: Bool
    /// Go on where stored segments are missing.
    package var acceptsGaps: Bool
    package var accounts: Accounts

    package init(
        name: VolumeName, configuration: ConfigurationFile, places: Places, atLeast: LogPosition?, takesOver: Bool,
        acceptsGaps: Bool, accounts: Accounts? = nil
    ) {
        self.name = name
        self.configuration = configuration
        self.places = places
        self.atLeast = atLeast
        self.takesOver = takesOver
        self.acceptsGaps = acceptsGaps
        self.accounts = accounts ?? Accounts(places: places)
    }
}

/// What opens a volume.
package enum Secret: Sendable {
    case passphrase(Passphrase)
    /// As `format` printed it.
    case recoveryKey(Passphrase)
}

/// What came back, and what did not.
package struct RecoverReport: Codable, Hashable, Sendable {
    package var volumeID: String
    /// `SEQUENCE.ENTRY`: everything up to here is back.
    package var position: String
    /// Where the checkpoint ends that it began with; null where it read the log from its first segment.
    @ExplicitNull package var checkpoint: String?
    package var segmentsExpected: UInt64
    package var segmentsRead: UInt64
    package var complete: Bool
    package var files: UInt64
    package var directories: UInt64
    package var bytes: UInt64
    /// Segments that the store does not have or that do not authenticate.
    package var missing: [UInt64]

    package init(
        volumeID: String, position: LogPosition, checkpoint: LogPosition?, segmentsExpected: UInt64,
        segmentsRead: UInt64, complete: Bool, files: UInt64, directories: UInt64, bytes: UInt64, missing: [UInt64]
    ) {
        self.volumeID = volumeID
        self.position = position.description
        self.checkpoint = checkpoint?.description
        self.segmentsExpected = segmentsExpected
        self.segmentsRead = segmentsRead
        self.complete = complete
        self.files = files
        self.directories = directories
        self.bytes = bytes
        self.missing = missing
    }

    package enum CodingKeys: String, CodingKey, CaseIterable {
        case volumeID = "volume_id"
        case position
        case checkpoint
        case segmentsExpected = "segments_expected"
        case segmentsRead = "segments_read"
        case complete
        case files
        case directories
        case bytes
        case missing
    }
}

/// How far a recovery has come.
package struct RecoverProgress: Hashable, Sendable {
    package var segmentsRead: UInt64
    package var segmentsExpected: UInt64
    package var bytesRead: UInt64

    package init(segmentsRead: UInt64, segmentsExpected: UInt64, bytesRead: UInt64) {
        self.segmentsRead = segmentsRead
        self.segmentsExpected = segmentsExpected
        self.bytesRead = bytesRead
    }
}

/// The volumes that a store holds.
package struct VolumeList: Codable, Hashable, Sendable {
    package struct Entry: Codable, Hashable, Sendable {
        package var volumeID: String
        /// Of stores that are chats.
        @ExplicitNull package var chat: String?
        @ExplicitNull package var title: String?
        /// The stored position as the root has it, which is where the log ended when the root was written: at least this
        /// comes back. Sealed, as the epoch is: null without a passphrase or recovery key of the volume, or without a root.
        @ExplicitNull package var position: String?
        @ExplicitNull package var epoch: UInt64?

        package init(volumeID: String, chat: String?, title: String?, position: LogPosition?, epoch: UInt64?) {
            self.volumeID = volumeID
            self.chat = chat
            self.title = title
            self.position = position?.description
            self.epoch = epoch
        }

        package enum CodingKeys: String, CodingKey, CaseIterable {
            case volumeID = "volume_id"
            case chat
            case title
            case position
            case epoch
        }
    }

    package var volumes: [Entry]
    /// A sentence on each chat that could not be looked at.
    package var skipped: [String]

    package init(volumes: [Entry], skipped: [String] = []) {
        self.volumes = volumes
        self.skipped = skipped
    }
}

/// Brings a volume back from its store onto this machine and configures it. Run again after it was interrupted, it begins
/// anew. Nothing of this machine's is replaced unless told.
package func recoverVolume(
    _ request: RecoverRequest, secret: () throws(Failure) -> Secret,
    progress: @escaping @Sendable (RecoverProgress) -> Void
) async throws(Failure) -> RecoverReport {
    if !request.takesOver { try refuseKnown(request.name, in: request.places) }
    var request = request
    request.configuration.store = try await locateStore(request)
    let secret = try secret()
    let lock = try StateLock(request.name, in: request.places)
    defer { withExtendedLifetime(lock) {} }
    let report: RecoverReport
    do {
        report = try await restoreVolume(request, secret: secret, progress: progress)
    } catch {
        lock.discardIfUnused()
        throw error
    }
    var configuration = request.configuration
    configuration.volumeID = report.volumeID
    // Last: a configuration names only what is there.
    try configuration.write(request.name, in: request.places, replacing: true)
    return report
}
