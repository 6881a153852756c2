// SPDX-License-Identifier: MIT

/// Makes a new volume in the empty store that the request names and its state directory, which is locked and empty of a
/// volume. Both are durable when this returns. `exists` where the store holds a volume already.
func createVolume(_ request: FormatRequest, passphrase: Passphrase) async throws(Failure) -> FormatReport {
    throw .notWired("format")
}

extension Failure {
    static func notWired(_ what: String) -> Failure { Failure(.failed, "\(what): not wired in this build") }
}
