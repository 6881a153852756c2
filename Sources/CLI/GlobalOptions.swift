// SPDX-License-Identifier: MIT

import ArgumentParser
import Daemon

/// Options of every command, before or after its name.
struct GlobalOptions: ParsableArguments {
    @Flag(name: .long, help: "Write one JSON document to standard output, and errors as JSON.")
    var json = false

    @Flag(name: .shortAndLong, help: "Write nothing but errors.")
    var quiet = false

    @Flag(name: .shortAndLong, help: "Log more.")
    var verbose = false

    @Flag(name: .customLong("no-progress"), help: "Show no progress, also on a terminal.")
    var hidesProgress = false

    @Option(name: .customLong("config-dir"), help: "Where configurations are.", completion: .directory)
    var configurationDirectory: String?

    @Option(name: .customLong("state-dir"), help: "Where local state is.", completion: .directory)
    var stateDirectory: String?

    /// The words that take part in moving options behind the command, and whether each takes a value.
    static let words: [String: Bool] = [
        "--json": false, "-q": false, "--quiet": false, "-v": false, "--verbose": false, "--no-progress": false,
        "--config-dir": true, "--state-dir": true,
    ]

    func places(_ environment: [String: String]) throws(Failure) -> Places {
        var places = try Places(environment: environment)
        if let configurationDirectory { places.configuration = absolutePath(configurationDirectory) }
        if let stateDirectory { places.state = absolutePath(stateDirectory) }
        return places
    }
}
