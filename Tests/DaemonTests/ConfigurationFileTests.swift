// SPDX-License-Identifier: MIT

import Foundation
import TestDirectory
import Testing

@testable import Daemon

/// Invariants: what is written reads back equal; a file that cannot be understood is named with its line and nothing is
/// assumed in its place; no file is replaced unasked.
@Suite struct ConfigurationFileTests {
    private static func full() throws -> ConfigurationFile {
        var options = MountOptions()
        try options.apply(
            """
            allow_other,ro,relatime,noxattr,nosuid,cache_size=10G,min_free=1G,dirty_max=1500,upload_after=250ms,\
            upload_budget=off,enospc_after=1s,read_timeout=2s
            """)
        options.passphraseFile = "/etc/a \"b\" \\ \u{1}\u{E9}"
        return ConfigurationFile(
            store: .directory("/srv/with \"quotes\"\tand\\slashes"), volumeID: "0f", segmentSize: ByteCount(64 << 20),
            encrypts: false, account: "me", options: options)
    }

    @Test func whatIsWrittenReadsBack() throws {
        for file in [try Self.full(), ConfigurationFile(store: .directory("/s"))] {
            #expect(try ConfigurationFile(parsing: file.text, path: "f") == file)
        }
    }

    @Test func numbersAndTextAreBothTaken() throws {
        let file = try ConfigurationFile(
            parsing: "store = 'dir:/s'\ncache_size = 1048576\nread_timeout = 90\nro = false", path: "f")
        #expect(file.options.cacheSize == ByteCount(1 << 20))
        #expect(file.options.readTimeout.duration == .seconds(90))
        #expect(!file.options.isReadOnly)
    }

    @Test(arguments: [
        ("store = \"dir:/s\"\ncache_size = = 1", ":2"), ("cache_size = \"1G\"", "no store"), ("store = 7.5", "store"),
        ("store = \"ftp:x\"", "ftp:x"), ("store = \"dir:\"", "dir:"), ("store = \"dir:/s\"\nbogus = 1", "bogus"),
        ("store = \"dir:/s\"\nro = \"yes\"", "ro"), ("store = \"dir:/s\"\ncache_size = true", "cache_size"),
        ("store = \"dir:/s\"\ncache_size = \"x\"", "cache_size"),
        ("store = \"dir:/s\"\nsegment_size = \"x\"", "segment_size"),
        ("store = \"dir:/s\"\n[table]\nx = 1", "table"), ("\u{0}", "f"), ("store", "f"),
    ])
    func whatCannotBeUnderstoodIsNamed(text: String, named: String) {
        let failure = #expect(throws: Failure.self) { try ConfigurationFile(parsing: text, path: "/f") }
        #expect(failure?.code == .configuration)
        #expect(failure?.code.exitCode == .failed)
        #expect(
            failure?.message.hasPrefix("/f") == true && failure?.message.contains(named) == true, "\(failure as Any)")
    }

    @Test func aFileIsPrivateAndNotReplacedUnasked() throws {
        let directory = try TemporaryDirectory()
        let places = Places(
            configuration: directory.path + "/a/b", state: directory.path, runtime: directory.path)
        let name = try VolumeName(parsing: "work")
        #expect(throws: Failure.self) { try ConfigurationFile.read(name, in: places) }
        let file = try Self.full()
        try file.write(name, in: places, replacing: false)
        #expect(try ConfigurationFile.read(name, in: places) == file)
        let mode = try FileManager.default.attributesOfItem(atPath: places.configurationFile(of: name))[
            .posixPermissions]
        #expect(mode as? Int == 0o600)
        let other = ConfigurationFile(store: .directory("/other"))
        let failure = #expect(throws: Failure.self) { try other.write(name, in: places, replacing: false) }
        #expect(failure?.code == .exists)
        #expect(try ConfigurationFile.read(name, in: places) == file)
        try other.write(name, in: places, replacing: true)
        #expect(try ConfigurationFile.read(name, in: places) == other)
        #expect(try FileManager.default.contentsOfDirectory(atPath: places.configuration) == ["work.toml"])
    }

    @Test func aMissingVolumeIsNoSuchVolume() throws {
        let places = Places(configuration: "/nonexistent", state: "/nonexistent", runtime: "/nonexistent")
        let name = try VolumeName(parsing: "work")
        let failure = #expect(throws: Failure.self) { try ConfigurationFile.read(name, in: places) }
        #expect(failure?.code.exitCode == .noSuchVolume)
    }
}
