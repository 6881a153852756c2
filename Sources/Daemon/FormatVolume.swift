// SPDX-License-Identifier: MIT

import Glibc

/// What `gramfs format` was asked to make.
package struct FormatRequest: Sendable {
    package var name: VolumeName
    package var configuration: ConfigurationFile
    package var places: Places
    package var accounts: Accounts

    package init(
        name: VolumeName, configuration: ConfigurationFile, places: Places, accounts: Accounts? = nil
    ) {
        self.name = name
        self.configuration = configuration
        self.places = places
        self.accounts = accounts ?? Accounts(places: places)
    }
}

/// What a new volume is called and what opens it.
package struct FormatReport: Codable, Hashable, Sendable {
    package var name: String
    package var volumeID: String
    package var store: String
    package var formatVersion: Int
    /// Shown this once: nothing keeps it.
    package var recoveryKey: String

    package init(name: String, volumeID: String, store: String, formatVersion: Int, recoveryKey: String) {
        self.name = name
        self.volumeID = volumeID
        self.store = store
        self.formatVersion = formatVersion
        self.recoveryKey = recoveryKey
    }

    package enum CodingKeys: String, CodingKey {
        case name
        case volumeID = "volume_id"
        case store
        case formatVersion = "format_version"
        case recoveryKey = "recovery_key"
    }
}

/// Makes a volume in an empty store and configures it on this machine. Everything that can be refused is refused before
/// the passphrase is asked for and before anything is written.
package func formatVolume(
    _ request: FormatRequest, passphrase: () throws(Failure) -> Passphrase
) async throws(Failure) -> FormatReport {
    try refuseKnown(request.name, in: request.places)
    let passphrase = try passphrase()
    let lock = try StateLock(request.name, in: request.places)
    defer { withExtendedLifetime(lock) {} }
    let report: FormatReport
    do {
        report = try await createVolume(request, passphrase: passphrase)
    } catch {
        lock.discardIfUnused()
        throw error
    }
    var configuration = request.configuration
    configuration.volumeID = report.volumeID
    // With the chat that was made for it.
    configuration.store = try StoreAddress(parsing: report.store)
    // Last: a configuration names only what exists.
    try configuration.write(request.name, in: request.places, replacing: false)
    return report
}

/// `exists` where this machine has a volume of that name already.
package func refuseKnown(_ name: VolumeName, in places: Places) throws(Failure) {
    let traces = [places.configurationFile(of: name), places.stateDirectory(of: name) + "/index.sqlite"]
    if let trace = traces.first(where: { access($0, F_OK) == 0 }) {
        throw Failure(
            .exists, "There is a volume \(name) on this machine already: \(trace)",
            hint: "Take another name, or move that file and \(places.stateDirectory(of: name)) away")
    }
}
