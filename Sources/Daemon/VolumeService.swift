// SPDX-License-Identifier: MIT

import ControlSocket
import FilesystemModel

/// How far `synchronise` goes.
package enum SyncScope: Sendable {
    /// Safe from a power cut.
    case local
    /// Safe from the loss of the machine.
    case store
}

/// How a mount is taken away.
package enum Detachment: Sendable {
    /// Only where nothing below it is open.
    case ifIdle
    /// At once: what is open loses its file.
    case atOnce
}

/// A volume while it is mounted, as its daemon sees it.
package protocol VolumeService: Sendable {
    /// Cheap enough to be asked twice a second.
    func status() async -> StatusReport

    /// Returns once everything up to the position was brought there that had happened when it was called; `path` (from
    /// the volume's root) narrows it to what is below. Cancelling ends the wait and loses nothing.
    func synchronise(path: [UInt8]?, _ scope: SyncScope) async throws(Failure) -> LogPosition

    func check(
        readDataPercent: Int?, progress: @escaping @Sendable (CheckProgress) async -> Void
    ) async throws(Failure) -> CheckReport

    /// Mends what a check of everything finds; see `VolumeRepair` of the data plane.
    func repair(
        isDryRun: Bool, progress: @escaping @Sendable (CheckProgress) async -> Void
    ) async throws(Failure) -> RepairReport

    func stats(path: [UInt8]?) async throws(Failure) -> StatsReport
    func inspect(path: [UInt8]?) async throws(Failure) -> InspectReport

    func encryption(path: [UInt8]) async throws(Failure) -> EncryptionReport
    /// Of what is written from now on at or below the path.
    func setEncryption(_ policy: EncryptionReport.Policy, path: [UInt8]) async throws(Failure)
    /// Begins to rewrite what is there, and returns what `applying` is to be asked about.
    func applyEncryption(path: [UInt8]) async throws(Failure) -> InodeNumber
    /// Nil once it is complete.
    func applying(_ inode: InodeNumber) async throws(Failure) -> EncryptionReport.Applying?

    func keys() async throws(Failure) -> KeyListReport
    /// Durable in the store when it returns: from then on what was changed or removed opens the volume no more.
    func editKeys(_ edit: KeyEdit) async throws(Failure) -> KeyChangeReport

    func createShare(_ parameters: ShareCreateParameters) async throws(Failure) -> ShareReport
    /// Ended ones too, the oldest first.
    func shares() async throws(Failure) -> [ShareReport]
    /// `noSuchShare` where there is none.
    func share(_ id: String) async throws(Failure) -> ShareReport
    func revokeShare(_ id: String) async throws(Failure) -> ShareReport
    /// What strangers do with links from now on; the oldest is dropped where it is not taken.
    func shareUses() -> AsyncStream<VolumeEvent>

    /// Serves links over HTTP where the mount is to, until the task is cancelled; otherwise ends at once. `whenReady` is
    /// called before, in both cases.
    func serveLinks(whenReady: @escaping @Sendable () -> Void) async throws(Failure)

    /// Write-back, checkpoints, eviction and the rest of the background, until the task is cancelled.
    func runServices() async throws(Failure)

    /// Mounts, calls `whenMounted` once the kernel gets answers, and returns when the mount is gone, whoever took it.
    func serveKernel(whenMounted: @escaping @Sendable () async throws(Failure) -> Void) async throws(Failure)

    /// Takes the mount away; `busy` where that cannot be done. Harmless where it is gone already.
    func detach(_ how: Detachment) async throws(Failure)

    /// Makes everything durable on this machine. Nothing is called after it.
    func close() async throws(Failure)
}
