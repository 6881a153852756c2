// SPDX-License-Identifier: MIT

import ControlSocket

/// Checks a volume that is not mounted. The caller holds no lock; this takes it.
package func checkVolume(
    _ name: VolumeName, _ configuration: ConfigurationFile, in places: Places, passphrase: Passphrase,
    readDataPercent: Int?, progress: @escaping @Sendable (CheckProgress) async -> Void
) async throws(Failure) -> CheckReport {
    throw .notWired("check")
}
