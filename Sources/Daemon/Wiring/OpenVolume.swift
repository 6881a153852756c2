// SPDX-License-Identifier: MIT

import ControlSocket
import FilesystemModel

/// Opens the volume of a mount request: its state directory is locked by the caller. Nothing is mounted yet.
package func openVolume(_ request: MountRequest, passphrase: Passphrase) async throws(Failure) -> LiveVolume {
    throw .notWired("mount")
}

/// The real volume behind the daemon: `Volume` of Filesystem with the kernel in front of it.
package final class LiveVolume: VolumeService {
    package func status() async -> StatusReport { fatalError("not wired") }

    package func synchronise(path: [UInt8]?, _ scope: SyncScope) async throws(Failure) -> LogPosition {
        throw .notWired("sync")
    }

    package func check(
        readDataPercent: Int?, progress: @escaping @Sendable (CheckProgress) async -> Void
    ) async throws(Failure) -> CheckReport { throw .notWired("check") }

    package func stats(path: [UInt8]?) async throws(Failure) -> StatsReport { throw .notWired("stats") }
    package func inspect(path: [UInt8]?) async throws(Failure) -> InspectReport { throw .notWired("inspect") }
    package func runServices() async throws(Failure) { throw .notWired("mount") }

    package func serveKernel(
        whenMounted: @escaping @Sendable () async throws(Failure) -> Void
    ) async throws(Failure) { throw .notWired("mount") }

    package func detach(_ how: Detachment) async throws(Failure) { throw .notWired("unmount") }
    package func close() async throws(Failure) { throw .notWired("unmount") }
}
