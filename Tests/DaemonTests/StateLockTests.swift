// SPDX-License-Identifier: MIT

import ControlSocket
import FilesystemModel
import Foundation
import TestDirectory
import Testing

@testable import Daemon

/// Invariants: one holder at a time; who is refused learns who holds it; the directory is its user's alone.
@Suite struct StateLockTests {
    private struct StoppedClock: WallClock {
        func now() -> Timestamp { Timestamp(seconds: 1_800_000_000) }
    }

    @Test func theSecondIsToldWhoAndSinceWhen() throws {
        let directory = try TemporaryDirectory()
        let places = Places(configuration: directory.path, state: directory.path + "/deep/state", runtime: "/r")
        let name = try VolumeName(parsing: "work")
        var first: StateLock? = try StateLock(name, in: places, clock: StoppedClock())
        let failure = #expect(throws: Failure.self) { _ = try StateLock(name, in: places) }
        #expect(failure?.code.exitCode == .held)
        #expect(failure?.message.contains("process \(getpid()) on \(hostName()) since 2027-01-15T08:00:00Z") == true)
        _ = first.take()
        _ = try StateLock(name, in: places)
    }

    @Test func volumesDoNotLockEachOther() throws {
        let directory = try TemporaryDirectory()
        let places = Places(configuration: directory.path, state: directory.path, runtime: directory.path)
        let first = try StateLock(VolumeName(parsing: "a"), in: places)
        let second = try StateLock(VolumeName(parsing: "b"), in: places)
        #expect(first.directory != second.directory)
    }

    @Test func theDirectoryIsMadePrivate() throws {
        let directory = try TemporaryDirectory()
        let places = Places(configuration: directory.path, state: directory.path, runtime: directory.path)
        try FileManager.default.createDirectory(
            atPath: directory.path + "/work", withIntermediateDirectories: false,
            attributes: [.posixPermissions: 0o755])
        let lock = try StateLock(VolumeName(parsing: "work"), in: places)
        let mode = try FileManager.default.attributesOfItem(atPath: lock.directory)[.posixPermissions]
        #expect(mode as? Int == 0o700)
    }

    @Test func aLockFileOfNonsenseStillTellsThatItIsHeld() throws {
        let directory = try TemporaryDirectory()
        let places = Places(configuration: directory.path, state: directory.path, runtime: directory.path)
        let name = try VolumeName(parsing: "work")
        let lock = try StateLock(name, in: places)
        try Data([0xFF, 0x00]).write(to: URL(fileURLWithPath: lock.directory + "/lock"), options: [])
        let failure = #expect(throws: Failure.self) { _ = try StateLock(name, in: places) }
        #expect(failure?.code == .locked)
    }
}
