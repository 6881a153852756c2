// SPDX-License-Identifier: MIT

/// Builds the state directory, which is locked, from the store alone. With missing segments: `gaps` unless the request
/// accepts them, and then the report is not complete.
func restoreVolume(
    _ request: RecoverRequest, secret: Secret, progress: @escaping @Sendable (RecoverProgress) -> Void
) async throws(Failure) -> RecoverReport {
    throw .notWired("recover")
}

/// What volumes a store holds, without a key.
package func listVolumes(in store: StoreAddress) async throws(Failure) -> VolumeList {
    throw .notWired("recover --list")
}
