// SPDX-License-Identifier: MIT

import Foundation
import Glibc

/// A volume whose store is a directory beside it: sealed, with the defaults of `format` and `mount`.
final class GramfsMount: Contender {
    let name: String
    let path: String
    private(set) var server: pid_t?
    var facts = ServerFacts()
    /// How long the last mount took until it answered.
    private(set) var mountTime = 0.0

    private let binary: String
    private let folder: String
    private let xattrs: Xattrs
    private var process: Tool?
    private static let volume = "bench"

    init(_ ground: Ground, binary: String, _ xattrs: Xattrs, name: String = "gramfs") throws {
        self.name = name
        self.binary = binary
        self.xattrs = xattrs
        folder = try ground.folder(name + xattrs.suffix)
        path = folder + "/mnt"
        for place in [path, store, state] { try Tool.run(["mkdir", "-p", place]) }
        try gramfs("format", Self.volume, "--store", "dir:\(store)")
        try mount()
    }

    var store: String { folder + "/store" }
    private var state: String { folder + "/state" }

    func quiesce() throws { try gramfs("sync") }

    func remove() {
        do {
            try unmount(["--now"])
            try Tool.run(["rm", "-rf", "--one-file-system", folder])
        } catch { say("\(path): \(error)") }
    }

    func mount() throws {
        let began = now()
        let options = xattrs == .off ? ["-o", "noxattr"] : []
        let process = try Tool(
            [binary, "mount", Self.volume, path, "-f"] + options, environment: environment,
            output: folder + "/daemon.log")
        try Mounting.awaitAnswer(at: path, from: process)
        mountTime = now() - began
        self.process = process
        server = process.pid
    }

    func unmount() throws { try unmount([]) }

    private func unmount(_ how: [String]) throws {
        guard let server else { return }
        facts.peakMebibytes = max(facts.peakMebibytes, ProcessFacts.peakMebibytes(server))
        try gramfs(["unmount", Self.volume] + how)
        _ = process?.wait()
        process = nil
        self.server = nil
    }

    /// All that is local goes, and comes back from the store. Returns how long that took.
    func recover() throws -> Double {
        try unmount()
        try Tool.run(["rm", "-rf", state, folder + "/config"])
        try Ground.dropCaches()
        let began = now()
        try gramfs("recover", Self.volume, "--store", "dir:\(store)")
        return now() - began
    }

    // MARK: What it takes

    struct Footprint {
        var objects = 0.0
        var storedBytes = 0.0
        var indexBytes = 0.0
    }

    func footprint() throws -> Footprint {
        try quiesce()
        let text = try output("--json", "status", Self.volume)
        let status = try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any] ?? [:]
        func number(_ key: String) -> Double { (status[key] as? NSNumber)?.doubleValue ?? 0 }
        return Footprint(
            objects: number("stored_segments"), storedBytes: number("stored_bytes"),
            indexBytes: try indexBytes())
    }

    private func indexBytes() throws -> Double {
        let found = try Tool.output(["find", state, "-name", "index.sqlite", "-printf", "%s\n"])
        return found.split(separator: "\n").compactMap { Double($0) }.reduce(0, +)
    }

    // MARK: Its commands

    private func gramfs(_ words: String...) throws { try gramfs(words) }

    private func gramfs(_ words: [String]) throws { _ = try Tool.output([binary] + words, environment: environment) }

    private func output(_ words: String...) throws -> String {
        try Tool.output([binary] + words, environment: environment)
    }

    private var environment: [String: String] {
        [
            "HOME": folder, "GRAMFS_CONFIG_DIR": folder + "/config", "GRAMFS_STATE_DIR": state,
            "GRAMFS_RUNTIME_DIR": folder + "/run", "GRAMFS_PASSPHRASE": "the bench",
        ]
    }
}
